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

import { readFileSync } from 'fs';
import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { parseEntityYaml } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import scaffolderModuleDatabaseAccess from '@towpath/backstage-plugin-scaffolder-backend-module-database-access';
import request from 'supertest';

jest.setTimeout(60_000);

// Jest runs this in a realm of its own, and a template takes no array of another: of the one that fetch answers in.
beforeAll(() => {
  const { fetch } = global;
  jest.spyOn(global, 'fetch').mockImplementation(async (...asked) => {
    const response = await fetch(...asked);
    response.json = async () => JSON.parse(await response.text());
    return response;
  });
});

afterAll(() => jest.restoreAllMocks());

/** The template as it stands in this repository. */
function templateNamed(name: string): any {
  const target = resolvePackagePath(
    'backend',
    '../../templates',
    name,
    'template.yaml',
  );
  const [{ entity }] = [
    ...parseEntityYaml(readFileSync(target), { type: 'file', target }),
  ] as any[];
  entity.metadata.namespace = 'default';
  return entity;
}

const REQUESTER = 'user:default/requester';
const DIGEST = 'a'.repeat(64);

const PLAN = {
  databaseRef: 'resource:default/orders-postgres',
  pattern: 'privatelink',
  reasons: ['Chosen instead of another: we want metrics.'],
  objects: [],
  opens: [],
  enables: [],
  cost: { fixedMonthly: 31.53, lines: [] },
  findings: [],
  digest: DIGEST,
};

/** The Scaffolder with our actions and templates, and a backend that remembers what it is asked. */
async function startScaffolder(
  status: 'pending' | 'approved',
  plan: object = PLAN,
) {
  const asked: Array<{ path: string; by?: string; body: any }> = [];
  const filed = {
    id: 'request-1',
    status,
    deciderRefs: ['group:default/orders-team'],
    plan: PLAN,
    planDigest: DIGEST,
  };
  const share = {
    id: 'share-1',
    lifecycle: 'active',
    health: 'healthy',
    objects: [],
    outputs: [{ name: 'service.serviceId', value: 'vpce-svc-1' }],
    snippets: [],
    endpoint: { host: 'orders.example.com', port: 5432 },
    network: { name: 'analytics-databricks' },
  };
  const answers: Record<string, object> = {
    'POST /v1/plans': plan,
    'POST /v1/requests': filed,
    'GET /v1/requests/request-1': filed,
    'POST /v1/requests/request-1/start': {
      ...filed,
      status: 'started',
      shareId: share.id,
    },
    'GET /v1/shares/share-1': share,
    'POST /v1/shares/share-1/extensions': {
      id: 'extension-1',
      shareId: share.id,
      status: 'pending',
      until: '2026-12-02T10:00:00.000Z',
      deciderRefs: ['group:default/orders-team'],
    },
    'POST /v1/shares/share-1/revoke': { ...share, lifecycle: 'revoked' },
  };
  const databaseAccess = createBackendPlugin({
    pluginId: 'database-access',
    register(reg) {
      reg.registerInit({
        deps: {
          http: coreServices.httpRouter,
          httpAuth: coreServices.httpAuth,
        },
        async init({ http, httpAuth }) {
          http.use(async (req, res) => {
            const credentials: any = await httpAuth.credentials(req);
            const chunks = [];
            for await (const chunk of req) {
              chunks.push(chunk);
            }
            const text = Buffer.concat(chunks).toString();
            const path = `${req.method} ${req.path}`;
            asked.push({
              path,
              by: credentials.principal.userEntityRef,
              body: text ? JSON.parse(text) : undefined,
            });
            res.status(answers[path] ? 200 : 404).json(answers[path] ?? {});
          });
        },
      });
    },
  });
  const { server } = await startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderModuleDatabaseAccess,
      databaseAccess,
      catalogServiceMock.factory({
        entities: [
          'request-database-access',
          'provision-database-access',
          'extend-database-access',
          'revoke-database-access',
        ].map(templateNamed),
      }),
      mockServices.permissions.factory({ result: 'ALLOW' as never }),
    ],
  });
  const call = (method: 'get' | 'post', path: string) =>
    request(server)
      [method](`/api/scaffolder/v2/${path}`)
      .set('Authorization', mockCredentials.user.header(REQUESTER));

  return {
    asked,
    /** Runs a template to its end. */
    async run(name: string, values: object) {
      const { status: code, body } = await call('post', 'tasks').send({
        templateRef: `template:default/${name}`,
        values,
      });
      if (code !== 201) {
        return { status: 'refused', log: JSON.stringify(body), output: {} };
      }
      // Ends when the task does.
      await call('get', `tasks/${body.id}/eventstream`);
      const task = await call('get', `tasks/${body.id}`);
      const events = await call('get', `tasks/${body.id}/events`);
      const log = JSON.stringify(events.body);
      return {
        status: task.body.status === 'failed' ? `failed: ${log}` : 'completed',
        log,
        output: events.body.find((e: any) => e.type === 'completion').body
          .output,
      };
    },
  };
}

const WISH = {
  databaseRef: 'resource:default/orders-postgres',
  network: 'analytics-databricks',
  durationSeconds: 86_400,
};

