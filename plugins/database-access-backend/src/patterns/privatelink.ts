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
  clientRules,
  Draft,
  idOf,
  keysOf,
  laneOf,
  named,
  onePerZone,
  output,
  shareableGroupOf,
  zoneOf,
} from './drafts';
import type { ObjectGraph } from './ObjectGraph';
import type { PatternFacts } from './PatternFacts';
import { carriesOtherRegions } from './zones';

/** One name of the database, and how it comes through the load balancer. */
interface Way {
  /** Begins the keys of its nodes; nothing for the writer's. */
  prefix: '' | 'reader-';
  host: string;
  /** At the load balancer, and so at the endpoint. */
  port: number;
  /** For people. */
  whom: string;
}

/**
 * One load balancer and one endpoint service for the database, and one interface endpoint for it in the consumer's VPC,
 * which the provider accepts; a private zone there lets the database's own name lead to it. See "Share your services
 * through AWS PrivateLink" in AWS's documentation.
 *
 * What the provider's side is made of follows from the database alone, so all shares of a database use the same load
 * balancer and service; one principal serves all networks of an account; what is accepted is one endpoint. Where config
 * wants it, a function in the provider's account lets the addresses of the database be followed while the portal is down,
 * and the service has a name of the provider's domain beside.
 *
 * @throws an Error if the facts leave nothing to build; planning says so before, in findings
 */
export function privatelink(facts: PatternFacts): ObjectGraph {
  const ways = waysTo(facts.database);
  const balancer = balancerNodes(facts, ways);
  const service = serviceNodes(facts);
  const endpoint = endpointNodes(facts, { ways, service });
  const zones = ways.flatMap(way => zoneNodes(facts, way));
  const updater = facts.updater ? updaterNodes(facts, ways) : [];
  const privateNames = privateNameNodes(facts);
  const connection = connectionNode(facts, [
    ...keysOf(balancer),
    ...keysOf(endpoint),
    ...keysOf(updater),
  ]);
  const nodes = named(facts, [
    ...balancer,
    ...updater,
    ...service,
    ...endpoint,
    ...zones,
    connection,
    ...privateNames,
  ]);
  const { database, network } = facts;
  const balancerKeys = keysOf(balancer);
  const among = (...prefixes: string[]) =>
    balancerKeys.filter(key => prefixes.some(p => key.startsWith(p)));
  const of = (...names: string[]) =>
    ways.flatMap(({ prefix }) => names.map(name => prefix + name));
  return {
    pattern: 'privatelink',
    nodes,
    hops: [
      { name: 'Name of the database in the network', nodes: keysOf(zones) },
      {
        name: 'Security group of the endpoint',
        nodes: keysOf(endpoint).filter(key => key.startsWith('endpoint-')),
      },
      { name: 'Interface endpoint', nodes: ['interface-endpoint'] },
      {
        name: 'Accepted in the account of the database',
        nodes: [
          ...keysOf(service).filter(key => key !== 'service'),
          'connection',
        ],
      },
      { name: 'Endpoint service', nodes: ['service'] },
      { name: 'Security group of the load balancer', nodes: among('nlb-') },
      {
        name: 'Network Load Balancer',
        nodes: ['load-balancer', ...of('listener')],
      },
      {
        name: 'Addresses of the database',
        nodes: of('target-group', 'target-attributes', 'targets'),
      },
      { name: 'Security group of the database', nodes: ['database-ingress'] },
    ],
    opens: ways.map(({ host, port }) => ({
      network: network.name,
      accountId: network.accountId,
      vpcId: network.vpcId,
      databaseArn: database.arn,
      host,
      port,
    })),
    enables: [
      {
        accountId: network.accountId,
        description: `Account ${network.accountId} may make more endpoints for ${database.identifier} in any of its VPCs, because AWS lets in an account and not a network; each of them leads nowhere until it is accepted, and this portal accepts none but those that it made itself.`,
      },
    ],
    cuts: [
      {
        lane: laneOf(network),
        title: 'consumer: delete the interface endpoint',
        how: { kind: 'remove-object', node: 'interface-endpoint' },
      },
      {
        lane: laneOf(database),
        title: 'provider: reject the endpoint',
        how: { kind: 'remove-object', node: 'connection' },
      },
    ],
  };
}

/**
 * The zones that an endpoint of this network could be in: those of the load balancer that the network has subnets in; from
 * another Region any in which AWS carries across Regions. None: it cannot be built.
 */
export function privatelinkZones({
  database,
  network,
}: PatternFacts): string[] {
  const here = onePerZone(network.subnets).map(zoneOf);
  if (database.region !== network.region) {
    return here.filter(carriesOtherRegions);
  }
  const there = onePerZone(database.subnets).map(zoneOf);
  return here.filter(zone => there.includes(zone));
}

