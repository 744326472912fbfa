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
  DelegationSet,
  HostedZone as HostedZoneAnswer,
  VPC,
  VPCRegion,
} from '@aws-sdk/client-route-53';
import type { Call, Permission } from '../../core/Service';
import { namesHeldByEndpoints, privateZonesOf } from '../../network/zones';
import { ec2State } from '../ec2/state';
import { changeAnswer, newChange } from './changes';
import {
  bareId,
  isDomainName,
  isInDomain,
  normalName,
  ownZone,
  sortName,
  zoneArn,
} from './lookup';
import type { Route53Part } from './part';
import { invalidInput, refuse } from './refusals';
import { HostedZone, RecordSet, route53State, ZoneVpc } from './state';

/** "Hosted zones per account" (Route 53 quotas). */
const MAX_ZONES = 500;
const PAGE = 100;

const PUBLIC_SERVERS = ['com', 'net', 'org', 'co.uk'].map(
  (end, i) => `ns-${i * 512 + 7}.awsdns-07.${end}.`,
);

/** Names that AWS keeps for itself: nobody else gets a public zone for them. */
const RESERVED = ['amazonaws.com.', 'amazonaws.com.cn.', 'on.aws.'];

function zoneAnswer(zone: HostedZone): HostedZoneAnswer {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { Comment: zone.comment, PrivateZone: zone.isPrivate },
    ResourceRecordSetCount: Object.keys(zone.records).length,
  };
}

function vpcAnswer({ region, vpcId }: ZoneVpc): VPC {
  return { VPCRegion: region as VPCRegion, VPCId: vpcId };
}

/** A private zone is asked inside its VPCs; its name servers are for show. */
function delegationSet({ nameServers }: HostedZone): DelegationSet {
  return { NameServers: nameServers };
}

/** A VPC of the calling account. */
function ownVpc(call: Call, vpc: VPC | undefined): ZoneVpc {
  const { VPCId: vpcId = '', VPCRegion: region = '' } = vpc ?? {};
  const place = { accountId: call.accountId, region };
  if (!ec2State.of(call.world, place).vpcs[vpcId]) {
    throw refuse(
      'InvalidVPCId',
      `The VPC: ${vpcId} that you provided is not authorized to make the association.`,
    );
  }
  return { region, vpcId };
}

/** One VPC cannot have two zones of one name: neither another private zone nor what AWS keeps for an endpoint (aws.md §6). */
function checkNoConflict(call: Call, name: string, { region, vpcId }: ZoneVpc) {
  const { world } = call;
  const other = privateZonesOf(world, vpcId).find(zone => zone.name === name);
  const held = namesHeldByEndpoints(world, vpcId).find(
    candidate => normalName(candidate.name) === name,
  );
  const id = other?.id ?? held?.endpoint.vpcEndpointId;
  if (id) {
    throw refuse(
      'ConflictingDomainExists',
      `The VPC ${vpcId} in region ${region} has already been associated with the hosted zone ${id} with the same domain name.`,
    );
  }
}

function newZoneId(call: Call): string {
  // With /hostedzone/ in front it has 32 characters, the most that ResourceId of the Route 53 API reference may have.
  return `Z${call.world.ids.hex(19).toUpperCase()}`;
}

