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
import {
  DeferredEntity,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  DatabaseAccessApi,
  InventoryDatabase,
  InventoryLane,
} from '@towpath/backstage-plugin-database-access-common';
import { CatalogView } from '../CatalogView';
import { DatabaseEntityProvider } from '../DatabaseEntityProvider';
import { DiscoveryConfig } from '../readDiscoveryConfig';

/** A database as the backend tells of it. */
export function database(
  identifier: string,
  how: Partial<InventoryDatabase> = {},
): InventoryDatabase {
  const { accountId = '333333333333', region = 'us-east-1' } = how;
  const { kind = 'instance' } = how;
  return {
    arn: `arn:aws:rds:${region}:${accountId}:${
      kind === 'instance' ? 'db' : 'cluster'
    }:${identifier}`,
    kind,
    identifier,
    accountId,
    accountName: 'orders',
    region,
    engine: 'postgres',
    engineVersion: '16.4',
    status: 'available',
    multiAz: true,
    publiclyAccessible: false,
    members: [],
    shareable: true,
    owner: 'group:default/orders-team',
    ownerBecause: 'config says so',
    catalogTags: [],
    tags: {},
    readAt: '2026-11-29T03:00:00.000Z',
    stale: false,
    ...how,
  };
}

/** An account that was read. */
export function lane(how: Partial<InventoryLane> = {}): InventoryLane {
  return {
    accountId: '333333333333',
    accountName: 'orders',
    region: 'us-east-1',
    readAt: '2026-11-29T03:00:00.000Z',
    ...how,
  };
}

/** An entity that a person wrote. */
export function handWritten(
  name: string,
  how: { arn?: string; type?: string } = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      namespace: 'default',
      annotations: how.arn ? { 'aws.amazon.com/arn': how.arn } : {},
    },
    spec: { type: how.type ?? 'database', owner: 'orders-team' },
  };
}

/** A provider between a backend that says what a test wants and a catalog that keeps what it is given. */
export function scene(options: {
  databases: InventoryDatabase[];
  lanes?: InventoryLane[];
  catalog?: Entity[];
  config?: Partial<DiscoveryConfig>;
  pageSize?: number;
}) {
  const world = {
    databases: options.databases,
    lanes: options.lanes ?? [lane()],
    others: options.catalog ?? [],
    /** Answers that fail before one comes. */
    failures: 0,
  };
  let own: Entity[] = [];
  const mutations: EntityProviderMutation[] = [];
  const said: string[] = [];
  const tokens: Array<string | undefined> = [];
  const auth = mockServices.auth();
  const view = new CatalogView({
    auth,
    catalog: {
      streamEntities: (request, credentials) =>
        catalogServiceMock({
          entities: [...world.others, ...own],
        }).streamEntities(request, credentials),
    } as ConstructorParameters<typeof CatalogView>[0]['catalog'],
  });
  const tasks: Array<(signal?: AbortSignal) => Promise<void>> = [];
  const pauses: number[] = [];
  const provider = new DatabaseEntityProvider({
    auth,
    view,
    client: {
      listInventory: async (filter, request) => {
        tokens.push(request?.token);
        if (world.failures > 0) {
          world.failures -= 1;
          throw new Error('The backend is not there yet');
        }
        const from = Number(filter?.cursor ?? 0);
        const to = from + (options.pageSize ?? 100);
        return {
          items: world.databases.slice(from, to),
          lanes: world.lanes,
          ...(to < world.databases.length && { nextCursor: String(to) }),
        };
      },
    } as Partial<DatabaseAccessApi> as DatabaseAccessApi,
    config: {
      schedule: { frequency: { minutes: 10 }, timeout: { minutes: 5 } },
      namespace: 'default',
      ...options.config,
    },
    logger: mockServices.logger.mock({
      warn: message => said.push(message),
    }),
    tasks: {
      run: async ({ fn }) => {
        tasks.push(fn as (signal?: AbortSignal) => Promise<void>);
      },
    },
    pause: async ms => {
      pauses.push(ms);
    },
  });
  const entities = () => own;
  return {
    world,
    view,
    provider,
    said,
    tokens,
    pauses,
    mutations,
    entities,
    names: () => own.map(({ metadata }) => metadata.name).sort(),
    /** Looks as the schedule does, and lets the catalog keep what it is given. */
    run: async () => {
      if (tasks.length === 0) {
        await provider.connect({
          applyMutation: async mutation => {
            mutations.push(mutation);
            own = (mutation as { entities: DeferredEntity[] }).entities.map(
              ({ entity }) => ({
                ...entity,
                metadata: { ...entity.metadata, uid: 'uid', etag: 'etag' },
                relations: [],
              }),
            );
          },
          refresh: async () => {},
        });
      }
      await tasks[0]();
    },
  };
}
