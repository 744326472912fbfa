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

import { reachable, resolveName } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import {
  PRIVATE_NAME,
  withPrivateName,
} from '../__testUtils__/withPrivateName';
import { endpointPrivateDns } from './endpointPrivateDns';

const benchOf = () => bench('endpoint-name', 'analytics', withPrivateName());

describe('the private name of a service in a network', () => {
  behavesLikeAnObject({
    node: 'endpoint-name',
    creates: 'ec2:ModifyVpcEndpoint',
    ...withPrivateName(),
  });

  it('leads to the endpoint in this network, and nowhere else', async () => {
    const b = await benchOf();
    const { vpcId } = b.facts.network;
    const inside = () => resolveName(b.world, { vpcId, name: PRIVATE_NAME });
    expect(inside().addresses).toEqual([]);
    const state = await b.makeReady();
    const { dnsName } = b.engine.row(b.graph, 'interface-endpoint').outputs;
    expect(inside().addresses).toEqual(
      resolveName(b.world, { name: dnsName }).addresses,
    );
    expect(inside().addresses).not.toEqual([]);
    expect(resolveName(b.world, { name: PRIVATE_NAME }).addresses).toEqual([]);
    expect(b.type.outputs(state!)).toEqual({ privateDnsName: PRIVATE_NAME });
  });

  it('reaches the database, and is in no certificate', async () => {
    const b = await benchOf();
    const ask = (tls?: 'verify-full') =>
      reachable(b.world, {
        from: b.facts.network.vpcId,
        to: b.facts.database.arn,
        sg: b.facts.network.clientSecurityGroupIds[0],
        name: PRIVATE_NAME,
        tls,
      }).reachable;
    expect(ask()).toBe(false);
    await b.makeReady();
    expect(ask()).toBe(true);
    expect(ask('verify-full')).toBe(false);
  });

  it('leaves the endpoint its names that AWS made: the record of the database follows these', async () => {
    const b = await benchOf();
    const row = b.engine.row(b.graph, 'interface-endpoint');
    const type = b.engine.typeOf(row);
    const look = async () =>
      type.outputs((await type.find(b.watch, b.engine.refOf(b.graph, row)))!);
    const before = await look();
    await b.makeReady();
    expect(await look()).toEqual(before);
  });

  it('waits for an endpoint that its own account does not see as available yet', async () => {
    const b = await benchOf();
    const send = jest.spyOn(b.provision.ec2, 'send');
    const { vpcEndpointId } = b.ref().spec;
    send.mockResolvedValueOnce({
      VpcEndpoints: [{ VpcEndpointId: vpcEndpointId, State: 'pending' }],
    } as never);
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'retry-later',
      message: expect.stringContaining(vpcEndpointId),
    });
  });

  it.each([
    ['available', 'ready'],
    ['Available', 'ready'],
    ['pending', 'pending'],
    ['rejected', 'broken'],
    ['deleted', 'gone'],
    ['hibernating', 'unknown'],
  ])('of an endpoint that is %s is %s', (state, condition) => {
    expect(
      endpointPrivateDns.assess({
        vpcEndpointId: 'vpce-1',
        state,
        name: PRIVATE_NAME,
      }),
    ).toMatchObject({ condition });
  });

  it('is not ready before AWS shows it', () => {
    expect(
      endpointPrivateDns.assess({
        vpcEndpointId: 'vpce-1',
        state: 'available',
      }),
    ).toMatchObject({ condition: 'pending' });
  });
});
