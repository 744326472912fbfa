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
  CreateVpcEndpointServiceConfigurationCommandInput,
  ModifyVpcEndpointServiceConfigurationCommandInput,
  ServiceConfiguration,
  ServiceDetail,
  UnsuccessfulItem,
} from '@aws-sdk/client-ec2';
import type { AwsError } from '../../core/errors';
import type { Call, Permission } from '../../core/Service';
import type { World } from '../../core/World';
import { elbState } from '../elasticloadbalancing/state';
import { once } from './clientTokens';
import { describe } from './describe';
import {
  connectionsTo,
  FoundService,
  isAllowed,
  isOfferedIn,
  ownService,
  serviceNameOf,
  servicesOf,
  zoneIdsOf,
  zoneNames,
} from './endpointServiceLookup';
import { missing, refuse } from './errors';
import { applyFilters } from './filters';
import { arnOf, isWellFormed, VPC_ENDPOINT, VPC_ENDPOINT_SERVICE } from './ids';
import { page } from './paging';
import type { Ec2Part } from './part';
import { onCreate, onExisting } from './permissions';
import { ec2State, EndpointService } from './state';
import { tagsOnCreate, toTagList } from './tagging';

const AVAILABLE = 'ec2/endpoint-service-available';
const GONE = 'ec2/endpoint-service-gone';

/** Seconds; estimates. */
const CREATION_SECONDS = 15;
const DELETION_SECONDS = 30;
const REGION_SECONDS = 30;

/** States of a connection that is in the way of a deletion: the service has to reject it first (PrivateLink Guide). */
const LIVE = ['pendingAcceptance', 'pending', 'available'];

type CreateInput = CreateVpcEndpointServiceConfigurationCommandInput;
type ModifyInput = ModifyVpcEndpointServiceConfigurationCommandInput;

function invalid(message: string): AwsError {
  return refuse('InvalidParameter', message);
}

function baseNames(region: string, service: EndpointService): string[] {
  return [`${service.serviceId}.${region}.vpce.amazonaws.com`];
}

function configurationAnswer(
  call: Call,
  service: EndpointService,
): ServiceConfiguration {
  const zoneIds = zoneIdsOf(call.world, { place: call, service });
  const regions = Object.entries(service.supportedRegions);
  const { privateDns } = service;
  return {
    ServiceType: [{ ServiceType: 'Interface' }],
    ServiceId: service.serviceId,
    ServiceName: service.serviceName,
    ServiceState: service.state,
    AvailabilityZoneIds: zoneIds,
    AvailabilityZones: zoneNames(call.accountId, call.region, zoneIds),
    AcceptanceRequired: service.acceptanceRequired,
    ManagesVpcEndpoints: false,
    NetworkLoadBalancerArns: service.loadBalancerArns,
    SupportedIpAddressTypes: ['ipv4'],
    BaseEndpointDnsNames: baseNames(call.region, service),
    ...(privateDns && {
      PrivateDnsName: privateDns.name,
      PrivateDnsNameConfiguration: {
        State: privateDns.state,
        Type: 'TXT',
        Value: privateDns.recordValue,
        Name: privateDns.recordName,
      },
    }),
    SupportedRegions: regions.map(([Region, since]) => ({
      Region,
      ServiceState: since <= call.world.moment() ? 'Available' : 'Pending',
    })),
    RemoteAccessEnabled: regions.length > 1,
    Tags: toTagList(service.tags),
  };
}

/** The same service as its consumers see it: in their zones, without what is behind it. */
function serviceDetail(call: Call, found: FoundService): ServiceDetail {
  const { place, service } = found;
  const zoneIds = zoneIdsOf(call.world, found);
  const { privateDns } = service;
  return {
    ServiceName: service.serviceName,
    ServiceId: service.serviceId,
    ServiceType: [{ ServiceType: 'Interface' }],
    ServiceRegion: place.region,
    AvailabilityZones: zoneNames(call.accountId, place.region, zoneIds),
    Owner: place.accountId,
    BaseEndpointDnsNames: baseNames(place.region, service),
    ...(privateDns && {
      PrivateDnsName: privateDns.name,
      PrivateDnsNames: [{ PrivateDnsName: privateDns.name }],
      PrivateDnsNameVerificationState: privateDns.state,
    }),
    VpcEndpointPolicySupported: false,
    AcceptanceRequired: service.acceptanceRequired,
    ManagesVpcEndpoints: false,
    // What another account hung on its service is its own affair.
    Tags: place.accountId === call.accountId ? toTagList(service.tags) : [],
    SupportedIpAddressTypes: ['ipv4'],
  };
}

