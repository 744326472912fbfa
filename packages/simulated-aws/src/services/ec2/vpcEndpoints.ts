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
  DnsEntry,
  State,
  VpcEndpoint as VpcEndpointAnswer,
  VpcEndpointAssociation,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import {
  configurationsOf,
  generatedName,
  namesOf,
  privateNamesOf,
} from '../../network/names';
import { dissociateEndpoint } from '../vpc-lattice/endpointAssociations';
import { latticeArn, parseLatticeArn } from '../vpc-lattice/identifiers';
import type { ResourceConfiguration } from '../vpc-lattice/state';
import {
  checkPrivateDns,
  createVpcEndpoint,
  creationTimers,
} from './createVpcEndpoint';
import { describe } from './describe';
import { endpointAssociationId, interfaceEndpointNames } from './endpointNames';
import { serviceNamed } from './endpointServiceLookup';
import { toCrossRegions } from './endpointServices';
import { refuse } from './errors';
import {
  find,
  isWellFormed,
  SECURITY_GROUP,
  SUBNET,
  VPC,
  VPC_ENDPOINT,
} from './ids';
import { releaseInterfaces } from './interfaces';
import { toJoinNetwork } from './networkDestination';
import { networkEndpointAssociations } from './networkEndpointAssociations';
import type { Ec2Part } from './part';
import { onCreate, onExisting } from './permissions';
import { defaultGroupOf } from './securityGroups';
import { checkServiceHasName } from './serviceDestination';
import { ec2State, VpcEndpoint } from './state';
import { toTagList } from './tagging';

const GONE = 'ec2/vpc-endpoint-gone';

/** The zone that AWS keeps for an endpoint's private name; it belongs to AWS, so nobody else sees it. */
const PRIVATE_ZONE_ID = 'Z000000PRIVATEDNS';

/** How long a deleted endpoint is still to be seen. */
const DELETING_SECONDS = 60;

function startDeleting(world: World, place: Place, endpoint: VpcEndpoint) {
  if (endpoint.state === 'deleting') {
    return;
  }
  endpoint.state = 'deleting';
  world.after(DELETING_SECONDS, GONE, {
    accountId: place.accountId,
    region: place.region,
    vpcEndpointId: endpoint.vpcEndpointId,
  });
}

/** The interfaces outlive the endpoint: they drain, and keep their security groups in use meanwhile. */
function finishDeleting(world: World, payload: Record<string, string>) {
  const { accountId, region, vpcEndpointId } = payload;
  const place = { accountId, region };
  const { vpcEndpoints } = ec2State.of(world, place);
  const endpoint = vpcEndpoints[vpcEndpointId];
  delete vpcEndpoints[vpcEndpointId];
  releaseInterfaces(world, place, vpcEndpointId);
  if (endpoint?.resourceConfigurationArn) {
    dissociateEndpoint(world, {
      configurationArn: endpoint.resourceConfigurationArn,
      vpcEndpointId,
    });
  }
}

/**
 * The configurations that an endpoint leads to: for a database the children that AWS made of the configuration, one for
 * each of its names, else the configuration itself.
 */
function destinationsOf(
  world: World,
  endpoint: VpcEndpoint,
): ResourceConfiguration[] {
  const configurations = configurationsOf(world, endpoint);
  const children = configurations.filter(c => c.groupId !== undefined);
  return children.length ? children : configurations;
}

