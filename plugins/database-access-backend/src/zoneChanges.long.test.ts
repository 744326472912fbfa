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
  AuthorizeSecurityGroupEgressCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AccessRequest,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { exampleCompany } from '@towpath/simulated-aws';
import { listenAt } from './__testUtils__/listenAt';
import { stopPortals } from './__testUtils__/startPortal';
import {
  DATABASES,
  DatabaseName,
  pairsOf,
  VPCS,
  zoneScene,
} from './__testUtils__/zoneScene';

// A portal starts, and AWS takes minutes of simulated time.
jest.setTimeout(240_000);

afterEach(stopPortals);

type Scene = Awaited<ReturnType<typeof zoneScene>>;

const { analytics } = exampleCompany.accounts;
const { payments } = exampleCompany.accounts.payments.vpcs;
const OTHERS = payments.defaultSecurityGroupId;
const [SUBNET_A] = payments.subnets.map(({ id }) => id);

const BUILDING = 'ec2:AuthorizeSecurityGroupIngress';

const OF_THEIR_OWN = 'Nightly export of orders';

const OF_PAYMENTS = [
  'payments billing-mysql',
  'payments catalog-aurora',
  'payments orders-postgres',
];
const OF_ANALYTICS = [
  'analytics-databricks catalog-aurora',
  'analytics-databricks orders-postgres',
];
const ALL = [...OF_ANALYTICS, ...OF_PAYMENTS].sort();

/** A network with three accesses, and another one with two of the same databases. */
async function fivePairs(options: Parameters<typeof zoneScene>[0] = {}) {
  const scene = await zoneScene({ paymentsByTags: true, ...options });
  await scene.share('payments', 'orders-postgres');
  await scene.share('payments', 'catalog-aurora');
  await scene.share('payments', 'billing-mysql');
  await scene.share('analytics-databricks', 'orders-postgres', {
    purpose: OF_THEIR_OWN,
  });
  expect(await scene.reached()).toEqual(ALL);
  return scene;
}

/** The access of this pair. */
async function shareOf(scene: Scene, pair: string): Promise<Share> {
  const living = await scene.living();
  return living.find(each => pairsOf([each])[0] === pair)!;
}

/** The databases that these clients of the network `payments` reach. */
async function reachedBy(scene: Scene, group: string): Promise<string[]> {
  const reached: string[] = [];
  for (const [name, arn] of Object.entries(DATABASES)) {
    if (await scene.portal.aws.reaches(VPCS.payments, arn, undefined, group)) {
      reached.push(name);
    }
  }
  return reached.sort();
}

/** All that the living accesses are made of. */
async function madeOf(scene: Scene): Promise<string[]> {
  const shares = await scene.living();
  const objects = shares.flatMap(({ plan }) =>
    plan.objects.map(({ type, name, title, accountId }) =>
      [type, accountId, name ?? title].join(' '),
    ),
  );
  return [...new Set(objects)].sort();
}

/** Waits until nothing moves, and what was asked for is there; looks at every pair meanwhile. */
async function settle(
  scene: Scene,
  request?: AccessRequest,
  look: (reached: readonly string[]) => void = () => {},
): Promise<Share[]> {
  return scene.portal.until(async () => {
    await scene.portal.run('start');
    look(await scene.reached());
    const shares = await scene.living();
    return shares.every(each => each.lifecycle === 'active') &&
      (!request || shares.some(each => each.requestId === request.id))
      ? shares
      : undefined;
  });
}

async function timelineOf(scene: Scene, share: Share): Promise<string[]> {
  const { body } = await scene.portal
    .as('everyOwner')
    .get(`/shares/${share.id}/timeline`);
  return body.items.map((entry: { message: string }) => entry.message);
}

/** A call that cannot be made: what needs it goes on when this is mended. */
function hold({ portal }: Scene, operation: string) {
  return portal.aws.fault({ operation, kind: 'throttle', count: 10_000 });
}

/** Why a request waits. */
async function waitsFor(
  scene: Scene,
  { id }: AccessRequest,
): Promise<string[]> {
  const { body } = await scene.portal
    .as('everyOwner')
    .get(`/requests/${id}/timeline`);
  return body.items
    .filter((entry: { kind: string }) => entry.kind === 'request.waits')
    .map((entry: { message: string }) => entry.message);
}

