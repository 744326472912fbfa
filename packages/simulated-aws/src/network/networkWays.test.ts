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
import {
  CONSUMER,
  Join,
  makeNetwork,
  NETWORKING,
  PROVIDER,
} from '../testing/networkStage';
import {
  databricksToOrders,
  inDatabricks,
  make,
  Stage,
  startStage,
} from '../testing/stage';
import { resolveName } from './dns';

const { analytics, billing } = exampleCompany.accounts;
const orders = exampleCompany.accounts['orders-prod'];

const reaches = (stage: Stage, question = {}) =>
  stage.reach({ ...databricksToOrders, ...question }).reachable;

const brokenHops = (stage: Stage, question = {}) =>
  stage
    .reach({ ...databricksToOrders, ...question })
    .hops.filter(hop => !hop.ok)
    .map(hop => hop.name);

function addressesOf(
  stage: Stage,
  question: { vpcId?: string; name: string },
): string[] {
  stage.world.settle();
  return resolveName(stage.world, question).addresses;
}

const PATTERNS = {
  'somebody’s central network': makeNetwork.patternB,
  'the consumer’s own network': makeNetwork.patternC,
};

const WAYS = Object.keys(PATTERNS).flatMap(pattern =>
  (['association', 'endpoint'] as const).map(
    join => [pattern as keyof typeof PATTERNS, join] as const,
  ),
);

describe('a database in a service network', () => {
  it.each(WAYS)(
    'is reached over %s by %s, under its own name',
    async (pattern, join) => {
      const stage = startStage();
      expect(reaches(stage)).toBe(false);
      await PATTERNS[pattern](stage, join);
      const answer = stage.reach({ ...databricksToOrders, tls: 'verify-full' });
      expect(answer.hops.filter(hop => !hop.ok)).toEqual([]);
      for (const hop of answer.hops) {
        expect(hop.why).toMatch(/^[^ ].*\.$/);
      }
    },
  );

  it('shows each hop over an association', async () => {
    const stage = startStage();
    await makeNetwork.patternB(stage, 'association');
    const { hops } = stage.reach(databricksToOrders);
    expect(hops.map(hop => hop.name)).toEqual([
      'client',
      'DNS',
      'address',
      'client security group',
      'client network ACL',
      'VPC association',
      'VPC association security group',
      'resource association',
      'configuration',
      'gateway',
      'gateway security group',
      'gateway network ACL',
      'database network ACL',
      'database security group',
      'database',
      'port',
      'writer',
    ]);
  });

  it('shows each hop over an endpoint', async () => {
    const stage = startStage();
    await makeNetwork.patternB(stage, 'endpoint');
    const { hops } = stage.reach(databricksToOrders);
    expect(hops.map(hop => hop.name).slice(0, 11)).toEqual([
      'client',
      'DNS',
      'address',
      'client security group',
      'client network ACL',
      'endpoint network ACL',
      'endpoint security group',
      'endpoint',
      'resource association',
      'endpoint association',
      'configuration',
    ]);
  });

  it.each(['association', 'endpoint'] as const)(
    'is reached by %s from the moment on when both sides are there',
    async join => {
      const stage = startStage();
      const network = await makeNetwork.network(stage);
      await makeNetwork.share(stage, NETWORKING, network.arn, [
        PROVIDER,
        CONSUMER,
      ]);
      const configuration = await makeNetwork.configuration(stage);
      await makeNetwork[join](stage, network);
      expect(reaches(stage)).toBe(false);
      const { id } = await stage
        .lattice(PROVIDER)
        .createServiceNetworkResourceAssociation({
          serviceNetworkIdentifier: network.arn,
          resourceConfigurationIdentifier: configuration.arn,
        });
      const { hops } = stage.reach(databricksToOrders);
      expect(hops.at(-1)?.why).toContain(
        `${id} would carry the name, but it is CREATE_IN_PROGRESS.`,
      );
      stage.settle();
      expect(reaches(stage)).toBe(true);
    },
  );

  it('is not reached while the association of the VPC is still made, and it is said', async () => {
    const stage = startStage();
    const { network } = await makeNetwork.sharedNetwork(stage);
    const { id } = await stage
      .lattice(CONSUMER)
      .createServiceNetworkVpcAssociation({
        serviceNetworkIdentifier: network.arn,
        vpcIdentifier: inDatabricks.vpcId,
      });
    const { reachable, hops } = stage.reach(databricksToOrders);
    expect(reachable).toBe(false);
    expect(hops.at(-1)?.why).toContain(
      `${id} would carry the name, but it is CREATE_IN_PROGRESS.`,
    );
    stage.settle();
    expect(reaches(stage)).toBe(true);
  });

  it('is reached through a failover without anybody doing anything', async () => {
    const stage = startStage();
    await makeNetwork.patternB(stage, 'association');
    const before = addressesOf(stage, {
      vpcId: inDatabricks.vpcId,
      name: orders.databases['orders-postgres'].host,
    });
    await stage.rds(orders.id).rebootDBInstance({
      DBInstanceIdentifier: 'orders-postgres',
      ForceFailover: true,
    });
    stage.settle();
    expect(reaches(stage)).toBe(true);
    const after = addressesOf(stage, {
      vpcId: inDatabricks.vpcId,
      name: orders.databases['orders-postgres'].host,
    });
    expect(after).toEqual(before);
  });

  it.each(['association', 'endpoint'] as const)(
    'brings no other database of its account with it (%s)',
    async join => {
      const stage = startStage();
      await makeNetwork.patternB(stage, join);
      const { arn } = billing.databases['billing-mysql'];
      expect(stage.reach({ from: inDatabricks.vpcId, to: arn }).reachable).toBe(
        false,
      );
    },
  );
});

