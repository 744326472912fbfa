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

import type { ResourcePendingMaintenanceActions } from '@aws-sdk/client-rds';
import type { Call } from '../../core/Service';
import { applyFilters } from './filters';
import { nameIn } from './lookups';
import { rdsPage } from './paging';
import type { RdsPart } from './part';
import { onArn } from './permissions';
import { refuse } from './refusals';
import { PendingMaintenance, rdsState } from './state';

const DAY_MS = 24 * 3600 * 1000;

/** A database, and what AWS wants to change of it. */
interface Kept {
  arn: string;
  kind: 'db-instance' | 'db-cluster';
  identifier: string;
  pending: PendingMaintenance[];
}

function databasesOf(call: Call): Kept[] {
  const { instances, clusters } = rdsState.of(call.world, call);
  return [
    ...Object.values(instances).map(db => ({
      arn: db.arn,
      kind: 'db-instance' as const,
      identifier: db.dbInstanceIdentifier,
      pending: db.maintenance ?? [],
    })),
    ...Object.values(clusters).map(db => ({
      arn: db.arn,
      kind: 'db-cluster' as const,
      identifier: db.dbClusterIdentifier,
      pending: db.maintenance ?? [],
    })),
  ];
}

function answer(
  call: Call,
  { arn, pending }: Kept,
): ResourcePendingMaintenanceActions {
  return {
    ResourceIdentifier: arn,
    PendingMaintenanceActionDetails: pending.map(change => {
      change.announcedAt ??= call.now;
      const { action, announcedAt } = change;
      const after = (days: number | undefined) =>
        days === undefined ? undefined : new Date(announcedAt + days * DAY_MS);
      const applied = after(change.autoAppliedAfterDays);
      const forced = after(change.forcedAfterDays);
      return {
        Action: action,
        Description: change.description,
        AutoAppliedAfterDate: applied,
        ForcedApplyDate: forced,
        CurrentApplyDate: applied ?? forced,
      };
    }),
  };
}

const named = (kind: Kept['kind']) => (db: Kept, value: string) =>
  db.kind === kind && db.identifier === nameIn(value);

const handlers: RdsPart['handlers'] = {
  DescribePendingMaintenanceActions(input, call) {
    const all = databasesOf(call);
    const { ResourceIdentifier: arn } = input;
    if (arn !== undefined && !all.some(db => db.arn === arn.toLowerCase())) {
      throw refuse(
        'ResourceNotFoundFault',
        `The specified resource is not found: ${arn}`,
        404,
      );
    }
    const asked = all.filter(
      db => arn === undefined || db.arn === arn.toLowerCase(),
    );
    const found = applyFilters(asked, input.Filters, {
      'db-instance-id': named('db-instance'),
      'db-cluster-id': named('db-cluster'),
    }).filter(({ pending }) => pending.length > 0);
    const { items, Marker } = rdsPage(found, db => db.arn, input);
    return {
      PendingMaintenanceActions: items.map(db => answer(call, db)),
      Marker,
    };
  },
};

export const maintenance: RdsPart = {
  handlers,
  permissions: {
    DescribePendingMaintenanceActions: (input, call) =>
      onArn(call, input.ResourceIdentifier ?? '*'),
  },
};
