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
import { generatedEndpointName } from '../services/ec2/endpointNames';
import type { Ec2State, NetworkAclEntry } from '../services/ec2/state';
import { rdsState } from '../services/rds/state';
import { worldWithPatternA } from '../testing/patternA';
import { reachable } from './reachable';

type Stage = ReturnType<typeof worldWithPatternA>;

const { accounts } = exampleCompany;
const orders = accounts['orders-prod'];
const billing = accounts.billing;
const catalog = accounts.catalog;

function brokenHops({ world, question }: Stage): string[] {
  return reachable(world, question)
    .hops.filter(hop => !hop.ok)
    .map(hop => hop.name);
}

/** Gives one subnet a network ACL of its own with these entries. */
function guard(state: Ec2State, subnetId: string, entries: NetworkAclEntry[]) {
  for (const acl of Object.values(state.networkAcls)) {
    for (const [id, associated] of Object.entries(acl.associations)) {
      if (associated === subnetId) {
        delete acl.associations[id];
      }
    }
  }
  state.networkAcls['acl-0cccccccccccccccc'] = {
    networkAclId: 'acl-0cccccccccccccccc',
    vpcId: state.subnets[subnetId].vpcId,
    isDefault: false,
    associations: { 'aclassoc-0cccccccccccccccc': subnetId },
    entries,
    tags: {},
  };
}

const pass = (egress: boolean, ruleNumber = 100): NetworkAclEntry => ({
  ruleNumber,
  protocol: '-1',
  ruleAction: 'allow',
  egress,
  cidrBlock: '0.0.0.0/0',
});

const stop = (
  egress: boolean,
  fromPort: number,
  toPort: number,
  ruleNumber = 90,
): NetworkAclEntry => ({
  ruleNumber,
  protocol: '6',
  ruleAction: 'deny',
  egress,
  cidrBlock: '0.0.0.0/0',
  fromPort,
  toPort,
});

