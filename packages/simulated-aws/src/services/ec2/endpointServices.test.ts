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

import type { CreateVpcEndpointServiceConfigurationCommandInput } from '@aws-sdk/client-ec2';
import { exampleCompany } from '../../company/exampleCompany';
import { resolveName } from '../../network/dns';
import { latticeCompany } from '../../testing/latticeCompany';
import { interfaceEndpointOf, makeD } from '../../testing/patternD';
import { inDatabricks, Stage, startStage, Where } from '../../testing/stage';
import { EC2 } from '@aws-sdk/client-ec2';

const { accounts } = exampleCompany;
const orders = accounts['orders-prod'];
const { analytics, billing, partner, payments } = accounts;

const inDublin: Where = {
  accountId: payments.id,
  vpcId: payments.vpcs.dublin.id,
  subnetIds: payments.vpcs.dublin.subnets.map(subnet => subnet.id),
  clientGroupId: payments.vpcs.dublin.defaultSecurityGroupId,
};

async function setup(
  change: Partial<CreateVpcEndpointServiceConfigurationCommandInput> = {},
) {
  const stage = startStage();
  const loadBalancerArn = await makeD.loadBalancer(stage, []);
  const service = await makeD.service(stage, loadBalancerArn, change);
  const provider = stage.ec2(orders.id);
  const consumer = stage.ec2(analytics.id);
  return {
    stage,
    loadBalancerArn,
    service,
    provider,
    consumer,
    allow: (accountId: string = analytics.id) =>
      makeD.permission(stage, service.id, accountId),
    create: (where?: Where) =>
      stage
        .ec2(where?.accountId ?? analytics.id)
        .createVpcEndpoint(interfaceEndpointOf(service.name, where)),
    stateOf: async (id: string) =>
      (await consumer.describeVpcEndpoints({ VpcEndpointIds: [id] }))
        .VpcEndpoints![0].State,
    connections: async () =>
      (await provider.describeVpcEndpointConnections({}))
        .VpcEndpointConnections!,
  };
}

/** A service with an endpoint that waits to be accepted. */
async function connected(stagePart?: { accept?: boolean }) {
  const all = await setup();
  await all.allow();
  const endpoint = await makeD.endpoint(all.stage, all.service.name);
  if (stagePart?.accept) {
    await makeD.acceptance(all.stage, all.service.id, endpoint.id);
  }
  return { ...all, endpoint };
}

async function configurationOf(stage: Stage, id: string) {
  const { ServiceConfigurations } = await stage
    .ec2(orders.id)
    .describeVpcEndpointServiceConfigurations({ ServiceIds: [id] });
  return ServiceConfigurations![0];
}

