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

import { RDSClient } from '@aws-sdk/client-rds';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  populate,
  simulatedClientConfig,
  SimulatedAws,
} from '@towpath/simulated-aws';
import { AwsSessions } from '../../aws';
import { DatabaseAccessConfig } from '../../config';
import { Store } from '../../store';
import { Inventory } from './Inventory';

jest.setTimeout(60_000);

const QUICK = '333333333333';
const SLOW = '444444444444';

/** RDS of an account, which answers when the test lets it. */
function rdsThatAnswers(
  accountId: string,
  when: () => Promise<void>,
  asked: string[],
) {
  const aws = SimulatedAws.create();
  populate(aws.world);
  const rds = new RDSClient(simulatedClientConfig(aws, { accountId }));
  rds.middlewareStack.add(
    (next, { commandName = '' }) =>
      async args => {
        asked.push(commandName);
        await when();
        return next(args);
      },
    { step: 'initialize' },
  );
  return rds;
}

describe('Inventory', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function setup() {
    const knex = await databases.init('SQLITE_3');
    const store = await Store.create({
      database: { getClient: async () => knex },
    });
    let answer = () => {};
    const answered = new Promise<void>(resolve => {
      answer = resolve;
    });
    const asked: string[] = [];
    const clients: Record<string, RDSClient> = {
      [QUICK]: rdsThatAnswers(QUICK, async () => {}, []),
      [SLOW]: rdsThatAnswers(SLOW, () => answered, asked),
    };
    const inventory = new Inventory({
      config: {
        accounts: new Map(
          [QUICK, SLOW].map(accountId => [
            accountId,
            { accountId, name: accountId, regions: ['us-east-1'] },
          ]),
        ),
      } as unknown as DatabaseAccessConfig,
      sessions: {
        read: ({ accountId }: { accountId: string }) => ({
          rds: clients[accountId],
        }),
      } as unknown as AwsSessions,
      records: store.inventory,
      clock: { now: () => new Date('2026-11-29T03:00:00.000Z') },
      logger: mockServices.logger.mock(),
      tags: { environment: 'environment', ofInterest: [] },
      longestWaitMs: 200,
    });
    const lanes = async () => (await inventory.page({ limit: 10 })).lanes;
    return { inventory, lanes, asked, answer: () => answer() };
  }

  it('waits for no account that hangs, says so, and asks it once, however many look meanwhile', async () => {
    const { inventory, lanes, asked, answer } = await setup();
    await inventory.refresh();
    expect(await lanes()).toEqual([
      expect.objectContaining({
        accountId: QUICK,
        readAt: '2026-11-29T03:00:00.000Z',
      }),
      {
        accountId: SLOW,
        accountName: SLOW,
        region: 'us-east-1',
        finding: {
          code: 'aws_unavailable',
          severity: 'warning',
          message: `Account ${SLOW} (${SLOW}), us-east-1, has not yet said which databases it has: look again in a moment.`,
        },
      },
    ]);
    await inventory.refresh();
    expect(asked.sort()).toEqual([
      'DescribeDBClustersCommand',
      'DescribeDBInstancesCommand',
    ]);

    answer();
    await inventory.refresh();
    const [, slow] = await lanes();
    expect(slow).toMatchObject({ readAt: '2026-11-29T03:00:00.000Z' });
    expect(slow).not.toHaveProperty('finding');
  });
});