/** Load balancers of this account that are up and serve no other service: one has one service (aws.md §1.4 D7). */
function checkLoadBalancers(call: Call, arns: string[]) {
  const { loadBalancers } = elbState.of(call.world, call);
  const services = Object.values(servicesOf(call.world, call));
  for (const arn of arns) {
    if (!loadBalancers[arn]) {
      throw invalid(`Load Balancer '${arn}' does not exist`);
    }
    if (loadBalancers[arn].state !== 'active') {
      throw invalid(
        `Load Balancer '${arn}' is ${loadBalancers[arn].state} and not active`,
      );
    }
    if (services.some(service => service.loadBalancerArns.includes(arn))) {
      throw invalid(
        `Load Balancer '${arn}' is already associated with another VPC endpoint service`,
      );
    }
  }
}

function checkAddressTypes(types: string[] | undefined) {
  const other = types?.find(type => type !== 'ipv4');
  if (other) {
    throw invalid(
      `IP address type ${other} is not supported: the load balancer has IPv4 addresses only.`,
    );
  }
}

function checkRegions(regions: string[]) {
  const bad = regions.find(region => !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region));
  if (bad) {
    throw refuse('InvalidParameterValue', `Invalid region: ${bad}`);
  }
}

const DOMAIN = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;

/** A name for the service, and the record that will prove that the domain is the provider's. */
function newPrivateDns(call: Call, name: string) {
  if (!DOMAIN.test(name)) {
    throw invalid(`The private DNS name '${name}' is not a valid domain name`);
  }
  return {
    name: name.toLowerCase(),
    state: 'pendingVerification' as const,
    recordName: `_${call.world.ids.hex(20)}`,
    recordValue: `vpce:${call.world.ids.hex(20)}`,
  };
}

function createService(input: CreateInput, call: Call): EndpointService {
  const tags = tagsOnCreate(input.TagSpecifications, VPC_ENDPOINT_SERVICE);
  const arns = [...new Set(input.NetworkLoadBalancerArns ?? [])];
  if (input.GatewayLoadBalancerArns?.length) {
    throw invalid('Simulated AWS has no Gateway Load Balancers.');
  }
  if (!arns.length) {
    throw missing('NetworkLoadBalancerArn');
  }
  checkLoadBalancers(call, arns);
  checkAddressTypes(input.SupportedIpAddressTypes);
  const regions = input.SupportedRegions ?? [];
  checkRegions(regions);
  const { world, region } = call;
  const serviceId = world.ids.next('vpce-svc');
  const available = world.deadline(CREATION_SECONDS);
  const service: EndpointService = {
    serviceId,
    serviceName: serviceNameOf(region, serviceId),
    state: 'Pending',
    loadBalancerArns: arns,
    // "By default, acceptance is required" (PrivateLink Guide).
    acceptanceRequired: input.AcceptanceRequired ?? true,
    supportedRegions: {
      [region]: available,
      ...later(
        call,
        regions.filter(other => other !== region),
      ),
    },
    ...(input.PrivateDnsName && {
      privateDns: newPrivateDns(call, input.PrivateDnsName),
    }),
    principals: {},
    createdAt: call.now,
    tags,
  };
  servicesOf(world, call)[serviceId] = service;
  world.after(CREATION_SECONDS, AVAILABLE, timerPayload(call, serviceId));
  return service;
}

/** Regions that the service will be offered in a little later. */
function later(call: Call, regions: string[]): Record<string, number> {
  const at = call.world.deadline(REGION_SECONDS);
  return Object.fromEntries(regions.map(region => [region, at]));
}

function timerPayload({ accountId, region }: Call, serviceId: string) {
  return { accountId, region, serviceId };
}