describe('reachable', () => {
  it('is true over a finished pattern A, and tells each hop in a sentence', () => {
    const { world, question } = worldWithPatternA();
    const answer = reachable(world, question);
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
      'association',
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
    for (const hop of answer.hops) {
      expect(hop.why).toMatch(/^[^ ].*\.$/);
    }
  });

  const links: Array<[string, string, (stage: Stage) => void]> = [
    [
      'the VPC answers no DNS',
      'DNS',
      ({ ec2, question }) => {
        ec2.consumer.vpcs[question.from].enableDnsSupport = false;
      },
    ],
    [
      'the VPC uses no private zones',
      'address',
      ({ ec2, question }) => {
        ec2.consumer.vpcs[question.from].enableDnsHostnames = false;
      },
    ],
    [
      'the endpoint has no private DNS',
      'address',
      ({ ec2, ids }) => {
        ec2.consumer.vpcEndpoints[ids.endpoint].privateDnsEnabled = false;
      },
    ],
    [
      'the endpoint is being deleted',
      'address',
      ({ ec2, ids }) => {
        ec2.consumer.vpcEndpoints[ids.endpoint].state = 'deleting';
      },
    ],
    [
      'the endpoint`s interface drains',
      'address',
      ({ ec2, ids }) => {
        ec2.consumer.networkInterfaces[ids.endpointInterface].drainsUntil = 1;
      },
    ],
    [
      'the client may not send to the port',
      'client security group',
      ({ ec2, ids }) => {
        for (const rule of Object.values(ec2.consumer.securityGroupRules)) {
          const own = rule.groupId === ids.workspaceGroup && rule.isEgress;
          if (own && rule.fromPort === 5432) {
            delete ec2.consumer.securityGroupRules[rule.securityGroupRuleId];
          }
        }
      },
    ],
    [
      'the client`s network ACL lets nothing out to the port',
      'client network ACL',
      ({ ec2, ids }) =>
        guard(ec2.consumer, ids.clientSubnet, [
          stop(true, 5432, 5432),
          pass(true),
          pass(false),
        ]),
    ],
    [
      'the client`s network ACL keeps the answer out',
      'client network ACL',
      ({ ec2, ids }) =>
        guard(ec2.consumer, ids.clientSubnet, [
          stop(false, 1024, 65535),
          pass(true),
          pass(false),
        ]),
    ],
    [
      'the client`s network ACL keeps only some of the ports out that answers come to',
      'client network ACL',
      ({ ec2, ids }) =>
        guard(ec2.consumer, ids.clientSubnet, [
          stop(false, 40000, 40010),
          pass(true),
          pass(false),
        ]),
    ],
    [
      'a network ACL has no rule at all',
      'client network ACL',
      ({ ec2, ids }) => guard(ec2.consumer, ids.clientSubnet, []),
    ],
    [
      'the endpoint`s network ACL keeps the packet out',
      'endpoint network ACL',
      ({ ec2, ids }) =>
        guard(ec2.consumer, ids.endpointSubnet, [
          stop(false, 5432, 5432),
          pass(true),
          pass(false),
        ]),
    ],
    [
      'the endpoint`s network ACL keeps the answer in',
      'endpoint network ACL',
      ({ ec2, ids }) =>
        guard(ec2.consumer, ids.endpointSubnet, [
          stop(true, 1024, 65535),
          pass(true),
          pass(false),
        ]),
    ],
    [
      'the endpoint`s security group lets nobody in',
      'endpoint security group',
      ({ ec2, rules }) => {
        delete ec2.consumer.securityGroupRules[rules.endpointIngress];
      },
    ],
    [
      'the provider rejected the endpoint',
      'endpoint',
      ({ ec2, ids }) => {
        ec2.consumer.vpcEndpoints[ids.endpoint].state = 'rejected';
      },
    ],
    [
      'the provider cut the association while everything is ACTIVE',
      'association',
      ({ lattice, ids }) => {
        delete lattice.resourceEndpointAssociations[ids.association];
      },
    ],
    [
      'the configuration carries another port',
      'configuration',
      ({ lattice, ids }) => {
        lattice.resourceConfigurations[ids.configuration].portRanges = ['3306'];
      },
    ],
    [
      'the gateway is gone',
      'gateway',
      ({ lattice, ids }) => {
        delete lattice.resourceGateways[ids.gateway];
      },
    ],
    [
      'the gateway has lost its interfaces',
      'gateway',
      ({ ec2, ids }) => {
        delete ec2.provider.networkInterfaces[ids.gatewayInterface];
      },
    ],
    [
      'the gateway may not send to the database',
      'gateway security group',
      ({ ec2, rules }) => {
        delete ec2.provider.securityGroupRules[rules.gatewayEgress];
      },
    ],
    [
      'the gateway`s network ACL keeps the answer out',
      'gateway network ACL',
      ({ ec2, ids }) =>
        guard(ec2.provider, ids.gatewaySubnet, [
          stop(false, 1024, 65535),
          pass(true),
          pass(false),
        ]),
    ],
    [
      'the database`s network ACL keeps the packet out',
      'database network ACL',
      ({ ec2 }) =>
        guard(ec2.provider, orders.vpcs.orders.subnets[0].id, [
          stop(false, 5432, 5432),
          pass(true),
          pass(false),
        ]),
    ],
    [
      'the database`s security group does not know the gateway, while everything is ACTIVE',
      'database security group',
      ({ ec2, rules }) => {
        delete ec2.provider.securityGroupRules[rules.databaseIngress];
      },
    ],
    [
      'the database is stopped',
      'database',
      ({ rds }) => {
        rds.instances['orders-postgres'].status = 'stopped';
      },
    ],
    [
      'the database listens elsewhere',
      'port',
      ({ rds, question }) => {
        rds.instances['orders-postgres'].port = 3306;
        Object.assign(question, { port: 5432 });
      },
    ],
  ];

  it.each(links)('names the hop when %s: %s', (_case, hop, breakLink) => {
    const stage = worldWithPatternA();
    expect(brokenHops(stage)).toEqual([]);
    breakLink(stage);
    expect(reachable(stage.world, stage.question).reachable).toBe(false);
    expect(brokenHops(stage)).toEqual([hop]);
  });

  it('lets the first network ACL rule decide, not the strictest', () => {
    const { ec2, ids, world, question } = worldWithPatternA();
    const clientMay = (...entries: NetworkAclEntry[]) => {
      guard(ec2.consumer, ids.clientSubnet, [pass(false), ...entries]);
      return reachable(world, question).reachable;
    };
    expect(clientMay(stop(true, 5432, 5432, 20), pass(true, 10))).toBe(true);
    expect(clientMay(pass(true, 20), stop(true, 5432, 5432, 10))).toBe(false);
  });

  it('asks no network ACL between two ends in one subnet', () => {
    const { ec2, ids, world, question } = worldWithPatternA();
    guard(ec2.consumer, ids.endpointSubnet, []);
    const subnet = ids.endpointSubnet;
    expect(reachable(world, { ...question, subnet }).reachable).toBe(true);
  });

  it.each(['backing-up', 'modifying', 'configuring-iam-database-auth'])(
    'lets a database answer while it is %s',
    status => {
      const { rds, world, question } = worldWithPatternA();
      rds.instances['orders-postgres'].status = status;
      expect(reachable(world, question).reachable).toBe(true);
    },
  );

  it('takes any subnet and any security group of the VPC unless told', () => {
    const { world, question } = worldWithPatternA();
    const { from, to } = question;
    expect(reachable(world, { from, to }).reachable).toBe(true);
    const sg = accounts.analytics.vpcs.databricks.defaultSecurityGroupId;
    const answer = reachable(world, { from, to, sg });
    expect(answer.hops.filter(hop => !hop.ok)).toMatchObject([
      { name: 'endpoint security group' },
    ]);
  });

  it('follows the generated name and an address as well as the RDS name', () => {
    const { world, question, ids, ec2 } = worldWithPatternA();
    const name = generatedEndpointName({
      vpcEndpointId: ids.endpoint,
      resourceConfigurationId: ids.configuration,
      region: 'us-east-1',
    });
    const address =
      ec2.consumer.networkInterfaces[ids.endpointInterface].privateIpAddress;
    expect(reachable(world, { ...question, name }).reachable).toBe(true);
    expect(reachable(world, { ...question, name: address }).reachable).toBe(
      true,
    );
    expect(
      brokenHops({
        ...worldWithPatternA(),
        question: {
          ...question,
          name: 'orders.example.com',
        } as Stage['question'],
      }),
    ).toEqual(['DNS']);
  });

  it('follows a failover without being told', () => {
    const { world, question, ec2, rds } = worldWithPatternA();
    const instance = rds.instances['orders-postgres'];
    const standby = Object.values(ec2.provider.networkInterfaces).find(
      eni =>
        eni.servesId === 'orders-postgres' &&
        eni.networkInterfaceId !== instance.networkInterfaceId,
    )!;
    const formerWriter =
      ec2.provider.networkInterfaces[instance.networkInterfaceId];
    instance.networkInterfaceId = standby.networkInterfaceId;
    expect(reachable(world, question).reachable).toBe(true);
    const inside = { from: orders.vpcs.orders.id, to: question.to };
    const stuck = { ...inside, name: formerWriter.privateIpAddress };
    expect(reachable(world, stuck).hops.at(-1)).toMatchObject({
      name: 'writer',
      ok: false,
    });
  });

  it('lets a client of the database`s own VPC in only by the database`s security group', () => {
    const { world, ec2 } = worldWithPatternA();
    const home = orders.vpcs.orders;
    const inside = {
      from: home.id,
      to: orders.databases['orders-postgres'].arn,
      sg: home.securityGroups.apps.id,
    };
    const closed = reachable(world, inside);
    expect(closed.hops.filter(hop => !hop.ok).map(hop => hop.name)).toEqual([
      'database security group',
    ]);
    ec2.provider.securityGroupRules['sgr-0dddddddddddddddd'] = {
      securityGroupRuleId: 'sgr-0dddddddddddddddd',
      groupId: home.securityGroups['orders-postgres'].id,
      isEgress: false,
      ipProtocol: 'tcp',
      fromPort: 5000,
      toPort: 6000,
      cidrIpv4: '10.20.0.0/16',
      tags: {},
    };
    expect(reachable(world, inside).reachable).toBe(true);
  });

  it('counts only a connection that lands on the writer', () => {
    const { world } = worldWithPatternA();
    const home = catalog.vpcs.catalog;
    const aurora = catalog.databases['catalog-aurora'];
    const state = rdsState.of(world, {
      accountId: catalog.id,
      region: 'us-east-1',
    });
    const inside = {
      from: home.id,
      to: aurora.arn,
      sg: home.securityGroups['catalog-aurora'].id,
    };
    const last = (name?: string) =>
      reachable(world, { ...inside, name }).hops.at(-1);
    expect(last()).toMatchObject({ name: 'writer', ok: true });
    expect(last(aurora.cluster.readerHost)).toMatchObject({
      name: 'writer',
      ok: false,
    });
    expect(last(aurora.cluster.instances[1].host)).toMatchObject({ ok: false });
    state.clusters['catalog-aurora'].writerInstance = 'catalog-aurora-2';
    expect(last(aurora.cluster.instances[1].host)).toMatchObject({ ok: true });
  });

  it('leads from no VPC to another one by address, even where the addresses overlap', () => {
    const { world } = worldWithPatternA();
    const to = orders.databases['orders-postgres'].arn;
    for (const from of [
      accounts.payments.vpcs.payments.id,
      accounts.partner.vpcs.partner.id,
      accounts.payments.vpcs.dublin.id,
    ]) {
      expect(reachable(world, { from, to }).hops.at(-1)).toMatchObject({
        name: 'address',
        ok: false,
      });
    }
    const publicly = {
      from: accounts.partner.vpcs.partner.id,
      to: billing.databases['billing-public'].arn,
    };
    expect(reachable(world, publicly).reachable).toBe(false);
  });

  it.each([
    ['VPC', { from: 'vpc-0eeeeeeeeeeeeeeee' }],
    [
      'RDS instance or cluster',
      { to: 'arn:aws:rds:us-east-1:333333333333:db:nobody' },
    ],
    ['subnet', { subnet: 'subnet-0eeeeeeeeeeeeeeee' }],
    ['security group', { sg: 'sg-0eeeeeeeeeeeeeeee' }],
  ])('says which %s it does not know', (kind, unknown) => {
    const { world, question } = worldWithPatternA();
    const id = Object.values(unknown)[0];
    expect(() => reachable(world, { ...question, ...unknown })).toThrow(
      new RegExp(`no ${kind} ${id}`),
    );
  });
});
