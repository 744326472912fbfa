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
  Vpc as VpcAnswer,
  Subnet as SubnetAnswer,
} from '@aws-sdk/client-ec2';
import { formatIpv4, parseCidr, sizeOf } from '../../core/ipv4';
import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { describe } from './describe';
import { invalidValue, missing, refuse } from './errors';
import { arnOf, find, SUBNET, VPC } from './ids';
import { freeAddressesOf } from './interfaces';
import { createDefaultNetworkAcl } from './networkAcls';
import type { Ec2Part } from './part';
import { onCreate, onExisting } from './permissions';
import { createDefaultSecurityGroup } from './securityGroups';
import { Ec2State, ec2State, Subnet, Vpc } from './state';
import { tagsOnCreate, toTagList } from './tagging';
import { zonesOf } from './zones';

/** AWS's "VPC sizing" and "Subnet sizing": between /16 and /28. */
const LARGEST = 16;
const SMALLEST = 28;

/** A VPC with what AWS makes along with it: a network ACL and the default security group. */
export function createVpc(
  world: World,
  place: Place,
  options: { cidrBlock: string; tags?: Record<string, string> },
): Vpc {
  const vpc: Vpc = {
    vpcId: world.ids.next('vpc'),
    cidrBlock: options.cidrBlock,
    enableDnsSupport: true,
    enableDnsHostnames: false,
    tags: options.tags ?? {},
  };
  ec2State.of(world, place).vpcs[vpc.vpcId] = vpc;
  createDefaultNetworkAcl(world, place, vpc.vpcId);
  createDefaultSecurityGroup(world, place, vpc.vpcId);
  return vpc;
}

/** A subnet, under the network ACL that its VPC came with. */
export function createSubnet(
  world: World,
  place: Place,
  options: Omit<Subnet, 'subnetId' | 'occupied'>,
): Subnet {
  const state = ec2State.of(world, place);
  const subnet: Subnet = {
    ...options,
    subnetId: world.ids.next('subnet'),
    occupied: 0,
  };
  state.subnets[subnet.subnetId] = subnet;
  const acl = Object.values(state.networkAcls).find(
    a => a.vpcId === subnet.vpcId && a.isDefault,
  );
  if (acl) {
    acl.associations[world.ids.next('aclassoc')] = subnet.subnetId;
  }
  return subnet;
}

function vpcAnswer(call: Call, vpc: Vpc): VpcAnswer {
  return {
    VpcId: vpc.vpcId,
    OwnerId: call.accountId,
    CidrBlock: vpc.cidrBlock,
    Ipv6CidrBlockAssociationSet: [],
    CidrBlockAssociationSet: [
      {
        AssociationId: vpc.vpcId.replace('vpc-', 'vpc-cidr-assoc-'),
        CidrBlock: vpc.cidrBlock,
        CidrBlockState: { State: 'associated' },
      },
    ],
    // AWS's word for a VPC that has no DHCP options set.
    DhcpOptionsId: 'default',
    InstanceTenancy: 'default',
    IsDefault: false,
    State: 'available',
    Tags: toTagList(vpc.tags),
  };
}

function subnetAnswer(call: Call, subnet: Subnet): SubnetAnswer {
  const state = ec2State.of(call.world, call);
  return {
    SubnetId: subnet.subnetId,
    SubnetArn: arnOf(call, SUBNET, subnet.subnetId),
    OwnerId: call.accountId,
    VpcId: subnet.vpcId,
    CidrBlock: subnet.cidrBlock,
    AvailabilityZone: subnet.availabilityZone,
    AvailabilityZoneId: subnet.availabilityZoneId,
    AvailableIpAddressCount: freeAddressesOf(state, subnet),
    DefaultForAz: false,
    MapPublicIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet: [],
    Ipv6Native: false,
    EnableDns64: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    State: 'available',
    Tags: toTagList(subnet.tags),
  };
}

function checkedBlock(cidrBlock: string, code: string) {
  const cidr = parseCidr(cidrBlock);
  if (!cidr) {
    throw invalidValue(
      'cidrBlock',
      cidrBlock,
      'This is not a valid CIDR block.',
    );
  }
  if (cidr.prefix < LARGEST || cidr.prefix > SMALLEST) {
    throw refuse(code, `The CIDR '${cidrBlock}' is invalid.`);
  }
  return cidr;
}

