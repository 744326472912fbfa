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
import { LaneState } from '@towpath/backstage-plugin-database-access-common';
import { formatCount } from '../amounts';
import { useLanguage } from '../hooks/useLanguage';
import { useTexts } from '../useTexts';
import { Moment } from './Moment';
import { ReadingAge } from './ReadingAge';
import { Row } from './Row';
import { StatusChip } from './StatusChip';
import { Tone } from './tone';

const TONE: Record<LaneState['state'], Tone> = {
  read: 'ok',
  partly: 'warning',
  unreadable: 'error',
  stale: 'error',
  never: 'neutral',
};

const useStyles = makeStyles(
  // A moment fits on a line.
  { sweep: { minWidth: 232 } },
  { name: 'DatabaseAccessLaneSweep' },
);

/** How a lane was read last, when, at what expense, and when it is read next. */
export function LaneSweep(props: { lane: LaneState }) {
  const { state, throttled, sweptAt, seconds, calls, nextAt } = props.lane;
  const { t } = useTexts();
  const language = useLanguage();
  const classes = useStyles();
  return (
    <div className={classes.sweep}>
      <Row>
        <StatusChip tone={TONE[state]} label={t(`lanes.${state}`)} />
        {throttled && (
          <StatusChip
            tone="warning"
            label={t('lanes.throttled')}
            hint={t('lanes.throttledHint')}
          />
        )}
        {sweptAt && <ReadingAge readAt={sweptAt} />}
      </Row>
      {seconds !== undefined && (
        <div>
          {t('lanes.effort', {
            count: calls ?? 0,
            seconds: formatCount(seconds, language),
          })}
        </div>
      )}
      {nextAt && <div>{t('lanes.next', { at: <Moment at={nextAt} /> })}</div>}
    </div>
  );
}
