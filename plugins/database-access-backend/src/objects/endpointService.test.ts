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
  DescribeVpcEndpointConnectionsCommand,
  ModifyVpcEndpointServiceConfigurationCommand,
} from '@aws-sdk/client-ec2';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { adminOf } from '../__testUtils__/adminOf';
import { factsOf } from '../__testUtils__/simulatedCompany';
import { endpointService } from './endpointService';

const options = { pattern: 'privatelink' } as const;

describe('an endpoint service', () => {
  behavesLikeAnObject({
    node: 'service',
    creates: 'ec2:CreateVpcEndpointServiceConfiguration',
    removes: 'ec2:DeleteVpcEndpointServiceConfigurations',
    ...options,
  });

  it('is made once, however often the same token asks for it', async () => {
    const b = await bench('service', 'analytics', options);
    const first = await b.make();
    const second = await b.make();
    expect(b.type.awsId(second)).toBe(b.type.awsId(first));
  });

  it('lets in nobody by itself, and is set right when somebody changes that', async () => {
    const b = await bench('service', 'analytics', options);
    const state = (await b.makeReady())!;
    expect(state.acceptanceRequired).toBe(true);
    expect(b.type.correction!.needed(b.ref(), state)).toBeUndefined();
    await adminOf(b, b.facts.database).ec2.send(
      new ModifyVpcEndpointServiceConfigurationCommand({
        ServiceId: state.serviceId,
        AcceptanceRequired: false,
      }),
    );
    const open = (await b.find())!;
    expect(b.type.assess(open)).toMatchObject({ condition: 'degraded' });
    expect(b.type.correction!.needed(b.ref(), open)).toContain(state.serviceId);

    await b.type.correction!.make(b.provision, b.ref(), open);
    expect(b.type.assess((await b.find())!)).toMatchObject({
      condition: 'ready',
    });
  });

  it('rejects strangers before it goes, since AWS keeps a service that has endpoints', async () => {
    // Somebody of the consumer's account makes one more endpoint, and nobody accepts it.
    const b = await bench('interface-endpoint', 'analytics', options);
    await b.make();
    b.clock.advance(60);
    const row = b.engine.row(b.graph, 'service');
    const provision = b.engine.provision(row);
    const ref = b.engine.refOf(b.graph, row);
    const connections = async () => {
      const { VpcEndpointConnections = [] } = await adminOf(
        b,
        b.facts.database,
      ).ec2.send(new DescribeVpcEndpointConnectionsCommand({}));
      return VpcEndpointConnections.map(found => found.VpcEndpointState);
    };
    expect(await connections()).toEqual(['pendingAcceptance']);

    const find = () => endpointService.find(b.engine.watch(row), ref);
    await endpointService.remove(provision, ref, (await find())!);
    expect(await connections()).toEqual(['rejected']);
    await endpointService.remove(provision, ref, (await find())!);
    b.clock.advance(120);
    expect(await find()).toBeUndefined();
  });

  it('takes no 200 for success when EC2 lists the service as not deleted', async () => {
    const b = await bench('service', 'analytics', options);
    const state = await b.makeReady();
    const send = jest.spyOn(b.provision.ec2, 'send');
    // It has no connections; then somebody makes one.
    send.mockResolvedValueOnce({ VpcEndpointConnections: [] } as never);
    send.mockResolvedValueOnce({
      Unsuccessful: [
        {
          ResourceId: state!.serviceId,
          Error: {
            Code: 'ExistingVpcEndpointConnections',
            Message: 'Service has existing active VPC Endpoint connections!',
          },
        },
      ],
    } as never);
    await expect(
      b.type.remove(b.provision, b.ref(), state!),
    ).rejects.toMatchObject({ verdict: 'retry-later', code: 'aws_busy' });
  });

  it.each([
    ['Available', 'ready'],
    ['available', 'ready'],
    ['Pending', 'pending'],
    ['Deleting', 'pending'],
    ['Failed', 'broken'],
    ['Deleted', 'gone'],
    ['Hibernating', 'unknown'],
  ])('understands %s as %s', (state, condition) => {
    expect(
      endpointService.assess({
        serviceId: 'vpce-svc-1',
        serviceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-1',
        state,
        acceptanceRequired: true,
      }),
    ).toMatchObject({ condition, awsStatus: state });
  });
});

describe('an account of an endpoint service', () => {
  behavesLikeAnObject({
    node: 'service-principal',
    creates: 'ec2:ModifyVpcEndpointServicePermissions',
    removes: 'ec2:ModifyVpcEndpointServicePermissions',
    ...options,
  });

  it('is the whole account, since AWS lets in no network', async () => {
    const b = await bench('service-principal', 'analytics', options);
    expect(await b.make()).toMatchObject({
      principal: 'arn:aws:iam::666666666666:root',
    });
  });
});

describe('another Region of an endpoint service', () => {
  behavesLikeAnObject({
    node: 'service-region',
    creates: 'ec2:ModifyVpcEndpointServiceConfiguration',
    removes: 'ec2:ModifyVpcEndpointServiceConfiguration',
    facts: factsOf('dublin'),
    ...options,
  });
});