function checkSubnetBlock(state: Ec2State, vpc: Vpc, cidrBlock: string) {
  const cidr = checkedBlock(cidrBlock, 'InvalidSubnet.Range');
  const last = cidr.base + sizeOf(cidr) - 1;
  const around = parseCidr(vpc.cidrBlock)!;
  if (cidr.base < around.base || last >= around.base + sizeOf(around)) {
    throw refuse(
      'InvalidSubnet.Range',
      `The CIDR '${cidrBlock}' is invalid. It is not within ${vpc.cidrBlock} of ${vpc.vpcId}.`,
    );
  }
  for (const other of Object.values(state.subnets)) {
    const taken = parseCidr(other.cidrBlock)!;
    const apart = last < taken.base || cidr.base >= taken.base + sizeOf(taken);
    if (other.vpcId === vpc.vpcId && !apart) {
      throw refuse(
        'InvalidSubnet.Conflict',
        `The CIDR '${formatIpv4(cidr.base)}/${
          cidr.prefix
        }' conflicts with another subnet`,
      );
    }
  }
}

function zoneFor(
  call: Call,
  input: { AvailabilityZone?: string; AvailabilityZoneId?: string },
) {
  const zones = zonesOf(call.accountId, call.region);
  const { AvailabilityZone: name, AvailabilityZoneId: id } = input;
  const zone = zones.find(
    z => (!name || z.name === name) && (!id || z.id === id),
  );
  if (!zone) {
    throw invalidValue(
      'availabilityZone',
      name ?? id,
      `Subnets can currently only be created in the following availability zones: ${zones
        .map(z => z.name)
        .join(', ')}.`,
    );
  }
  return zone;
}

function checkVpcIsEmpty(state: Ec2State, vpcId: string) {
  const inside = (object: { vpcId: string }) => object.vpcId === vpcId;
  const used =
    Object.values(state.subnets).some(inside) ||
    Object.values(state.networkInterfaces).some(inside) ||
    Object.values(state.vpcEndpoints).some(inside) ||
    Object.values(state.networkAcls).some(a => inside(a) && !a.isDefault) ||
    Object.values(state.securityGroups).some(
      group => inside(group) && group.groupName !== 'default',
    );
  if (used) {
    throw refuse(
      'DependencyViolation',
      `The vpc '${vpcId}' has dependencies and cannot be deleted.`,
    );
  }
}

function removeVpc(state: Ec2State, vpcId: string) {
  delete state.vpcs[vpcId];
  for (const acl of Object.values(state.networkAcls)) {
    if (acl.vpcId === vpcId) {
      delete state.networkAcls[acl.networkAclId];
    }
  }
  for (const group of Object.values(state.securityGroups)) {
    if (group.vpcId === vpcId) {
      delete state.securityGroups[group.groupId];
    }
  }
  for (const rule of Object.values(state.securityGroupRules)) {
    if (!state.securityGroups[rule.groupId]) {
      delete state.securityGroupRules[rule.securityGroupRuleId];
    }
  }
}

