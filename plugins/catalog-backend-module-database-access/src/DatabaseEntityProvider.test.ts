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
  Entity,
  makeValidator,
  resourceEntityV1alpha1Validator,
} from '@backstage/catalog-model';
import {
  getDatabaseArnAnnotation,
  isDatabase,
} from '@towpath/backstage-plugin-database-access-common';
import { database, handWritten, lane, scene } from './__testUtils__/scene';

const OTHER = '444444444444';

/** Whether the catalog takes it: its schema, and the names and labels in it. */
async function isValid(entity: Entity): Promise<boolean> {
  const valid = makeValidator();
  const { labels = {}, name, namespace, tags = [] } = entity.metadata;
  return (
    (await resourceEntityV1alpha1Validator.check(entity)) &&
    valid.isValidEntityName(name) &&
    valid.isValidNamespace(namespace) &&
    tags.every(tag => valid.isValidTag(tag)) &&
    Object.entries(labels).every(
      ([key, value]) =>
        valid.isValidLabelKey(key) && valid.isValidLabelValue(value),
    )
  );
}

describe('what discovery offers to the catalog', () => {
  it('is a database with owner, system, ARN, account, Region and engine', async () => {
    const { run, entities } = scene({
      databases: [
        database('orders-postgres', {
          system: 'orders',
          description: 'Orders',
          environment: 'Production',
          catalogTags: ['Critical', 'no tag!'],
          tags: { 'cost-center': '42', 'team:cost-center': 'x' },
        }),
      ],
    });
    await run();
    const [entity] = entities();
    expect(entity).toMatchObject({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name: 'orders-postgres',
        namespace: 'default',
        title: 'orders-postgres',
        description: 'Orders',
        annotations: {
          'aws.amazon.com/arn':
            'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
          'amazon.com/rds-instance-arn':
            'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
          'amazon.com/account-id': '333333333333',
          'aws.amazon.com/region': 'us-east-1',
        },
        labels: {
          'aws.amazon.com/account-id': '333333333333',
          'aws.amazon.com/region': 'us-east-1',
          environment: 'Production',
          'cost-center': '42',
        },
        tags: ['critical', 'production', 'postgres'],
      },
      spec: {
        type: 'database',
        owner: 'group:default/orders-team',
        system: 'system:default/orders',
      },
    });
    expect(isDatabase(entity)).toBe(true);
    await expect(isValid(entity)).resolves.toBe(true);
  });

  it('names the ARN of a cluster as the plugins for clusters do', async () => {
    const { run, entities } = scene({
      databases: [database('aurora', { kind: 'cluster' })],
    });
    await run();
    const { annotations } = entities()[0].metadata;
    expect(annotations).toMatchObject({
      'amazon.com/rds-cluster-arn':
        'arn:aws:rds:us-east-1:333333333333:cluster:aurora',
    });
    expect(annotations).not.toHaveProperty(['amazon.com/rds-instance-arn']);
  });

  it('says what it is where its owners have not', async () => {
    const { run, entities } = scene({ databases: [database('orders')] });
    await run();
    expect(entities()[0].metadata.description).toBe(
      'postgres in account orders (333333333333), us-east-1',
    );
  });

  it.each(['component:default/x', 'a:b:c', '', 'system:default/!'])(
    'is in no system if the tag says %p',
    async system => {
      const { run, entities } = scene({
        databases: [database('orders', { system })],
      });
      await run();
      expect(entities()[0].spec).not.toHaveProperty('system');
    },
  );

  it('is everything that the backend has, page by page, asked for in the name of the catalog', async () => {
    const databases = ['a', 'b', 'c', 'd', 'e'].map(name => database(name));
    const { run, names, tokens } = scene({ databases, pageSize: 2 });
    await run();
    expect(names()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(tokens).toHaveLength(3);
    expect(tokens.every(Boolean)).toBe(true);
  });
});

