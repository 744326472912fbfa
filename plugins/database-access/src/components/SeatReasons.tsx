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

import Typography from '@material-ui/core/Typography';
import {
  DecisionSeat,
  PolicyWord,
} from '@towpath/backstage-plugin-database-access-common';
import { reasonsOf } from '../seatStatus';
import { useTexts } from '../useTexts';

/** Why somebody has to agree: as whom, and which rules ask for them and why. */
export function SeatReasons(props: {
  seat: DecisionSeat;
  policy?: readonly PolicyWord[];
}) {
  const { seat, policy } = props;
  const { t } = useTexts();
  const reasons = reasonsOf(seat, policy);
  return (
    <Typography variant="body2" color="textSecondary" component="div">
      {t(`seats.${seat.role}`)}
      {reasons.length === 0 ? ` ${t('seats.noRule')}` : ''}
      {reasons.map(({ rule, because }) => (
        <div key={rule}>
          {t('seats.rule', { rule: <code>{rule}</code> })}
          {because && ` ${because}`}
        </div>
      ))}
    </Typography>
  );
}
