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
  Change as ChangeInput,
  ResourceRecordSet,
  RRType,
} from '@aws-sdk/client-route-53';
import { parseIpv4 } from '../../core/ipv4';
import type { Call } from '../../core/Service';
import { aliasTargetExists } from '../../network/zones';
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
import { invalidBatch, invalidInput } from './refusals';
import { HostedZone, RecordData, RecordSet } from './state';
import { recordKey } from './zones';

const PAGE = 300;

function recordAnswer(record: RecordSet): ResourceRecordSet {
  const { alias } = record;
  return {
    Name: record.name.replace('*', '\\052'),
    Type: record.type as RRType,
    ...(alias
      ? {
          AliasTarget: {
            HostedZoneId: alias.hostedZoneId,
            DNSName: alias.dnsName,
            EvaluateTargetHealth: alias.evaluateTargetHealth,
          },
        }
      : {
          TTL: record.ttl,
          ResourceRecords: record.values.map(Value => ({ Value })),
        }),
  };
}

function dataOf(input: ResourceRecordSet): RecordData {
  const { AliasTarget: alias } = input;
  return {
    ttl: input.TTL,
    values: (input.ResourceRecords ?? []).map(({ Value }) => Value ?? ''),
    ...(alias && {
      alias: {
        hostedZoneId: bareId(alias.HostedZoneId ?? ''),
        dnsName: normalName(alias.DNSName ?? ''),
        evaluateTargetHealth: alias.EvaluateTargetHealth === true,
      },
    }),
  };
}

/** Weights, regions, health checks and the like choose between records of one name; there is one here. */
const PLAIN = ['Name', 'Type', 'TTL', 'ResourceRecords', 'AliasTarget'];

function checkPlain(input: ResourceRecordSet) {
  const members = input as unknown as Record<string, unknown>;
  const other = Object.keys(members).find(
    name => members[name] !== undefined && !PLAIN.includes(name),
  );
  if (other) {
    throw invalidInput(
      `Simulated AWS has simple record sets only, without ${other}.`,
    );
  }
  const hasValues = (input.ResourceRecords ?? []).length > 0;
  if (hasValues === (input.AliasTarget !== undefined)) {
    throw invalidInput(
      'Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none or more than one',
    );
  }
  if (hasValues && input.TTL === undefined) {
    throw invalidInput(
      'Invalid request: Missing field TTL of a resource record set with values',
    );
  }
}

/** Why these values cannot be of this type; in the words of Route 53. */
function problemWithValues(type: string, values: string[]): string | undefined {
  for (const value of values) {
    if (type === 'A' && parseIpv4(value) === undefined) {
      return `Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '${value}''`;
    }
    if (type === 'TXT' && !/^"[^"]*"( "[^"]*")*$/.test(value)) {
      return `Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with '${value}''`;
    }
    if (type === 'CNAME' && !isDomainName(value)) {
      return `Invalid Resource Record: 'FATAL problem: DomainLabelEmpty encountered with '${value}''`;
    }
  }
  return undefined;
}

function problemWithAlias(
  call: Call,
  zone: HostedZone,
  type: string,
  { alias }: RecordData,
): string | undefined {
  if (!alias) {
    return undefined;
  }
  const problem = aliasTargetExists(call.world, zone, alias);
  const tried = `Tried to create an alias that targets ${alias.dnsName}, type ${type} in zone ${alias.hostedZoneId}, but`;
  switch (problem) {
    case 'other-zone':
      return `${tried} the alias target name does not lie within the target zone`;
    case 'missing':
      return `${tried} that target was not found`;
    default:
      return undefined;
  }
}

function sameData(one: RecordData, other: RecordData): boolean {
  return (
    one.ttl === other.ttl &&
    [...one.values].sort().join('\n') === [...other.values].sort().join('\n') &&
    one.alias?.dnsName === other.alias?.dnsName &&
    one.alias?.hostedZoneId === other.alias?.hostedZoneId
  );
}

