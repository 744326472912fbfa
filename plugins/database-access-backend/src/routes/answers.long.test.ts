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
import request from 'supertest';
import {
  decide,
  fileRequest,
  planDigest,
  Portal,
  WISH,
} from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';
import { zoneScene } from '../__testUtils__/zoneScene';
import { openapi } from './openapi';

jest.setTimeout(120_000);

afterEach(stopPortals);

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: unknown;
}

interface Operation {
  operationId: string;
  responses: Record<string, { content: Record<string, { schema: Schema }> }>;
}

const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method: method as 'get' | 'post',
    operation: operation as unknown as Operation,
  })),
);

/** Where a schema lets anything pass, as paths. */
function openPlaces(schema: Schema, at: string): string[] {
  const own =
    schema.type === 'object' && schema.additionalProperties === undefined
      ? [at]
      : [];
  return [
    ...own,
    ...Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
      openPlaces(member, `${at}.${name}`),
    ),
    ...(schema.items ? openPlaces(schema.items, `${at}[]`) : []),
  ];
}

describe('the OpenAPI document', () => {
  it('says of every object of every answer whether it may have other members', () => {
    const open = operations.flatMap(({ operation }) =>
      Object.entries(operation.responses).flatMap(([status, { content }]) =>
        Object.values(content).flatMap(({ schema }) =>
          openPlaces(schema, `${operation.operationId} ${status}`),
        ),
      ),
    );
    expect(operations.length).toBeGreaterThan(10);
    expect(open).toEqual([]);
  });
});

/** What plugins ask for in their own name, too. */
const FOR_SERVICES: readonly string[] = ['ListInventory'];
/** What makes something that was not there. */
const MAKERS = ['FileRequest', 'ExtendShare', 'CheckShareReachability'];

/** In a zone, whose shares have answers of their own. */
const IN_ZONE = {
  ...WISH,
  connectVia: 'lattice-service-network',
  overrideReason: 'Their owners agreed on a zone',
};

/** With something of everything that a policy may say. */
const POLICY = {
  rules: [
    {
      id: 'at-most-two-months',
      because: 'Nobody looks at it for longer.',
      longest: { days: 60 },
      default: { days: 30 },
      patterns: ['lattice'],
    },
  ],
  emergency: { who: ['group:default/analytics-team'] },
};

