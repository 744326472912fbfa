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

import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseAccessProber } from '@towpath/backstage-plugin-database-access-node';
import { exampleCompany, simulatedClientConfig } from '@towpath/simulated-aws';
import { readFileSync } from 'fs';
import { resolve } from 'path';
import { reachabilityScene } from './__testUtils__/reachabilityScene';
import { sameZip } from './objects/updater/sameZip';
import { FunctionProber } from './reachability';

// Each probe starts a process.
jest.setTimeout(120_000);

const ANALYTICS = '666666666666';
const PREFIX = 'towpath-prober';
/** Of the network that the scene's facts are of. */
const NAME = `${PREFIX}-analytics`;
const { databricks } = exampleCompany.accounts.analytics.vpcs;

type Scene = Awaited<ReturnType<typeof reachabilityScene>>;

/** As docs/reachability.md says: in the clients' subnets and security group, with the code that is shipped. */
async function makeFunction({ aws, clock }: Scene) {
  const config = simulatedClientConfig(aws, { accountId: ANALYTICS });
  await new IAM(config).createRole({
    RoleName: 'prober',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    }),
  });
  await new Lambda(config).createFunction({
    FunctionName: NAME,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: `arn:aws:iam::${ANALYTICS}:role/prober`,
    Timeout: 30,
    Code: {
      ZipFile: sameZip([
        {
          path: 'index.mjs',
          content: readFileSync(resolve(__dirname, '../prober/index.mjs')),
        },
      ]),
    },
    VpcConfig: {
      SubnetIds: databricks.subnets.map(({ id }) => id),
      SecurityGroupIds: [databricks.securityGroups.workspace.id],
    },
  });
  clock.advance(10);
}

const outcomes = (check: Awaited<ReturnType<Scene['read']>>) =>
  check.parts[0].layers.map(({ name, outcome }) => `${name} ${outcome}`);

describe('whether a share can be reached, asked of a prober', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const scene = async (options: Parameters<typeof reachabilityScene>[1] = {}) =>
    reachabilityScene(await databases.init('SQLITE_3'), {
      prober: new FunctionProber(PREFIX),
      ...options,
    });
  const probe = async (s: Scene) => s.settle((await s.ask('prober')).id);

  it('connects from the network, and says of each layer what it met, also when a rule is gone', async () => {
    const s = await scene();
    await makeFunction(s);
    const open = await probe(s);
    expect(outcomes(open)).toEqual([
      'dns passed',
      'tcp passed',
      'tls passed',
      'database passed',
    ]);
    expect(open).toMatchObject({ verdict: 'reachable', cost: undefined });

    await s.admin('333333333333').revokeSecurityGroupIngress({
      GroupId: s.facts.database.shareableSecurityGroupIds[0],
      SecurityGroupRuleIds: [
        (
          await s.checked()
        ).objects.find(({ key }) => key === 'database-ingress')!.outputs
          .securityGroupRuleId,
      ],
    });
    const closed = await probe(s);
    expect(outcomes(closed)).toEqual([
      'dns passed',
      'tcp failed',
      'tls skipped',
      'database skipped',
    ]);
    expect(closed.verdict).toBe('not-reachable');
    expect(closed.parts[0].remedy).toContain(
      'A security group or a network ACL',
    );
  });

  it('tells a stopped database from a closed way', async () => {
    const s = await scene({ database: 'billing-mysql' });
    await makeFunction(s);
    expect(outcomes(await probe(s))).toHaveLength(4);
    const { instances } = Object.values(s.world.documents).find(
      document =>
        'instances' in document &&
        'billing-mysql' in (document as any).instances,
    ) as { instances: Record<string, { status: string }> };
    instances['billing-mysql'].status = 'stopped';
    const stopped = await probe(s);
    expect(outcomes(stopped).slice(0, 2)).toEqual(['dns passed', 'tcp failed']);
    expect(stopped.message).toContain('refuses connections');
    expect((await s.check()).verdict).toBe('reachable');
  });

  it('says that there is no function, and where its name stands', async () => {
    const s = await scene();
    const found = await probe(s);
    expect(found.verdict).toBe('unknown');
    expect(found.message).toMatch(
      /account 666666666666 \(analytics\) has no function towpath-prober-analytics in us-east-1.*databaseAccess.reachability.prober.functionPrefix/,
    );
  });

  it('names role and permission where the role may not invoke it', async () => {
    const s = await scene({ prober: new FunctionProber('another') });
    const found = await probe(s);
    expect(found.message).toMatch(
      /refused lambda:Invoke to its role database-access-provision .*lambda:InvokeFunction/,
    );
  });

  it('takes what a module says, and fills in what it leaves out', async () => {
    const asked: unknown[] = [];
    const prober: DatabaseAccessProber = {
      title: 'our agents',
      async probe(target, { signal }) {
        asked.push(target, signal.aborted);
        return {
          layers: [
            { name: 'tcp', outcome: 'passed', message: 'Open.' },
            { name: 'dns', outcome: 'passed', message: 'Known.' },
          ],
        };
      },
    };
    const s = await scene({ prober });
    const found = await probe(s);
    expect(asked[0]).toMatchObject({
      shareId: s.shareId,
      endpoint: { port: 5432 },
      network: { accountId: ANALYTICS },
    });
    expect(found).toMatchObject({ verdict: 'reachable' });
    expect(outcomes(found)).toEqual([
      'dns passed',
      'tcp passed',
      'tls skipped',
      'database skipped',
    ]);
    expect(found.parts[0].title).toContain('by our agents');
  });

  it('says what a prober fails with', async () => {
    const s = await scene({
      prober: {
        title: 'our agents',
        probe: () => Promise.reject(new Error('No agent is up in analytics')),
      },
    });
    expect(await probe(s)).toMatchObject({
      verdict: 'unknown',
      message: 'No agent is up in analytics',
    });
  });
});