describe('the owner of what is discovered', () => {
  const nobodys = database('lost', {
    owner: undefined,
    ownerBecause: 'config names no owner for account 333333333333',
  });

  it('is missing where nobody is known, so the database is left out with a sentence, once', async () => {
    const { run, names, said, world } = scene({
      databases: [nobodys, database('orders')],
    });
    await run();
    await run();
    expect(names()).toEqual(['orders']);
    expect(said).toEqual([
      'arn:aws:rds:us-east-1:333333333333:db:lost is left out of the catalog, because nobody is known to own it: config names no owner for account 333333333333. Name its owner there, or set catalog.providers.databaseAccess.defaultOwner.',
    ]);
    world.databases = [database('lost'), database('orders')];
    await run();
    expect(names()).toEqual(['lost', 'orders']);
  });

  it('is the default of config where there is one', async () => {
    const { run, entities } = scene({
      databases: [nobodys],
      config: { defaultOwner: 'group:default/platform-team' },
    });
    await run();
    expect(entities()[0].spec?.owner).toBe('group:default/platform-team');
  });
});

describe('the names of what is discovered', () => {
  it('are the identifiers, and with account and Region where two are alike, whoever is found first', async () => {
    const alike = [
      database('main'),
      database('main', { accountId: OTHER }),
      database('main', { region: 'eu-west-1' }),
      database('main', { kind: 'cluster' }),
      database('alone'),
    ];
    const expected = [
      'alone',
      'main-333333333333-eu-west-1',
      'main-333333333333-us-east-1',
      'main-444444444444-us-east-1',
      'main-cluster-333333333333-us-east-1',
    ];
    for (const databases of [alike, [...alike].reverse()]) {
      const { run, names } = scene({ databases });
      await run();
      expect(names()).toEqual(expected);
    }
  });

  it('stay when another of that name appears, since requests and links are about them', async () => {
    const first = database('main');
    const { run, names, world } = scene({ databases: [first] });
    await run();
    world.databases = [database('main', { accountId: OTHER }), first];
    await run();
    expect(names()).toEqual(['main', 'main-444444444444-us-east-1']);
    world.databases = [database('main', { accountId: OTHER })];
    await run();
    expect(names()).toEqual(['main-444444444444-us-east-1']);
  });

  it('leave names to those who have them', async () => {
    const { run, names } = scene({
      databases: [database('main')],
      catalog: [handWritten('Main', { type: 's3-bucket' })],
    });
    await run();
    expect(names()).toEqual(['main-333333333333-us-east-1']);
  });

  it('are valid and apart even for the longest identifiers', async () => {
    const long = `a${'b'.repeat(62)}`;
    const { run, entities } = scene({
      databases: [
        database(long),
        database(long, { accountId: OTHER }),
        database(long, { region: 'ap-southeast-2' }),
      ],
    });
    await run();
    const names = entities().map(({ metadata }) => metadata.name);
    expect(new Set(names).size).toBe(3);
    for (const entity of entities()) {
      await expect(isValid(entity)).resolves.toBe(true);
    }
  });
});

