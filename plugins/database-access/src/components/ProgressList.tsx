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
import Typography from '@material-ui/core/Typography';
import {
  Share,
  ShareObject,
  ShareVerification,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { useLanguage } from '../hooks/useLanguage';
import {
  missingFor,
  Progress,
  progressOf,
  progressOfVerification,
} from '../shareStatus';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { usualSeconds } from '../usualSeconds';
import { Moment } from './Moment';
import { Panel } from './Panel';
import { ReadingAge } from './ReadingAge';
import { Row } from './Row';
import { StatusChip } from './StatusChip';
import { Stack } from './Stack';
import { UnreadPlaces } from './UnreadPlaces';
import { Tone } from './tone';

const TONE_OF_PROGRESS: Record<Progress, Tone> = {
  done: 'ok',
  running: 'progress',
  waiting: 'neutral',
  failed: 'error',
};

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      margin: 0,
      paddingLeft: theme.spacing(3),
    },
    awsWord: { fontFamily: 'monospace' },
  }),
  { name: 'DatabaseAccessProgressList' },
);

/** How far each object is: what AWS says of it and since when, what it waits for; then whether all was read since. */
export function ProgressList(props: {
  share: Share;
  /** Where each object's last change is told. */
  timeline: TimelineEntry[];
}) {
  const { share, timeline } = props;
  const { objects } = share;
  const { t } = useTexts();
  const classes = useStyles();
  const done = objects.filter(object => progressOf(object, share) === 'done');
  return (
    <Panel title={t('progress.title')}>
      <Stack>
        <Typography variant="body2">
          {t('progress.summary', {
            done: String(done.length),
            total: String(objects.length),
          })}
        </Typography>
        <ol className={classes.list} aria-label={t('progress.listLabel')}>
          {objects.map(object => (
            <li key={object.id}>
              <ObjectProgress
                object={object}
                share={share}
                since={timeline.findLast(
                  ({ objectKey }) => objectKey === object.key,
                )}
              />
            </li>
          ))}
          {share.verification && (
            <li>
              <VerificationProgress verification={share.verification} />
            </li>
          )}
        </ol>
      </Stack>
    </Panel>
  );
}

function ObjectProgress(props: {
  object: ShareObject;
  share: Share;
  since: TimelineEntry | undefined;
}) {
  const { object, share, since } = props;
  const { t } = useTexts();
  const classes = useStyles();
  const progress = progressOf(object, share);
  const others = object.users - 1;
  return (
    <>
      <Row>
        <strong>{object.title}</strong>
        <StatusChip
          tone={TONE_OF_PROGRESS[progress]}
          label={t(`progress.${progress}`)}
        />
        {object.awsStatus && (
          <Typography variant="body2" component="span">
            {t('hop.awsStatus')}{' '}
            <span className={classes.awsWord}>{object.awsStatus}</span>
          </Typography>
        )}
        {object.wanted === 'absent' && (
          <Typography variant="body2" component="span">
            {t('progress.toBeRemoved')}
          </Typography>
        )}
        {object.wanted === 'present' && others > 0 && (
          <Typography variant="body2" component="span">
            {t('progress.kept', { count: others })}
          </Typography>
        )}
      </Row>
      <Typography variant="body2" color="textSecondary" component="div">
        {t('progress.place', {
          account: object.accountName,
          region: object.region,
        })}
        {'. '}
        {since &&
          t('progress.since', { age: <ReadingAge readAt={since.at} /> })}{' '}
        {object.readAt &&
          t('progress.read', { age: <ReadingAge readAt={object.readAt} /> })}
      </Typography>
      {progress === 'waiting' && (
        <Typography variant="body2">
          {t(
            object.wanted === 'absent'
              ? 'progress.waitsUntilGone'
              : 'progress.waitsFor',
            {
              objects: missingFor(object, share.objects)
                .map(({ title }) => title)
                .join(', '),
            },
          )}
        </Typography>
      )}
      {progress === 'running' && <WaitsForAws object={object} />}
      {object.reason && (
        <Typography variant="body2">{object.reason}</Typography>
      )}
    </>
  );
}

/** All of it is built: what was not read since, and why. */
function VerificationProgress(props: { verification: ShareVerification }) {
  const { since, waitsFor } = props.verification;
  const { t } = useTexts();
  const progress = progressOfVerification(props.verification);
  return (
    <>
      <Row>
        <strong>{t('progress.verify')}</strong>
        <StatusChip
          tone={TONE_OF_PROGRESS[progress]}
          label={t(`progress.${progress}`)}
        />
      </Row>
      <Typography variant="body2" color="textSecondary" component="div">
        {t('progress.verifyWhy', { since: <Moment at={since} /> })}
      </Typography>
      <UnreadPlaces places={waitsFor} />
    </>
  );
}

/** AWS has it in hand: which account, and how long that usually takes. */
function WaitsForAws(props: { object: ShareObject }) {
  const { type, wanted, awsStatus, accountName, accountId } = props.object;
  const { t } = useTexts();
  const language = useLanguage();
  const usual = wanted === 'present' ? usualSeconds(type) : undefined;
  if (!awsStatus) {
    return null;
  }
  return (
    <Typography variant="body2">
      {t('progress.waitsForAws', {
        account: t('facts.accountValue', { name: accountName, id: accountId }),
        status: awsStatus,
      })}{' '}
      {usual &&
        t('progress.usually', { duration: formatDuration(usual, language) })}
    </Typography>
  );
}