function modifyService(
  service: EndpointService,
  input: ModifyInput,
  call: Call,
) {
  const added = input.AddNetworkLoadBalancerArns ?? [];
  checkLoadBalancers(
    call,
    added.filter(arn => !service.loadBalancerArns.includes(arn)),
  );
  checkAddressTypes(input.AddSupportedIpAddressTypes);
  checkRegions(input.AddSupportedRegions ?? []);
  const arns = [...new Set([...service.loadBalancerArns, ...added])].filter(
    arn => !input.RemoveNetworkLoadBalancerArns?.includes(arn),
  );
  if (!arns.length) {
    throw invalid(
      `At least one load balancer has to be associated with ${service.serviceId}.`,
    );
  }
  if (input.RemoveSupportedRegions?.includes(call.region)) {
    throw invalid(
      `${call.region} cannot be removed from ${service.serviceId}: the service is there.`,
    );
  }
  const privateDns = input.PrivateDnsName
    ? newPrivateDns(call, input.PrivateDnsName)
    : service.privateDns;
  service.loadBalancerArns = arns;
  service.acceptanceRequired =
    input.AcceptanceRequired ?? service.acceptanceRequired;
  service.privateDns = input.RemovePrivateDnsName ? undefined : privateDns;
  service.supportedRegions = Object.fromEntries(
    Object.entries({
      ...later(call, input.AddSupportedRegions ?? []),
      ...service.supportedRegions,
    }).filter(([region]) => !input.RemoveSupportedRegions?.includes(region)),
  );
}

/** Why this service cannot be deleted now, as DeleteVpcEndpointServiceConfigurations says it. */
function deletionError(call: Call, id: string): UnsuccessfulItem['Error'] {
  if (!isWellFormed(VPC_ENDPOINT_SERVICE, id)) {
    return {
      Code: VPC_ENDPOINT_SERVICE.malformed,
      Message: `Invalid id: "${id}" (expecting "vpce-svc-...")`,
    };
  }
  const service = servicesOf(call.world, call)[id];
  if (!service) {
    return {
      Code: 'InvalidVpcEndpointService.NotFound',
      Message: VPC_ENDPOINT_SERVICE.doesNotExist(id),
    };
  }
  const live = connectionsTo(call.world, service).some(({ endpoint }) =>
    LIVE.includes(endpoint.state),
  );
  return live
    ? {
        Code: 'ExistingVpcEndpointConnections',
        Message: 'Service has existing active VPC Endpoint connections!',
      }
    : undefined;
}

function startDeleting(call: Call, id: string) {
  const service = servicesOf(call.world, call)[id];
  if (service.state !== 'Deleting') {
    service.state = 'Deleting';
    call.world.after(DELETION_SECONDS, GONE, timerPayload(call, id));
  }
}

/** The services that the caller sees from this Region. */
function visibleServices(call: Call): FoundService[] {
  return ec2State
    .all(call.world)
    .flatMap(({ accountId, region, state }) =>
      Object.values(state.endpointServices ?? {}).map(service => ({
        place: { accountId, region },
        service,
      })),
    )
    .filter(
      found =>
        isAllowed(call.world, found, call.caller) &&
        isOfferedIn(call.world, found, call.region),
    );
}

function askedServices(
  call: Call,
  input: { ServiceNames?: string[]; ServiceRegions?: string[] },
): FoundService[] {
  const regions = input.ServiceRegions?.length
    ? input.ServiceRegions
    : [call.region];
  const visible = visibleServices(call).filter(({ place }) =>
    regions.includes(place.region),
  );
  if (!input.ServiceNames?.length) {
    return visible;
  }
  return input.ServiceNames.map(name => {
    const found = visible.find(({ service }) => service.serviceName === name);
    if (!found) {
      throw refuse(
        'InvalidServiceName',
        `The Vpc Endpoint Service '${name}' does not exist`,
      );
    }
    return found;
  });
}