/** The admin of the other network's account lets its clients out at one more port. */
async function letOut({ portal }: Scene, port: number): Promise<void> {
  const ec2 = new EC2Client({
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: analytics.id, secretAccessKey: 'any' },
  });
  await ec2.send(
    new AuthorizeSecurityGroupEgressCommand({
      GroupId: analytics.vpcs.databricks.securityGroups.workspace.id,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: port,
          ToPort: port,
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        },
      ],
    }),
  );
  ec2.destroy();
  portal.awsClock.advance(61);
}

function namesOf(
  together: ReadonlyArray<{ network: string; databaseRef: string }> = [],
): string[] {
  return together
    .map(each => `${each.network} ${each.databaseRef.split('/').pop()}`)
    .sort();
}

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'changing accesses of a zone on %s',
  databaseId => {
    it('gives a network another subnet and more clients, for all that it has there at once', async () => {
      const scene = await fivePairs({ knex: await databases.init(databaseId) });
      const { portal, plan, ask, approve, reached } = scene;
      const before = await scene.living();
      await scene.makePayments(SUBNET_A);
      await scene.makePayments(OTHERS);
      const { id } = await shareOf(scene, 'payments orders-postgres');
      const body = await plan('payments', 'orders-postgres', { changes: id });
      expect(body.change).toMatchObject({
        shareId: id,
        opensMore: true,
        interrupts: true,
        interruption: expect.stringContaining(
          'Clients of 3 accesses are cut off',
        ),
        difference: expect.arrayContaining([
          expect.stringContaining('Subnets of the network'),
          expect.stringContaining(OTHERS),
        ]),
      });
      expect(namesOf(body.change.together)).toEqual([
        'payments billing-mysql',
        'payments catalog-aurora',
      ]);
      expect(body.deciders.refs.sort()).toEqual([
        'group:default/billing-team',
        'group:default/catalog-team',
        'group:default/orders-team',
      ]);

      const request = await ask('payments', 'orders-postgres', { changes: id });
      expect(await reachedBy(scene, OTHERS)).toEqual([]);
      await approve(request);
      const lost = new Set<string>();
      const after = await settle(scene, request, now => {
        // Nothing opens that was not open, and who does not change loses nothing.
        expect(ALL).toEqual(expect.arrayContaining([...now]));
        expect(now).toEqual(expect.arrayContaining(OF_ANALYTICS));
        ALL.filter(pair => !now.includes(pair)).forEach(pair => lost.add(pair));
      });
      expect([...lost].sort()).toEqual(OF_PAYMENTS);
      expect(await reached()).toEqual(ALL);
      expect(await reachedBy(scene, OTHERS)).toEqual(
        Object.keys(DATABASES).sort(),
      );

      const changed = after.filter(each => each.network.name === 'payments');
      expect(changed.map(each => each.requestId)).toEqual(
        changed.map(() => request.id),
      );
      for (const share of changed) {
        const timeline = (await timelineOf(scene, share)).join('\n');
        const from = before.find(
          each => pairsOf([each])[0] === pairsOf([share])[0],
        )!;
        expect(timeline).toContain(
          `Takes over from the share ${from.id}, together with 2 other accesses of the zone`,
        );
        expect(timeline).toMatch(/ready, \d+ s after the former way was cut/);
        expect(share.expiresAt).toBe(from.expiresAt);
        expect(share.plan.network.subnetIds).toContain(SUBNET_A);
      }
      const kept = after.filter(each => each.network.name !== 'payments');
      expect(before.map(each => each.id)).toEqual(
        expect.arrayContaining(kept.map(each => each.id)),
      );

      // What was changed goes like anything else, and leaves nothing behind.
      await portal.as('everyOwner').post(`/shares/${changed[0].id}/revoke`, {
        reason: 'They leave',
      });
      await settle(scene);
      expect(await reached()).toEqual(OF_ANALYTICS);
      const everything = (
        await portal.as('everyOwner').get('/shares?limit=100')
      ).body.items as Share[];
      expect(
        everything.filter(
          each =>
            each.network.name === 'payments' && each.lifecycle !== 'revoked',
        ),
      ).toEqual([]);
    });

    it('follows a database to another port, from all networks at once, and nobody is cut off', async () => {
      const scene = await fivePairs({ knex: await databases.init(databaseId) });
      const { plan, ask, approve, reached } = scene;
      const ofOrders = ALL.filter(pair => pair.endsWith('orders-postgres'));
      const others = ALL.filter(pair => !ofOrders.includes(pair));
      // At this port clients of the other network do not get out, which the plan says.
      await listenAt(scene.portal, 6432);
      const { id } = await shareOf(scene, 'payments orders-postgres');
      const closed = await plan('payments', 'orders-postgres', { changes: id });
      expect(
        closed.findings.find(
          (each: any) => each.code === 'client_egress_missing',
        ).message,
      ).toContain('6432');
      await letOut(scene, 6432);
      expect(await reached()).toEqual(others);
      const body = await plan('payments', 'orders-postgres', { changes: id });
      expect(body.change).toMatchObject({ opensMore: true, interrupts: false });
      expect(namesOf(body.change.together)).toEqual([
        'analytics-databricks orders-postgres',
      ]);
      expect(body.change.together[0].difference.join('\n')).toContain('6432');
      expect(body.deciders.refs).toEqual(['group:default/orders-team']);

      const request = await ask('payments', 'orders-postgres', { changes: id });
      await approve(request);
      const after = await settle(scene, request, now => {
        expect(ALL).toEqual(expect.arrayContaining([...now]));
        expect(now).toEqual(expect.arrayContaining(others));
      });
      expect(await reached()).toEqual(ALL);
      const ports = after
        .filter(each => each.databaseRef.endsWith('orders-postgres'))
        .map(each => each.outputs.find(({ name }) => name === 'port')?.value);
      expect(ports).toEqual(['6432', '6432']);
      // Somebody else asked for the change, and it is their access all the same.
      const theirs = after.find(
        each => pairsOf([each])[0] === 'analytics-databricks orders-postgres',
      )!;
      expect(theirs.requestId).toBe(request.id);
      expect(theirs.purpose).toBe(OF_THEIR_OWN);

      // Both are what a plan of today would give: there is nothing left to change.
      for (const network of ['payments', 'analytics-databricks'] as const) {
        const share = await shareOf(scene, `${network} orders-postgres`);
        const again = await plan(network, 'orders-postgres', {
          changes: share.id,
        });
        expect(again.findings[0].message).toContain(
          'there is nothing to change',
        );
      }
    });
  },
);

