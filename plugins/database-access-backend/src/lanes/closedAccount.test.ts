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

import { TestDatabases } from '@backstage/backend-test-utils';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import { AwsCallError } from '../aws';
import { PROVIDER, TestBench } from './__testUtils__/TestBench';

jest.setTimeout(60_000);

function refusal(operation: string, message: string): AwsCallError {
  return new AwsCallError({
    message,
    remedy: 'Mend it',
    code: ERROR_CODES.accountRefused,
    verdict: 'needs-a-person',
    lane: PROVIDER,
    operation,
  });
}

describe('A sweep of an account that lets the portal in no more', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const closed = {
    message: 'Account closed',
    remedy: 'Mend it',
    needsPerson: true,
  };

  async function swept(
    knex: Knex,
    prepare: (bench: TestBench) => Parameters<TestBench['engine']>[0],
  ) {
    const bench = await TestBench.create(knex);
    const engine = bench.engine(prepare(bench));
    await engine.watch([PROVIDER]);
    bench.clock.advance(700);
    await engine.runOnce();
    const [{ problems }] = await bench.store.read(tx =>
      bench.store.sweeps.list(tx),
    );
    return problems;
  }

  it('says that, and what has to be done by a person, and not what else failed just before', async () => {
    const problems = await swept(await databases.init('SQLITE_3'), bench => {
      const [first, second] = [...bench.types.values()];
      first.list = async function* fails() {
        throw refusal('ec2:DescribeVpcs', 'One policy is missing');
      };
      second.list = async function* fails() {
        // Not before the other one.
        await new Promise(setImmediate);
        throw refusal('sts:AssumeRole', 'Account closed');
      };
      return {};
    });
    expect(problems).toEqual([closed]);
  });

  it('says the same where not even a session can be asked for', async () => {
    const problems = await swept(await databases.init('SQLITE_3'), bench => ({
      clients: {
        read() {
          throw refusal('sts:AssumeRole', 'Account closed');
        },
        provision: (lane, session) =>
          bench.cloud.provision(lane, session as never),
      },
    }));
    expect(problems).toEqual([closed]);
  });
});