describe('an entity that a person wrote', () => {
  const arn = 'arn:aws:rds:us-east-1:333333333333:db:orders';

  it('wins over the discovered one of the same ARN', async () => {
    const { run, names, world } = scene({
      databases: [database('orders'), database('other')],
    });
    await run();
    expect(names()).toEqual(['orders', 'other']);
    world.others = [
      handWritten('our-orders', { arn: arn.toLocaleUpperCase('en-US') }),
    ];
    await run();
    expect(names()).toEqual(['other']);
    world.others = [];
    await run();
    expect(names()).toEqual(['orders', 'other']);
  });

  it('comes in although a discovered one has its name: that makes room', async () => {
    const { run, names, provider, view, world } = scene({
      databases: [database('orders')],
    });
    await run();
    const written = handWritten('orders', { arn });
    const conflict = {
      unprocessedEntity: written,
      entityRef: 'resource:default/orders',
      newLocationKey: 'url:https://example.com/catalog-info.yaml',
      existingLocationKey: 'database-access:inventory',
    };
    expect(view.hearConflict(conflict)).toBe(true);
    expect(view.hearConflict(conflict)).toBe(false);
    await provider.refreshQuietly();
    expect(names()).toEqual([]);
    world.others = [written];
    await run();
    expect(names()).toEqual([]);
  });

  it('makes the discovered one of another ARN take another name', async () => {
    const { run, names, provider, view } = scene({
      databases: [database('orders')],
    });
    await run();
    view.hearConflict({
      unprocessedEntity: handWritten('orders'),
      entityRef: 'resource:default/orders',
      existingLocationKey: 'database-access:inventory',
    });
    await provider.refreshQuietly();
    expect(names()).toEqual(['orders-333333333333-us-east-1']);
  });

  it('is none of our business in a conflict with others', () => {
    const { view } = scene({ databases: [] });
    expect(
      view.hearConflict({
        unprocessedEntity: handWritten('orders'),
        entityRef: 'resource:default/orders',
        existingLocationKey: 'url:https://example.com/a.yaml',
      }),
    ).toBe(false);
  });
});

describe('an account that cannot be read', () => {
  const refused = lane({
    accountId: OTHER,
    accountName: 'billing',
    finding: {
      code: 'account_refused',
      severity: 'warning',
      message: 'Account 444444444444 (billing) refused sts:AssumeRole.',
    },
  });
  const ofOther = database('billing', { accountId: OTHER });

  it('keeps the entities that it had, hides no other, and is told of once', async () => {
    const { run, names, said, world } = scene({
      databases: [database('orders'), ofOther],
      lanes: [lane(), lane({ accountId: OTHER })],
    });
    await run();
    world.lanes = [lane(), refused];
    world.databases = [database('new'), { ...ofOther, stale: true }];
    await run();
    await run();
    expect(names()).toEqual(['billing', 'new']);
    expect(said).toEqual([refused.finding!.message]);
  });

  it('keeps them also when the backend has forgotten it', async () => {
    const { run, names, entities, world } = scene({
      databases: [database('orders'), ofOther],
      lanes: [lane(), lane({ accountId: OTHER })],
    });
    await run();
    const { uid, etag, ...metadata } = entities().find(
      each => each.metadata.name === 'billing',
    )!.metadata;
    world.lanes = [lane(), { ...refused, readAt: undefined }];
    world.databases = [database('orders')];
    await run();
    expect(names()).toEqual(['billing', 'orders']);
    expect(
      entities().find(each => each.metadata.name === 'billing')!.metadata,
    ).toMatchObject(metadata);
  });

  it('loses them when it is read and has the database no longer', async () => {
    const { run, names, world } = scene({
      databases: [database('orders'), ofOther],
      lanes: [lane(), lane({ accountId: OTHER })],
    });
    await run();
    world.databases = [database('orders')];
    await run();
    expect(names()).toEqual(['orders']);
  });
});

describe('a look', () => {
  it('is tried again while the backend starts, and then gives the catalog all', async () => {
    const { run, names, pauses, world } = scene({
      databases: [database('orders')],
    });
    world.failures = 3;
    await run();
    expect(names()).toEqual(['orders']);
    expect(pauses).toHaveLength(3);
  });

  it('that fails leaves the catalog as it is', async () => {
    const { run, names, mutations, world } = scene({
      databases: [database('orders')],
    });
    await run();
    world.failures = 100;
    await expect(run()).rejects.toThrow('The backend is not there yet');
    expect(mutations).toHaveLength(1);
    expect(names()).toEqual(['orders']);
  });

  it('offers entities that name their ARN for Towpath', async () => {
    const { run, entities } = scene({ databases: [database('orders')] });
    await run();
    expect(getDatabaseArnAnnotation(entities()[0])).toBe(
      'arn:aws:rds:us-east-1:333333333333:db:orders',
    );
  });
});