interface Built {
  resourceId: string;
  joined: { id: string; groupId: string };
}

describe('what is taken away cuts at once', () => {
  const cuts: Array<
    [string, Join, (stage: Stage, built: Built) => Promise<unknown>]
  > = [
    ...[PROVIDER, NETWORKING].flatMap(who =>
      (['association', 'endpoint'] as const).map(
        (join): (typeof cuts)[number] => [
          `the resource’s association, by ${who}`,
          join,
          (stage, { resourceId }) =>
            stage.lattice(who).deleteServiceNetworkResourceAssociation({
              serviceNetworkResourceAssociationIdentifier: resourceId,
            }),
        ],
      ),
    ),
    ...[CONSUMER, NETWORKING].map((who): (typeof cuts)[number] => [
      `the VPC’s association, by ${who}`,
      'association',
      (stage, { joined }) =>
        stage.lattice(who).deleteServiceNetworkVpcAssociation({
          serviceNetworkVpcAssociationIdentifier: joined.id,
        }),
    ]),
    [
      'the endpoint',
      'endpoint',
      (stage, { joined }) =>
        stage.ec2(CONSUMER).deleteVpcEndpoints({ VpcEndpointIds: [joined.id] }),
    ],
  ];

  it.each(cuts)('%s (%s)', async (_, join, cut) => {
    const stage = startStage();
    const built = await makeNetwork.patternB(stage, join);
    expect(reaches(stage)).toBe(true);
    await cut(stage, built);
    expect(reaches(stage)).toBe(false);
    stage.settle();
    expect(reaches(stage)).toBe(false);
  });

  it('but not the end of a share (aws.md §0.1 item 4)', async () => {
    const stage = startStage();
    await makeNetwork.patternB(stage, 'association');
    const { resourceShares = [] } = await stage
      .ram(NETWORKING)
      .getResourceShares({ resourceOwner: 'SELF' });
    await stage.ram(NETWORKING).deleteResourceShare({
      resourceShareArn: resourceShares[0].resourceShareArn,
    });
    stage.settle();
    expect(reaches(stage)).toBe(true);
  });
});

