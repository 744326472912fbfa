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
  Hop,
  Share,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { nameInHop } from '../hopNode';
import { useHopTitle } from '../hooks/useHopTitle';
import { useTexts } from '../useTexts';
import { HealthChip } from './HealthChip';
import { HopTrouble } from './HopTrouble';
import { ReadingAge } from './ReadingAge';
import { Row } from './Row';

const useStyles = makeStyles(
  { awsWord: { fontFamily: 'monospace' } },
  { name: 'DatabaseAccessHopDetails' },
);

/** What a reading finds stands in the timeline a moment after the reading itself. */
const WRITTEN_WITHIN_MS = 5_000;

/** How a hop is, since when, and what to do about it if it is in trouble. */
export function HopDetails(props: {
  hop: Hop;
  share: Share;
  /** Where its last change is told, if that was read. */
  timeline?: TimelineEntry[];
}) {
  const { hop, share, timeline = [] } = props;
  return (
    <>
      <HopLine
        hop={hop}
        name={nameInHop(hop, share)}
        since={sinceOf(hop, timeline) ?? hop.since}
      />
      <HopTrouble hop={hop} objects={share.objects} />
    </>
  );
}

function HopLine(props: { hop: Hop; name: string; since: string | undefined }) {
  const { hop, name, since } = props;
  const { t } = useTexts();
  const titleOf = useHopTitle();
  const classes = useStyles();
  return (
    <Row>
      <strong>{titleOf(hop.name)}</strong>
      <span>{name}</span>
      <HealthChip health={hop.health} />
      {hop.awsStatus && (
        <Typography variant="body2" component="span">
          {t('hop.awsStatus')}{' '}
          <span className={classes.awsWord}>{hop.awsStatus}</span>
        </Typography>
      )}
      <Typography variant="body2" component="span" color="textSecondary">
        {since && t('hop.since', { age: <ReadingAge readAt={since} /> })}{' '}
        {hop.readAt
          ? t('hop.read', { age: <ReadingAge readAt={hop.readAt} /> })
          : t('hop.readNever')}
      </Typography>
    </Row>
  );
}

/**
 * When something last changed about what carries a hop, once all of it was read after that: a state that is newer than its
 * reading would be a guess.
 */
function sinceOf(hop: Hop, timeline: TimelineEntry[]): string | undefined {
  const changedAt = timeline.findLast(
    ({ objectKey }) => objectKey && hop.objects.includes(objectKey),
  )?.at;
  if (!changedAt || !hop.readAt) {
    return undefined;
  }
  const newerBy = Date.parse(changedAt) - Date.parse(hop.readAt);
  return newerBy <= WRITTEN_WITHIN_MS ? changedAt : undefined;
}
