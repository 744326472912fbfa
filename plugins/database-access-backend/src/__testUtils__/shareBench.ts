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

import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  Plan,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import { DEFAULT_SHARE_TERMS, ShareTerms } from '../config';
import {
  ExtensionPolicy,
  Extensions,
  LivingShares,
  Membership,
  Owners,
  Participants,
  Person,
  Recertification,
  Reminders,
  ShareJournal,
} from '../requests';
import { Seat } from '../policy';
import { Store, StoredShare } from '../store';
import { DrivenClock } from './DrivenClock';

/** Own the databases. */
export const OWNERS = 'group:default/orders-team';
/** Own a database, if a test says so. */
export const BILLERS = 'group:default/billing-team';
/** Own the networks. */
export const USERS = 'group:default/analytics-team';
/** May end any access. */
export const PLATFORM = 'group:default/platform-team';

export const HOUR = 3_600;
export const DAY = 24 * HOUR;

const VPC = 'vpc-06666000000000001';

const GROUPS: Record<string, string[]> = {
  requester: [USERS],
  colleague: [USERS],
  owner: [OWNERS],
  second: [OWNERS],
  both: [USERS, OWNERS],
  biller: [BILLERS],
  engineer: [PLATFORM],
  stranger: [],
};

/** Somebody of the bench, signed in. */
export function personOf(name: string): Person {
  const ref = `user:default/${name}`;
  return {
    ref,
    ownerRefs: [ref, ...(GROUPS[name] ?? [])],
    credentials: { $$type: '@backstage/BackstageCredentials', principal: {} },
  };
}

function userEntity(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    relations: (GROUPS[name] ?? []).map(targetRef => ({
      type: 'memberOf',
      targetRef,
    })),
  };
}

/** Shares on a database of the test's own, without AWS: what is about their time and about who may end them. */
export async function shareBench(
  knex: Knex,
  options: {
    terms?: Partial<ShareTerms>;
    policy?: ExtensionPolicy;
    /** Names of those that the catalog has; default: all. */
    users?: string[];
  } = {},
) {
  const store = await Store.create({
    database: { getClient: async () => knex },
  });
  const clock = new DrivenClock();
  const users = (options.users ?? Object.keys(GROUPS)).map(userEntity);
  const membership = new Membership({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities: users }),
  });
  const logger = mockServices.logger.mock();
  const ownerOf = new Map<string, string>();
  const networkOwner = { ref: USERS };
  const owners = new Owners({
    databases: { ownerOf: async arn => ownerOf.get(arn) ?? OWNERS },
    networks: { find: async () => ({ owner: networkOwner.ref, vpcId: VPC }) },
    logger,
  });
  const terms: ShareTerms = { ...DEFAULT_SHARE_TERMS, ...options.terms };
  const shares = new LivingShares({
    store,
    membership,
    owners,
    clock,
    logger,
    platformTeam: PLATFORM,
  });
  const participants = new Participants({ membership, owners });
  const journal = new ShareJournal({ store, clock });
  const replica = (other: Partial<ShareTerms> = {}) => ({
    extensions: new Extensions({
      store,
      membership,
      participants,
      policy:
        options.policy ?? ownersDecide(owners, terms.longestExtensionSeconds),
      journal,
      clock,
      logger,
      terms,
    }),
    reminders: new Reminders({
      store,
      owners,
      journal,
      clock,
      logger,
      terms,
    }),
    recertification: new Recertification({
      store,
      shares,
      participants,
      owners,
      journal,
      clock,
      logger,
      terms: { ...terms, ...other }.recertify,
    }),
  });
  const get = (id: string): Promise<StoredShare> =>
    store.read(async tx => (await store.shares.find(tx, id))!);
  return {
    ...replica(),
    clock,
    get,
    /** From now on the catalog says so. */
    join: (name: string, targetRef: string) =>
      users
        .find(({ metadata }) => metadata.name === name)!
        .relations!.push({ type: 'memberOf', targetRef }),
    journal,
    knex,
    logger,
    networkOwner,
    ownerOf,
    owners,
    replica,
    shares,
    store,
    /** Begins an access to a database of this name, and returns its id. */
    start: async (
      database: string,
      how: {
        seconds?: number;
        requester?: string;
        network?: string;
        zone?: string;
        graph?: StoredShare['graph'];
      } = {},
    ): Promise<string> => {
      const { seconds = 10 * DAY, requester = 'requester' } = how;
      const { network = 'databricks', zone } = how;
      const id = `share-${network}-${database}`;
      await store.transaction(tx =>
        store.shares.create(tx, {
          graph: how.graph ?? { nodes: [], cuts: [] },
          share: {
            id,
            requestId: `request-${zone ? network : id}`,
            requesterRef: `user:default/${requester}`,
            ownerRef: OWNERS,
            databaseRef: `resource:default/${database}`,
            databaseArn: arnOf(database),
            network,
            pattern: zone
              ? 'lattice-service-network'
              : 'lattice-resource-endpoint',
            zone,
            purpose: 'Reports',
            plan: {
              findings: [] as Plan['findings'],
              network: {
                name: network,
                owner: USERS,
                accountId: '666666666666',
                vpcId: VPC,
              },
            } as Plan,
            startedAt: clock.now(),
            expiresAt: new Date(clock.now().getTime() + seconds * 1000),
          },
        }),
      );
      return id;
    },
    /** Begins to build what is to take over from an access, and returns its id. */
    change: async (
      from: string,
      how: { expiresAt?: string; id?: string } = {},
    ): Promise<string> => {
      const former = await get(from);
      const { id = `changed-${former.databaseRef.split('/')[1]}` } = how;
      await store.transaction(tx =>
        store.shares.create(tx, {
          graph: { nodes: [], cuts: [] },
          takesOver: { from, heldBack: [] },
          share: {
            ...former,
            id,
            requestId: `change-${id}`,
            startedAt: clock.now(),
            expiresAt: new Date(how.expiresAt ?? former.expiresAt),
          },
        }),
      );
      return id;
    },
    /** All of it that can stand beside the other is built. */
    takeOver: async (id: string): Promise<void> => {
      const share = await get(id);
      await store.transaction(tx =>
        store.shares.takeOver(tx, [share], { now: clock.now() }),
      );
    },
    timelineOf: (shareId: string): Promise<TimelineEntry[]> =>
      store.read(tx => store.timeline.list(tx, { shareId })),
    /** What was told to people of this kind, in this order. */
    told: async (kind: string): Promise<any[]> => {
      const rows = await knex('outbox').where({ kind }).orderBy('created_at');
      return rows
        .map(row => JSON.parse(row.payload).tell)
        .filter(tell => tell !== undefined);
    },
  };
}

/** One of the owners of each database, as long as no policy says otherwise. */
function ownersDecide(owners: Owners, longestSeconds: number): ExtensionPolicy {
  return {
    rule: async ({ shares }) => {
      const refs: string[] = [];
      for (const share of shares) {
        refs.push(await owners.today(share));
      }
      return {
        mayExtend: true,
        needsDecision: true,
        longestSeconds,
        seats: [...new Set(refs)].sort().map(ref => seatOf(ref)),
        commentRequired: false,
      };
    },
  };
}

/** Somebody of a group has to agree. */
export function seatOf(ref: string, count = 1, stage = 1): Seat {
  return { ref, role: 'named', count, stage, rules: ['test'] };
}

/** As AWS would call it. */
export function arnOf(database: string): string {
  return `arn:aws:rds:us-east-1:333333333333:db:${database}`;
}
