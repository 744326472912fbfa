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
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeVpcEndpointsCommand,
} from '@aws-sdk/client-ec2';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { adminOf } from '../__testUtils__/adminOf';
import { endpointConnection } from './endpointConnection';

const options = { pattern: 'privatelink' } as const;
const benchOf = () => bench('connection', 'analytics', options);
const ACCEPT = 'ec2:AcceptVpcEndpointConnections';

describe('an accepted endpoint', () => {
  behavesLikeAnObject({
    node: 'connection',
    creates: ACCEPT,
    removes: 'ec2:RejectVpcEndpointConnections',
    ...options,
  });

  it('is not there before it is accepted, though the endpoint asks', async () => {
    const b = await benchOf();
    expect(await b.find()).toBeUndefined();
    const ids: string[] = [];
    for await (const listed of b.type.list(b.watch, b.config.installation)) {
      ids.push(b.type.assess(listed).awsStatus!);
    }
    expect(ids).toEqual(['pendingAcceptance']);
  });

  it('is exactly the one that we made: another one of the account waits for ever', async () => {
    const b = await benchOf();
    const { ec2 } = adminOf(b, b.facts.network);
    const { VpcEndpoints: [ours] = [] } = await ec2.send(
      new DescribeVpcEndpointsCommand({}),
    );
    const { VpcEndpoint: theirs } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcEndpointType: 'Interface',
        ServiceName: ours.ServiceName,
        VpcId: ours.VpcId,
        SubnetIds: ours.SubnetIds,
      }),
    );
    b.clock.advance(120);
    await b.makeReady();
    const { VpcEndpoints = [] } = await ec2.send(
      new DescribeVpcEndpointsCommand({}),
    );
    expect(
      Object.fromEntries(VpcEndpoints.map(e => [e.VpcEndpointId, e.State])),
    ).toEqual({
      [ours.VpcEndpointId!]: 'available',
      [theirs!.VpcEndpointId!]: 'pendingAcceptance',
    });
  });

  it('is not accepted if it is of another account than was agreed on', async () => {
    const b = await benchOf();
    const before = b.changes();
    await expect(
      b.type.create(
        b.provision,
        {
          ...b.ref(),
          spec: { ...b.ref().spec, ownerAccountId: '888888888888' },
        },
        'token',
      ),
    ).rejects.toMatchObject({
      verdict: 'needs-a-person',
      code: 'aws_object_foreign',
      message: expect.stringMatching(/666666666666.*888888888888/),
    });
    expect(b.changes()).toBe(before);
  });

  it('waits while the provider does not see the endpoint', async () => {
    const b = await benchOf();
    const elsewhere = {
      ...b.ref(),
      spec: { ...b.ref().spec, vpcEndpointId: 'vpce-0123456789abcdef0' },
    };
    await expect(
      b.type.create(b.provision, elsewhere, 'token'),
    ).rejects.toMatchObject({ verdict: 'retry-later' });
  });

  it('is accepted once, however often it is asked for', async () => {
    const b = await benchOf();
    await b.make();
    const before = b.changes();
    expect(await b.make()).toMatchObject({ state: 'pending' });
    expect(b.changes()).toBe(before);
  });

  it.each([ACCEPT, 'ec2:RejectVpcEndpointConnections'])(
    'takes no 200 for success when EC2 lists the endpoint as refused by %s',
    async operation => {
      const b = await benchOf();
      const isAccept = operation === ACCEPT;
      const state = isAccept ? undefined : await b.makeReady();
      const send = b.provision.ec2.send.bind(b.provision.ec2);
      jest
        .spyOn(b.provision.ec2, 'send')
        .mockImplementation(async (command: any) =>
          /Accept|Reject/.test(command.constructor.name)
            ? {
                Unsuccessful: [
                  {
                    ResourceId: b.ref().spec.vpcEndpointId,
                    Error: { Code: 'InvalidState', Message: 'Not now' },
                  },
                ],
              }
            : (send(command) as any),
        );
      await expect(
        isAccept ? b.make() : b.type.remove(b.provision, b.ref(), state!),
      ).rejects.toMatchObject({
        awsCode: 'InvalidState',
        message: expect.stringContaining(operation),
      });
    },
  );

  it('is gone, without a call, when the endpoint is gone', async () => {
    const b = await benchOf();
    const state = (await b.makeReady())!;
    await adminOf(b, b.facts.network).ec2.send(
      new DeleteVpcEndpointsCommand({
        VpcEndpointIds: [state.vpcEndpointId],
      }),
    );
    expect(await b.find()).toBeUndefined();
    b.clock.advance(300);
    expect(await b.find()).toBeUndefined();
    await expect(
      b.type.remove(b.provision, b.ref(), state),
    ).resolves.toBeUndefined();
  });

  it('cuts the path from the provider’s side alone when it is taken back', async () => {
    const b = await benchOf();
    const state = (await b.makeReady())!;
    const before = b.changes();
    await b.type.remove(b.provision, b.ref(), state);
    expect(b.changes() - before).toBe(1);
    expect(await b.find()).toBeUndefined();
    const { VpcEndpoints: [endpoint] = [] } = await adminOf(
      b,
      b.facts.network,
    ).ec2.send(new DescribeVpcEndpointsCommand({}));
    expect(endpoint.State).toBe('rejected');
  });

  it.each([
    ['available', 'ready'],
    ['pending', 'pending'],
    ['pendingAcceptance', 'pending'],
    ['rejected', 'gone'],
    ['expired', 'gone'],
    ['failed', 'gone'],
    ['deleting', 'gone'],
    ['hibernating', 'unknown'],
  ])('understands %s as %s', (state, condition) => {
    expect(
      endpointConnection.assess({
        serviceId: 'vpce-svc-1',
        vpcEndpointId: 'vpce-1',
        ownerAccountId: '666666666666',
        state,
      }),
    ).toMatchObject({ condition, awsStatus: state });
  });
});
