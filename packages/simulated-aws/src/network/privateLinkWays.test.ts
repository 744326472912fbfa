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

import { exampleCompany } from '../company/exampleCompany';
import { elbState } from '../services/elasticloadbalancing/state';
import { ec2State } from '../services/ec2/state';
import { makeD, ordersPostgres } from '../testing/patternD';
import {
  databricksToOrders,
  Stage,
  startStage,
  tcp,
  Where,
} from '../testing/stage';
import { resolveName } from './dns';

const { accounts } = exampleCompany;
const orders = accounts['orders-prod'];
const { analytics, catalog, payments } = accounts;
const home = orders.vpcs.orders;
const workspace = analytics.vpcs.databricks.securityGroups.workspace.id;

const inDublin: Where = {
  accountId: payments.id,
  vpcId: payments.vpcs.dublin.id,
  subnetIds: payments.vpcs.dublin.subnets.map(subnet => subnet.id),
  clientGroupId: payments.vpcs.dublin.defaultSecurityGroupId,
  region: 'eu-west-1',
};

const question = { ...databricksToOrders, sg: workspace };

async function finished() {
  const stage = startStage();
  const made = await makeD.patternD(stage);
  const zone = await makeD.zone(stage, made.endpoint.id);
  return { ...made, zone, stage };
}

type Finished = Awaited<ReturnType<typeof finished>>;

function brokenHops(stage: Stage, change: object = {}): string[] {
  return stage
    .reach({ ...question, ...change })
    .hops.filter(hop => !hop.ok)
    .map(hop => hop.name);
}