/** Each operation once, as somebody who may; later ones stand on what earlier ones did. */
async function everyAnswer(portal: Portal) {
  const requester = portal.as('requester');
  const owner = portal.as('owner');
  const digest = await planDigest(portal, { wish: IN_ZONE });
  const filed = await requester.post('/requests', {
    ...IN_ZONE,
    purpose: 'Report',
    start: 'manual',
    planDigest: digest,
    idempotencyKey: 'key-1',
  });
  const at = `/requests/${filed.body.id}`;
  const other = await fileRequest(portal, {
    key: 'other',
    wish: { databaseRef: 'resource:default/catalog-aurora' },
  });
  const ofOther = `/requests/${other.id}`;
  const third = await fileRequest(portal, {
    key: 'third',
    wish: { databaseRef: 'resource:default/billing-mysql' },
  });
  const urgent = await fileRequest(portal, {
    key: 'urgent',
    wish: {
      databaseRef: 'resource:default/billing-mysql',
      network: 'payments',
      durationSeconds: 3_600,
      emergency: true,
    },
  });
  const decided = {
    AskRequester: await portal
      .as('catalogOwner')
      .post(`${ofOther}/questions`, { text: 'What for?' }),
    AnswerQuestion: await requester.post(`${ofOther}/answers`, {
      text: 'The yearly report',
    }),
    DecideRequests: await portal.as('billingOwner').post('/decisions', {
      items: [
        {
          requestId: third.id,
          decision: 'approve',
          planDigest: third.planDigest,
        },
        { requestId: 'unknown', decision: 'approve', planDigest: digest },
      ],
    }),
    ReviewEmergency: await portal
      .as('billingOwner')
      .post(`/requests/${urgent.id}/reviews`, { verdict: 'in-order' }),
    ExplainPolicy: await owner.post('/policy/explanations', {
      database: { environment: 'production' },
    }),
  };
  const answers = {
    ...decided,
    GetInstallation: await requester.get('/installation'),
    GetDatabase: await requester.get('/databases/default/orders-postgres'),
    GetRdsReport: await requester.get('/databases/default/orders-postgres/rds'),
    ListInventory: await requester.get('/inventory/databases'),
    ListNetworks: await requester.get('/networks'),
    CreatePlan: await requester.post('/plans', WISH),
    FileRequest: filed,
    ListRequests: await requester.get('/requests?limit=1'),
    CancelRequest: await requester.post(`/requests/${other.id}/cancel`),
    DecideRequest: await owner.post(`${at}/decisions`, {
      decision: 'approve',
      comment: 'Go on',
      planDigest: digest,
    }),
    StartRequest: await owner.post(`${at}/start`),
    GetRequest: await requester.get(at),
    GetRequestTimeline: await requester.get(`${at}/timeline`),
  };
  const share = `/shares/${answers.StartRequest.body.shareId}`;
  await portal.until(async () => {
    const { body } = await requester.get(share);
    return body.lifecycle === 'active' ? body : undefined;
  });
  // Half of the day that it lasts.
  portal.awsClock.advance(12 * 3_600);
  const extend = (durationSeconds: number) =>
    requester.post(`${share}/extensions`, {
      durationSeconds,
      reason: 'It takes longer',
      idempotencyKey: `extend-${durationSeconds}`,
    });
  const withdrawn = await extend(3_600);
  const CancelExtension = await requester.post(
    `/extensions/${withdrawn.body.id}/cancel`,
  );
  const asked = await extend(7_200);
  const time = {
    CancelExtension,
    ExtendShare: asked,
    ListExtensions: await owner.get('/extensions?toDecide=true'),
    DecideExtension: await owner.post(
      `/extensions/${asked.body.id}/decisions`,
      {
        decision: 'approve',
        comment: 'Go on',
        until: asked.body.until,
      },
    ),
    GetShareExtensions: await requester.get(`${share}/extensions`),
    CertifyShares: await owner.post('/shares/certifications', {
      items: [
        {
          shareId: answers.StartRequest.body.shareId,
          verdict: 'shorten',
          expiresAt: asked.body.expiresAt,
          comment: 'That is enough',
        },
        { shareId: 'unknown', verdict: 'keep' },
      ],
    }),
  };
  return {
    ...answers,
    ...time,
    ...(await saidOfOrphan(portal)),
    ListShares: await requester.get('/shares'),
    GetShare: await requester.get(share),
    GetZoneEnding: await requester.get(`${share}/zone-ending`),
    GetShareTimeline: await requester.get(`${share}/timeline`),
    CheckShareReachability: await requester.post(`${share}/reachability`, {
      means: 'analyzer',
    }),
    GetShareReachability: await checkedBy(portal, `${share}/reachability`),
    ListShareFailovers: await requester.get(`${share}/failovers`),
    GetShareMetrics: await requester.get(`${share}/metrics`),
    GetDatabaseMetrics: await requester.get(
      '/databases/default/orders-postgres/metrics',
    ),
    DiagnoseShare: await requester.get(
      `${share}/diagnosis?error=Connection%20timed%20out`,
    ),
    GetOverview: await owner.get('/overview'),
    ListLanes: await owner.get('/lanes'),
    ExportAudit: await owner.get('/audit?format=csv'),
    RetryShare: await owner.post(`${share}/retry`),
    RevokeShare: await owner.post(`${share}/revoke`, { reason: 'Enough' }),
  };
}

/** Something that looks like the portal's is found by a sweep, and stays because two people say so. */
async function saidOfOrphan(portal: Portal) {
  await portal.tag('666666666666', 'sg-06666000000000018', {
    'database-access:installation': 'demo',
  });
  portal.awsClock.advance(700);
  const owner = portal.as('owner');
  const ListOrphans = await portal.until(async () => {
    const found = await owner.get('/orphans');
    return found.body.items?.length ? found : undefined;
  });
  const [{ accountId, region, type, awsId }] = ListOrphans.body.items;
  const ref = { accountId, region, type, awsId };
  return {
    ListOrphans,
    ProposeForOrphan: await owner.post('/orphans/proposals', {
      ...ref,
      action: 'keep',
      reason: 'It is the clients’ own',
    }),
    ConfirmForOrphan: await portal
      .as('billingOwner')
      .post('/orphans/confirmations', ref),
  };
}

/** What is said of the reachability of a share, once all that is due was done. */
async function checkedBy(portal: Portal, path: string) {
  for (let round = 0; round < 12; round++) {
    await portal.run('reachability');
    portal.awsClock.advance(10);
  }
  return portal.as('requester').get(path);
}