const handlers: Ec2Part['handlers'] = {
  DescribeVpcs(input, call) {
    const { items, NextToken } = describe({
      kind: VPC,
      objects: ec2State.of(call.world, call).vpcs,
      ids: input.VpcIds,
      input,
      fields: {
        'vpc-id': vpc => [vpc.vpcId],
        cidr: vpc => [vpc.cidrBlock],
        'cidr-block-association.cidr-block': vpc => [vpc.cidrBlock],
        'is-default': () => ['false'],
        isDefault: () => ['false'],
        'owner-id': () => [call.accountId],
        state: () => ['available'],
      },
    });
    return { Vpcs: items.map(vpc => vpcAnswer(call, vpc)), NextToken };
  },

  DescribeVpcAttribute(input, call) {
    const { vpcs } = ec2State.of(call.world, call);
    const vpc = find(VPC, vpcs, input.VpcId!);
    switch (input.Attribute as string) {
      case 'enableDnsSupport':
        return {
          VpcId: vpc.vpcId,
          EnableDnsSupport: { Value: vpc.enableDnsSupport },
        };
      case 'enableDnsHostnames':
        return {
          VpcId: vpc.vpcId,
          EnableDnsHostnames: { Value: vpc.enableDnsHostnames },
        };
      default:
        throw invalidValue('attribute', input.Attribute, 'Unknown attribute.');
    }
  },

  ModifyVpcAttribute(input, call) {
    const { vpcs } = ec2State.of(call.world, call);
    const vpc = find(VPC, vpcs, input.VpcId!);
    const support = input.EnableDnsSupport?.Value;
    const hostnames = input.EnableDnsHostnames?.Value;
    if (support !== undefined && hostnames !== undefined) {
      throw refuse(
        'InvalidParameterCombination',
        'Fields for multiple attribute types specified',
      );
    }
    vpc.enableDnsSupport = support ?? vpc.enableDnsSupport;
    vpc.enableDnsHostnames = hostnames ?? vpc.enableDnsHostnames;
    return {};
  },

  CreateVpc(input, call) {
    const tags = tagsOnCreate(input.TagSpecifications, VPC);
    if (!input.CidrBlock) {
      throw missing('cidrBlock');
    }
    checkedBlock(input.CidrBlock, 'InvalidVpc.Range');
    const vpc = createVpc(call.world, call, {
      cidrBlock: input.CidrBlock,
      tags,
    });
    return { Vpc: { ...vpcAnswer(call, vpc), State: 'pending' } };
  },

  DeleteVpc(input, call) {
    const state = ec2State.of(call.world, call);
    const { vpcId } = find(VPC, state.vpcs, input.VpcId!);
    checkVpcIsEmpty(state, vpcId);
    removeVpc(state, vpcId);
    return {};
  },

  DescribeSubnets(input, call) {
    const state = ec2State.of(call.world, call);
    const { items, NextToken } = describe({
      kind: SUBNET,
      objects: state.subnets,
      ids: input.SubnetIds,
      input,
      fields: {
        'subnet-id': subnet => [subnet.subnetId],
        'subnet-arn': subnet => [arnOf(call, SUBNET, subnet.subnetId)],
        'vpc-id': subnet => [subnet.vpcId],
        'availability-zone': subnet => [subnet.availabilityZone],
        'availability-zone-id': subnet => [subnet.availabilityZoneId],
        'cidr-block': subnet => [subnet.cidrBlock],
        cidr: subnet => [subnet.cidrBlock],
        'available-ip-address-count': subnet => [
          String(freeAddressesOf(state, subnet)),
        ],
        'default-for-az': () => ['false'],
        'owner-id': () => [call.accountId],
        state: () => ['available'],
      },
    });
    return { Subnets: items.map(s => subnetAnswer(call, s)), NextToken };
  },

  CreateSubnet(input, call) {
    const tags = tagsOnCreate(input.TagSpecifications, SUBNET);
    const state = ec2State.of(call.world, call);
    const vpc = find(VPC, state.vpcs, input.VpcId!);
    if (!input.CidrBlock) {
      throw missing('cidrBlock');
    }
    const zone = zoneFor(call, input);
    checkSubnetBlock(state, vpc, input.CidrBlock);
    const subnet = createSubnet(call.world, call, {
      vpcId: vpc.vpcId,
      cidrBlock: input.CidrBlock,
      availabilityZone: zone.name,
      availabilityZoneId: zone.id,
      tags,
    });
    return { Subnet: subnetAnswer(call, subnet) };
  },

  DeleteSubnet(input, call) {
    const state = ec2State.of(call.world, call);
    const { subnetId } = find(SUBNET, state.subnets, input.SubnetId!);
    const used = Object.values(state.networkInterfaces).some(
      eni => eni.subnetId === subnetId,
    );
    if (used) {
      throw refuse(
        'DependencyViolation',
        `The subnet '${subnetId}' has dependencies and cannot be deleted.`,
      );
    }
    delete state.subnets[subnetId];
    for (const acl of Object.values(state.networkAcls)) {
      for (const [id, associated] of Object.entries(acl.associations)) {
        if (associated === subnetId) {
          delete acl.associations[id];
        }
      }
    }
    return {};
  },
};

export const networks: Ec2Part = {
  handlers,
  permissions: {
    CreateVpc: (input, call) => onCreate(call, VPC, input.TagSpecifications),
    DeleteVpc: (input, call) => onExisting(call, VPC, [input.VpcId!]),
    ModifyVpcAttribute: (input, call) => onExisting(call, VPC, [input.VpcId!]),
    CreateSubnet: (input, call) => [
      ...onCreate(call, SUBNET, input.TagSpecifications),
      ...onExisting(call, VPC, [input.VpcId!]),
    ],
    DeleteSubnet: (input, call) => onExisting(call, SUBNET, [input.SubnetId!]),
  },
};
