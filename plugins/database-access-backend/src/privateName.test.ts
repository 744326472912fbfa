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
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { Share } from '@towpath/backstage-plugin-database-access-common';
import {
  exampleCompany,
  populate,
  reachable,
  World,
} from '@towpath/simulated-aws';
import { exampleAccounts, ordersAccount } from './__testUtils__/exampleConfig';
import { decide, fileRequest, WISH } from './__testUtils__/requestSteps';
import { startPortal, stopPortals } from './__testUtils__/startPortal';
import { PRIVATE_NAME } from './__testUtils__/withPrivateName';

jest.setTimeout(120_000);

afterEach(stopPortals);

const { publicZone } = exampleCompany.accounts['orders-prod'];
const wish = {
  ...WISH,
  connectVia: 'privatelink',
  overrideReason: 'To have a name of our own',
};

async function portalWithNames() {
  let world!: World;
  const portal = await startPortal({
    databaseAccess: {
      accounts: [
        {
          ...ordersAccount,
          privateLink: {
            privateDnsName: {
              domain: publicZone!.name,
              hostedZoneId: publicZone!.id,
            },
          },
        },
        ...exampleAccounts.slice(1),
      ],
    },
    aws: {
      populate: made => {
        world = made;
        populate(made);
      },
    },
  });
  const reaches = (name?: string) =>
    reachable(world, {
      from: 'vpc-06666000000000001',
      sg: 'sg-06666000000000018',
      to: exampleCompany.accounts['orders-prod'].databases['orders-postgres']
        .arn,
      name,
    }).reachable;
  return { portal, reaches };
}

async function startShare(
  portal: Awaited<ReturnType<typeof portalWithNames>>['portal'],
) {
  const request = await fileRequest(portal, { wish });
  await decide(portal, request);
  const { body } = await portal
    .as('requester')
    .post(`/requests/${request.id}/start`);
  const lanes = await portal.driveLanes();
  const until = async (lifecycle: Share['lifecycle']): Promise<Share> => {
    for (let round = 0; round < 120; round++) {
      const { body: share } = await portal
        .as('requester')
        .get(`/shares/${body.shareId}`);
      if (share.lifecycle === lifecycle) {
        return share;
      }
      portal.awsClock.advance(30);
      await lanes();
    }
    throw new Error(`It did not become ${lifecycle}`);
  };
  return { id: body.shareId, until };
}

describe('a database whose account has a domain for its names', () => {
  it('shows it in the plan and is reached by it, too; its snippets and the host stay those of RDS', async () => {
    const { portal, reaches } = await portalWithNames();
    const { body: plan } = await portal.as('requester').post('/plans', wish);
    const types = plan.objects.map(({ type }: { type: string }) => type);
    expect(types).toEqual(
      expect.arrayContaining([
        'ec2/endpoint-service-name',
        'route53/verification-record',
        'ec2/endpoint-service-verification',
        'ec2/endpoint-private-dns',
      ]),
    );
    const { id, until } = await startShare(portal);
    await until('active');
    expect([reaches(PRIVATE_NAME), reaches()]).toEqual([true, true]);
    const { body } = await portal.as('requester').get(`/shares/${id}`);
    const values = new Map(
      body.outputs.map((o: { name: string; value: string }) => [
        o.name,
        o.value,
      ]),
    );
    expect(values.get('endpoint-name.privateDnsName')).toBe(PRIVATE_NAME);
    expect(values.get('host')).toContain('.rds.amazonaws.com');
    expect(JSON.stringify(body.snippets)).not.toContain(PRIVATE_NAME);

    await portal
      .as('requester')
      .post(`/shares/${id}/revoke`, { reason: 'Over' });
    await until('revoked');
    expect([reaches(PRIVATE_NAME), reaches()]).toEqual([false, false]);
  });

  it('gets stuck with a sentence when the world asks another zone for the proof, and goes on when it does not', async () => {
    const { portal, reaches } = await portalWithNames();
    // Somebody has delegated the name to a zone of another account, so nobody looks into the one in config.
    const route53 = new Route53Client({
      region: 'us-east-1',
      endpoint: portal.awsUrl,
      credentials: {
        accessKeyId: '444444444444',
        secretAccessKey: 'simulated',
      },
    });
    const { HostedZone } = await route53.send(
      new CreateHostedZoneCommand({
        Name: PRIVATE_NAME,
        CallerReference: 'delegated',
      }),
    );
    const { until } = await startShare(portal);
    const { reason } = await until('stuck');
    expect(reason).toContain('AWS does not find the TXT record _');
    expect(reason).toContain(
      `it does not believe that ${PRIVATE_NAME} is yours`,
    );
    // The way itself has nothing to do with it.
    expect([reaches(PRIVATE_NAME), reaches()]).toEqual([false, true]);

    await route53.send(new DeleteHostedZoneCommand({ Id: HostedZone!.Id }));
    const stuck = await until('stuck');
    await portal.as('requester').post(`/shares/${stuck.id}/retry`);
    await until('active');
    expect(reaches(PRIVATE_NAME)).toBe(true);
  });
});