const handlers: Ec2Part['handlers'] = {
  CreateVpcEndpointServiceConfiguration(input, call) {
    const { ClientToken: clientToken, DryRun: _, ...parameters } = input;
    const service = once(call, {
      clientToken,
      parameters,
      existing: servicesOf(call.world, call),
      make: () => {
        const made = createService(input, call);
        return { id: made.serviceId, made };
      },
    });
    return {
      ServiceConfiguration: configurationAnswer(call, service),
      ClientToken: clientToken,
    };
  },

  DescribeVpcEndpointServiceConfigurations(input, call) {
    const { items, NextToken } = describe({
      kind: VPC_ENDPOINT_SERVICE,
      objects: servicesOf(call.world, call),
      ids: input.ServiceIds,
      input,
      limits: { min: 1, max: 1000, byDefault: 1000, capped: true },
      fields: {
        'service-id': service => [service.serviceId],
        'service-name': service => [service.serviceName],
        'service-state': service => [service.state],
        'supported-ip-address-types': () => ['ipv4'],
      },
    });
    return {
      ServiceConfigurations: items.map(service =>
        configurationAnswer(call, service),
      ),
      NextToken,
    };
  },

  ModifyVpcEndpointServiceConfiguration(input, call) {
    modifyService(ownService(call, input.ServiceId!), input, call);
    return { Return: true };
  },

  /** Answers 200 whatever happens to the single ids. */
  DeleteVpcEndpointServiceConfigurations(input, call) {
    const unsuccessful: UnsuccessfulItem[] = [];
    for (const id of input.ServiceIds ?? []) {
      const error = deletionError(call, id);
      if (error) {
        unsuccessful.push({ ResourceId: id, Error: error });
      } else {
        startDeleting(call, id);
      }
    }
    return { Unsuccessful: unsuccessful };
  },

  DescribeVpcEndpointServices(input, call) {
    const asked = askedServices(call, input).map(found => ({
      ...found,
      tags: found.service.tags,
    }));
    const filtered = applyFilters(asked, input.Filters, {
      owner: ({ place }) => [place.accountId],
      'service-name': ({ service }) => [service.serviceName],
      'service-region': ({ place }) => [place.region],
      'service-type': () => ['Interface'],
      'supported-ip-address-types': () => ['ipv4'],
    });
    const { items, NextToken } = page(
      filtered,
      ({ service }) => service.serviceName,
      input,
      { min: 1, max: 1000, byDefault: 1000, capped: true },
    );
    return {
      ServiceNames: items.map(({ service }) => service.serviceName),
      ServiceDetails: items.map(found => serviceDetail(call, found)),
      NextToken,
    };
  },
};

/** Who lets other Regions in needs a right that no operation has (PrivateLink Guide, "Cross-Region access"). */
export function toCrossRegions(
  call: Call,
  of: typeof VPC_ENDPOINT | typeof VPC_ENDPOINT_SERVICE,
  regions: Array<string | undefined>,
): Permission[] {
  const others = regions.filter(region => region && region !== call.region);
  return others.length
    ? [{ action: 'vpce:AllowMultiRegion', resources: [arnOf(call, of, '*')] }]
    : [];
}

export const endpointServices: Ec2Part = {
  handlers,
  permissions: {
    CreateVpcEndpointServiceConfiguration: (input, call) => [
      ...onCreate(call, VPC_ENDPOINT_SERVICE, input.TagSpecifications),
      ...toCrossRegions(
        call,
        VPC_ENDPOINT_SERVICE,
        input.SupportedRegions ?? [],
      ),
    ],
    ModifyVpcEndpointServiceConfiguration: (input, call) => [
      ...onExisting(call, VPC_ENDPOINT_SERVICE, [input.ServiceId!]),
      ...toCrossRegions(
        call,
        VPC_ENDPOINT_SERVICE,
        input.AddSupportedRegions ?? [],
      ),
    ],
    DeleteVpcEndpointServiceConfigurations: (input, call) =>
      onExisting(call, VPC_ENDPOINT_SERVICE, input.ServiceIds ?? []),
  },
  timers: {
    [AVAILABLE]: (world: World, { accountId, region, serviceId }) => {
      const service = servicesOf(world, { accountId, region })[serviceId];
      if (service?.state === 'Pending') {
        service.state = 'Available';
      }
    },
    [GONE]: (world: World, { accountId, region, serviceId }) => {
      delete servicesOf(world, { accountId, region })[serviceId];
    },
  },
};