describe('over a VPC association', () => {
  const noRules = (stage: Stage, groupId: string, isEgress: boolean) => {
    for (const [key, document] of Object.entries(stage.world.documents)) {
      const { securityGroupRules } = document as {
        securityGroupRules?: Record<
          string,
          { groupId: string; isEgress: boolean }
        >;
      };
      if (!key.startsWith('ec2/') || !securityGroupRules) {
        continue;
      }
      for (const [id, rule] of Object.entries(securityGroupRules)) {
        if (rule.groupId === groupId && rule.isEgress === isEgress) {
          delete securityGroupRules[id];
        }
      }
    }
  };

  it('a name leads to an address of VPC Lattice (aws.md §1.2 B6a)', async () => {
    const stage = startStage();
    await makeNetwork.patternB(stage, 'association');
    const addresses = addressesOf(stage, {
      vpcId: inDatabricks.vpcId,
      name: orders.databases['orders-postgres'].host,
    });
    expect(addresses).toEqual([expect.stringMatching(/^129\.224\./)]);
  });

  it('the security groups of the association guard', async () => {
    const stage = startStage();
    const { joined } = await makeNetwork.patternB(stage, 'association');
    noRules(stage, joined.groupId, false);
    expect(brokenHops(stage)).toEqual(['VPC association security group']);
  });

  it('everybody in the VPC may use an association without security groups', async () => {
    const stage = startStage();
    const { network } = await makeNetwork.sharedNetwork(stage);
    await stage.lattice(CONSUMER).createServiceNetworkVpcAssociation({
      serviceNetworkIdentifier: network.arn,
      vpcIdentifier: inDatabricks.vpcId,
    });
    stage.settle();
    expect(
      reaches(stage, { sg: analytics.vpcs.databricks.defaultSecurityGroupId }),
    ).toBe(true);
  });

  it('the client needs a way out, for which AWS’s prefix list is enough (aws.md §1.7)', async () => {
    const stage = startStage();
    await makeNetwork.patternB(stage, 'association');
    const { clientGroupId } = inDatabricks;
    noRules(stage, clientGroupId, true);
    expect(brokenHops(stage, { sg: clientGroupId })).toEqual([
      'client security group',
    ]);
    const ec2 = stage.ec2(CONSUMER);
    const { PrefixLists = [] } = await ec2.describeManagedPrefixLists({
      Filters: [
        {
          Name: 'prefix-list-name',
          Values: ['com.amazonaws.us-east-1.vpc-lattice'],
        },
      ],
    });
    await ec2.authorizeSecurityGroupEgress({
      GroupId: clientGroupId,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          PrefixListIds: [{ PrefixListId: PrefixLists[0].PrefixListId }],
        },
      ],
    });
    expect(reaches(stage, { sg: clientGroupId })).toBe(true);
  });

  it('the network ACL of the client’s subnet is asked', async () => {
    const stage = startStage();
    await makeNetwork.patternB(stage, 'association');
    const ec2 = stage.ec2(CONSUMER);
    const { NetworkAcls = [] } = await ec2.describeNetworkAcls({
      Filters: [{ Name: 'vpc-id', Values: [inDatabricks.vpcId] }],
    });
    await ec2.createNetworkAclEntry({
      NetworkAclId: NetworkAcls[0].NetworkAclId,
      RuleNumber: 1,
      Protocol: '6',
      RuleAction: 'deny',
      Egress: true,
      CidrBlock: '129.224.0.0/17',
      PortRange: { From: 5432, To: 5432 },
    });
    expect(brokenHops(stage)).toEqual(['client network ACL']);
  });

  it('nobody comes from another network, though the generated name is known to all', async () => {
    const stage = startStage();
    const { resourceId } = await makeNetwork.patternB(stage, 'association');
    const { dnsEntry } = await stage
      .lattice(PROVIDER)
      .getServiceNetworkResourceAssociation({
        serviceNetworkResourceAssociationIdentifier: resourceId,
      });
    const name = dnsEntry!.domainName!;
    expect(addressesOf(stage, { name })).toHaveLength(1);
    const elsewhere = {
      from: billing.vpcs.billing.id,
      to: databricksToOrders.to,
      name,
    };
    expect(reaches(stage, { name })).toBe(true);
    expect(stage.reach(elsewhere).reachable).toBe(false);
  });

  it('two resources have two addresses', async () => {
    const stage = startStage();
    const network = await makeNetwork.network(stage, PROVIDER, {
      enabled: false,
    });
    const configuration = await makeNetwork.configuration(stage, false);
    const { resourceGatewayId } = await stage
      .lattice(PROVIDER)
      .getResourceConfiguration({
        resourceConfigurationIdentifier: configuration.id,
      });
    const other = await make.configuration(stage, resourceGatewayId!, 'again');
    const names = await Promise.all(
      [configuration, other].map(async one => {
        const id = await makeNetwork.resource(stage, PROVIDER, {
          network,
          configuration: one,
        });
        const { dnsEntry } = await stage
          .lattice(PROVIDER)
          .getServiceNetworkResourceAssociation({
            serviceNetworkResourceAssociationIdentifier: id,
          });
        return dnsEntry!.domainName!;
      }),
    );
    const addresses = names.flatMap(name => addressesOf(stage, { name }));
    expect(new Set(addresses).size).toBe(2);
  });
});