describe('reachable over PrivateLink', () => {
  it('follows endpoint, service, load balancer and target, and tells each hop in a sentence', async () => {
    const { stage } = await finished();
    const answer = stage.reach(question);
    expect(answer.reachable).toBe(true);
    expect(answer.hops.map(hop => hop.name)).toEqual([
      'client',
      'DNS',
      'address',
      'client security group',
      'client network ACL',
      'endpoint network ACL',
      'endpoint security group',
      'endpoint',
      'endpoint service',
      'load balancer',
      'load balancer security group',
      'listener',
      'target',
      'load balancer egress',
      'load balancer network ACL',
      'database network ACL',
      'database security group',
      'database',
      'port',
      'writer',
    ]);
    for (const hop of answer.hops) {
      expect(hop.why).toMatch(/^[^ ].*\.$/);
    }
  });

  const links: Array<
    [string, string, (made: Finished) => Promise<unknown> | void]
  > = [
    [
      'the private zone lost its record',
      'DNS',
      ({ stage, zone }) =>
        stage
          .route53(analytics.id)
          .listResourceRecordSets({ HostedZoneId: zone.id })
          .then(({ ResourceRecordSets }) =>
            stage.route53(analytics.id).changeResourceRecordSets({
              HostedZoneId: zone.id,
              ChangeBatch: {
                Changes: ResourceRecordSets!
                  .filter(({ Type }) => Type === 'A')
                  .map(ResourceRecordSet => ({
                    Action: 'DELETE',
                    ResourceRecordSet,
                  })),
              },
            }),
          ),
    ],
    [
      'the endpoint is being deleted',
      'DNS',
      ({ stage, endpoint }) =>
        stage
          .ec2(analytics.id)
          .deleteVpcEndpoints({ VpcEndpointIds: [endpoint.id] }),
    ],
    [
      'the endpoint`s security group lets nobody in',
      'endpoint security group',
      ({ stage, endpoint }) =>
        stage.ec2(analytics.id).revokeSecurityGroupIngress({
          GroupId: endpoint.groupId,
          IpPermissions: [tcp(5432, workspace)],
        }),
    ],
    [
      'the provider rejected the connection',
      'endpoint',
      ({ stage, service, endpoint }) =>
        stage.ec2(orders.id).rejectVpcEndpointConnections({
          ServiceId: service.id,
          VpcEndpointIds: [endpoint.id],
        }),
    ],
    [
      'the service is on its way out',
      'endpoint service',
      ({ stage, service }) => {
        ec2State.of(stage.world, {
          accountId: orders.id,
          region: 'us-east-1',
        }).endpointServices![service.id].state = 'Deleting';
      },
    ],
    [
      'the load balancer lets no client in by its address',
      'load balancer security group',
      ({ stage, group, inboundRuleId }) =>
        stage.ec2(orders.id).revokeSecurityGroupIngress({
          GroupId: group.groupId,
          SecurityGroupRuleIds: [inboundRuleId],
        }),
    ],
    [
      'nothing listens at the port',
      'listener',
      ({ stage, listenerArn }) =>
        stage
          .elb(orders.id)
          .modifyListener({ ListenerArn: listenerArn, Port: 15432 }),
    ],
    [
      'the target group is empty',
      'target',
      ({ stage, targetGroupArn, address }) =>
        stage.elb(orders.id).deregisterTargets({
          TargetGroupArn: targetGroupArn,
          Targets: [{ Id: address }],
        }),
    ],
  ];

  it.each(links)('names the hop when %s: %s', async (_case, hop, breakLink) => {
    const made = await finished();
    expect(brokenHops(made.stage)).toEqual([]);
    await breakLink(made);
    expect(made.stage.reach(question).reachable).toBe(false);
    expect(brokenHops(made.stage)).toEqual([hop]);
  });

  it('is cut by the database`s security group at once, whatever health checks say yet', async () => {
    const { stage, group, targetGroupArn } = await finished();
    await stage.ec2(orders.id).revokeSecurityGroupIngress({
      GroupId: home.securityGroups['orders-postgres'].id,
      SecurityGroupRuleIds: [group.ruleId],
    });
    expect(brokenHops(stage)).toEqual(['database security group']);
    const { TargetHealthDescriptions } = await stage
      .elb(orders.id)
      .describeTargetHealth({ TargetGroupArn: targetGroupArn });
    expect(TargetHealthDescriptions![0].TargetHealth?.State).toBe('healthy');
    stage.settle();
    // With no healthy target left the load balancer fails open, and that helps nobody.
    expect(brokenHops(stage)).toEqual(['database security group']);
  });

  it('needs an accepted connection', async () => {
    const stage = startStage();
    const balanced = await makeD.balanced(stage);
    await makeD.inbound(stage, balanced.group.groupId);
    const service = await makeD.service(stage, balanced.loadBalancerArn);
    await makeD.permission(stage, service.id, analytics.id);
    const endpoint = await makeD.endpoint(stage, service.name);
    stage.settle();
    const { NetworkInterfaces } = await stage
      .ec2(analytics.id)
      .describeNetworkInterfaces({
        Filters: [{ Name: 'group-id', Values: [endpoint.groupId] }],
      });
    const name = NetworkInterfaces![0].PrivateIpAddress;
    expect(brokenHops(stage, { name })).toEqual(['endpoint']);
    await makeD.acceptance(stage, service.id, endpoint.id);
    expect(brokenHops(stage, { name })).toEqual([]);
  });

  it('does not ask the load balancer`s inbound rules where they are not enforced', async () => {
    const { stage, group, inboundRuleId, loadBalancerArn } = await finished();
    await stage.ec2(orders.id).revokeSecurityGroupIngress({
      GroupId: group.groupId,
      SecurityGroupRuleIds: [inboundRuleId],
    });
    const enforce = (how: 'on' | 'off') =>
      stage.elb(orders.id).setSecurityGroups({
        LoadBalancerArn: loadBalancerArn,
        SecurityGroups: [group.groupId],
        EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: how,
      });
    await enforce('off');
    expect(brokenHops(stage)).toEqual([]);
    await enforce('on');
    expect(brokenHops(stage)).toEqual(['load balancer security group']);
  });

  it('goes on while a principal is taken away', async () => {
    const { stage, service } = await finished();
    await stage.ec2(orders.id).modifyVpcEndpointServicePermissions({
      ServiceId: service.id,
      RemoveAllowedPrincipals: [`arn:aws:iam::${analytics.id}:root`],
    });
    stage.settle();
    expect(brokenHops(stage)).toEqual([]);
  });

  it('depends on the zone of the client where the load balancer does not send across zones', async () => {
    const { stage, address, loadBalancerArn } = await finished();
    // The writer is in use1-az1, where the VPC databricks is not: the zonal nodes have no target of their own.
    expect(address).toMatch(/^10\.20\.0\./);
    expect(brokenHops(stage)).toEqual([]);
    await makeD.acrossZones(stage, loadBalancerArn, false);
    stage.settle();
    expect(brokenHops(stage)).toEqual(['target']);
  });

  it('is not served by a former writer, until the target follows', async () => {
    const { stage, address, targetGroupArn } = await finished();
    await stage.rds(orders.id).rebootDBInstance({
      DBInstanceIdentifier: 'orders-postgres',
      ForceFailover: true,
    });
    stage.settle();
    expect(stage.reach(question).reachable).toBe(false);
    const now = await makeD.target(stage, targetGroupArn);
    expect(now).not.toBe(address);
    await stage.elb(orders.id).deregisterTargets({
      TargetGroupArn: targetGroupArn,
      Targets: [{ Id: address }],
    });
    stage.settle();
    expect(brokenHops(stage)).toEqual([]);
  });

  it('is not reachable where the load balancer may pick something else than the writer', async () => {
    const { stage, targetGroupArn } = await finished();
    // Something that answers, and is another database.
    await stage.rds(orders.id).createDBInstance({
      DBInstanceIdentifier: 'another',
      DBInstanceClass: 'db.t4g.medium',
      Engine: 'postgres',
      MasterUsername: 'dbadmin',
      DBSubnetGroupName: 'orders',
      VpcSecurityGroupIds: [home.securityGroups['orders-postgres'].id],
    });
    stage.settle();
    const { DBInstances } = await stage.rds(orders.id).describeDBInstances({
      DBInstanceIdentifier: 'another',
    });
    const name = DBInstances![0].Endpoint!.Address!;
    const [id] = resolveName(stage.world, { name }).addresses;
    await stage.elb(orders.id).registerTargets({
      TargetGroupArn: targetGroupArn,
      Targets: [{ Id: id }],
    });
    expect(brokenHops(stage)).toEqual([]);
    stage.settle();
    expect(brokenHops(stage)).toEqual(['writer']);
  });

  it('crosses Regions where the service lets them in', async () => {
    const stage = startStage();
    const balanced = await makeD.balanced(stage);
    await makeD.inbound(
      stage,
      balanced.group.groupId,
      payments.vpcs.dublin.cidr,
    );
    const service = await makeD.service(stage, balanced.loadBalancerArn, {
      SupportedRegions: ['us-east-1', 'eu-west-1'],
    });
    await makeD.permission(stage, service.id, payments.id);
    const endpoint = await makeD.endpoint(stage, service.name, inDublin);
    await makeD.acceptance(stage, service.id, endpoint.id);
    await makeD.zone(stage, endpoint.id, inDublin);
    const dublin = { from: inDublin.vpcId, sg: inDublin.clientGroupId };
    expect(brokenHops(stage, dublin)).toEqual([]);
    expect(stage.reach({ ...question, ...dublin }).tls.nameMatches).toBe(true);
  });
});

