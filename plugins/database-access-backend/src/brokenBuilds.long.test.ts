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

import './__testUtils__/unpacedReads';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { requester } from './__testUtils__/requestBench';
import { REGION } from './__testUtils__/simulatedCompany';
import { OutlinedWorld, worldBench } from './__testUtils__/worldBench';

jest.setTimeout(300_000);

const ZONES = ['use1-az1', 'use1-az2'];
const PROVIDER = '200000000001';
const CONSUMER = '200000000002';

/** The account of the clients is outside of the organisation, so it has to accept an invitation. */
const OUTLINE: OutlinedWorld = {
  accounts: [{ name: 'provider' }, { name: 'consumer', isOutside: true }],
  databases: [
    { name: 'db', account: 'provider', engine: 'postgres', zoneIds: ZONES },
  ],
  networks: [{ name: 'net', account: 'consumer', zoneIds: ZONES }],
  zones: [],
};

describe('S3: what keeps an access from being built is named', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function begun(knex: Knex) {
    const scene = await worldBench(knex, OUTLINE);
    const { id } = await scene.ask({
      network: 'net',
      database: 'db',
      connectVia: 'lattice-resource-endpoint',
    });
    await scene.approve(id!);
    await scene.starter.startDue();
    const engine = scene.engine();
    const share = async () =>
      (await scene.shares.list({ limit: 1 }, requester))[0].share;
    const until = (isSo: () => Promise<boolean>) =>
      scene.bench.drive(engine, isSo, 3_600);
    const invitations = () =>
      Object.values(
        (
          scene.world.documents[`ram/${PROVIDER}/${REGION}`] as {
            invitations?: Record<string, { status: string }>;
          }
        )?.invitations ?? {},
      );
    return { ...scene, share, until, invitations };
  }

  it.each([
    ['REJECTED', /rejected the invitation of account 200000000001/],
    ['EXPIRED', /accepted the invitation of account 200000000001 within 12 h/],
  ])('an invitation that is %s', async (status, says) => {
    const s = await begun(await databases.init('SQLITE_3'));
    await s.until(async () => {
      s.invitations()
        .filter(invitation => invitation.status === 'PENDING')
        .forEach(invitation => {
          invitation.status = status;
        });
      return (await s.share()).lifecycle === 'stuck';
    });
    const { id, reason, activeAt } = await s.share();
    expect(reason).toMatch(/has to accept the invitation/);
    const { reason: why } = await s.bench.object(id, 'invitation');
    expect(why).toMatch(says);
    expect(why).toMatch(/retry/);
    expect(activeAt).toBe(undefined);
    expect(s.reached()).toEqual([]);
  });

  it('a quota that is used up, until it is raised and somebody tries again', async () => {
    const s = await begun(await databases.init('SQLITE_3'));
    s.world.faults.add({
      operation: 'ec2:CreateVpcEndpoint',
      kind: 'error',
      code: 'VpcEndpointLimitExceeded',
      message: 'The maximum number of VPC endpoints has been reached.',
      accountId: CONSUMER,
      count: 1_000,
    });
    await s.until(async () => (await s.share()).lifecycle === 'stuck');
    const { reason } = await s.share();
    expect(reason).toContain(CONSUMER);
    expect(reason).toMatch(/ec2:CreateVpcEndpoint/);
    expect(reason).toMatch(/quota/);

    s.world.faults.clear();
    const { id } = await s.share();
    await s.bench.retry(id);
    await s.until(async () => (await s.share()).lifecycle === 'active');
    expect(s.reached()).toEqual(['net db']);
  });
});