describe('the name that a provider gives to a resource', () => {
  const NAME = 'orders.db.example.com';

  /** A DNS resource with a name of its own, in the network of a consumer who is in it with VPC databricks. */
  async function named(
    options: {
      onResource?: boolean;
      privateDnsEnabled?: boolean;
      preference?: 'ALL_DOMAINS' | 'SPECIFIED_DOMAINS_ONLY';
      domains?: string[];
    } = {},
  ) {
    const stage = startStage();
    const gateway = await make.gateway(stage);
    const { id, arn } = await stage
      .lattice(PROVIDER)
      .createResourceConfiguration({
        name: 'named',
        type: 'SINGLE',
        resourceGatewayIdentifier: gateway.id,
        portRanges: ['5432'],
        customDomainName: NAME,
        resourceConfigurationDefinition: {
          dnsResource: {
            domainName: orders.databases['orders-postgres'].host,
            ipAddressType: 'IPV4',
          },
        },
      });
    stage.settle();
    await makeNetwork.share(stage, PROVIDER, arn!, [CONSUMER]);
    const network = await makeNetwork.network(stage, CONSUMER, {
      enabled: false,
    });
    const lattice = stage.lattice(CONSUMER);
    await lattice.createServiceNetworkResourceAssociation({
      serviceNetworkIdentifier: network.arn,
      resourceConfigurationIdentifier: arn,
      privateDnsEnabled: options.onResource ?? true,
    });
    const privateDnsEnabled = options.privateDnsEnabled ?? true;
    await lattice.createServiceNetworkVpcAssociation({
      serviceNetworkIdentifier: network.arn,
      vpcIdentifier: inDatabricks.vpcId,
      privateDnsEnabled,
      dnsOptions: privateDnsEnabled
        ? {
            privateDnsPreference: options.preference,
            privateDnsSpecifiedDomains: options.domains,
          }
        : undefined,
    });
    stage.settle();
    expect(id).toBeDefined();
    return reaches(stage, { name: NAME });
  }

  it('is known with the preference ALL_DOMAINS', async () => {
    expect(await named({ preference: 'ALL_DOMAINS' })).toBe(true);
  });

  it('is known if its domain was asked for', async () => {
    expect(
      await named({
        preference: 'SPECIFIED_DOMAINS_ONLY',
        domains: ['db.example.com'],
      }),
    ).toBe(true);
  });

  it.each([
    ['its domain is not verified', {}],
    [
      'another domain was asked for',
      {
        preference: 'SPECIFIED_DOMAINS_ONLY' as const,
        domains: ['example.org'],
      },
    ],
    ['the VPC has no private DNS', { privateDnsEnabled: false }],
    [
      'the resource has none',
      { onResource: false, preference: 'ALL_DOMAINS' as const },
    ],
  ])('is not known if %s', async (_, options) => {
    expect(await named(options)).toBe(false);
  });
});