describe('the name that a certificate is for', () => {
  it('is the database`s own, which a private zone keeps and an endpoint`s name is not', async () => {
    const { stage, zone } = await finished();
    expect(stage.reach(question).tls).toEqual({
      name: ordersPostgres.host,
      nameMatches: true,
      why: `The certificate of orders-postgres is for ${ordersPostgres.host}.`,
    });
    const byEndpoint = { ...question, name: zone.endpointName };
    expect(stage.reach(byEndpoint)).toMatchObject({
      reachable: true,
      tls: { nameMatches: false },
    });
    const verifying = stage.reach({ ...byEndpoint, tls: 'verify-full' });
    expect(verifying.reachable).toBe(false);
    expect(verifying.hops.at(-1)).toMatchObject({ name: 'TLS', ok: false });
    expect(stage.reach({ ...question, tls: 'verify-full' }).reachable).toBe(
      true,
    );
  });

  it('is told also where nothing is reached', () => {
    const stage = startStage();
    const answer = stage.reach({ ...question, name: 'db.example.com' });
    expect(answer).toMatchObject({
      reachable: false,
      tls: {
        nameMatches: false,
        why: 'The certificate of orders-postgres is not for db.example.com: verify-full refuses it.',
      },
    });
  });

  it('is each of a cluster`s names on each of its members', () => {
    const stage = startStage();
    const aurora = catalog.databases['catalog-aurora'];
    const from = catalog.vpcs.catalog.id;
    const { readerHost, instances } = aurora.cluster;
    for (const name of [aurora.host, readerHost, instances[1].host]) {
      expect(stage.reach({ from, to: aurora.arn, name }).tls.nameMatches).toBe(
        true,
      );
    }
  });
});

