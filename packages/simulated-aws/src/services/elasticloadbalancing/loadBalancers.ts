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

import type {
  CreateLoadBalancerCommandInput,
  LoadBalancer as LoadBalancerAnswer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { createInterface, releaseInterfaces } from '../ec2/interfaces';
import { ec2State, Subnet } from '../ec2/state';
import { ensureServiceLinkedRole } from '../iam/roles';
import { toMakeServiceLinkedRole } from '../iam/serviceLinkedRole';
import {
  elbArn,
  findLoadBalancer,
  idIn,
  ownLoadBalancer,
  pathIn,
} from './arns';
import {
  checkedAttributes,
  defaultsOf,
  LOAD_BALANCER_ATTRIBUTES,
  toAttributeList,
} from './attributes';
import { checkName } from './names';
import { elbPage } from './paging';
import type { ElbPart } from './part';
import { toCreate, toRead, toTouch } from './permissions';
import { invalid, refuse } from './refusals';
import { attributeRules, pageRules, tagRules } from './rules';
import { elbState, LoadBalancer } from './state';
import { checkedTags } from './tagging';

const SERVICE = 'elasticloadbalancing.amazonaws.com';

type Input = CreateLoadBalancerCommandInput;

const PROVISIONED = 'elasticloadbalancing/load-balancer-provisioned';

/** Two to three minutes in practice; an estimate. */
const PROVISIONING_SECONDS = 120;

/** "Network Load Balancers per Region" (aws.md §1.6). */
const MAX_LOAD_BALANCERS = 50;

/** The zones in which load balancers have their names (AWS General Reference, Elastic Load Balancing endpoints). */
const HOSTED_ZONES: Record<string, string> = {
  'us-east-1': 'Z26RNL4JYFTOTI',
  'eu-west-1': 'Z2IFOLAFXWLO4F',
};

/** Internal load balancers have a public name for private addresses. */
export function dnsNameOf(place: Place, loadBalancer: LoadBalancer): string {
  return `${loadBalancer.name}-${idIn(loadBalancer.arn)}.elb.${
    place.region
  }.amazonaws.com`;
}

/** The public zone in which AWS keeps that name. */
export function hostedZoneOf({ region }: Place): string {
  return HOSTED_ZONES[region] ?? 'Z000000ELB';
}

/** What an endpoint service is made of, found by its ARN. */
export function loadBalancerAt(
  world: World,
  arn: string,
): { place: Place; loadBalancer: LoadBalancer } | undefined {
  const [, , , region, accountId] = arn.split(':');
  const place = { accountId, region };
  const loadBalancer = elbState.of(world, place).loadBalancers[arn];
  return loadBalancer && { place, loadBalancer };
}

function loadBalancerAnswer(
  call: Call,
  loadBalancer: LoadBalancer,
): LoadBalancerAnswer {
  const { subnets } = ec2State.of(call.world, call);
  return {
    LoadBalancerArn: loadBalancer.arn,
    LoadBalancerName: loadBalancer.name,
    DNSName: dnsNameOf(call, loadBalancer),
    CanonicalHostedZoneId: hostedZoneOf(call),
    CreatedTime: new Date(loadBalancer.createdAt),
    Scheme: 'internal',
    Type: 'network',
    VpcId: loadBalancer.vpcId,
    State: { Code: loadBalancer.state },
    AvailabilityZones: loadBalancer.subnetIds.map(SubnetId => ({
      ZoneName: subnets[SubnetId]?.availabilityZone,
      SubnetId,
      LoadBalancerAddresses: [],
    })),
    ...(loadBalancer.securityGroupIds.length && {
      SecurityGroups: loadBalancer.securityGroupIds,
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic:
        loadBalancer.enforcesOnPrivateLink,
    }),
    IpAddressType: 'ipv4',
  };
}

function checkLoadBalancerName(name: string) {
  checkName('The load balancer name', name);
  if (name.startsWith('internal-')) {
    throw invalid(
      `The load balancer name '${name}' cannot begin with 'internal-'`,
    );
  }
}

/** What this simulation has: Network Load Balancers without the internet. */
function checkKind(
  { Type: type = 'application', ...input }: Input,
  call: Call,
) {
  if (type !== 'network') {
    throw refuse(
      'InvalidConfigurationRequest',
      `Simulated AWS makes load balancers of type network only, not of type ${type}.`,
    );
  }
  if (input.IpAddressType && input.IpAddressType !== 'ipv4') {
    throw refuse(
      'InvalidConfigurationRequest',
      `The subnets have IPv4 addresses only: IP address type ${input.IpAddressType} is not supported.`,
    );
  }
  if ((input.Scheme ?? 'internet-facing') === 'internet-facing') {
    const [id = ''] = subnetIdsOf(input);
    const subnet = ec2State.of(call.world, call).subnets[id];
    throw refuse(
      'InvalidSubnet',
      `VPC ${subnet?.vpcId ?? ''} has no internet gateway`,
    );
  }
}

function subnetIdsOf({ Subnets, SubnetMappings }: Partial<Input>): string[] {
  return Subnets ?? (SubnetMappings ?? []).flatMap(m => m.SubnetId ?? []);
}

function checkedSubnets(input: Input, call: Call): Subnet[] {
  const { subnets: known } = ec2State.of(call.world, call);
  if (input.Subnets?.length && input.SubnetMappings?.length) {
    throw invalid(
      'Subnets and SubnetMappings cannot be specified at the same time',
    );
  }
  const ids = subnetIdsOf(input);
  if (!ids.length) {
    throw invalid('At least one subnet must be specified');
  }
  const unknown = ids.find(id => !known[id]);
  if (unknown) {
    throw refuse('SubnetNotFound', `The subnet ID '${unknown}' does not exist`);
  }
  const subnets = ids.map(id => known[id]);
  if (new Set(subnets.map(subnet => subnet.vpcId)).size > 1) {
    throw refuse('InvalidSubnet', 'All subnets must belong to the same VPC');
  }
  const zones = subnets.map(subnet => subnet.availabilityZone);
  if (new Set(zones).size < zones.length) {
    throw refuse(
      'InvalidConfigurationRequest',
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  }
  return subnets;
}

function checkedGroups(call: Call, vpcId: string, ids: string[]): string[] {
  const { securityGroups } = ec2State.of(call.world, call);
  const stranger = ids.find(id => securityGroups[id]?.vpcId !== vpcId);
  if (stranger) {
    throw refuse(
      'InvalidSecurityGroup',
      securityGroups[stranger]
        ? `One or more security groups are invalid: ${stranger} is not in ${vpcId}`
        : `Security group '${stranger}' does not exist`,
    );
  }
  return [...new Set(ids)];
}

const sameSet = (one: string[], other: string[]) =>
  one.length === other.length && one.every(item => other.includes(item));

function createLoadBalancer(input: Input, call: Call): LoadBalancer {
  const name = input.Name!;
  checkLoadBalancerName(name);
  checkKind(input, call);
  const tags = checkedTags(input.Tags);
  const subnets = checkedSubnets(input, call);
  const [{ vpcId }] = subnets;
  const groupIds = checkedGroups(call, vpcId, input.SecurityGroups ?? []);
  const state = elbState.of(call.world, call);
  const subnetIds = subnets.map(subnet => subnet.subnetId);
  const namesake = Object.values(state.loadBalancers).find(
    other => other.name === name,
  );
  if (namesake) {
    // "If you attempt to create multiple load balancers with the same settings, each call succeeds" (API Reference).
    const same =
      sameSet(namesake.subnetIds, subnetIds) &&
      sameSet(namesake.securityGroupIds, groupIds);
    if (same) {
      return namesake;
    }
    throw refuse(
      'DuplicateLoadBalancerName',
      `A load balancer with the same name '${name}' exists, but with different settings`,
    );
  }
  if (Object.keys(state.loadBalancers).length >= MAX_LOAD_BALANCERS) {
    throw refuse(
      'TooManyLoadBalancers',
      `The maximum number of load balancers has been reached: ${MAX_LOAD_BALANCERS}`,
    );
  }
  const arn = elbArn(
    call,
    'loadbalancer',
    `net/${name}/${call.world.ids.hex(16)}`,
  );
  const loadBalancer: LoadBalancer = {
    arn,
    name,
    vpcId,
    subnetIds,
    securityGroupIds: groupIds,
    ...(groupIds.length && { enforcesOnPrivateLink: 'on' as const }),
    state: 'provisioning',
    attributes: defaultsOf(LOAD_BALANCER_ATTRIBUTES),
    networkInterfaceIds: addNodes(call, arn, subnetIds, groupIds),
    createdAt: call.now,
    tags,
  };
  state.loadBalancers[arn] = loadBalancer;
  ensureServiceLinkedRole(call.world, call.accountId, SERVICE);
  call.world.after(PROVISIONING_SECONDS, PROVISIONED, {
    accountId: call.accountId,
    region: call.region,
    arn,
  });
  return loadBalancer;
}

function addNodes(
  call: Call,
  arn: string,
  subnetIds: string[],
  groupIds: string[],
): string[] {
  return subnetIds.map(subnetId => {
    const eni = createInterface(call.world, call, {
      subnetId,
      groupIds,
      description: `ELB ${pathIn(arn)}`,
      servesId: arn,
    });
    if (!eni) {
      releaseInterfaces(call.world, call, arn);
      throw refuse(
        'InvalidSubnet',
        `Not enough IP space available in ${subnetId}.`,
      );
    }
    return eni.networkInterfaceId;
  });
}

/** Whether an endpoint service stands on this load balancer. */
function servesEndpointService(call: Call, arn: string): boolean {
  const { endpointServices } = ec2State.of(call.world, call);
  return Object.values(endpointServices ?? {}).some(service =>
    service.loadBalancerArns.includes(arn),
  );
}

function deleteLoadBalancer(call: Call, loadBalancer: LoadBalancer) {
  const { arn } = loadBalancer;
  if (loadBalancer.attributes['deletion_protection.enabled'] === 'true') {
    throw refuse(
      'OperationNotPermitted',
      `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
    );
  }
  if (servesEndpointService(call, arn)) {
    throw refuse(
      'ResourceInUse',
      `Load balancer '${arn}' cannot be deleted because it is currently associated with another service`,
    );
  }
  const state = elbState.of(call.world, call);
  delete state.loadBalancers[arn];
  // "Deleting a load balancer also deletes its listeners" (Network Load Balancer guide).
  for (const listener of Object.values(state.listeners)) {
    if (listener.loadBalancerArn === arn) {
      delete state.listeners[listener.arn];
    }
  }
  releaseInterfaces(call.world, call, arn);
}

const handlers: ElbPart['handlers'] = {
  CreateLoadBalancer(input, call) {
    const made = createLoadBalancer(input, call);
    return { LoadBalancers: [loadBalancerAnswer(call, made)] };
  },

  DescribeLoadBalancers(input, call) {
    const { loadBalancers } = elbState.of(call.world, call);
    if (input.Names?.length && input.LoadBalancerArns?.length) {
      throw invalid(
        'Load balancer names and load balancer ARNs cannot be specified at the same time',
      );
    }
    const all = Object.values(loadBalancers);
    const unknown = input.Names?.find(name => !all.some(b => b.name === name));
    if (unknown) {
      throw refuse(
        'LoadBalancerNotFound',
        `Load balancers '[${unknown}]' not found`,
      );
    }
    const asked = input.LoadBalancerArns?.length
      ? input.LoadBalancerArns.map(arn => ownLoadBalancer(call, arn))
      : all.filter(
          ({ name }) => !input.Names?.length || input.Names.includes(name),
        );
    const { items, NextMarker } = elbPage(asked, input);
    return {
      LoadBalancers: items.map(item => loadBalancerAnswer(call, item)),
      NextMarker,
    };
  },

  DescribeLoadBalancerAttributes(input, call) {
    const { attributes } = ownLoadBalancer(call, input.LoadBalancerArn!);
    return { Attributes: toAttributeList(attributes) };
  },

  ModifyLoadBalancerAttributes(input, call) {
    const { attributes } = ownLoadBalancer(call, input.LoadBalancerArn!);
    const change = checkedAttributes(
      LOAD_BALANCER_ATTRIBUTES,
      input.Attributes,
      'Load balancer',
    );
    Object.assign(attributes, change);
    return { Attributes: toAttributeList(attributes) };
  },

  SetSecurityGroups(input, call) {
    const loadBalancer = ownLoadBalancer(call, input.LoadBalancerArn!);
    if (!loadBalancer.securityGroupIds.length) {
      throw refuse(
        'InvalidConfigurationRequest',
        `You cannot set security groups of '${loadBalancer.arn}': it is a Network Load Balancer that was created without any`,
      );
    }
    if (!input.SecurityGroups?.length) {
      throw invalid('A security group must be specified');
    }
    const groupIds = checkedGroups(
      call,
      loadBalancer.vpcId,
      input.SecurityGroups,
    );
    loadBalancer.securityGroupIds = groupIds;
    // "The default is on" (API Reference); what is not said again stays, as it was asked for.
    loadBalancer.enforcesOnPrivateLink =
      input.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic ??
      loadBalancer.enforcesOnPrivateLink;
    const { networkInterfaces } = ec2State.of(call.world, call);
    for (const id of loadBalancer.networkInterfaceIds) {
      networkInterfaces[id].groupIds = groupIds;
    }
    return {
      SecurityGroupIds: groupIds,
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic:
        loadBalancer.enforcesOnPrivateLink,
    };
  },

  /** "If the load balancer does not exist or has already been deleted, the call succeeds" (API Reference). */
  DeleteLoadBalancer(input, call) {
    const loadBalancer = findLoadBalancer(call, input.LoadBalancerArn!);
    if (loadBalancer) {
      deleteLoadBalancer(call, loadBalancer);
    }
    return {};
  },
};

export const loadBalancers: ElbPart = {
  handlers,
  rules: {
    ...tagRules('CreateLoadBalancer'),
    'CreateLoadBalancer.Type': { enum: ['application', 'network', 'gateway'] },
    'CreateLoadBalancer.Scheme': { enum: ['internet-facing', 'internal'] },
    'CreateLoadBalancer.IpAddressType': {
      enum: ['ipv4', 'dualstack', 'dualstack-without-public-ipv4'],
    },
    ...attributeRules('ModifyLoadBalancerAttributes'),
    'ModifyLoadBalancerAttributes.Attributes': { length: [0, 20] },
    'SetSecurityGroups.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic': {
      enum: ['on', 'off'],
    },
    ...pageRules('DescribeLoadBalancers'),
  },
  permissions: {
    CreateLoadBalancer: (input, call) => [
      ...toCreate(call, 'loadbalancer', `net/${input.Name}/*`, input.Tags),
      ...toRead(
        'DescribeAccountAttributes',
        'DescribeAddresses',
        'DescribeInternetGateways',
        'DescribeSecurityGroups',
        'DescribeSubnets',
        'DescribeVpcs',
      ),
      ...toMakeServiceLinkedRole(call, SERVICE),
    ],
    ModifyLoadBalancerAttributes: (input, call) =>
      toTouch(call, input.LoadBalancerArn),
    SetSecurityGroups: (input, call) => toTouch(call, input.LoadBalancerArn),
    DeleteLoadBalancer: (input, call) => toTouch(call, input.LoadBalancerArn),
  },
  timers: {
    [PROVISIONED]: (world, { accountId, region, arn }) => {
      const { loadBalancers: all } = elbState.of(world, { accountId, region });
      if (all[arn]) {
        all[arn].state = 'active';
      }
    },
  },
};