/** What every zone has from the beginning and to its end. */
function requiredRecords(
  name: string,
  nameServers: string[],
  since: number,
): Record<string, RecordSet> {
  const soa = `${nameServers[0]} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  const records: RecordSet[] = [
    { name, type: 'NS', ttl: 172800, values: nameServers, since },
    { name, type: 'SOA', ttl: 900, values: [soa], since },
  ];
  return Object.fromEntries(
    records.map(record => [recordKey(record.name, record.type), record]),
  );
}

export function recordKey(name: string, type: string): string {
  return `${name} ${type}`;
}

/** One that somebody made before this world began. */
export function publicZone({
  id,
  name,
  createdAt,
}: Pick<HostedZone, 'id' | 'name' | 'createdAt'>): HostedZone {
  return {
    id,
    name,
    callerReference: `by hand ${id}`,
    isPrivate: false,
    vpcs: [],
    nameServers: PUBLIC_SERVERS,
    records: requiredRecords(name, PUBLIC_SERVERS, createdAt),
    createdAt,
    tags: {},
  };
}

type CreateInput = Parameters<
  NonNullable<Route53Part['handlers']['CreateHostedZone']>
>[0];

function checkedName(input: CreateInput, isPrivate: boolean): string {
  const name = normalName(input.Name!);
  if (!isDomainName(name) || name === '.') {
    throw refuse(
      'InvalidDomainName',
      `${input.Name} is not a valid domain name.`,
    );
  }
  const reserved = RESERVED.find(domain => isInDomain(name, domain));
  if (!isPrivate && reserved) {
    throw refuse('InvalidDomainName', `${input.Name} is reserved by AWS!`);
  }
  return name;
}

function createZone(input: CreateInput, call: Call): HostedZone {
  const { zones } = route53State.of(call.world, call);
  const isPrivate =
    input.VPC !== undefined || input.HostedZoneConfig?.PrivateZone === true;
  if (isPrivate && !input.VPC) {
    throw invalidInput(
      'A private hosted zone needs a VPC: specify VPCId and VPCRegion.',
    );
  }
  const name = checkedName(input, isPrivate);
  const vpc = input.VPC && ownVpc(call, input.VPC);
  // "You must use a unique CallerReference string every time" (API Reference): the second time is an error, and says that
  // the first one worked.
  const known = Object.values(zones).some(
    zone => zone.callerReference === input.CallerReference,
  );
  if (known) {
    throw refuse(
      'HostedZoneAlreadyExists',
      `A hosted zone has already been created with the specified caller reference: ${input.CallerReference}`,
    );
  }
  if (vpc) {
    checkNoConflict(call, name, vpc);
  }
  if (Object.keys(zones).length >= MAX_ZONES) {
    throw refuse(
      'TooManyHostedZones',
      `Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - Cannot create more than ${MAX_ZONES} hosted zones.`,
    );
  }
  const id = newZoneId(call);
  const nameServers = isPrivate
    ? ['ns-0.awsdns-00.com.', 'ns-512.awsdns-00.net.']
    : PUBLIC_SERVERS;
  zones[id] = {
    id,
    name,
    callerReference: input.CallerReference!,
    comment: input.HostedZoneConfig?.Comment,
    isPrivate,
    vpcs: vpc ? [vpc] : [],
    nameServers,
    records: requiredRecords(name, nameServers, call.now),
    createdAt: call.now,
    tags: {},
  };
  return zones[id];
}

/** A page of zones in their order, from the first one that is not before the marker. */
function zonesPage<T>(
  sorted: T[],
  isBefore: (item: T) => boolean,
  maxItems: number | undefined,
): { items: T[]; next?: T; MaxItems: number; IsTruncated: boolean } {
  const MaxItems = Math.min(maxItems ?? PAGE, PAGE);
  const rest = sorted.filter(item => !isBefore(item));
  const next = rest[MaxItems];
  return {
    items: rest.slice(0, MaxItems),
    next,
    MaxItems,
    IsTruncated: next !== undefined,
  };
}

function byKey<T>(items: T[], keyOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const nameAndId = (zone: HostedZone) => `${sortName(zone.name)} ${zone.id}`;

/** Somebody else's zone is not this account's to change; a zone of nobody is none. */
function zoneToAssociate(call: Call, id: string): HostedZone {
  const foreign = route53State
    .all(call.world)
    .some(
      ({ accountId, state }) =>
        accountId !== call.accountId && state.zones[bareId(id)],
    );
  if (foreign) {
    throw refuse(
      'NotAuthorizedException',
      'The VPC that you provided is not authorized to make the association.',
    );
  }
  const zone = ownZone(call, id);
  if (!zone.isPrivate) {
    throw refuse(
      'PublicZoneVPCAssociation',
      `The hosted zone ${zone.id} is public: it cannot be associated with a VPC.`,
    );
  }
  return zone;
}

const handlers: Route53Part['handlers'] = {
  CreateHostedZone(input, call) {
    const zone = createZone(input, call);
    return {
      HostedZone: zoneAnswer(zone),
      ChangeInfo: changeAnswer(call, newChange(call)),
      DelegationSet: delegationSet(zone),
      VPC: input.VPC,
      Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
    };
  },

  GetHostedZone(input, call) {
    const zone = ownZone(call, input.Id!);
    return {
      HostedZone: zoneAnswer(zone),
      ...(zone.isPrivate
        ? { VPCs: zone.vpcs.map(vpcAnswer) }
        : { DelegationSet: delegationSet(zone) }),
    };
  },

  ListHostedZones(input, call) {
    const { zones } = route53State.of(call.world, call);
    const asked = Object.values(zones).filter(
      zone => input.HostedZoneType !== 'PrivateHostedZone' || zone.isPrivate,
    );
    const { items, next, ...page } = zonesPage(
      byKey(asked, zone => zone.id),
      zone => zone.id < (input.Marker ?? ''),
      input.MaxItems,
    );
    return {
      HostedZones: items.map(zoneAnswer),
      Marker: input.Marker ?? '',
      NextMarker: next?.id,
      ...page,
    };
  },

  ListHostedZonesByName(input, call) {
    const { zones } = route53State.of(call.world, call);
    const from = input.DNSName
      ? `${sortName(normalName(input.DNSName))} ${bareId(
          input.HostedZoneId ?? '',
        )}`
      : '';
    const { items, next, ...page } = zonesPage(
      byKey(Object.values(zones), nameAndId),
      zone => nameAndId(zone) < from,
      input.MaxItems,
    );
    return {
      HostedZones: items.map(zoneAnswer),
      DNSName: input.DNSName,
      HostedZoneId: input.HostedZoneId,
      NextDNSName: next?.name,
      NextHostedZoneId: next?.id,
      ...page,
    };
  },

  /** Every private zone of a VPC, whoever owns it: also those that AWS keeps for endpoints with a private name. */
  ListHostedZonesByVPC(input, call) {
    const { vpcId } = ownVpc(call, input);
    const own = privateZonesOf(call.world, vpcId).map(zone => ({
      HostedZoneId: zone.id,
      Name: zone.name,
      Owner: { OwningAccount: zone.accountId },
    }));
    const ofAws = namesHeldByEndpoints(call.world, vpcId)
      .filter(({ endpoint }) => endpoint.vpcEndpointType === 'Interface')
      .map(({ name, endpoint }) => ({
        HostedZoneId: `Z${endpoint.vpcEndpointId.slice(-16).toUpperCase()}`,
        Name: normalName(name),
        Owner: { OwningService: 'vpce.amazonaws.com' },
      }));
    const { items, next, MaxItems } = zonesPage(
      byKey([...own, ...ofAws], zone => zone.HostedZoneId),
      zone => zone.HostedZoneId < (input.NextToken ?? ''),
      input.MaxItems,
    );
    return {
      HostedZoneSummaries: items,
      MaxItems,
      NextToken: next?.HostedZoneId,
    };
  },

  DeleteHostedZone(input, call) {
    const zone = ownZone(call, input.Id!);
    const more = Object.values(zone.records).some(
      ({ name, type }) => name !== zone.name || !['NS', 'SOA'].includes(type),
    );
    if (more) {
      throw refuse(
        'HostedZoneNotEmpty',
        'The specified hosted zone contains non-required resource record sets  and so cannot be deleted.',
      );
    }
    delete route53State.of(call.world, call).zones[zone.id];
    return { ChangeInfo: changeAnswer(call, newChange(call)) };
  },

  AssociateVPCWithHostedZone(input, call) {
    const zone = zoneToAssociate(call, input.HostedZoneId!);
    const vpc = ownVpc(call, input.VPC);
    if (!zone.vpcs.some(({ vpcId }) => vpcId === vpc.vpcId)) {
      checkNoConflict(call, zone.name, vpc);
      zone.vpcs.push(vpc);
    }
    return { ChangeInfo: changeAnswer(call, newChange(call, input.Comment)) };
  },

  DisassociateVPCFromHostedZone(input, call) {
    const zone = zoneToAssociate(call, input.HostedZoneId!);
    const { VPCId } = input.VPC ?? {};
    if (!zone.vpcs.some(({ vpcId }) => vpcId === VPCId)) {
      throw refuse(
        'VPCAssociationNotFound',
        `The VPC ${VPCId} and the hosted zone ${zone.id} are not associated.`,
      );
    }
    if (zone.vpcs.length === 1) {
      throw refuse(
        'LastVPCAssociation',
        `The VPC ${VPCId} is the last one of the hosted zone ${zone.id}: a private hosted zone has one at least.`,
      );
    }
    zone.vpcs = zone.vpcs.filter(({ vpcId }) => vpcId !== VPCId);
    return { ChangeInfo: changeAnswer(call, newChange(call, input.Comment)) };
  },
};

/** `route53:VPCs` as the Service Authorization Reference spells it. */
function vpcContext(vpc: VPC | undefined): Permission['context'] {
  return vpc
    ? { 'route53:VPCs': [`VPCId=${vpc.VPCId},VPCRegion=${vpc.VPCRegion}`] }
    : {};
}

function withVpc(permission: Permission, vpc: VPC | undefined): Permission[] {
  return vpc
    ? [
        { ...permission, context: vpcContext(vpc) },
        // Route 53 looks at the VPC with its caller's rights.
        { action: 'ec2:DescribeVpcs' },
      ]
    : [permission];
}

export const zones: Route53Part = {
  handlers,
  rules: {
    'CreateHostedZone.Name': { length: [1, 1024] },
    'CreateHostedZone.CallerReference': { length: [1, 128] },
    'CreateHostedZone.HostedZoneConfig.Comment': { length: [0, 256] },
  },
  permissions: {
    CreateHostedZone: ({ VPC: vpc }) =>
      withVpc({ action: 'route53:CreateHostedZone' }, vpc),
    GetHostedZone: ({ Id }) => [
      { action: 'route53:GetHostedZone', resources: [zoneArn(Id)] },
    ],
    // Zones cannot be told apart by their tags in a policy: IAM's table of services has no ABAC for Route 53.
    DeleteHostedZone: ({ Id }) => [
      { action: 'route53:DeleteHostedZone', resources: [zoneArn(Id)] },
    ],
    AssociateVPCWithHostedZone: ({ HostedZoneId, VPC: vpc }) =>
      withVpc(
        {
          action: 'route53:AssociateVPCWithHostedZone',
          resources: [zoneArn(HostedZoneId)],
        },
        vpc,
      ),
    DisassociateVPCFromHostedZone: ({ HostedZoneId, VPC: vpc }) =>
      withVpc(
        {
          action: 'route53:DisassociateVPCFromHostedZone',
          resources: [zoneArn(HostedZoneId)],
        },
        vpc,
      ),
    ListHostedZonesByVPC: () => [
      { action: 'route53:ListHostedZonesByVPC' },
      { action: 'ec2:DescribeVpcs' },
    ],
  },
};