/** The readers of a cluster come in by a port of their own, since a load balancer sees no names. */
function waysTo(database: PatternFacts['database']): Way[] {
  const { host, readerHost, port, identifier } = database;
  const writer: Way = { prefix: '', host, port, whom: identifier };
  return readerHost
    ? [
        writer,
        {
          prefix: 'reader-',
          host: readerHost,
          port: port < 65535 ? port + 1 : port - 1,
          whom: `the readers of ${identifier}`,
        },
      ]
    : [writer];
}

function balancerNodes(facts: PatternFacts, ways: Way[]): Draft[] {
  const { arn, identifier, port, vpcId, subnets } = facts.database;
  const databaseGroupId = shareableGroupOf(facts);
  const subnetIds = onePerZone(subnets).map(idOf);
  if (subnetIds.length === 0) {
    throw new Error(`${arn} has no subnet`);
  }
  const side = 'provider';
  return [
    {
      key: 'nlb-group',
      type: 'ec2/security-group',
      title: 'Security group of the load balancer',
      side,
      what: 'nlb-sg',
      spec: {
        vpcId,
        description: `Load balancer of ${identifier}: to the database and nowhere else`,
      },
      dependsOn: [],
    },
    {
      key: 'nlb-no-egress',
      type: 'ec2/security-group-default-egress',
      title: 'Load balancer talks to nobody else',
      side,
      what: 'no-egress',
      spec: { groupId: output('nlb-group', 'groupId') },
      dependsOn: ['nlb-group'],
    },
    {
      key: 'nlb-egress',
      type: 'ec2/security-group-rule',
      title: 'From the load balancer to the database',
      side,
      what: 'nlb-out',
      spec: {
        groupId: output('nlb-group', 'groupId'),
        direction: 'egress',
        port,
        peerGroupId: databaseGroupId,
        description: `To ${identifier}`,
      },
      dependsOn: ['nlb-group'],
    },
    {
      key: 'database-ingress',
      type: 'ec2/security-group-rule',
      title: 'Database lets the load balancer in',
      side,
      what: 'database-in',
      spec: {
        groupId: databaseGroupId,
        direction: 'ingress',
        port,
        peerGroupId: output('nlb-group', 'groupId'),
        description: `From the load balancer of ${identifier}`,
      },
      dependsOn: ['nlb-group'],
    },
    {
      key: 'load-balancer',
      type: 'elbv2/load-balancer',
      title: 'Network Load Balancer',
      side,
      what: 'nlb',
      spec: {
        subnetIds,
        securityGroupId: output('nlb-group', 'groupId'),
      },
      dependsOn: ['nlb-group'],
    },
    {
      key: 'nlb-inbound',
      type: 'elbv2/load-balancer-inbound',
      title: 'Load balancer lets in endpoints only',
      side,
      what: 'nlb-in',
      spec: {
        loadBalancerArn: output('load-balancer', 'loadBalancerArn'),
        securityGroupId: output('nlb-group', 'groupId'),
      },
      dependsOn: ['nlb-group', 'load-balancer'],
    },
    ...ways.flatMap(way => wayNodes(facts, way)),
  ];
}

function wayNodes({ database }: PatternFacts, way: Way): Draft[] {
  const { prefix, host, whom } = way;
  const { identifier, port, vpcId, subnets } = database;
  const side = 'provider';
  const keys = {
    group: `${prefix}target-group`,
    attributes: `${prefix}target-attributes`,
    listener: `${prefix}listener`,
  };
  const targetGroupArn = output(keys.group, 'targetGroupArn');
  return [
    {
      key: keys.group,
      type: 'elbv2/target-group',
      title: `Target group for ${whom}`,
      side,
      // A target group has nothing but its name to be told by, so what it is for is part of its name.
      what: prefix ? 'ro' : 'rw',
      spec: { vpcId, port },
      dependsOn: [],
    },
    {
      key: keys.attributes,
      type: 'elbv2/target-group-attributes',
      title: `How connections to ${whom} end`,
      side,
      what: 'attributes',
      spec: { targetGroupArn },
      dependsOn: [keys.group],
    },
    {
      key: keys.listener,
      type: 'elbv2/listener',
      title: `Port ${way.port} for ${whom}`,
      side,
      what: 'listener',
      spec: {
        loadBalancerArn: output('load-balancer', 'loadBalancerArn'),
        targetGroupArn,
        port: way.port,
      },
      dependsOn: ['load-balancer', keys.group],
    },
    {
      key: `${prefix}targets`,
      type: 'elbv2/targets',
      title: `Addresses of ${whom}`,
      side,
      what: 'targets',
      spec: {
        targetGroupArn,
        database: whom,
        host,
        port,
        // Only clusters have readers.
        readersOf: prefix ? identifier : undefined,
        within: subnets.map(subnet => subnet.cidrBlock).sort(),
      },
      // AWS checks a target only once a listener leads to it and the rules let it through.
      dependsOn: [
        keys.attributes,
        keys.listener,
        'nlb-egress',
        'database-ingress',
      ],
    },
  ];
}

