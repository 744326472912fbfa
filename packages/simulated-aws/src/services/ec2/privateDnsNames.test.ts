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

import { exampleCompany } from '../../company/exampleCompany';
import { resolveName } from '../../network/dns';
import { interfaceEndpointOf, makeD } from '../../testing/patternD';
import { startStage } from '../../testing/stage';

const { analytics, 'orders-prod': orders } = exampleCompany.accounts;
const zone = orders.publicZone!;
const NAME = `orders.${zone.name}`;

/** A service with a name that nobody has proved, and an endpoint of another account that is accepted. */
async function named() {
  const stage = startStage();
  const arn = await makeD.loadBalancer(stage, []);
  const service = await makeD.service(stage, arn, { PrivateDnsName: NAME });
  await makeD.permission(stage, service.id, analytics.id);
  const endpoint = await makeD.endpoint(stage, service.name);
  const provider = stage.ec2(orders.id);
  const consumer = stage.ec2(analytics.id);
  const proof = async () => {
    const { ServiceConfigurations } =
      await provider.describeVpcEndpointServiceConfigurations({
        ServiceIds: [service.id],
      });
    return ServiceConfigurations![0].PrivateDnsNameConfiguration!;
  };
  const { Name, Value } = await proof();
  return {
    stage,
    service,
    endpoint,
    consumer,
    proof,
    record: { Name: `${Name}.${NAME}`, Value: Value! },
    accept: () => makeD.acceptance(stage, service.id, endpoint.id),
    text: async (record: { Name: string; Value: string }) => {
      await stage.route53(orders.id).changeResourceRecordSets({
        HostedZoneId: zone.id,
        ChangeBatch: {
          Changes: [
            {
              Action: 'UPSERT',
              ResourceRecordSet: {
                Name: record.Name,
                Type: 'TXT',
                TTL: 60,
                ResourceRecords: [{ Value: `"${record.Value}"` }],
              },
            },
          ],
        },
      });
      stage.advance(60);
    },
    verify: async () => {
      await provider.startVpcEndpointServicePrivateDnsVerification({
        ServiceId: service.id,
      });
      const asked = (await proof()).State;
      stage.advance(60);
      return [asked, (await proof()).State];
    },
    use: () =>
      consumer.modifyVpcEndpoint({
        VpcEndpointId: endpoint.id,
        PrivateDnsEnabled: true,
      }),
  };
}

describe('the private DNS name of an endpoint service', () => {
  it('is to be proved by a text that AWS makes up', async () => {
    const { proof } = await named();
    expect(await proof()).toEqual({
      State: 'pendingVerification',
      Type: 'TXT',
      Name: expect.stringMatching(/^_[0-9a-z]{20}$/),
      Value: expect.stringMatching(/^vpce:[0-9a-z]{20}$/),
    });
  });

  it('is verified when the text is in public DNS, and then only', async () => {
    const { record, text, verify } = await named();
    expect(await verify()).toEqual(['pendingVerification', 'failed']);
    await text({ ...record, Value: 'vpce:other' });
    expect(await verify()).toEqual(['pendingVerification', 'failed']);
    await text({ ...record, Name: `_other.${NAME}` });
    expect(await verify()).toEqual(['pendingVerification', 'failed']);
    await text(record);
    expect(await verify()).toEqual(['pendingVerification', 'verified']);
  });

  it('asks for another text when it is set anew', async () => {
    const { stage, service, record, text, verify, proof } = await named();
    await text(record);
    expect(await verify()).toContain('verified');
    await stage.ec2(orders.id).modifyVpcEndpointServiceConfiguration({
      ServiceId: service.id,
      PrivateDnsName: `other.${zone.name}`,
    });
    expect(await proof()).toMatchObject({ State: 'pendingVerification' });
    expect((await proof()).Value).not.toBe(record.Value);
  });

  it('is for endpoints to use once it is verified and they are accepted', async () => {
    const { record, text, verify, use, accept, stage, consumer, endpoint } =
      await named();
    await expect(use()).rejects.toMatchObject({ name: 'IncorrectState' });
    await accept();
    stage.advance(120);
    await expect(use()).rejects.toMatchObject({
      name: 'InvalidParameter',
      message: expect.stringContaining('has not verified the private DNS name'),
    });
    await text(record);
    await verify();
    await use();
    const { VpcEndpoints } = await consumer.describeVpcEndpoints({
      VpcEndpointIds: [endpoint.id],
    });
    expect(VpcEndpoints![0]).toMatchObject({ PrivateDnsEnabled: true });
    expect(VpcEndpoints![0].DnsEntries).toContainEqual(
      expect.objectContaining({ DnsName: NAME }),
    );
    const { databricks } = analytics.vpcs;
    const inside = resolveName(stage.world, {
      vpcId: databricks.id,
      name: NAME,
    });
    expect(inside.addresses).not.toEqual([]);
    expect(resolveName(stage.world, { name: NAME }).addresses).toEqual([]);
  });

  it('cannot be asked for by an endpoint that is to be accepted', async () => {
    const { record, text, verify, consumer, service } = await named();
    await text(record);
    await verify();
    await expect(
      consumer.createVpcEndpoint({
        ...interfaceEndpointOf(service.name),
        PrivateDnsEnabled: true,
      }),
    ).rejects.toMatchObject({
      message: expect.stringContaining(
        'Private DNS can only be enabled after the endpoint connection is accepted',
      ),
    });
  });

  it.each(['nonsense', '-x.example.com'])('cannot be %s', async name => {
    const { stage, service } = await named();
    await expect(
      stage.ec2(orders.id).modifyVpcEndpointServiceConfiguration({
        ServiceId: service.id,
        PrivateDnsName: name,
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameter' });
  });
});