describe('every route', () => {
  it('answers what the document says, and nothing beside it', async () => {
    const { portal } = await zoneScene({
      databaseAccess: {
        policy: POLICY,
        reachability: { analyzer: { enabled: true } },
      },
    });
    const answers = await everyAnswer(portal);
    expect(Object.keys(answers).sort()).toEqual(
      operations.map(({ operation }) => operation.operationId).sort(),
    );
    for (const [operationId, { status, body }] of Object.entries(answers)) {
      // A diagnosis has an error of its own: the one that it was asked about.
      const error = status < 400 ? undefined : body.error;
      expect({ operationId, status, error }).toEqual({
        operationId,
        status: MAKERS.includes(operationId) ? 201 : 200,
        error: undefined,
      });
    }
    // What is empty says nothing of its members.
    const { GetShare: share, ListRequests: list } = answers;
    for (const member of ['objects', 'hops', 'outputs', 'snippets']) {
      expect(share.body[member]).not.toEqual([]);
    }
    const [check] = answers.GetShareReachability.body.items;
    expect(check).toMatchObject({ status: 'done', verdict: 'reachable' });
    expect(check.parts).toHaveLength(2);
    expect(answers.ListExtensions.body.items).not.toEqual([]);
    expect(answers.DecideExtension.body.decisions).not.toEqual([]);
    expect(list.body).toMatchObject({
      items: [expect.anything()],
      nextCursor: expect.any(String),
    });
  });

  it('refuses in the form that the document says', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    const call = (
      { path, method }: (typeof operations)[number],
      header: string,
    ) =>
      request(portal.server)
        [method](
          `/api/database-access${path
            .replace('{id}', filed.id)
            .replace('{namespace}', 'default')
            .replace('{name}', 'orders-postgres')}`,
        )
        .set('Authorization', header)
        .send(method === 'post' ? bodyFor(path) : undefined);
    for (const operation of operations) {
      if (FOR_SERVICES.includes(operation.operation.operationId)) {
        continue;
      }
      for (const [header, status] of [
        [mockCredentials.none.header(), 401],
        [mockCredentials.service.header(), 403],
      ] as const) {
        const answer = await call(operation, header);
        expect({ path: operation.path, status: answer.status }).toEqual({
          path: operation.path,
          status,
        });
        expect(answer.body.error.message).toEqual(expect.any(String));
        expect(answer.body.error.cause).toBeUndefined();
      }
    }
    const changed = await decide(portal, filed, { planDigest: '0'.repeat(64) });
    expect(changed.status).toBe(409);
    expect(changed.body.error.plan.digest).toBe(filed.planDigest);
  });

  it.each(
    operations.filter(({ method }) => method === 'post').map(o => o.path),
  )('POST %s takes no member that the document does not name', async path => {
    const portal = await startPortal();
    const answer = await portal
      .as('owner')
      .post(path.replace('/v1', '').replace('{id}', 'some'), {
        ...bodyFor(path),
        roleArn: 'arn:aws:iam::333333333333:role/admin',
      });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/additional/i);
  });
});

/** What passes for a body there, as far as its form goes. */
const ORPHAN = {
  accountId: '666666666666',
  region: 'us-east-1',
  type: 'ec2/vpc-endpoint',
  awsId: 'vpce-0123456789abcdef0',
};

function bodyFor(path: string): object {
  const digest = '0'.repeat(64);
  switch (path) {
    case '/v1/plans':
      return WISH;
    case '/v1/requests':
      return {
        ...WISH,
        purpose: 'Report',
        planDigest: digest,
        idempotencyKey: 'k',
      };
    case '/v1/requests/{id}/decisions':
      return { decision: 'approve', planDigest: digest };
    case '/v1/requests/{id}/questions':
    case '/v1/requests/{id}/answers':
      return { text: 'Why?' };
    case '/v1/requests/{id}/reviews':
      return { verdict: 'in-order' };
    case '/v1/decisions':
      return {
        items: [{ requestId: 'some', decision: 'approve', planDigest: digest }],
      };
    case '/v1/shares/{id}/reachability':
      return { means: 'prober' };
    case '/v1/shares/{id}/revoke':
      return { reason: 'Enough' };
    case '/v1/shares/{id}/extensions':
      return { durationSeconds: 86_400, reason: 'More', idempotencyKey: 'k' };
    case '/v1/extensions/{id}/decisions':
      return { decision: 'approve', until: '2026-12-01T09:00:00.000Z' };
    case '/v1/orphans/proposals':
      return { ...ORPHAN, action: 'remove', reason: 'Left over' };
    case '/v1/orphans/confirmations':
      return ORPHAN;
    case '/v1/shares/certifications':
      return { items: [{ shareId: 'some', verdict: 'keep' }] };
    default:
      return {};
  }
}
