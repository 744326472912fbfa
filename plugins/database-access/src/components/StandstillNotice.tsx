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
  Share,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { standstillOf } from '../shareStatus';
import { useTexts } from '../useTexts';
import { Moment } from './Moment';
import { Notice } from './Notice';
import { RetryButton } from './RetryButton';
import { TimeLeft } from './TimeLeft';

/** As many attempts as a person can use. */
const SHOWN = 3;

const useStyles = makeStyles(
  theme => ({ line: { margin: theme.spacing(0.5, 0, 0) } }),
  { name: 'DatabaseAccessStandstillNotice' },
);

/** A share that does not go on: why, what was tried, what happens by itself, and the one thing to do. */
export function StandstillNotice(props: {
  title: string;
  share: Share;
  timeline: TimelineEntry[];
  onRetried(share: Share): void;
}) {
  const { title, share, timeline, onRetried } = props;
  const { t } = useTexts();
  const classes = useStyles();
  const { code, tried, nextLookAt } = standstillOf(share, timeline);
  return (
    <Notice
      tone="error"
      role="alert"
      title={title}
      details={
        <>
          {tried.length > 0 && (
            <>
              <p className={classes.line}>
                <strong>{t('share.tried', { count: tried.length })}</strong>
              </p>
              <ul aria-label={t('share.triedLabel')} className={classes.line}>
                {tried.slice(-SHOWN).map(({ id, at, message }) => (
                  <li key={id}>
                    <Moment at={at} />: {message}
                  </li>
                ))}
              </ul>
            </>
          )}
          <p className={classes.line}>
            <strong>{t('share.next')}</strong>{' '}
            {nextLookAt
              ? t('share.nextLook', { when: <TimeLeft until={nextLookAt} /> })
              : t('share.nextNone')}{' '}
            {!share.actions.retry && t('share.retryOthers')}
          </p>
        </>
      }
      action={
        share.actions.retry ? (
          <RetryButton share={share} onRetried={onRetried} />
        ) : undefined
      }
    >
      {share.reason ?? t('share.stuck')}
      {code && (
        <div>
          {t('failure.code')} <code>{code}</code>
        </div>
      )}
    </Notice>
  );
}
