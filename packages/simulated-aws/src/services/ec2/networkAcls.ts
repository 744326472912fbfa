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

import type { NetworkAcl as NetworkAclAnswer } from '@aws-sdk/client-ec2';
import { parseCidr } from '../../core/ipv4';
import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { describe } from './describe';
import { invalidValue, missing, refuse } from './errors';
import { find, NETWORK_ACL } from './ids';
import type { Ec2Part } from './part';
import { onExisting } from './permissions';
import { ec2State, NetworkAcl, NetworkAclEntry } from './state';
import { toTagList } from './tagging';

/** The rule that nobody can change: what no other rule meets is denied. */
const LAST_RULE = 32767;
const TCP = '6';
const UDP = '17';

/** The network ACL that AWS makes with a VPC: rule 100 lets everything pass. */
export function createDefaultNetworkAcl(
  world: World,
  place: Place,
  vpcId: string,
): void {
  const networkAclId = world.ids.next('acl');
  const everything = { protocol: '-1', cidrBlock: '0.0.0.0/0' };
  ec2State.of(world, place).networkAcls[networkAclId] = {
    networkAclId,
    vpcId,
    isDefault: true,
    associations: {},
    entries: [true, false].flatMap(egress => [
      { ...everything, egress, ruleNumber: 100, ruleAction: 'allow' as const },
      {
        ...everything,
        egress,
        ruleNumber: LAST_RULE,
        ruleAction: 'deny' as const,
      },
    ]),
    tags: {},
  };
}

interface EntryInput {
  NetworkAclId?: string;
  RuleNumber?: number;
  Protocol?: string;
  RuleAction?: string;
  Egress?: boolean;
  CidrBlock?: string;
  Ipv6CidrBlock?: string;
  PortRange?: { From?: number; To?: number };
}

function entryOf(input: EntryInput): NetworkAclEntry {
  const { RuleNumber: ruleNumber, CidrBlock: cidrBlock } = input;
  if (!ruleNumber || ruleNumber < 1 || ruleNumber >= LAST_RULE) {
    throw invalidValue(
      'ruleNumber',
      ruleNumber,
      `It must be between 1 and ${LAST_RULE - 1}.`,
    );
  }
  if (input.Ipv6CidrBlock) {
    throw refuse(
      'UnsupportedOperation',
      'Simulated AWS has no IPv6 networks: use CidrBlock.',
    );
  }
  if (!cidrBlock) {
    throw missing('cidrBlock');
  }
  if (!parseCidr(cidrBlock)) {
    throw invalidValue(
      'cidrBlock',
      cidrBlock,
      'This is not a valid CIDR block.',
    );
  }
  if (input.RuleAction !== 'allow' && input.RuleAction !== 'deny') {
    throw invalidValue('ruleAction', input.RuleAction, 'Use allow or deny.');
  }
  const protocol = protocolNumber(input.Protocol ?? '');
  return {
    ruleNumber,
    protocol,
    ruleAction: input.RuleAction,
    egress: input.Egress ?? false,
    cidrBlock,
    ...portsOf(protocol, input),
  };
}

function protocolNumber(text: string): string {
  const named: Record<string, string> = {
    tcp: TCP,
    udp: UDP,
    icmp: '1',
    all: '-1',
  };
  const number = named[text.toLowerCase()] ?? text;
  if (!/^(-1|\d{1,3})$/.test(number) || Number(number) > 255) {
    throw invalidValue('protocol', text, 'Unknown protocol.');
  }
  return number;
}

function portsOf(protocol: string, { PortRange: range }: EntryInput) {
  if (protocol !== TCP && protocol !== UDP) {
    return {};
  }
  const { From: fromPort, To: toPort } = range ?? {};
  if (fromPort === undefined || toPort === undefined) {
    throw missing('portRange');
  }
  if (fromPort < 0 || toPort > 65535 || fromPort > toPort) {
    throw invalidValue('portRange', `${fromPort}-${toPort}`, 'No port range.');
  }
  return { fromPort, toPort };
}

function sameEntry(
  a: Pick<NetworkAclEntry, 'ruleNumber' | 'egress'>,
  b: { RuleNumber?: number; Egress?: boolean },
): boolean {
  return a.ruleNumber === b.RuleNumber && a.egress === (b.Egress ?? false);
}