describe('an endpoint service', () => {
  it('is pending first, and available in the zones of its load balancer', async () => {
    const stage = startStage();
    const arn = await makeD.loadBalancer(stage, []);
    const ec2 = stage.ec2(orders.id);
    const { ServiceConfiguration } =
      await ec2.createVpcEndpointServiceConfiguration({
        NetworkLoadBalancerArns: [arn],
        TagSpecifications: [
          {
            ResourceType: 'vpc-endpoint-service',
            Tags: [{ Key: 'tier', Value: 'gold' }],
          },
        ],
      });
    expect(ServiceConfiguration).toMatchObject({
      ServiceId: expect.stringMatching(/^vpce-svc-[0-9a-f]{17}$/),
      ServiceName: `com.amazonaws.vpce.us-east-1.${ServiceConfiguration?.ServiceId}`,
      ServiceState: 'Pending',
      ServiceType: [{ ServiceType: 'Interface' }],
      // What AWS asks of itself when nothing is said.
      AcceptanceRequired: true,
      AvailabilityZoneIds: ['use1-az1', 'use1-az2', 'use1-az4'],
      NetworkLoadBalancerArns: [arn],
      SupportedRegions: [{ Region: 'us-east-1' }],
      Tags: [{ Key: 'tier', Value: 'gold' }],
    });
    stage.advance(15);
    const found = await ec2.describeVpcEndpointServiceConfigurations({
      Filters: [{ Name: 'tag:tier', Values: ['gold'] }],
    });
    expect(found.ServiceConfigurations).toMatchObject([
      { ServiceState: 'Available' },
    ]);
  });

  it('is made once for a token, and for one load balancer', async () => {
    const { stage, provider, loadBalancerArn } = await setup();
    const other = await makeD.loadBalancer(stage, [], 'other');
    const create = (NetworkLoadBalancerArns: string[], ClientToken?: string) =>
      provider.createVpcEndpointServiceConfiguration({
        NetworkLoadBalancerArns,
        ClientToken,
      });
    await expect(create([loadBalancerArn])).rejects.toMatchObject({
      name: 'InvalidParameter',
      message: expect.stringContaining('already associated'),
    });
    const first = await create([other], 'token');
    const again = await create([other], 'token');
    expect(again.ServiceConfiguration?.ServiceId).toBe(
      first.ServiceConfiguration?.ServiceId,
    );
    await expect(create([loadBalancerArn], 'token')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatch',
    });
  });

  it.each([
    ['nothing', {}, 'MissingParameter'],
    [
      'a load balancer of nobody',
      {
        NetworkLoadBalancerArns: [
          'arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/net/no/0',
        ],
      },
      'InvalidParameter',
    ],
  ])('cannot be made of %s', async (_what, input, name) => {
    const ec2 = startStage().ec2(orders.id);
    await expect(
      ec2.createVpcEndpointServiceConfiguration(input),
    ).rejects.toMatchObject({ name });
  });

  it('cannot be made of a load balancer that is provisioning, nor its load balancer be deleted', async () => {
    const { stage, service, loadBalancerArn, provider } = await setup();
    const elb = stage.elb(orders.id);
    const { LoadBalancers } = await elb.createLoadBalancer({
      Name: 'young',
      Type: 'network',
      Scheme: 'internal',
      Subnets: [orders.vpcs.orders.subnets[0].id],
    });
    await expect(
      provider.createVpcEndpointServiceConfiguration({
        NetworkLoadBalancerArns: [LoadBalancers![0].LoadBalancerArn!],
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameter' });
    const remove = () =>
      elb.deleteLoadBalancer({ LoadBalancerArn: loadBalancerArn });
    const inUse = {
      name: 'ResourceInUseException',
      message: expect.stringContaining(
        'cannot be deleted because it is currently associated with another service',
      ),
    };
    await expect(remove()).rejects.toMatchObject(inUse);
    await provider.deleteVpcEndpointServiceConfigurations({
      ServiceIds: [service.id],
    });
    expect((await configurationOf(stage, service.id)).ServiceState).toBe(
      'Deleting',
    );
    // Deleting is not gone: until then the load balancer is in use.
    await expect(remove()).rejects.toMatchObject(inUse);
    stage.advance(30);
    await remove();
    await expect(configurationOf(stage, service.id)).rejects.toMatchObject({
      name: 'InvalidVpcEndpointServiceId.NotFound',
    });
  });

  it('takes other load balancers, and asks for acceptance or not', async () => {
    const { stage, service, provider, loadBalancerArn } = await setup();
    const other = await makeD.loadBalancer(stage, [], 'other');
    const modify = (change: object) =>
      provider.modifyVpcEndpointServiceConfiguration({
        ServiceId: service.id,
        ...change,
      });
    await modify({
      AcceptanceRequired: false,
      AddNetworkLoadBalancerArns: [other],
      RemoveNetworkLoadBalancerArns: [loadBalancerArn],
    });
    expect(await configurationOf(stage, service.id)).toMatchObject({
      AcceptanceRequired: false,
      NetworkLoadBalancerArns: [other],
    });
    await expect(
      modify({ RemoveNetworkLoadBalancerArns: [other] }),
    ).rejects.toMatchObject({ name: 'InvalidParameter' });
  });

  it('is not deleted while an endpoint is connected: AWS answers 200 and says so', async () => {
    const { service, provider, endpoint } = await connected();
    const remove = async (...ServiceIds: string[]) =>
      (await provider.deleteVpcEndpointServiceConfigurations({ ServiceIds }))
        .Unsuccessful;
    expect(
      await remove(service.id, 'vpce-svc-0123456789abcdef0', 'orders'),
    ).toMatchObject([
      {
        ResourceId: service.id,
        Error: { Code: 'ExistingVpcEndpointConnections' },
      },
      {
        ResourceId: 'vpce-svc-0123456789abcdef0',
        Error: { Code: 'InvalidVpcEndpointService.NotFound' },
      },
      {
        ResourceId: 'orders',
        Error: { Code: 'InvalidVpcEndpointServiceId.Malformed' },
      },
    ]);
    await provider.rejectVpcEndpointConnections({
      ServiceId: service.id,
      VpcEndpointIds: [endpoint.id],
    });
    expect(await remove(service.id)).toEqual([]);
  });
});

describe('who is allowed', () => {
  it('sees the service some time later, and until then there is none', async () => {
    const { stage, provider, consumer, service, create } = await setup();
    const look = async () =>
      (
        await consumer.describeVpcEndpointServices({
          ServiceNames: [service.name],
        })
      ).ServiceDetails!;
    const none = {
      name: 'InvalidServiceName',
      message: expect.stringContaining(
        `The Vpc Endpoint Service '${service.name}' does not exist`,
      ),
    };
    await expect(look()).rejects.toMatchObject(none);
    const { AddedPrincipals } =
      await provider.modifyVpcEndpointServicePermissions({
        ServiceId: service.id,
        AddAllowedPrincipals: [`arn:aws:iam::${analytics.id}:root`],
      });
    expect(AddedPrincipals).toMatchObject([{ PrincipalType: 'Account' }]);
    stage.advance(19);
    await expect(create()).rejects.toMatchObject(none);
    stage.advance(1);
    expect(await look()).toMatchObject([
      {
        ServiceId: service.id,
        Owner: orders.id,
        AcceptanceRequired: true,
        ServiceRegion: 'us-east-1',
        Tags: [],
      },
    ]);
    await create();
  });

  it('is told, taken once, and taken back without cutting anybody off', async () => {
    const { provider, service, endpoint, stateOf, create } = await connected({
      accept: true,
    });
    const principal = `arn:aws:iam::${analytics.id}:root`;
    const change = (add: string[], remove: string[]) =>
      provider.modifyVpcEndpointServicePermissions({
        ServiceId: service.id,
        AddAllowedPrincipals: add,
        RemoveAllowedPrincipals: remove,
      });
    expect((await change([principal], [])).AddedPrincipals).toEqual([]);
    const listed = async () =>
      (
        await provider.describeVpcEndpointServicePermissions({
          ServiceId: service.id,
        })
      ).AllowedPrincipals!.map(({ Principal }) => Principal);
    expect(await listed()).toEqual([principal]);
    await change([], [principal]);
    expect(await listed()).toEqual([]);
    expect(await stateOf(endpoint.id)).toBe('available');
    await expect(create()).rejects.toMatchObject({
      name: 'InvalidServiceName',
    });
  });

  it('may be everybody, one role, and nobody who is no principal', async () => {
    const { stage, provider, service, create } = await setup();
    const allow = (principal: string) =>
      provider.modifyVpcEndpointServicePermissions({
        ServiceId: service.id,
        AddAllowedPrincipals: [principal],
      });
    for (const bad of [
      analytics.id,
      `arn:aws:iam::${analytics.id}:role/with/a/path`,
    ]) {
      await expect(allow(bad)).rejects.toMatchObject({
        name: 'InvalidPrincipal',
      });
    }
    await allow(`arn:aws:iam::${analytics.id}:role/database-access-provision`);
    stage.settle();
    // The account's admin is not that role.
    await expect(create()).rejects.toMatchObject({
      name: 'InvalidServiceName',
    });
    await allow('*');
    stage.settle();
    await create();
  });
});

describe('an Interface endpoint', () => {
  it('waits for acceptance, is pending then, and available after one to two minutes', async () => {
    const { stage, service, consumer, endpoint, stateOf, connections } =
      await connected();
    stage.settle();
    expect(await stateOf(endpoint.id)).toBe('pendingAcceptance');
    expect(await connections()).toMatchObject([
      {
        ServiceId: service.id,
        VpcEndpointId: endpoint.id,
        VpcEndpointOwner: analytics.id,
        VpcEndpointState: 'pendingAcceptance',
        VpcEndpointRegion: 'us-east-1',
      },
    ]);
    await stage.ec2(orders.id).acceptVpcEndpointConnections({
      ServiceId: service.id,
      VpcEndpointIds: [endpoint.id],
    });
    expect(await stateOf(endpoint.id)).toBe('pending');
    stage.advance(59);
    expect(await stateOf(endpoint.id)).toBe('pending');
    stage.advance(61);
    const { VpcEndpoints } = await consumer.describeVpcEndpoints({});
    const [found] = VpcEndpoints!;
    expect(found).toMatchObject({
      State: 'available',
      VpcEndpointType: 'Interface',
      ServiceName: service.name,
      PrivateDnsEnabled: false,
      NetworkInterfaceIds: [expect.any(String), expect.any(String)],
    });
    const zones = analytics.vpcs.databricks.subnets.length;
    expect(found.DnsEntries).toHaveLength(1 + zones);
    for (const { DnsName, HostedZoneId } of found.DnsEntries!) {
      expect(DnsName).toMatch(
        new RegExp(
          `^${endpoint.id}-[0-9a-f]{8}(-us-east-1[a-f])?\\.${service.id}\\.us-east-1\\.vpce\\.amazonaws\\.com$`,
        ),
      );
      expect(HostedZoneId).toBe('Z7HUB22UULQXV');
    }
    const [regional, ...zonal] = found.DnsEntries!.map(
      ({ DnsName }) => resolveName(stage.world, { name: DnsName! }).addresses,
    );
    expect(regional).toHaveLength(zones);
    expect(zonal.flat().sort()).toEqual([...regional].sort());
  });

  it('is not asked for acceptance where the service does not want it', async () => {
    const { stage, allow, create, stateOf } = await setup({
      AcceptanceRequired: false,
    });
    await allow();
    const { VpcEndpoint } = await create();
    expect(VpcEndpoint?.State).toBe('pending');
    stage.settle();
    expect(await stateOf(VpcEndpoint!.VpcEndpointId!)).toBe('available');
  });

  it('has to be in zones of the service, by their IDs', async () => {
    const { allow, create } = await setup();
    await allow(partner.id);
    const [inZone, outOfZone] = partner.vpcs.partner.subnets;
    const where = (subnetId: string): Where => ({
      accountId: partner.id,
      vpcId: partner.vpcs.partner.id,
      subnetIds: [subnetId],
      clientGroupId: '',
    });
    await expect(create(where(outOfZone.id))).rejects.toMatchObject({
      name: 'InvalidParameter',
      message: expect.stringMatching(
        new RegExp(
          `The VPC endpoint service com\\.amazonaws\\.vpce\\.us-east-1\\.vpce-svc-\\w+ does not support the availability zone of the subnet: ${outOfZone.id}`,
        ),
      ),
    });
    await create(where(inZone.id));
  });

  it('that is rejected stays, keeps its interfaces and leads nowhere', async () => {
    const { provider, consumer, service, endpoint, stateOf, connections } =
      await connected({ accept: true });
    const reject = async (...VpcEndpointIds: string[]) =>
      (
        await provider.rejectVpcEndpointConnections({
          ServiceId: service.id,
          VpcEndpointIds,
        })
      ).Unsuccessful;
    expect(
      await reject(endpoint.id, 'vpce-0123456789abcdef0', 'orders'),
    ).toMatchObject([
      {
        ResourceId: 'vpce-0123456789abcdef0',
        Error: { Code: 'InvalidVpcEndpoint.NotFound' },
      },
      {
        ResourceId: 'orders',
        Error: { Code: 'InvalidVpcEndpointId.Malformed' },
      },
    ]);
    expect(await reject(endpoint.id)).toEqual([]);
    expect(await stateOf(endpoint.id)).toBe('rejected');
    expect(await connections()).toMatchObject([
      { VpcEndpointState: 'rejected' },
    ]);
    const accepted = await provider.acceptVpcEndpointConnections({
      ServiceId: service.id,
      VpcEndpointIds: [endpoint.id],
    });
    expect(accepted.Unsuccessful).toMatchObject([
      { Error: { Code: 'InvalidState' } },
    ]);
    const { NetworkInterfaces } = await consumer.describeNetworkInterfaces({
      Filters: [{ Name: 'group-id', Values: [endpoint.groupId] }],
    });
    expect(NetworkInterfaces).toHaveLength(2);
  });

  it('that is deleted is no connection any more', async () => {
    const { stage, consumer, endpoint, connections } = await connected({
      accept: true,
    });
    await consumer.deleteVpcEndpoints({ VpcEndpointIds: [endpoint.id] });
    expect(await connections()).toMatchObject([
      { VpcEndpointState: 'deleting' },
    ]);
    stage.settle();
    expect(await connections()).toEqual([]);
  });

  it('is one of fifty in its VPC', async () => {
    const { stage, allow, create } = await setup();
    await allow();
    for (let i = 0; i < 50; i++) {
      await create();
      stage.advance(5);
    }
    await expect(create()).rejects.toMatchObject({
      name: 'VpcEndpointLimitExceeded',
    });
  });

  it('has no private DNS where the service has no name', async () => {
    const { consumer, allow, service } = await setup({
      AcceptanceRequired: false,
    });
    await allow();
    await expect(
      consumer.createVpcEndpoint({
        ...interfaceEndpointOf(service.name),
        PrivateDnsEnabled: true,
      }),
    ).rejects.toMatchObject({
      name: 'InvalidParameter',
      message: expect.stringContaining('does not provide a private DNS name'),
    });
  });

  it.each([
    [
      'a type that does not fit',
      { VpcEndpointType: 'Gateway' as const, SubnetIds: undefined },
      'Endpoint type (Gateway) does not match service type (Interface).',
    ],
    ['no service', { ServiceName: undefined }, 'ServiceName'],
    [
      'a resource configuration',
      { ResourceConfigurationArn: 'arn:aws:vpc-lattice:us-east-1:1:rcfg' },
      'does not match service type (Resource)',
    ],
  ])('cannot be made with %s', async (_what, change, why) => {
    const { allow, service, consumer } = await setup();
    await allow();
    await expect(
      consumer.createVpcEndpoint({
        ...interfaceEndpointOf(service.name),
        ...change,
      }),
    ).rejects.toMatchObject({ message: expect.stringContaining(why) });
  });
});

describe('another Region', () => {
  it('is let in when the service says so, and asked for by name', async () => {
    const { stage, service, provider, allow } = await setup();
    await allow(payments.id);
    const dublin = stage.ec2(payments.id, 'eu-west-1');
    const create = (ServiceRegion?: string) =>
      dublin.createVpcEndpoint({
        ...interfaceEndpointOf(service.name, inDublin),
        ServiceRegion,
      });
    const none = { name: 'InvalidServiceName' };
    await expect(create('us-east-1')).rejects.toMatchObject(none);
    await provider.modifyVpcEndpointServiceConfiguration({
      ServiceId: service.id,
      AddSupportedRegions: ['eu-west-1'],
    });
    expect(await configurationOf(stage, service.id)).toMatchObject({
      RemoteAccessEnabled: true,
      SupportedRegions: expect.arrayContaining([
        { Region: 'eu-west-1', ServiceState: 'Pending' },
      ]),
    });
    stage.settle();
    await expect(create()).rejects.toMatchObject(none);
    const { ServiceDetails } = await dublin.describeVpcEndpointServices({
      ServiceNames: [service.name],
      ServiceRegions: ['us-east-1'],
    });
    expect(ServiceDetails).toMatchObject([{ ServiceRegion: 'us-east-1' }]);
    const { VpcEndpoint } = await create('us-east-1');
    expect(VpcEndpoint).toMatchObject({
      State: 'pendingAcceptance',
      ServiceRegion: 'us-east-1',
    });
    const { VpcEndpointConnections } =
      await provider.describeVpcEndpointConnections({
        Filters: [{ Name: 'vpc-endpoint-region', Values: ['cross-region'] }],
      });
    expect(VpcEndpointConnections).toMatchObject([
      { VpcEndpointRegion: 'eu-west-1', VpcEndpointOwner: payments.id },
    ]);
  });

  it('takes a right of its own on both sides: vpce:AllowMultiRegion', async () => {
    const company = latticeCompany();
    const ec2 = new EC2(
      await company.asRole(orders.id, [
        { Effect: 'Allow', Action: ['ec2:*'], Resource: '*' },
      ]),
    );
    const denied = {
      name: 'UnauthorizedOperation',
      message: expect.stringContaining('vpce:AllowMultiRegion'),
    };
    await expect(
      ec2.createVpcEndpointServiceConfiguration({
        NetworkLoadBalancerArns: ['arn:aws:elasticloadbalancing:no'],
        SupportedRegions: ['us-east-1', 'eu-west-1'],
      }),
    ).rejects.toMatchObject(denied);
    await expect(
      ec2.createVpcEndpoint({
        ...interfaceEndpointOf('com.amazonaws.vpce.eu-west-1.vpce-svc-0', {
          ...inDatabricks,
          vpcId: orders.vpcs.orders.id,
        }),
        ServiceRegion: 'eu-west-1',
      }),
    ).rejects.toMatchObject(denied);
  });
});

describe('a policy', () => {
  it('may hold a role to the services of one owner, and to what carries its tag', async () => {
    const company = latticeCompany();
    const tagged = {
      StringEquals: { 'aws:ResourceTag/installation': 'demo' },
    };
    const ec2 = new EC2(
      await company.asRole(billing.id, [
        {
          Effect: 'Allow',
          Action: ['ec2:CreateVpcEndpoint'],
          Resource: '*',
          Condition: {
            StringEqualsIfExists: { 'ec2:VpceServiceOwner': orders.id },
          },
        },
        {
          Effect: 'Allow',
          Action: [
            'ec2:AcceptVpcEndpointConnections',
            'ec2:ModifyVpcEndpointServicePermissions',
          ],
          Resource: `arn:aws:ec2:*:${billing.id}:vpc-endpoint-service/*`,
          Condition: tagged,
        },
      ]),
    );
    await expect(
      ec2.acceptVpcEndpointConnections({
        ServiceId: 'vpce-svc-0123456789abcdef0',
        VpcEndpointIds: ['vpce-0123456789abcdef0'],
      }),
    ).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    await expect(
      ec2.createVpcEndpoint({
        ...interfaceEndpointOf('com.amazonaws.vpce.us-east-1.vpce-svc-0'),
        VpcId: billing.vpcs.billing.id,
        SubnetIds: [billing.vpcs.billing.subnets[0].id],
      }),
    ).rejects.toMatchObject({ name: 'InvalidServiceName' });
  });
});