describe('changing accesses of a zone', () => {
  it('says what else becomes reachable at another port, and asks the owners of all of it', async () => {
    const scene = await fivePairs();
    const { plan, ask, approve, reached } = scene;
    // Only the network `payments` is let in at the port of billing-mysql.
    await listenAt(scene.portal, 3306);
    const { id } = await shareOf(scene, 'payments orders-postgres');
    const body = await plan('payments', 'orders-postgres', { changes: id });
    const opened = 'analytics-databricks billing-mysql';
    expect(body.findings.map((each: any) => each.code)).toContain(
      'zone_opens_more',
    );
    expect(body.deciders.refs.sort()).toEqual([
      'group:default/billing-team',
      'group:default/orders-team',
    ]);
    expect(
      body.opens.map(
        (each: any) => `${each.network} ${each.databaseArn.split(':').pop()}`,
      ),
    ).toEqual([
      'payments orders-postgres',
      'analytics-databricks orders-postgres',
      opened,
    ]);
    const request = await ask('payments', 'orders-postgres', { changes: id });
    await approve(request);
    const after = await settle(scene, request, now => {
      expect([...ALL, opened]).toEqual(expect.arrayContaining([...now]));
    });
    expect(pairsOf(after)).toEqual([...ALL, opened].sort());
    expect(await reached()).toEqual([...ALL, opened].sort());
  });

  it.each(['endpoint', 'association'] as const)(
    'lets other clients into all that their network has there, over its %s, and cuts nobody off',
    async join => {
      const scene = await zoneScene({ paymentsByTags: true });
      await scene.share('payments', 'orders-postgres', { join });
      await scene.share('payments', 'billing-mysql', { join });
      await scene.share('analytics-databricks', 'orders-postgres');
      const before = await scene.reached();
      expect(before).toHaveLength(3);
      const made = await madeOf(scene);

      await scene.makePayments(OTHERS);
      // Whoever is let in reaches all that the network has there: nothing is added before that is agreed on.
      const { findings } = await scene.plan('payments', 'catalog-aurora');
      expect(findings[0]).toMatchObject({
        code: 'joined_otherwise',
        message: expect.stringContaining(
          'The network payments is in the zone reporting otherwise than it would be now',
        ),
      });
      const { id } = await shareOf(scene, 'payments billing-mysql');
      const body = await scene.plan('payments', 'billing-mysql', {
        changes: id,
      });
      expect(body.change).toMatchObject({ opensMore: true, interrupts: false });
      expect(namesOf(body.change.together)).toEqual([
        'payments orders-postgres',
      ]);
      expect(body.deciders.refs.sort()).toEqual([
        'group:default/billing-team',
        'group:default/orders-team',
      ]);
      const request = await scene.ask('payments', 'billing-mysql', {
        changes: id,
      });
      expect(await reachedBy(scene, OTHERS)).toEqual([]);
      await scene.approve(request);
      await settle(scene, request, now => {
        expect(now).toEqual(before);
      });
      expect(await scene.reached()).toEqual(before);
      expect(await reachedBy(scene, OTHERS)).toEqual([
        'billing-mysql',
        'orders-postgres',
      ]);
      // A rule at each port is added, and all else is what it was.
      const after = await madeOf(scene);
      expect(made.filter(each => !after.includes(each))).toEqual([]);
      expect(after.filter(each => !made.includes(each))).toEqual([
        expect.stringMatching(/^ec2\/security-group-rule .*-endpoint-in$/),
        expect.stringMatching(/^ec2\/security-group-rule .*-endpoint-in$/),
      ]);
    },
  );

  it('says before which role of another account may not do its part', async () => {
    const scene = await fivePairs();
    await listenAt(scene.portal, 6432);
    await letOut(scene, 6432);
    const { id } = await shareOf(scene, 'payments orders-postgres');
    const iam = new IAMClient({
      region: 'us-east-1',
      endpoint: scene.portal.awsUrl,
      credentials: { accessKeyId: analytics.id, secretAccessKey: 'any' },
    });
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'database-access-provision',
        PolicyName: 'forbids',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Action: 'ec2:AuthorizeSecurityGroupIngress',
              Resource: '*',
            },
          ],
        }),
      }),
    );
    iam.destroy();
    scene.portal.awsClock.advance(301);
    const { digest, findings } = await scene.plan(
      'payments',
      'orders-postgres',
      { changes: id },
    );
    expect(digest).toBeUndefined();
    expect(findings[0]).toMatchObject({
      code: 'role_permission_missing',
      severity: 'blocking',
      message: expect.stringContaining(
        `The account ${analytics.id} (analytics) does not let its role database-access-provision do ec2:AuthorizeSecurityGroupIngress`,
      ),
    });
  });

  it('ends all that is built for it when it is given up, also what would have become reachable', async () => {
    const scene = await fivePairs();
    await listenAt(scene.portal, 3306);
    const { id } = await shareOf(scene, 'payments orders-postgres');
    const request = await scene.ask('payments', 'orders-postgres', {
      changes: id,
    });
    await scene.approve(request);
    await hold(scene, BUILDING);
    await scene.portal.run('start');
    const opened = 'analytics-databricks billing-mysql';
    const building = (await scene.living()).filter(
      each => each.requestId === request.id,
    );
    expect(pairsOf(building)).toEqual([
      opened,
      'analytics-databricks orders-postgres',
      'payments orders-postgres',
    ]);
    // Whichever of them is ended.
    const beside = building.find(each => pairsOf([each])[0] === opened)!;
    const { body: ending } = await scene.portal
      .as('everyOwner')
      .get(`/shares/${beside.id}/zone-ending`);
    expect(namesOf(ending.network)).toEqual(pairsOf(building));
    await scene.portal
      .as('everyOwner')
      .post(`/shares/${beside.id}/revoke`, { reason: 'Not needed' });
    await scene.portal.aws.mend();
    const rest = await settle(scene, undefined, now => {
      expect(now).not.toContain(opened);
    });
    expect(pairsOf(rest)).toEqual(ALL);
    expect((await timelineOf(scene, beside)).join('\n')).toContain(
      'the change is given up, and what was to be changed stays',
    );
    const { body } = await scene.portal
      .as('everyOwner')
      .get(`/shares/${beside.id}`);
    expect(body.lifecycle).toBe('revoked');
  });

  it('asks nobody where nobody may do more, and changes an association of a VPC, too', async () => {
    const scene = await zoneScene({ paymentsByTags: true });
    await scene.makePayments(OTHERS);
    const join = 'association';
    await scene.share('payments', 'orders-postgres', { join });
    await scene.share('payments', 'catalog-aurora', { join });
    expect(await reachedBy(scene, OTHERS)).toHaveLength(2);

    await scene.makePayments(OTHERS, false);
    const { id } = await shareOf(scene, 'payments catalog-aurora');
    const body = await scene.plan('payments', 'catalog-aurora', {
      changes: id,
    });
    expect(body).toMatchObject({
      change: { opensMore: false, interrupts: false },
      deciders: { refs: [], automatic: ['towpath/opens-no-more'] },
    });
    const before = await scene.reached();
    const request = await scene.ask('payments', 'catalog-aurora', {
      changes: id,
    });
    expect(body.change.interruption).toContain(
      'Whoever is only in sg-… can connect no more',
    );
    const allOf = async (): Promise<Share[]> =>
      (await scene.portal.as('everyOwner').get('/shares?limit=100')).body.items;
    await hold(scene, 'ec2:RevokeSecurityGroupIngress');
    await scene.portal.until(async () => {
      await scene.portal.run('start');
      expect(await scene.reached()).toEqual(before);
      const changed = (await scene.living()).filter(
        each => each.requestId === request.id,
      );
      return changed.length === 2 &&
        changed.every(each => each.lifecycle === 'active')
        ? changed
        : undefined;
    });
    // Until AWS has taken them out, the accesses that let them in are not cut.
    const ended = async () =>
      (await allOf()).filter(({ requestId }) => requestId !== request.id);
    expect(await reachedBy(scene, OTHERS)).toHaveLength(2);
    expect((await ended()).map(each => [each.lifecycle, each.cutAt])).toEqual([
      ['revoking', undefined],
      ['revoking', undefined],
    ]);
    await scene.portal.aws.mend();
    await scene.portal.until(async () =>
      (await ended()).every(each => each.lifecycle === 'revoked')
        ? true
        : undefined,
    );
    expect((await ended()).every(each => each.cutAt)).toBe(true);
    expect(await timelineOf(scene, (await ended())[0])).toContain(
      'Whom only this share let in is let in no more; the way itself serves another share',
    );
    expect(await scene.reached()).toEqual(before);
    expect(await reachedBy(scene, OTHERS)).toEqual([]);
  });

  it('adds nothing to a network that is otherwise there, and says what to change first', async () => {
    const scene = await zoneScene({ paymentsByTags: true });
    await scene.share('payments', 'orders-postgres');
    await scene.makePayments(SUBNET_A);
    const { digest, findings } = await scene.plan('payments', 'catalog-aurora');
    expect(digest).toBeUndefined();
    expect(findings[0]).toMatchObject({
      code: 'joined_otherwise',
      remedy: expect.stringContaining(
        'Change the access of payments to resource:default/orders-postgres first',
      ),
    });
  });

  it('lets one of two changes win, adds nothing meanwhile, and can be given up', async () => {
    const scene = await fivePairs();
    const { portal, plan, ask, approve } = scene;
    await scene.makePayments(SUBNET_A);
    const changeOf = async (database: DatabaseName) => ({
      changes: (await shareOf(scene, `payments ${database}`)).id,
      start: 'manual',
    });
    const billing = await shareOf(scene, 'payments billing-mysql');
    const one = await ask(
      'payments',
      'orders-postgres',
      await changeOf('orders-postgres'),
    );
    const two = await ask(
      'payments',
      'catalog-aurora',
      await changeOf('catalog-aurora'),
    );
    await approve(one);
    await approve(two);
    await hold(scene, BUILDING);
    await Promise.all(
      [one, two].map(({ id }) =>
        portal.as('requester').post(`/requests/${id}/start`),
      ),
    );
    const statuses = async () =>
      (
        await Promise.all(
          [one, two].map(({ id }) =>
            portal.as('everyOwner').get(`/requests/${id}`),
          ),
        )
      ).map(({ body }) => body.status);
    expect((await statuses()).sort()).toEqual(['approved', 'started']);
    const [waiting, won] =
      (await statuses())[0] === 'started' ? [two, one] : [one, two];
    const built = (await scene.living()).filter(
      each => each.requestId === won.id,
    );
    expect(pairsOf(built)).toEqual(OF_PAYMENTS);

    // Nothing else moves in the zone meanwhile, and says why.
    const { findings } = await plan('payments', 'billing-mysql', {
      changes: billing.id,
    });
    expect(findings[0]).toMatchObject({
      code: 'change_impossible',
      message: expect.stringContaining(
        'In the zone reporting another change is being built at this moment, of the access of payments to',
      ),
    });
    await portal.as('requester').post(`/requests/${waiting.id}/start`);
    expect((await waitsFor(scene, waiting)).join('\n')).toContain(
      'another change is being built',
    );

    // Given up, it leaves everything as it was.
    const { body: ending } = await portal
      .as('everyOwner')
      .get(`/shares/${built[0].id}/zone-ending`);
    expect(namesOf(ending.network)).toEqual(OF_PAYMENTS);
    await portal.as('requester').post(`/requests/${waiting.id}/cancel`);
    await portal
      .as('everyOwner')
      .post(`/shares/${built[0].id}/revoke`, { reason: 'Not needed' });
    await portal.aws.mend();
    const rest = await settle(scene, undefined, now => {
      expect(now).toEqual(ALL);
    });
    expect(rest.map(each => each.requestId)).not.toContain(won.id);
  });

  it('is refused while somebody leaves, and ends with what it was to take over from', async () => {
    const scene = await fivePairs();
    const { portal, plan, ask, approve } = scene;
    await scene.makePayments(SUBNET_A);
    const { id } = await shareOf(scene, 'payments orders-postgres');
    const changes = { changes: id };
    const request = await ask('payments', 'orders-postgres', changes);
    const billing = await shareOf(scene, 'payments billing-mysql');
    await hold(scene, BUILDING);
    await approve(request);
    await portal.run('start');
    const building = (await scene.living()).filter(
      each => each.requestId === request.id,
    );
    expect(building).toHaveLength(3);

    // A database leaves while the change is built: its access and what is built for it end, the others change.
    const catalog = await shareOf(scene, 'analytics-databricks catalog-aurora');
    await portal.as('everyOwner').post(`/shares/${catalog.id}/revoke`, {
      reason: 'It leaves',
      leave: 'database',
    });
    const { findings } = await plan('payments', 'billing-mysql', {
      changes: billing.id,
    });
    expect(findings[0].code).toBe('change_impossible');
    await portal.aws.mend();
    const after = await settle(scene, request, now => {
      expect(ALL).toEqual(expect.arrayContaining([...now]));
    });
    const left = ALL.filter(pair => !pair.endsWith('catalog-aurora'));
    expect(pairsOf(after)).toEqual(left);
    expect(await scene.reached()).toEqual(left);

    const network = await shareOf(
      scene,
      'analytics-databricks orders-postgres',
    );
    await scene.makePayments(SUBNET_A, false);
    const wish = {
      changes: (await shareOf(scene, 'payments orders-postgres')).id,
    };
    expect(
      (await plan('payments', 'orders-postgres', wish)).digest,
    ).toBeTruthy();
    await hold(scene, 'ec2:DeleteVpcEndpoints');
    await portal
      .as('everyOwner')
      .post(`/shares/${network.id}/revoke`, { reason: 'They leave' });
    const leaving = await plan('payments', 'orders-postgres', wish);
    expect(leaving.findings[0]).toMatchObject({
      code: 'change_impossible',
      message: expect.stringContaining(
        'is leaving the zone reporting at this moment',
      ),
    });
  });
});
