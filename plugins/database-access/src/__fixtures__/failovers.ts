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

import {
  Failover,
  FailoverStep,
  FAILOVER_STEPS,
  FailoverStepName,
  Share,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { active, overriddenPlan } from './requests';

/** A share that has to follow its database. */
export const privatelinkShare: Share = {
  ...active,
  pattern: 'privatelink',
  plan: overriddenPlan,
};

const STARTED_AT = '2026-08-06T12:00:00.000Z';

/** The steps, those named here after so many seconds and with these addresses. */
function stepsOf(
  seen: Partial<Record<FailoverStepName, [number, ...string[]]>>,
): FailoverStep[] {
  return FAILOVER_STEPS.map(name => {
    const [seconds, ...addresses] = seen[name] ?? [];
    return {
      name,
      addresses,
      ...(seconds !== undefined && {
        at: new Date(Date.parse(STARTED_AT) + seconds * 1000).toISOString(),
      }),
    };
  });
}

/** AWS told, DNS knows, the new address is registered and not yet healthy. */
export const movingFailover: Failover = {
  id: '40',
  objectKey: 'targets',
  title: 'Addresses of orders-postgres',
  status: 'moving',
  cause: 'event',
  startedAt: STARTED_AT,
  steps: stepsOf({
    event: [0],
    moved: [31, '10.30.2.11'],
    registered: [33, '10.30.2.11'],
  }),
  events: [
    {
      id: 'RDS-EVENT-0013',
      message: 'Multi-AZ instance failover started.',
      at: STARTED_AT,
    },
  ],
};

export const doneFailover: Failover = {
  ...movingFailover,
  status: 'done',
  steps: stepsOf({
    event: [0],
    moved: [31, '10.30.2.11'],
    registered: [33, '10.30.2.11'],
    healthy: [53, '10.30.2.11'],
    gone: [54, '10.30.1.10'],
  }),
  endedAt: '2026-08-06T12:00:54.000Z',
};

/** Nobody told; asking DNS again found it. */
export const foundFailover: Failover = {
  ...doneFailover,
  id: '20',
  cause: 're-resolution',
  startedAt: '2026-08-01T08:00:00.000Z',
  endedAt: '2026-08-01T08:00:25.000Z',
  steps: doneFailover.steps.map(step =>
    step.name === 'event'
      ? { name: step.name, addresses: [] }
      : { ...step, at: '2026-08-01T08:00:25.000Z' },
  ),
  events: [],
};

/** AWS told of a restart, and the database stayed. */
export const unmovedFailover: Failover = {
  ...movingFailover,
  id: '30',
  status: 'unmoved',
  startedAt: '2026-08-03T08:00:00.000Z',
  steps: stepsOf({ event: [0] }),
};

/** As the share's timeline tells of the last step. */
export const failoverEntry: TimelineEntry = {
  id: 43,
  at: '2026-08-06T12:00:54.000Z',
  actor: 'system',
  kind: 'failover.gone',
  message: '10.30.1.10 of orders-postgres is deregistered',
  objectKey: 'targets',
};