describe('a reader', () => {
  it('serves who asks for the reader endpoint at its port, and nobody who asks for the writer', async () => {
    const stage = startStage();
    const aurora = catalog.databases['catalog-aurora'];
    const vpc = catalog.vpcs.catalog;
    const group = vpc.securityGroups['catalog-aurora'].id;
    await stage.ec2(catalog.id).authorizeSecurityGroupIngress({
      GroupId: group,
      IpPermissions: [tcp(5432, group)],
    });
    const ask = (name: string, port?: number) =>
      stage.reach({ from: vpc.id, to: aurora.arn, sg: group, name, port });
    const { readerHost, instances } = aurora.cluster;
    expect(ask(readerHost).reachable).toBe(false);
    expect(ask(readerHost, 5432)).toMatchObject({ reachable: true });
    expect(ask(readerHost, 5432).hops.at(-1)).toMatchObject({ name: 'reader' });
    expect(ask(instances[1].host, 5432).reachable).toBe(false);
    expect(ask(aurora.host, 5432).reachable).toBe(true);
  });

  it('may stand behind a listener of its own', async () => {
    const stage = startStage();
    const { vpcs, databases, id } = catalog;
    const aurora = databases['catalog-aurora'];
    const vpc = vpcs.catalog;
    const elb = stage.elb(id);
    const ec2 = stage.ec2(id);
    const guard = vpc.securityGroups['catalog-aurora'].id;
    await ec2.authorizeSecurityGroupIngress({
      GroupId: guard,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          IpRanges: [{ CidrIp: vpc.cidr }],
        },
      ],
    });
    const { LoadBalancers } = await elb.createLoadBalancer({
      Name: 'aurora',
      Type: 'network',
      Scheme: 'internal',
      Subnets: vpc.subnets.map(subnet => subnet.id),
    });
    const { LoadBalancerArn } = LoadBalancers![0];
    stage.settle();
    await elb.modifyLoadBalancerAttributes({
      LoadBalancerArn,
      Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
    });
    for (const [Name, host, Port] of [
      ['writer', aurora.host, 5432],
      ['reader', aurora.cluster.readerHost, 5433],
    ] as const) {
      const { TargetGroups } = await elb.createTargetGroup({
        Name,
        Protocol: 'TCP',
        Port: 5432,
        VpcId: vpc.id,
        TargetType: 'ip',
      });
      const { TargetGroupArn } = TargetGroups![0];
      await elb.registerTargets({
        TargetGroupArn,
        Targets: resolveName(stage.world, { name: host }).addresses.map(Id => ({
          Id,
        })),
      });
      await elb.createListener({
        LoadBalancerArn,
        Protocol: 'TCP',
        Port,
        DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      });
    }
    const { ServiceConfiguration } =
      await ec2.createVpcEndpointServiceConfiguration({
        NetworkLoadBalancerArns: [LoadBalancerArn!],
        AcceptanceRequired: false,
      });
    await ec2.modifyVpcEndpointServicePermissions({
      ServiceId: ServiceConfiguration!.ServiceId!,
      AddAllowedPrincipals: ['*'],
    });
    stage.settle();
    const endpoint = await makeD.endpoint(
      stage,
      ServiceConfiguration!.ServiceName!,
    );
    stage.settle();
    const consumer = stage.ec2(analytics.id);
    const everything = [
      { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
    ];
    await consumer.authorizeSecurityGroupEgress({
      GroupId: workspace,
      IpPermissions: everything,
    });
    await consumer.authorizeSecurityGroupIngress({
      GroupId: endpoint.groupId,
      IpPermissions: everything,
    });
    // One zone for each of the names, as a consumer makes them who wants both.
    for (const name of [aurora.host, aurora.cluster.readerHost]) {
      const { VpcEndpoints } = await consumer.describeVpcEndpoints({
        VpcEndpointIds: [endpoint.id],
      });
      const [{ DnsName, HostedZoneId }] = VpcEndpoints![0].DnsEntries!;
      const dns = stage.route53(analytics.id);
      const { HostedZone } = await dns.createHostedZone({
        Name: name,
        CallerReference: name,
        VPC: { VPCId: databricksToOrders.from, VPCRegion: 'us-east-1' },
      });
      await dns.changeResourceRecordSets({
        HostedZoneId: HostedZone!.Id,
        ChangeBatch: {
          Changes: [
            {
              Action: 'CREATE',
              ResourceRecordSet: {
                Name: name,
                Type: 'A',
                AliasTarget: {
                  DNSName: DnsName,
                  HostedZoneId,
                  EvaluateTargetHealth: false,
                },
              },
            },
          ],
        },
      });
      stage.settle();
    }
    const ask = (name: string, port?: number) =>
      stage.reach({
        from: databricksToOrders.from,
        to: aurora.arn,
        sg: workspace,
        tls: 'verify-full',
        name,
        port,
      });
    expect(ask(aurora.host)).toMatchObject({ reachable: true });
    expect(ask(aurora.cluster.readerHost, 5433)).toMatchObject({
      reachable: true,
    });
    // Who connects to the reader's port under the writer's name lands on a reader, and is not served.
    expect(ask(aurora.host, 5433)).toMatchObject({ reachable: false });
    expect(elbState.all(stage.world)).toHaveLength(1);
  });
});