/** The zone with one change more, or why it does not fit. */
function applyChange(
  call: Call,
  zone: HostedZone,
  records: Record<string, RecordSet>,
  { change, insyncAt }: { change: ChangeInput; insyncAt: number },
): string | undefined {
  const input = change.ResourceRecordSet!;
  checkPlain(input);
  const name = normalName(input.Name!.replace('\\052', '*'));
  const type = input.Type!;
  const data = dataOf(input);
  const key = recordKey(name, type);
  const there = records[key];
  const set = `resource record set [name='${name}', type='${type}']`;
  if (!isInDomain(name, zone.name)) {
    return `RRSet with DNS name ${name} is not permitted in zone ${zone.name}`;
  }
  if (change.Action === 'DELETE') {
    if (!there) {
      return `Tried to delete ${set} but it was not found`;
    }
    if (!sameData(there, data)) {
      return `Tried to delete ${set} but the values provided do not match the current values`;
    }
    if (name === zone.name && ['NS', 'SOA'].includes(type)) {
      return `A HostedZone must contain exactly one ${type} record.`;
    }
    delete records[key];
    return undefined;
  }
  if (change.Action === 'CREATE' && there) {
    return `Tried to create ${set} but it already exists`;
  }
  if (type === 'CNAME' && name === zone.name) {
    return `RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zone.name}`;
  }
  const problem =
    problemWithValues(type, data.values) ??
    problemWithAlias(call, zone, type, data);
  if (problem) {
    return problem;
  }
  const before =
    there && (there.since <= call.world.moment() ? there : there.before);
  records[key] = {
    name,
    type,
    ...data,
    since: insyncAt,
    ...(before && {
      before: { ttl: before.ttl, values: before.values, alias: before.alias },
    }),
  };
  return undefined;
}

function changeRecords(call: Call, zone: HostedZone, batch: ChangeInput[]) {
  const change = newChange(call);
  const records = { ...zone.records };
  const problems = batch.flatMap(
    one =>
      applyChange(call, zone, records, {
        change: one,
        insyncAt: change.insyncAt,
      }) ?? [],
  );
  // "Either makes all of the changes or none" (API Reference).
  if (problems.length) {
    throw invalidBatch(problems);
  }
  zone.records = records;
  return change;
}

const orderOf = ({ name, type }: { name: string; type: string }) =>
  `${sortName(name)} ${type}`;

const handlers: Route53Part['handlers'] = {
  ChangeResourceRecordSets(input, call) {
    const zone = ownZone(call, input.HostedZoneId!);
    const { Changes: batch = [], Comment: comment } = input.ChangeBatch ?? {};
    if (!batch.length) {
      throw invalidInput('A batch has one change at least.');
    }
    const change = changeRecords(call, zone, batch);
    change.comment = comment;
    return { ChangeInfo: changeAnswer(call, change) };
  },

  ListResourceRecordSets(input, call) {
    const zone = ownZone(call, input.HostedZoneId!);
    if (input.StartRecordType && !input.StartRecordName) {
      throw invalidInput(
        'A type to start with needs a name to start with: specify StartRecordName.',
      );
    }
    const from = input.StartRecordName
      ? orderOf({
          name: normalName(input.StartRecordName),
          type: input.StartRecordType ?? '',
        })
      : '';
    const MaxItems = Math.min(input.MaxItems ?? PAGE, PAGE);
    const rest = Object.values(zone.records)
      .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
      .filter(record => orderOf(record) >= from);
    const next = rest[MaxItems];
    return {
      ResourceRecordSets: rest.slice(0, MaxItems).map(recordAnswer),
      IsTruncated: next !== undefined,
      NextRecordName: next?.name,
      NextRecordType: next?.type as RRType | undefined,
      MaxItems,
    };
  },
};

export const recordSets: Route53Part = {
  handlers,
  rules: {
    'ChangeResourceRecordSets.ChangeBatch.Changes[].Action': {
      enum: ['CREATE', 'DELETE', 'UPSERT'],
    },
    'ChangeResourceRecordSets.ChangeBatch.Changes[].ResourceRecordSet.TTL': {
      range: [0, 2147483647],
    },
    'ChangeResourceRecordSets.ChangeBatch.Changes[].ResourceRecordSet.ResourceRecords[].Value':
      { length: [0, 4000] },
  },
  permissions: {
    ChangeResourceRecordSets: ({ HostedZoneId, ChangeBatch }) => {
      const batch = ChangeBatch?.Changes ?? [];
      const records = batch.flatMap(({ ResourceRecordSet: r }) => r ?? []);
      return [
        {
          action: 'route53:ChangeResourceRecordSets',
          resources: [zoneArn(HostedZoneId)],
          context: {
            'route53:ChangeResourceRecordSetsNormalizedRecordNames':
              records.map(({ Name = '' }) => normalName(Name).slice(0, -1)),
            'route53:ChangeResourceRecordSetsRecordTypes': records.flatMap(
              ({ Type }) => Type ?? [],
            ),
            'route53:ChangeResourceRecordSetsActions': batch.flatMap(
              ({ Action }) => Action ?? [],
            ),
          },
        },
      ];
    },
    ListResourceRecordSets: ({ HostedZoneId }) => [
      {
        action: 'route53:ListResourceRecordSets',
        resources: [zoneArn(HostedZoneId)],
      },
    ],
  },
};