function endpointAnswer(call: Call, endpoint: VpcEndpoint): VpcEndpointAnswer {
  const { securityGroups } = ec2State.of(call.world, call);
  return {
    VpcEndpointId: endpoint.vpcEndpointId,
    VpcEndpointType: endpoint.vpcEndpointType,
    VpcId: endpoint.vpcId,
    ResourceConfigurationArn: endpoint.resourceConfigurationArn,
    ServiceNetworkArn: endpoint.serviceNetworkArn,
    ServiceName: endpoint.serviceName,
    ServiceRegion: endpoint.serviceRegion,
    // The SDK's enum says PendingAcceptance where AWS answers pendingAcceptance (aws.md §0.1 item 8).
    State: endpoint.state as string as State,
    OwnerId: call.accountId,
    SubnetIds: endpoint.subnetIds,
    Groups: endpoint.groupIds.map(GroupId => ({
      GroupId,
      GroupName: securityGroups[GroupId]?.groupName,
    })),
    NetworkInterfaceIds: endpoint.networkInterfaceIds,
    RouteTableIds: [],
    IpAddressType: endpoint.ipAddressType,
    PrivateDnsEnabled: endpoint.privateDnsEnabled,
    RequesterManaged: false,
    DnsEntries: dnsEntries(call, endpoint),
    ...(endpoint.dnsOptions && {
      DnsOptions: {
        PrivateDnsPreference: endpoint.dnsOptions.privateDnsPreference,
        PrivateDnsSpecifiedDomains:
          endpoint.dnsOptions.privateDnsSpecifiedDomains,
      },
    }),
    CreationTimestamp: new Date(endpoint.createdAt),
    ...(endpoint.lastError && {
      LastError: {
        Code: endpoint.lastError.code,
        Message: endpoint.lastError.message,
      },
      FailureReason: endpoint.lastError.message,
    }),
    Tags: toTagList(endpoint.tags),
  };
}

/** Of a service they are told at once, of a configuration when the endpoint is there (API Reference, examples). */
function dnsEntries(call: Call, endpoint: VpcEndpoint): DnsEntry[] {
  const { world, region } = call;
  if (endpoint.vpcEndpointType === 'Interface') {
    const names = interfaceEndpointNames(world, call, endpoint);
    return [
      ...names.map(({ name: DnsName, hostedZoneId: HostedZoneId }) => ({
        DnsName,
        HostedZoneId,
      })),
      ...(endpoint.privateDnsEnabled
        ? privateNamesOf(world, endpoint).map(DnsName => ({
            DnsName,
            HostedZoneId: PRIVATE_ZONE_ID,
          }))
        : []),
    ];
  }
  // Those for a service network are told by DescribeVpcEndpointAssociations only (aws.md §6, TF #41261).
  return isUsable(endpoint)
    ? destinationsOf(world, endpoint).map(configuration => ({
        DnsName: generatedName(configuration, { endpoint, region }),
      }))
    : [];
}

function isUsable(endpoint: VpcEndpoint): boolean {
  return endpoint.state === 'available' || endpoint.state === 'partial';
}

type Association = VpcEndpointAssociation & { tags: Record<string, string> };

function associationsOf(call: Call, endpoint: VpcEndpoint): Association[] {
  if (!isUsable(endpoint)) {
    return [];
  }
  if (endpoint.serviceNetworkArn) {
    return networkEndpointAssociations(call, endpoint).map(association => ({
      ...association,
      tags: {},
    }));
  }
  return destinationsOf(call.world, endpoint).map(configuration => {
    const [privateName] = endpoint.privateDnsEnabled
      ? namesOf(call.world, configuration)
      : [];
    const accessible = configuration.status === 'ACTIVE';
    return {
      Id: endpointAssociationId(endpoint, configuration),
      VpcEndpointId: endpoint.vpcEndpointId,
      AssociatedResourceArn: configuration.arn,
      AssociatedResourceAccessibility: accessible
        ? 'Accessible'
        : 'Inaccessible',
      ...(!accessible && {
        FailureCode: 'ResourceConfigurationNotActive',
        FailureReason: `The resource configuration ${configuration.id} is ${configuration.status}.`,
      }),
      DnsEntry: {
        DnsName: generatedName(configuration, {
          endpoint,
          region: call.region,
        }),
      },
      ...(privateName && { PrivateDnsEntry: { DnsName: privateName } }),
      ...(configuration.groupId && {
        ResourceConfigurationGroupArn: groupArnOf(
          configuration,
          configuration.groupId,
        ),
      }),
      Tags: [],
      tags: {},
    };
  });
}

function groupArnOf(child: ResourceConfiguration, groupId: string) {
  return latticeArn(
    parseLatticeArn(child.arn)!,
    'resourceconfiguration',
    groupId,
  );
}

/**
 * Of an endpoint for a resource only security groups and tags can be changed, of an Interface endpoint also its private
 * DNS (PrivateLink Guide). Subnets are not modelled.
 */