/**
 * What follows the database while the portal is down. It carries no packet, so it is no part of a hop. The rule's target
 * comes last and goes first: while addresses are taken away, nothing registers others.
 */
function updaterNodes({ database }: PatternFacts, ways: Way[]): Draft[] {
  const { arn, identifier, host, readerHost, port, subnets } = database;
  const side = 'provider';
  const groups = ways.map(({ prefix }) => `${prefix}target-group`);
  const readers = groups.length > 1;
  return [
    {
      key: 'updater',
      type: 'lambda/function',
      title: 'Updater',
      side,
      what: 'updater',
      spec: {
        database: identifier,
        host,
        port,
        targetGroupArn: output('target-group', 'targetGroupArn'),
        ...(readers && {
          readerHost,
          readerTargetGroupArn: output('reader-target-group', 'targetGroupArn'),
          readersOf: identifier,
        }),
        within: subnets.map(subnet => subnet.cidrBlock).sort(),
      },
      dependsOn: groups,
    },
    {
      key: 'updater-rule',
      type: 'events/rule',
      title: 'Rule that runs the updater',
      side,
      what: 'rule',
      spec: { database: identifier, databaseArn: arn },
      dependsOn: [],
    },
    {
      key: 'updater-permission',
      type: 'lambda/permission',
      title: 'Rule may run the updater',
      side,
      what: 'invoke',
      spec: {
        functionArn: output('updater', 'functionArn'),
        ruleArn: output('updater-rule', 'ruleArn'),
      },
      dependsOn: ['updater', 'updater-rule'],
    },
    {
      key: 'updater-target',
      type: 'events/target',
      title: 'Updater runs by the rule',
      side,
      what: 'target',
      spec: {
        ruleName: output('updater-rule', 'ruleName'),
        functionArn: output('updater', 'functionArn'),
      },
      dependsOn: [
        'updater',
        'updater-rule',
        'updater-permission',
        ...ways.map(({ prefix }) => `${prefix}targets`),
      ],
    },
  ];
}

/**
 * The name of the provider's own domain for the service, once AWS has seen that the domain is his. AWS documents it for
 * endpoints in the service's Region, so others go without. It carries no packet: the database's own name is what clients
 * use, and what is in its certificate. So it is no part of a hop, and may come when the path is open.
 */
function privateNameNodes({
  database,
  network,
  privateDnsName,
}: PatternFacts): Draft[] {
  if (!privateDnsName || database.region !== network.region) {
    return [];
  }
  const { name, hostedZoneId } = privateDnsName;
  const serviceId = output('service', 'serviceId');
  return [
    {
      key: 'service-name',
      type: 'ec2/endpoint-service-name',
      title: 'Private DNS name of the endpoint service',
      side: 'provider',
      what: 'dns-name',
      spec: { serviceId, name },
      dependsOn: ['service'],
    },
    {
      key: 'verification-record',
      type: 'route53/verification-record',
      title: `Proof of the domain of ${name}`,
      side: 'provider',
      what: 'dns-proof',
      spec: {
        zoneId: hostedZoneId,
        name: output('service-name', 'textName'),
        value: output('service-name', 'text'),
      },
      dependsOn: ['service-name'],
    },
    {
      key: 'service-verification',
      type: 'ec2/endpoint-service-verification',
      title: `Verification of ${name}`,
      side: 'provider',
      what: 'dns-verified',
      spec: { serviceId, name },
      dependsOn: ['service', 'service-name', 'verification-record'],
    },
    {
      key: 'endpoint-name',
      type: 'ec2/endpoint-private-dns',
      title: `${name} in the network`,
      side: 'consumer',
      what: 'dns',
      spec: {
        vpcEndpointId: output('interface-endpoint', 'vpcEndpointId'),
        name,
      },
      dependsOn: ['interface-endpoint', 'connection', 'service-verification'],
    },
  ];
}

