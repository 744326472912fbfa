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

import '../__testUtils__/unpacedReads';
import { TestDatabases } from '@backstage/backend-test-utils';
import { networkOf, owner, requestBench } from '../__testUtils__/requestBench';
import { PatternFacts } from '../patterns';
import { awsEngines } from './__testUtils__/awsBench';
import { moreNetworks } from './__testUtils__/moreNetworks';

jest.setTimeout(300_000);

const FIFTY = 50;

/** As config would name it. */
function configured({ network }: PatternFacts) {
  return {
    ...networkOf(network.name),
    vpcId: network.vpcId,
    subnetIds: network.subnets.map(({ subnetId }) => subnetId),
    clientSecurityGroupIds: [...network.clientSecurityGroupIds],
  };
}

describe('Fifty requests approved at once', () => {
  // That fifty are started alike on Postgres, `requests/starting.long.test.ts` says.
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('all become active, and none goes back or stands still because of another', async () => {
    const requests = await requestBench(await databases.init('SQLITE_3'));
    const { approve, company, config, file, knex, starter } = requests;
    const [stranger, ...wanted] = moreNetworks(company.world, FIFTY + 1);
    config.networks.push(...wanted.map(configured));
    const { bench, engine } = await awsEngines(knex, company);
    const filed = [];
    for (const { network } of wanted) {
      filed.push(await file(network.name));
    }
    await Promise.all(filed.map(request => approve(request)));
    await starter.startDue();
    const reachable = () =>
      [stranger, ...wanted].filter(facts => company.reaches(facts));
    expect(reachable()).toEqual([]);

    const shares = await bench.store.read(tx => bench.store.shares.list(tx));
    expect(shares).toHaveLength(FIFTY);
    await bench.drive(
      engine(),
      async () =>
        !(await knex('shares').whereNot({ lifecycle: 'active' }).first()),
      1_800,
    );

    expect(reachable().map(({ network }) => network.name)).toEqual(
      wanted.map(({ network }) => network.name),
    );
    const after = await requests.requests.list({ limit: 100 }, owner);
    expect(
      after.map(({ status, generation }) => `${status} ${generation}`),
    ).toEqual(Array(FIFTY).fill('started 1'));
    const told = await knex('timeline').select('kind');
    const kinds = new Set(told.map(({ kind }) => kind));
    expect(kinds).toContain('share.active');
    expect(kinds).not.toContain('share.stuck');
    expect(kinds).not.toContain('object.stuck');
  });
});