function checkChangeable(
  endpoint: VpcEndpoint,
  input: Record<string, unknown>,
) {
  const changeable = [
    'DryRun',
    'VpcEndpointId',
    'AddSecurityGroupIds',
    'RemoveSecurityGroupIds',
    ...(endpoint.vpcEndpointType === 'Interface' ? ['PrivateDnsEnabled'] : []),
  ];
  const other = Object.keys(input).find(
    name => input[name] !== undefined && !changeable.includes(name),
  );
  if (other) {
    throw refuse(
      'InvalidParameter',
      `${other} cannot be modified for ${endpoint.vpcEndpointId} of type ${endpoint.vpcEndpointType}: only its security groups can.`,
    );
  }
}

function setPrivateDns(call: Call, endpoint: VpcEndpoint, enabled: boolean) {
  if (enabled) {
    const found = serviceNamed(call.world, endpoint.serviceName ?? '');
    if (found) {
      checkServiceHasName(found);
    }
    const vpc = ec2State.of(call.world, call).vpcs[endpoint.vpcId];
    checkPrivateDns(call, vpc, { ...endpoint, privateDnsEnabled: true });
  }
  endpoint.privateDnsEnabled = enabled;
}

function modify(
  call: Call,
  endpoint: VpcEndpoint,
  change: { add: string[]; remove: string[] },
) {
  const state = ec2State.of(call.world, call);
  for (const id of change.add) {
    const group = find(SECURITY_GROUP, state.securityGroups, id);
    if (group.vpcId !== endpoint.vpcId) {
      throw refuse(
        'InvalidParameter',
        `You have specified two resources that belong to different networks: ${id} is not a security group of ${endpoint.vpcId}.`,
      );
    }
  }
  const groupIds = [...new Set([...endpoint.groupIds, ...change.add])].filter(
    id => !change.remove.includes(id),
  );
  if (!groupIds.length) {
    throw refuse(
      'InvalidParameter',
      `${endpoint.vpcEndpointId} needs at least one security group.`,
    );
  }
  endpoint.groupIds = groupIds;
  for (const id of endpoint.networkInterfaceIds) {
    state.networkInterfaces[id].groupIds = groupIds;
  }
}

/** What policies may ask of the service (Service Authorization Reference, `ec2:VpceService…`). */
function serviceContext(call: Call, serviceName: string | undefined) {
  const found = serviceName && serviceNamed(call.world, serviceName);
  return {
    ...(serviceName && { 'ec2:VpceServiceName': serviceName }),
    ...(found && {
      'ec2:VpceServiceOwner': found.place.accountId,
      'ec2:VpceServiceRegion': found.place.region,
    }),
  };
}

