/*
 * Copyright 2026 The Towpath Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { makeStyles } from '@material-ui/core/styles';
import {
  Finding,
  FindingSeverity,
} from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';
import { Tone } from './tone';

/** How each severity looks. */
export const TONE_OF_SEVERITY: Record<FindingSeverity, Tone> = {
  blocking: 'error',
  warning: 'warning',
  info: 'info',
};

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
    line: { margin: theme.spacing(0.5, 0, 0) },
    awsWords: {
      fontFamily: 'monospace',
      fontSize: '0.9em',
    },
  }),
  { name: 'DatabaseAccessFindingList' },
);

/** What a person should know, what AWS said, and what to do; the worst first, as the backend orders them. */
export function FindingList(props: {
  findings: Finding[];
  /** Only what is wrong, where there is no room for more. */
  brief?: boolean;
}) {
  const { t } = useTexts();
  const classes = useStyles();
  if (props.findings.length === 0) {
    return null;
  }
  return (
    <ul className={classes.list} aria-label={t('finding.listLabel')}>
      {props.findings.map(({ code, severity, message, awsMessage, remedy }) => (
        <li key={`${code} ${message}`}>
          <Notice
            tone={TONE_OF_SEVERITY[severity]}
            title={t(`severity.${severity}`)}
          >
            {message}
            {remedy && !props.brief && (
              <p className={classes.line}>
                <strong>{t('finding.remedy')}</strong> {remedy}
              </p>
            )}
            {awsMessage && !props.brief && (
              <p className={classes.line}>
                {t('finding.awsSays')}{' '}
                <q className={classes.awsWords}>{awsMessage}</q>
              </p>
            )}
          </Notice>
        </li>
      ))}
    </ul>
  );
}
