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

import { mockCredentials } from '@backstage/backend-test-utils';
import {
  analyticsAccount,
  billingAccount,
  EXTERNAL_IDS,
} from '../__testUtils__/exampleConfig';
import {
  databaseEntity,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';

jest.setTimeout(60_000);

afterEach(stopPortals);

const PATHS = [
  '/v1/installation',
  '/v1/databases/default/orders-postgres',
  '/v1/databases/default/orders-postgres/rds',
  '/v1/databases/default/orders-postgres/metrics',
  '/v1/networks',
];

describe('every route', () => {
  it.each(PATHS)('%s is for people who are signed in', async path => {
    const { get, aws } = await startPortal();

    const nobody = await get(path).set(
      'Authorization',
      mockCredentials.none.header(),
    );
    expect(nobody.status).toBe(401);
    const service = await get(path).set(
      'Authorization',
      mockCredentials.service.header(),
    );
    expect(service.status).toBe(403);
    const person = await get(path);
    expect(person.status).toBe(200);
    await expect(aws.countCalls({ outcome: 'AccessDenied' })).resolves.toBe(0);
  });

  it.each([
    ['/v1/databases/default/orders-postgres', 'database-access.database.read'],
    [
      '/v1/databases/default/orders-postgres/metrics',
      'database-access.database.read',
    ],
    ['/v1/networks', 'database-access.network.read'],
  ])('%s needs the permission %s', async (path, permission) => {
    const { get, aws } = await startPortal({ denied: [permission] });
    const answer = await get(path);
    expect(answer.status).toBe(403);
    expect(answer.body.error).toMatchObject({
      name: 'NotAllowedError',
      message: `The permission ${permission} is missing`,
    });
    await expect(aws.countCalls({})).resolves.toBe(0);
  });

  it('leaves one auditor event, refused or not', async () => {
    const { get, audit } = await startPortal();
    await get('/v1/installation');
    await get('/v1/networks');
    await get('/v1/databases/default/orders-postgres');
    await get('/v1/databases/default/unknown');

    expect(audit).toEqual([
      {
        eventId: 'installation-fetch',
        severityLevel: 'low',
        outcome: 'success',
      },
      { eventId: 'network-fetch', severityLevel: 'low', outcome: 'success' },
      {
        eventId: 'database-fetch',
        severityLevel: 'low',
        meta: { namespace: 'default', name: 'orders-postgres' },
        outcome: 'success',
      },
      {
        eventId: 'database-fetch',
        severityLevel: 'low',
        meta: { namespace: 'default', name: 'unknown' },
        outcome: 'failure',
      },
    ]);
  });

  it('stands in the OpenAPI document that the backend serves', async () => {
    const { get } = await startPortal();
    const { body } = await get('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(body.servers).toEqual([{ url: '/api/database-access' }]);
    expect(Object.keys(body.paths)).toEqual([
      '/v1/installation',
      '/v1/databases/{namespace}/{name}',
      '/v1/databases/{namespace}/{name}/rds',
      '/v1/inventory/databases',
      '/v1/networks',
      '/v1/plans',
      '/v1/requests',
      '/v1/requests/{id}',
      '/v1/requests/{id}/decisions',
      '/v1/requests/{id}/questions',
      '/v1/requests/{id}/answers',
      '/v1/requests/{id}/reviews',
      '/v1/requests/{id}/cancel',
      '/v1/requests/{id}/start',
      '/v1/requests/{id}/timeline',
      '/v1/decisions',
      '/v1/policy/explanations',
      '/v1/shares',
      '/v1/shares/{id}',
      '/v1/shares/{id}/zone-ending',
      '/v1/shares/{id}/revoke',
      '/v1/shares/{id}/retry',
      '/v1/shares/{id}/timeline',
      '/v1/shares/{id}/failovers',
      '/v1/shares/{id}/reachability',
      '/v1/shares/{id}/extensions',
      '/v1/extensions',
      '/v1/extensions/{id}/decisions',
      '/v1/extensions/{id}/cancel',
      '/v1/shares/certifications',
      '/v1/databases/{namespace}/{name}/metrics',
      '/v1/shares/{id}/metrics',
      '/v1/audit',
      '/v1/orphans',
      '/v1/orphans/proposals',
      '/v1/orphans/confirmations',
      '/v1/shares/{id}/diagnosis',
      '/v1/overview',
      '/v1/lanes',
    ]);
  });

  it('shows no secret to the browser or the log', async () => {
    const { get, aws, log } = await startPortal();
    const bodies: string[] = [];
    const visit = async () => {
      for (const path of [
        ...PATHS,
        '/v1/databases/default/quarantine-postgres',
        '/v1/databases/default/billing-mysql',
      ]) {
        bodies.push((await get(path)).text);
      }
    };
    await aws.fault({
      operation: 'sts:AssumeRole',
      kind: 'error',
      code: 'ValidationError',
      message: `Value '${EXTERNAL_IDS.orders}' at 'externalId' failed to satisfy constraint`,
    });
    await visit();

    const shown = [...bodies, ...log].join('\n');
    expect(shown).toContain("Value '[secret]' at 'externalId'");
    expect(log.join('\n')).toContain('AWS is simulated');
    for (const externalId of Object.values(EXTERNAL_IDS)) {
      expect(shown).not.toContain(externalId);
    }
    expect(shown).not.toMatch(/ASIA[A-Z0-9]{8}|SessionToken|secretAccessKey/i);
  });
});

describe('GET /v1/installation', () => {
  it('says what this portal is, and nothing of its accounts', async () => {
    const { get } = await startPortal();
    const { body } = await get('/v1/installation');
    expect(body).toEqual({ installation: 'demo', simulatedAws: true });
  });
});

describe('GET /v1/databases', () => {
  const entities = [
    databaseEntity('bucket', { type: 's3-bucket' }),
    databaseEntity('nameless'),
    databaseEntity('snapshot', {
      arn: 'arn:aws:rds:us-east-1:333333333333:snapshot:orders',
    }),
  ];

  it.each([
    ['unknown', 404, 'NotFoundError', 'database_not_found'],
    ['bucket', 400, 'InputError', 'not_a_database'],
    ['nameless', 400, 'InputError', 'arn_missing'],
    ['snapshot', 400, 'InputError', 'arn_invalid'],
  ])(
    'answers %s with %s, %s and the code %s',
    async (name, status, error, code) => {
      const { get } = await startPortal({ entities });
      const answer = await get(`/v1/databases/default/${name}`);
      expect(answer.status).toBe(status);
      expect(answer.body.error).toMatchObject({ name: error, code });
    },
  );

  it('refuses what can be no name of an entity', async () => {
    const { get } = await startPortal();
    const answer = await get('/v1/databases/default/a%20b');
    expect(answer.status).toBe(400);
    expect(answer.body.error.name).toBe('InputError');
  });
});

describe('GET /v1/networks', () => {
  it("lists the networks of one's own groups only", async () => {
    const { get } = await startPortal({
      ownershipEntityRefs: ['user:default/mia', 'group:default/analytics-team'],
    });
    const { body } = await get('/v1/networks');
    expect(body).toEqual({
      items: [
        {
          name: 'analytics-databricks',
          title: 'Analytics, Databricks workspace',
          owner: 'group:default/analytics-team',
          accountId: '666666666666',
          accountName: 'analytics',
          region: 'us-east-1',
          vpcId: 'vpc-06666000000000001',
          subnetIds: ['subnet-06666000000000011'],
          clientSecurityGroupIds: ['sg-06666000000000018'],
          source: 'config',
        },
      ],
      findings: [],
    });
  });

  it('lists none to somebody whose groups own none, and asks AWS nothing', async () => {
    const { get, aws } = await startPortal({
      ownershipEntityRefs: ['group:default/guests'],
    });
    const { body } = await get('/v1/networks');
    expect(body).toEqual({ items: [], findings: [] });
    await expect(aws.countCalls({})).resolves.toBe(0);
  });

  describe('where config allows tags', () => {
    const VPC = 'vpc-06666000000000002';
    const owned = (name: string, owner = 'analytics-team') => ({
      'database-access:network': name,
      'database-access:owner': owner,
    });

    /** A portal in whose analytics account these things carry these tags. */
    async function startTagged(things: Record<string, Record<string, string>>) {
      const portal = await startPortal({
        ownershipEntityRefs: ['group:default/analytics-team'],
        databaseAccess: {
          accounts: [
            { ...analyticsAccount, allowNetworkTags: true },
            { ...billingAccount, allowNetworkTags: true },
          ],
        },
      });
      for (const [id, tags] of Object.entries(things)) {
        await portal.tag('666666666666', id, tags);
      }
      return portal;
    }

    it('takes a tagged VPC with all its subnets for a network', async () => {
      const { get } = await startTagged({ [VPC]: owned('workshop') });
      const { body } = await get('/v1/networks');
      expect(body.findings).toEqual([]);
      expect(body.items).toContainEqual(
        expect.objectContaining({
          name: 'workshop',
          owner: 'group:default/analytics-team',
          accountName: 'analytics',
          vpcId: VPC,
          subnetIds: ['subnet-06666000000000021', 'subnet-06666000000000022'],
          clientSecurityGroupIds: [],
          source: 'tags',
        }),
      );
    });

    it('takes only the subnets and security groups that carry the tag, if some do', async () => {
      const tag = { 'database-access:network': 'workshop' };
      const { get } = await startTagged({
        [VPC]: owned('workshop'),
        'subnet-06666000000000022': tag,
        'sg-06666000000000020': tag,
      });
      const { body } = await get('/v1/networks');
      expect(body.items).toContainEqual(
        expect.objectContaining({
          name: 'workshop',
          subnetIds: ['subnet-06666000000000022'],
          clientSecurityGroupIds: ['sg-06666000000000020'],
        }),
      );
    });

    it.each([
      ['without an owner', owned('workshop', 'a:b:c'), /without an owner/],
      ['with a name that is none', owned('Work shop'), /is 'Work shop'/],
      [
        'with the name of another',
        owned('analytics-databricks'),
        /the name of vpc-06666000000000001 in account 666666666666/,
      ],
    ])('says which VPC is tagged %s', async (_, tags, sentence) => {
      const { get } = await startTagged({ [VPC]: tags });
      const { body } = await get('/v1/networks');
      expect(body.items).toHaveLength(1);
      expect(body.findings).toEqual([
        {
          code: 'network_invalid',
          severity: 'warning',
          message: expect.stringMatching(sentence),
        },
      ]);
      expect(body.findings[0].message).toContain(VPC);
    });

    it('hides nothing else when one account does not answer', async () => {
      const { get, aws } = await startTagged({ [VPC]: owned('workshop') });
      await aws.fault({
        operation: 'ec2:DescribeVpcs',
        kind: 'error',
        code: 'UnauthorizedOperation',
        accountId: '444444444444',
        count: 10,
      });
      const { body } = await get('/v1/networks');
      expect(body.items.map((n: { name: string }) => n.name)).toEqual([
        'analytics-databricks',
        'workshop',
      ]);
      expect(body.findings).toEqual([
        expect.objectContaining({
          code: 'account_refused',
          severity: 'warning',
          message: expect.stringContaining(
            'Account 444444444444 (billing) refused ec2:DescribeVpcs',
          ),
        }),
      ]);
    });
  });
});