function aclOf(call: Call, input: { NetworkAclId?: string }): NetworkAcl {
  const { networkAcls } = ec2State.of(call.world, call);
  return find(NETWORK_ACL, networkAcls, input.NetworkAclId!);
}

/** Where the entry stands in the list; refuses if it does not. */
function placeOf(acl: NetworkAcl, input: EntryInput): number {
  const index = acl.entries.findIndex(entry => sameEntry(entry, input));
  if (index < 0 || input.RuleNumber === LAST_RULE) {
    throw refuse(
      'InvalidNetworkAclEntry.NotFound',
      `The network acl entry identified by ${input.RuleNumber} does not exist.`,
    );
  }
  return index;
}

function aclAnswer(call: Call, acl: NetworkAcl): NetworkAclAnswer {
  const entries = [...acl.entries].sort(
    (a, b) =>
      Number(b.egress) - Number(a.egress) || a.ruleNumber - b.ruleNumber,
  );
  return {
    NetworkAclId: acl.networkAclId,
    VpcId: acl.vpcId,
    OwnerId: call.accountId,
    IsDefault: acl.isDefault,
    Associations: Object.entries(acl.associations).map(([id, SubnetId]) => ({
      NetworkAclAssociationId: id,
      NetworkAclId: acl.networkAclId,
      SubnetId,
    })),
    Entries: entries.map(entry => ({
      RuleNumber: entry.ruleNumber,
      Protocol: entry.protocol,
      RuleAction: entry.ruleAction,
      Egress: entry.egress,
      CidrBlock: entry.cidrBlock,
      ...(entry.fromPort !== undefined && {
        PortRange: { From: entry.fromPort, To: entry.toPort },
      }),
    })),
    Tags: toTagList(acl.tags),
  };
}

const handlers: Ec2Part['handlers'] = {
  DescribeNetworkAcls(input, call) {
    const { items, NextToken } = describe({
      kind: NETWORK_ACL,
      objects: ec2State.of(call.world, call).networkAcls,
      ids: input.NetworkAclIds,
      input,
      fields: {
        'network-acl-id': acl => [acl.networkAclId],
        'vpc-id': acl => [acl.vpcId],
        default: acl => [String(acl.isDefault)],
        'owner-id': () => [call.accountId],
        'association.association-id': acl => Object.keys(acl.associations),
        'association.network-acl-id': acl => [acl.networkAclId],
        'association.subnet-id': acl => Object.values(acl.associations),
        'entry.cidr': acl => acl.entries.map(entry => entry.cidrBlock),
        'entry.egress': acl => acl.entries.map(entry => String(entry.egress)),
        'entry.protocol': acl => acl.entries.map(entry => entry.protocol),
        'entry.rule-action': acl => acl.entries.map(entry => entry.ruleAction),
        'entry.rule-number': acl =>
          acl.entries.map(entry => String(entry.ruleNumber)),
      },
    });
    return { NetworkAcls: items.map(acl => aclAnswer(call, acl)), NextToken };
  },

  CreateNetworkAclEntry(input, call) {
    const acl = aclOf(call, input);
    const entry = entryOf(input);
    if (acl.entries.some(known => sameEntry(known, input))) {
      throw refuse(
        'NetworkAclEntryAlreadyExists',
        `The network acl entry identified by ${input.RuleNumber} already exists.`,
      );
    }
    acl.entries.push(entry);
    return {};
  },

  ReplaceNetworkAclEntry(input, call) {
    const acl = aclOf(call, input);
    const entry = entryOf(input);
    acl.entries[placeOf(acl, input)] = entry;
    return {};
  },

  DeleteNetworkAclEntry(input, call) {
    const acl = aclOf(call, input);
    acl.entries.splice(placeOf(acl, input), 1);
    return {};
  },
};

export const networkAcls: Ec2Part = {
  handlers,
  permissions: {
    CreateNetworkAclEntry: (input, call) =>
      onExisting(call, NETWORK_ACL, [input.NetworkAclId!]),
    ReplaceNetworkAclEntry: (input, call) =>
      onExisting(call, NETWORK_ACL, [input.NetworkAclId!]),
    DeleteNetworkAclEntry: (input, call) =>
      onExisting(call, NETWORK_ACL, [input.NetworkAclId!]),
  },
};