describe('the template request-database-access', () => {
  const form = { ...WISH, purpose: 'Nightly reports', planDigest: DIGEST };

  it('plans and asks for what the form says, the way and its reason included', async () => {
    const scaffolder = await startScaffolder('pending');
    const way = {
      connectVia: 'privatelink',
      overrideReason: 'We want metrics.',
      expectedGbPerMonth: 250,
    };
    const { status, output } = await scaffolder.run('request-database-access', {
      ...form,
      ...way,
    });
    expect(status).toBe('completed');
    expect(scaffolder.asked).toEqual([
      { path: 'POST /v1/plans', by: REQUESTER, body: { ...WISH, ...way } },
      {
        path: 'POST /v1/requests',
        by: REQUESTER,
        body: {
          ...form,
          ...way,
          idempotencyKey: expect.stringMatching(/\/request$/),
        },
      },
    ]);
    expect(output.links[0].url).toBe('/database-access/requests/request-1');
  });

  it('joins its own request when it is run again, although that stands in the way by then', async () => {
    const scaffolder = await startScaffolder('pending', {
      ...PLAN,
      digest: undefined,
      findings: [
        {
          code: 'already_shared',
          severity: 'blocking',
          message: 'analytics-databricks has an open request already.',
        },
      ],
    });
    const { status, output, log } = await scaffolder.run(
      'request-database-access',
      form,
    );
    expect(status).toBe('completed');
    expect(log).toContain('analytics-databricks has an open request already.');
    expect(output.links[0].url).toBe('/database-access/requests/request-1');
  });

  it('leaves out what the form leaves out', async () => {
    const scaffolder = await startScaffolder('pending');
    const { status } = await scaffolder.run('request-database-access', form);
    expect(status).toBe('completed');
    const [{ body }] = scaffolder.asked;
    expect(body).not.toHaveProperty('expectedGbPerMonth');
    // What a form sends for a text that nobody wrote.
    expect(body.overrideReason ?? '').toBe('');
  });

  it('watches what is built at once', async () => {
    const scaffolder = await startScaffolder('approved');
    const { status, log } = await scaffolder.run(
      'request-database-access',
      form,
    );
    expect(status).toBe('completed');
    expect(scaffolder.asked.map(({ path }) => path)).toEqual([
      'POST /v1/plans',
      'POST /v1/requests',
      'GET /v1/requests/request-1',
      'POST /v1/requests/request-1/start',
      'GET /v1/shares/share-1',
    ]);
    expect(log).toContain('share-1 is active: orders.example.com:5432');
  });

  it.each([
    ['no network', { network: undefined }],
    ['a volume that is none', { expectedGbPerMonth: -1 }],
    ['a duration that is not offered', { durationSeconds: 5 }],
  ])('runs with %s not at all', async (_, change) => {
    const scaffolder = await startScaffolder('pending');
    const { status } = await scaffolder.run('request-database-access', {
      ...form,
      ...change,
    });
    expect(status).toBe('refused');
    expect(scaffolder.asked).toEqual([]);
  });
});

describe('the template provision-database-access', () => {
  it('starts an approved request and watches it', async () => {
    const scaffolder = await startScaffolder('approved');
    const { status } = await scaffolder.run('provision-database-access', {
      requestId: 'request-1',
      timeoutMinutes: 5,
    });
    expect(status).toBe('completed');
    expect(scaffolder.asked.map(({ path }) => path)).toContain(
      'POST /v1/requests/request-1/start',
    );
  });
});

describe('the template extend-database-access', () => {
  const form = {
    shareId: 'share-1',
    durationSeconds: 604_800,
    reason: 'The migration takes longer',
  };

  it('asks for more time, with the reason', async () => {
    const scaffolder = await startScaffolder('approved');
    const { status, output } = await scaffolder.run(
      'extend-database-access',
      form,
    );
    expect(status).toBe('completed');
    expect(scaffolder.asked).toEqual([
      {
        path: 'POST /v1/shares/share-1/extensions',
        by: REQUESTER,
        body: {
          durationSeconds: 604_800,
          reason: 'The migration takes longer',
          idempotencyKey: expect.stringMatching(/\/extend$/),
        },
      },
    ]);
    expect(output.links[0].url).toBe('/database-access/shares/share-1');
  });

  it('runs without a reason not at all', async () => {
    const scaffolder = await startScaffolder('approved');
    const { status } = await scaffolder.run('extend-database-access', {
      ...form,
      reason: '',
    });
    expect(status).toBe('refused');
    expect(scaffolder.asked).toEqual([]);
  });
});

describe('the template revoke-database-access', () => {
  it('ends a share, with the reason', async () => {
    const scaffolder = await startScaffolder('approved');
    const { status } = await scaffolder.run('revoke-database-access', {
      shareId: 'share-1',
      reason: 'The project has ended',
    });
    expect(status).toBe('completed');
    expect(scaffolder.asked[0]).toEqual({
      path: 'POST /v1/shares/share-1/revoke',
      by: REQUESTER,
      body: { reason: 'The project has ended' },
    });
  });
});