const handlers: Ec2Part['handlers'] = {
  CreateVpcEndpoint(input, call) {
    return {
      VpcEndpoint: endpointAnswer(call, createVpcEndpoint(input, call)),
      ClientToken: input.ClientToken,
    };
  },

  DescribeVpcEndpoints(input, call) {
    const { items, NextToken } = describe({
      kind: VPC_ENDPOINT,
      objects: ec2State.of(call.world, call).vpcEndpoints,
      ids: input.VpcEndpointIds,
      input,
      limits: { min: 1, max: 1000, byDefault: 1000, capped: true },
      fields: {
        'vpc-endpoint-id': endpoint => [endpoint.vpcEndpointId],
        'vpc-endpoint-type': endpoint => [endpoint.vpcEndpointType],
        'vpc-endpoint-state': endpoint => [endpoint.state],
        'vpc-id': endpoint => [endpoint.vpcId],
        'ip-address-type': endpoint => [endpoint.ipAddressType],
        'service-name': endpoint => [endpoint.serviceName],
        'service-region': endpoint => [endpoint.serviceRegion ?? call.region],
      },
    });
    return {
      VpcEndpoints: items.map(endpoint => endpointAnswer(call, endpoint)),
      NextToken,
    };
  },

  ModifyVpcEndpoint(input, call) {
    const { vpcEndpoints } = ec2State.of(call.world, call);
    const endpoint = find(VPC_ENDPOINT, vpcEndpoints, input.VpcEndpointId!);
    checkChangeable(endpoint, { ...input });
    if (!isUsable(endpoint)) {
      throw refuse(
        'IncorrectState',
        `${endpoint.vpcEndpointId} cannot be modified while it is ${endpoint.state}.`,
      );
    }
    if (input.PrivateDnsEnabled !== undefined) {
      setPrivateDns(call, endpoint, input.PrivateDnsEnabled);
    }
    modify(call, endpoint, {
      add: input.AddSecurityGroupIds ?? [],
      remove: input.RemoveSecurityGroupIds ?? [],
    });
    return { Return: true };
  },

  /** Answers 200 whatever happens to the single ids. */
  DeleteVpcEndpoints(input, call) {
    const { vpcEndpoints } = ec2State.of(call.world, call);
    const unsuccessful = [];
    for (const id of input.VpcEndpointIds ?? []) {
      const endpoint = vpcEndpoints[id];
      if (endpoint) {
        startDeleting(call.world, call, endpoint);
        continue;
      }
      unsuccessful.push({
        ResourceId: id,
        Error: isWellFormed(VPC_ENDPOINT, id)
          ? {
              Code: 'InvalidVpcEndpoint.NotFound',
              Message: VPC_ENDPOINT.doesNotExist(id),
            }
          : {
              Code: VPC_ENDPOINT.malformed,
              Message: `Invalid id: "${id}" (expecting "vpce-...")`,
            },
      });
    }
    return { Unsuccessful: unsuccessful };
  },

  DescribeVpcEndpointAssociations(input, call) {
    const { vpcEndpoints } = ec2State.of(call.world, call);
    const asked = input.VpcEndpointIds?.length
      ? input.VpcEndpointIds.map(id => find(VPC_ENDPOINT, vpcEndpoints, id))
      : Object.values(vpcEndpoints);
    const { items, NextToken } = describe<Association>({
      kind: VPC_ENDPOINT,
      objects: Object.fromEntries(
        asked
          .flatMap(endpoint => associationsOf(call, endpoint))
          .map(association => [association.Id!, association]),
      ),
      input,
      limits: { min: 1, max: 100, byDefault: 100 },
      fields: {
        'vpc-endpoint-id': a => [a.VpcEndpointId],
        'association-id': a => [a.Id],
        'associated-resource-accessibility': a => [
          a.AssociatedResourceAccessibility,
        ],
        'associated-resource-id': a => [a.AssociatedResourceArn],
        'resource-configuration-group-arn': a => [
          a.ResourceConfigurationGroupArn,
        ],
        'service-network-arn': a => [a.ServiceNetworkArn],
      },
    });
    return {
      VpcEndpointAssociations: items.map(({ tags: _, ...answer }) => answer),
      NextToken,
    };
  },
};

export const vpcEndpoints: Ec2Part = {
  handlers,
  permissions: {
    CreateVpcEndpoint(input, call) {
      const state = ec2State.of(call.world, call);
      const groupIds = input.SecurityGroupIds?.length
        ? input.SecurityGroupIds
        : [defaultGroupOf(state, input.VpcId!)?.groupId ?? '*'];
      return [
        ...onCreate(call, VPC_ENDPOINT, input.TagSpecifications, {
          ...serviceContext(call, input.ServiceName),
        }),
        ...(input.ServiceNetworkArn
          ? toJoinNetwork(input.ServiceNetworkArn)
          : []),
        ...toCrossRegions(call, VPC_ENDPOINT, [input.ServiceRegion]),
        ...onExisting(call, VPC, [input.VpcId!]),
        ...onExisting(call, SUBNET, input.SubnetIds ?? []),
        ...onExisting(call, SECURITY_GROUP, groupIds),
        ...(input.PrivateDnsEnabled
          ? [{ action: 'route53:AssociateVPCWithHostedZone' }]
          : []),
      ];
    },
    ModifyVpcEndpoint: (input, call) => [
      ...onExisting(call, VPC_ENDPOINT, [input.VpcEndpointId!]),
      ...onExisting(call, SECURITY_GROUP, [
        ...(input.AddSecurityGroupIds ?? []),
        ...(input.RemoveSecurityGroupIds ?? []),
      ]),
    ],
    DeleteVpcEndpoints: (input, call) =>
      onExisting(call, VPC_ENDPOINT, input.VpcEndpointIds ?? []),
  },
  timers: { ...creationTimers, [GONE]: finishDeleting },
};