function serviceNodes({ database, network }: PatternFacts): Draft[] {
  const side = 'provider';
  const region: Draft = {
    key: 'service-region',
    type: 'ec2/endpoint-service-region',
    title: `Endpoint service in ${network.region}`,
    side,
    what: 'region',
    spec: {
      serviceId: output('service', 'serviceId'),
      region: network.region,
    },
    dependsOn: ['service'],
  };
  return [
    {
      key: 'service',
      type: 'ec2/endpoint-service',
      title: 'Endpoint service',
      side,
      what: 'service',
      spec: {
        loadBalancerArn: output('load-balancer', 'loadBalancerArn'),
      },
      dependsOn: ['load-balancer'],
    },
    {
      key: 'service-principal',
      type: 'ec2/endpoint-service-principal',
      title: `Account ${network.accountId}`,
      side,
      what: 'principal',
      spec: {
        serviceId: output('service', 'serviceId'),
        accountId: network.accountId,
      },
      dependsOn: ['service'],
    },
    ...(database.region === network.region ? [] : [region]),
  ];
}

function endpointNodes(
  facts: PatternFacts,
  { ways, service }: { ways: Way[]; service: Draft[] },
): Draft[] {
  const { database, network } = facts;
  const zones = privatelinkZones(facts);
  const subnetIds = onePerZone(network.subnets)
    .filter(subnet => zones.includes(zoneOf(subnet)))
    .map(idOf);
  if (subnetIds.length === 0) {
    throw new Error(
      database.region === network.region
        ? `${network.name} and ${database.arn} have no zone in common`
        : `${network.name} has no zone from which AWS reaches ${database.region}`,
    );
  }
  const side = 'consumer';
  const clients = ways.flatMap(({ prefix, port }) =>
    clientRules(facts, {
      key: `endpoint-${prefix}ingress`,
      groupKey: 'endpoint-group',
      port,
      whither: prefix && 'to the readers',
    }),
  );
  return [
    {
      key: 'endpoint-group',
      type: 'ec2/security-group',
      title: 'Security group of the endpoint',
      side,
      what: 'endpoint-sg',
      spec: {
        vpcId: network.vpcId,
        description: `Interface endpoint of ${network.name} for ${database.identifier}: from its clients only`,
      },
      dependsOn: [],
    },
    {
      key: 'endpoint-no-egress',
      type: 'ec2/security-group-default-egress',
      title: 'Endpoint talks to nobody by itself',
      side,
      what: 'no-egress',
      spec: { groupId: output('endpoint-group', 'groupId') },
      dependsOn: ['endpoint-group'],
    },
    ...clients,
    {
      key: 'interface-endpoint',
      type: 'ec2/interface-endpoint',
      title: 'Interface endpoint',
      side,
      what: 'endpoint',
      spec: {
        vpcId: network.vpcId,
        subnetIds,
        securityGroupId: output('endpoint-group', 'groupId'),
        serviceName: output('service', 'serviceName'),
        serviceRegion:
          database.region === network.region ? undefined : database.region,
      },
      dependsOn: [
        ...keysOf(service),
        'endpoint-group',
        'endpoint-no-egress',
        ...keysOf(clients),
      ],
    },
  ];
}

/**
 * A zone that holds one name and nothing else. It may be ready before the endpoint is accepted or after: alone it leads
 * nowhere. The record takes the endpoint's name and does not hold it: an endpoint that is made anew leaves it there, and
 * it follows.
 */
function zoneNodes({ network }: PatternFacts, way: Way): Draft[] {
  const { prefix, host, whom } = way;
  const side = 'consumer';
  const zone = `${prefix}zone`;
  return [
    {
      key: zone,
      type: 'route53/hosted-zone',
      title: `Private zone for ${whom}`,
      side,
      what: 'zone',
      spec: { name: host, vpcId: network.vpcId },
      dependsOn: [],
    },
    {
      key: `${prefix}record`,
      type: 'route53/record-set',
      title: `Name of ${whom}`,
      side,
      what: 'record',
      spec: {
        zoneId: output(zone, 'zoneId'),
        name: host,
        aliasName: output('interface-endpoint', 'dnsName'),
        aliasZoneId: output('interface-endpoint', 'dnsZoneId'),
      },
      dependsOn: [zone],
    },
  ];
}

/** It opens the path, so all that carries packets is ready before. */
function connectionNode({ network }: PatternFacts, carriers: string[]): Draft {
  return {
    key: 'connection',
    type: 'ec2/endpoint-connection',
    title: 'Accepted endpoint',
    side: 'provider',
    what: 'connection',
    spec: {
      serviceId: output('service', 'serviceId'),
      vpcEndpointId: output('interface-endpoint', 'vpcEndpointId'),
      ownerAccountId: network.accountId,
    },
    dependsOn: ['service', ...carriers],
  };
}
