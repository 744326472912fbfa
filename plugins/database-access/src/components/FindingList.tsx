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

import { Link } from '@backstage/core-components';
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
  /** What the list is called, where a page has several. */
  label?: string;
}) {
  const { t } = useTexts();
  const classes = useStyles();
  if (props.findings.length === 0) {
    return null;
  }
  return (
    <ul
      className={classes.list}
      aria-label={props.label ?? t('finding.listLabel')}
    >
      {props.findings.map(finding => (
        <li key={`${finding.code} ${finding.message}`}>
          <Notice
            tone={TONE_OF_SEVERITY[finding.severity]}
            title={t(`severity.${finding.severity}`)}
          >
            {finding.message}
            {!props.brief && <More finding={finding} />}
          </Notice>
        </li>
      ))}
    </ul>
  );
}

/** What to do, what AWS said, and where it writes of it. */
function More(props: { finding: Finding }) {
  const { awsMessage, reference, remedy } = props.finding;
  const { t } = useTexts();
  const classes = useStyles();
  return (
    <>
      {remedy && (
        <p className={classes.line}>
          <strong>{t('finding.remedy')}</strong> {remedy}
        </p>
      )}
      {awsMessage && (
        <p className={classes.line}>
          {t('finding.awsSays')}{' '}
          <q className={classes.awsWords}>{awsMessage}</q>
        </p>
      )}
      {reference && (
        <p className={classes.line}>
          <Link to={reference}>{t('finding.reference')}</Link>
        </p>
      )}
    </>
  );
}
