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
  Plan,
  UnreadPlace,
} from '@towpath/backstage-plugin-database-access-common';
import type { Unread } from '../store';
import { SURROUNDING_HOPS } from './surroundingNames';

/** The hops that each kind of surrounding is read for, by the side of the path. */
const HOPS_OF: Record<string, { consumer: string; provider: string }> = {
  'ec2/client-security-group': both(SURROUNDING_HOPS.clientGroups),
  'ec2/vpc': both(SURROUNDING_HOPS.names),
  'ec2/subnet': {
    consumer: SURROUNDING_HOPS.clientAcls,
    provider: SURROUNDING_HOPS.databaseAcls,
  },
  'rds/database': both('Database and its security groups'),
};

/** What a share waits for before it is called active, in the words of its hops: each hop once for each account. */
export function unreadPlaces(
  unread: readonly Unread[],
  options: {
    plan: Pick<Plan, 'network'>;
    accountName: (accountId: string) => string;
  },
): UnreadPlace[] {
  const { plan, accountName } = options;
  const places = new Map<string, UnreadPlace>();
  for (const { lane, what, problem, nextAt } of unread) {
    const name = 'title' in what ? what.title : hopOf(what, plan);
    const key = `${name} ${lane.accountId} ${lane.region}`;
    if (!places.has(key)) {
      places.set(key, {
        name,
        ...lane,
        accountName: accountName(lane.accountId),
        problem: problem?.message,
        remedy: problem?.remedy,
        nextLookAt:
          nextAt === undefined ? undefined : new Date(nextAt).toISOString(),
      });
    }
  }
  return [...places.values()];
}

function hopOf(
  { kind, awsId }: { kind: string; awsId: string },
  { network }: Pick<Plan, 'network'>,
): string {
  const hops = HOPS_OF[kind];
  if (!hops) {
    return `${kind} ${awsId}`;
  }
  return network.subnetIds.includes(awsId) ? hops.consumer : hops.provider;
}

function both(name: string) {
  return { consumer: name, provider: name };
}
