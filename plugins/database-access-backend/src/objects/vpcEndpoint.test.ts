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
} from '@aws-sdk/client-route-53';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { adminOf } from '../__testUtils__/adminOf';
import { vpcEndpoint } from './vpcEndpoint';

describe('a VPC endpoint', () => {
  behavesLikeAnObject({
    node: 'vpc-endpoint',
    creates: 'ec2:CreateVpcEndpoint',
    removes: 'ec2:DeleteVpcEndpoints',
  });

  it('waits, without an error for people, until its account sees the configuration', async () => {
    const b = await bench('vpc-endpoint');
    const principal = b.engine.row(b.graph, 'principal');
    await b.engine.removeOrLook(b.graph, principal);
    b.clock.advance(60);
    const before = b.changes();
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'retry-later',
      code: 'aws_not_visible_yet',
    });
    expect(b.changes()).toBe(before);
  });

  it('waits while its VPC holds the name of the database by something else', async () => {
    const b = await bench('vpc-endpoint');
    const { network, database } = b.facts;
    const { route53 } = adminOf({ aws: b.aws }, b.ref().lane);
    const { HostedZone: zone } = await route53.send(
      new CreateHostedZoneCommand({
        Name: database.host,
        CallerReference: 'theirs',
        VPC: { VPCId: network.vpcId, VPCRegion: 'us-east-1' },
      }),
    );
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'retry-later',
      code: 'endpoint_exists',
      message: expect.stringContaining(
        `The VPC ${network.vpcId} of account ${network.accountId}`,
      ),
    });
    b.clock.advance(60);
    await route53.send(new DeleteHostedZoneCommand({ Id: zone!.Id }));
    b.clock.advance(60);
    expect(await b.make()).toBeDefined();
  });

  it('is made once, however often the same token asks for it', async () => {
    const b = await bench('vpc-endpoint');
    const first = await b.make();
    const second = await b.make();
    expect(b.type.awsId(second)).toBe(b.type.awsId(first));
  });

  it('gives the database’s own name to people', async () => {
    const b = await bench('vpc-endpoint');
    const state = await b.makeReady();
    expect(b.type.outputs(state!)).toMatchObject({
      vpcEndpointId: expect.stringMatching(/^vpce-/),
      privateDnsNames: expect.stringContaining(b.facts.database.host),
    });
  });

  it('takes no 200 for success when EC2 lists the endpoint as not deleted', async () => {
    const b = await bench('vpc-endpoint');
    const state = await b.makeReady();
    jest.spyOn(b.provision.ec2, 'send').mockResolvedValueOnce({
      Unsuccessful: [
        {
          ResourceId: state!.vpcEndpointId,
          Error: { Code: 'DependencyViolation', Message: 'It is in use' },
        },
      ],
    } as never);
    await expect(
      b.type.remove(b.provision, b.ref(), state!),
    ).rejects.toMatchObject({
      awsCode: 'DependencyViolation',
      verdict: 'retry-later',
      message: expect.stringContaining('ec2:DeleteVpcEndpoints'),
    });
  });

  it('is not ready before AWS says that what it leads to is accessible', () => {
    const state = {
      vpcEndpointId: 'vpce-0123456789abcdef0',
      state: 'available',
      groupIds: [],
      subnetIds: [],
    };
    expect(vpcEndpoint.assess({ ...state, destinations: [] })).toMatchObject({
      condition: 'pending',
    });
    expect(
      vpcEndpoint.assess({
        ...state,
        destinations: [
          { accessibility: 'Inaccessible', failureReason: 'It is deleted.' },
        ],
      }),
    ).toMatchObject({ condition: 'broken', reason: 'It is deleted.' });
  });

  it.each([
    ['available', 'ready'],
    ['Available', 'ready'],
    ['partial', 'degraded'],
    ['pendingAcceptance', 'pending'],
    ['PendingAcceptance', 'pending'],
    ['deleting', 'pending'],
    ['rejected', 'broken'],
    ['failed', 'broken'],
    ['expired', 'broken'],
    ['hibernating', 'unknown'],
  ])('S4: understands %s as %s', (state, condition) => {
    expect(
      vpcEndpoint.assess({
        vpcEndpointId: 'vpce-0123456789abcdef0',
        state,
        groupIds: [],
        subnetIds: [],
        destinations: [{ accessibility: 'Accessible' }],
      }),
    ).toMatchObject({ condition, awsStatus: state });
  });
});
