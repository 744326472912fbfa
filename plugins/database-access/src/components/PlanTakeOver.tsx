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
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import {
  Plan,
  PlanChange,
} from '@towpath/backstage-plugin-database-access-common';
import { shareRouteRef } from '../routes';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';

/** What becomes of the access that a plan takes over from; nothing for a plan that takes over from none. */
export function PlanTakeOver(props: { plan: Plan }) {
  const { change } = props.plan;
  return change ? <TakeOver change={change} /> : null;
}

function TakeOver(props: { change: PlanChange }) {
  const { shareId, difference, interrupts, interruption } = props.change;
  const { t } = useTexts();
  const sharePage = useRouteRef(shareRouteRef);
  return (
    <Notice
      tone={interrupts ? 'warning' : 'info'}
      role="note"
      title={t(interrupts ? 'plan.changeInterrupts' : 'plan.changeQuiet')}
    >
      <Typography variant="body2">{interruption}</Typography>
      {difference.length > 0 && (
        <ul>
          {difference.map(line => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <Typography variant="body2">
        <Link to={sharePage({ id: shareId })}>{t('plan.changeOf')}</Link>
      </Typography>
    </Notice>
  );
}
