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

import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { apiOf, refused, runAction, tokenOf } from '../__testUtils__/runAction';
import { plan } from '../__testUtils__/samples';
import { createPlanDatabaseAccessAction } from './plan';

const blocked: Plan = {
  ...plan,
  digest: undefined,
  findings: [
    {
      code: 'database_public',
      severity: 'blocking',
      message: 'orders-postgres is publicly accessible.',
      remedy: 'In account 333333333333, set PubliclyAccessible to false.',
    },
  ],
};

async function run(
  options: { answer?: Plan; input?: object; isDryRun?: boolean } = {},
) {
  const client = apiOf({ plan: async () => options.answer ?? plan });
  const ended = await runAction({
    create: createPlanDatabaseAccessAction,
    client,
    input: {
      databaseRef: 'orders-postgres',
      network: 'analytics-databricks',
      durationSeconds: 3600,
      ...options.input,
    },
    isDryRun: options.isDryRun,
  });
  return { client, ...ended };
}

describe('database-access:plan', () => {
  it('tells the pattern, its reasons, its cost and the digest that a request needs', async () => {
    const { client, outputs } = await run({
      input: { connectVia: 'lattice' },
    });

    expect(client.plan).toHaveBeenCalledWith(
      {
        databaseRef: 'resource:default/orders-postgres',
        network: 'analytics-databricks',
        durationSeconds: 3600,
        connectVia: 'lattice',
      },
      expect.objectContaining({ token: tokenOf('user:default/requester') }),
    );
    expect(outputs).toEqual({
      pattern: 'lattice-resource-endpoint',
      reasons: ['Both are in us-east-1.'],
      monthlyCost: 87.6,
      findings: [],
      deciders: ['group:default/orders-team'],
      requestable: true,
      planDigest: 'a'.repeat(64),
    });
  });

  it('says that it cannot wait, and tells who looks at it afterwards', async () => {
    const { client, outputs } = await run({
      input: { emergency: true },
      answer: {
        ...plan,
        deciders: {
          refs: [],
          requesterMayDecide: false,
          seats: [],
          automatic: ['config/emergency'],
          review: ['group:default/orders-team'],
        },
      },
    });

    expect(client.plan.mock.calls[0][0]).toMatchObject({ emergency: true });
    expect(outputs).toMatchObject({
      deciders: [],
      reviewers: ['group:default/orders-team'],
    });
  });

  it('asks for another way with its reason, and for the cost at a volume', async () => {
    const wish = {
      connectVia: 'privatelink',
      overrideReason: 'We need metrics of our connections',
      expectedGbPerMonth: 250,
    };
    const { client, outputs } = await run({
      input: { ...wish, stopIfBlocked: false },
      answer: {
        ...plan,
        pattern: 'privatelink',
        overrideReason: wish.overrideReason,
        cost: { ...plan.cost, volumeGb: 250, monthlyAtVolume: 90.1 },
        recommendation: {
          pattern: 'lattice-resource-endpoint',
          rule: 'one-database-one-endpoint',
          reasons: [],
          options: [
            {
              pattern: 'lattice-resource-endpoint',
              title: 'VPC Lattice resource endpoint',
              verdict: 'recommended',
              reasons: ['It needs the fewest objects.'],
              cost: { ...plan.cost, volumeGb: 250, monthlyAtVolume: 92.6 },
            },
            {
              pattern: 'lattice-service-network',
              title: 'Shared VPC Lattice service network',
              verdict: 'unavailable',
              reasons: ['This version cannot build it.'],
            },
          ],
          wouldChange: [],
          cheapest: 'privatelink',
        },
      },
    });

    expect(client.plan.mock.calls[0][0]).toEqual({
      databaseRef: 'resource:default/orders-postgres',
      network: 'analytics-databricks',
      durationSeconds: 3600,
      ...wish,
    });
    expect(outputs).toMatchObject({
      pattern: 'privatelink',
      recommendedPattern: 'lattice-resource-endpoint',
      monthlyCost: 87.6,
      monthlyCostAtVolume: 90.1,
      cheapestPattern: 'privatelink',
      comparison: [
        {
          pattern: 'lattice-resource-endpoint',
          title: 'VPC Lattice resource endpoint',
          verdict: 'recommended',
          reasons: ['It needs the fewest objects.'],
          monthlyCost: 87.6,
          monthlyCostAtVolume: 92.6,
        },
        // Nothing is known of its cost, so nothing is said.
        {
          pattern: 'lattice-service-network',
          title: 'Shared VPC Lattice service network',
          verdict: 'unavailable',
          reasons: ['This version cannot build it.'],
        },
      ],
    });
  });

  it('writes to the log who would decide, what would be built and what would open', async () => {
    const { log } = await run();
    expect(log).toEqual([
      'Would be decided by group:default/orders-team; whoever asks cannot decide it',
      'Would create Resource gateway in account 333333333333 (orders-prod), us-east-1',
      'Would open orders-postgres.example.com:5432 to network analytics-databricks (vpc-6 in account 666666666666)',
    ]);
  });

  it('plans in a dry run too, and asks for nothing else', async () => {
    const { client, outputs } = await run({ isDryRun: true });
    expect(outputs).toMatchObject({ planDigest: 'a'.repeat(64) });
    expect(client.fileRequest).not.toHaveBeenCalled();
  });

  it('leaves the cost out where a price is unknown, instead of calling it nothing', async () => {
    const { outputs } = await run({
      answer: { ...plan, cost: { ...plan.cost, fixedMonthly: undefined } },
    });
    expect(outputs).not.toHaveProperty('monthlyCost');
  });

  it('fails with what stands in the way and what to do about it', async () => {
    await expect(run({ answer: blocked })).rejects.toThrow(
      'Access to resource:default/orders-postgres from network analytics-databricks cannot be asked for: orders-postgres is publicly accessible. In account 333333333333, set PubliclyAccessible to false. (database_public)',
    );
  });

  it('names nobody while nobody knows whose the database is', async () => {
    const { outputs, log } = await run({
      answer: { ...plan, deciders: undefined },
    });
    expect(outputs).toMatchObject({ deciders: [] });
    expect(log.join()).not.toContain('decided');
  });

  it('goes on without a digest if the template wants to decide by itself', async () => {
    const { outputs } = await run({
      answer: blocked,
      input: { stopIfBlocked: false },
    });
    expect(outputs).toMatchObject({
      requestable: false,
      findings: [expect.objectContaining({ code: 'database_public' })],
    });
    expect(outputs).not.toHaveProperty('planDigest');
  });

  it("passes the backend's refusal on, with its code", async () => {
    const refusal = await refused(
      403,
      'network_not_owned',
      'None of your groups owns network payments.',
    );
    await expect(
      runAction({
        create: createPlanDatabaseAccessAction,
        client: apiOf({
          plan: async () => {
            throw refusal;
          },
        }),
        input: {
          databaseRef: 'orders-postgres',
          network: 'payments',
          durationSeconds: 3600,
        },
      }),
    ).rejects.toThrow(
      'None of your groups owns network payments. (network_not_owned)',
    );
  });
});
