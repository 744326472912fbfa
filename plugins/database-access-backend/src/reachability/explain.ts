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

import type { AnalysisComponent, Explanation } from '@aws-sdk/client-ec2';
import type { ReachabilityExplanation } from '@towpath/backstage-plugin-database-access-common';
import type { ObjectOfShare } from '../store';
import type { FoundEnd, FoundEnds } from './locate';

/** What AWS found, and between what. */
interface Found {
  ends: FoundEnds;
  port: number;
  /** For people, e.g. `account 333333333333 (orders-prod)`. */
  account: string;
  /** Of the share: a rule of ours that is missing is called by its title. */
  objects: ReadonlyArray<
    Pick<ObjectOfShare, 'id' | 'type' | 'title' | 'spec' | 'outputs'>
  >;
}

const CODES =
  'https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html';

/** AWS's explanations as sentences that name what is closed, each with what opens it. */
export function explain(
  explanations: readonly Explanation[] | undefined,
  found: Found,
): ReachabilityExplanation[] {
  return (explanations ?? []).map(explanation => {
    const { ExplanationCode: code = 'UNKNOWN' } = explanation;
    return { code, ...sentencesOf(code, explanation, found) };
  });
}

function sentencesOf(
  code: string,
  explanation: Explanation,
  found: Found,
): { message: string; remedy: string } {
  switch (code) {
    case 'ENI_SG_RULES_MISMATCH':
    case 'SG_HAS_NO_RULES':
      return closedGroup(explanation, found);
    case 'SUBNET_ACL_RESTRICTION':
      return closedAcl(explanation, found);
    case 'BAD_STATE':
      return {
        message: `${idOf(explanation.Component)} does not work${
          explanation.State ? `: it is ${explanation.State}` : ''
        }.`,
        remedy: 'See in the path on this page what AWS says of it.',
      };
    case 'NO_ROUTE_TO_DESTINATION':
      return {
        message: `No route leads from ${idOf(
          explanation.Subnet ?? explanation.Vpc,
        )} to ${idOf(explanation.Destination)}.`,
        remedy: `In ${found.account}, add a route to the route table of the subnet.`,
      };
    default:
      return {
        message: `AWS explains it with ${code}${componentsOf(explanation)}.`,
        remedy: `Look ${code} up at ${CODES}.`,
      };
  }
}

function closedGroup(
  { Direction: direction, SecurityGroups: groups = [] }: Explanation,
  found: Found,
): { message: string; remedy: string } {
  const isEgress = direction === 'egress';
  const { source, destination } = found.ends;
  const [own, peer] = isEgress ? [source, destination] : [destination, source];
  const ids = groups.map(({ Id }) => Id!);
  const named = `security group ${ids.join(', ')}`;
  const packets = `TCP ${found.port} ${isEgress ? 'to' : 'from'} ${
    peer.said
  } (${peer.address})`;
  return {
    message: `The ${named} of ${own.said} does not let ${packets} ${
      isEgress ? 'out' : 'in'
    }.`,
    remedy: openGroup(ids, isEgress ? 'egress' : 'ingress', peer, found),
  };
}

/** A rule of ours that is missing is made again by ourselves. */
function openGroup(
  groupIds: readonly string[],
  direction: 'egress' | 'ingress',
  peer: FoundEnd,
  { account, objects, port }: Found,
): string {
  const rule = objects.find(
    ({ type, spec }) =>
      type === 'ec2/security-group-rule' &&
      spec.direction === direction &&
      groupIds.includes(groupOf(spec.groupId, objects) ?? ''),
  );
  const byHand = `in ${account}, allow ${direction} of TCP ${port} ${
    direction === 'egress' ? 'to' : 'from'
  } ${peer.groupIds.join(', ') || `${peer.address}/32`} in ${groupIds.join(
    ', ',
  )}`;
  return rule
    ? `The rule "${rule.title}" is made for this and is missing or was changed: try the access again on this page, which makes it anew; or ${byHand}.`
    : `${byHand[0].toLocaleUpperCase('en-US')}${byHand.slice(1)}.`;
}

/** Of a spec the id itself, or what another object of the share gave. */
function groupOf(
  value: unknown,
  objects: Found['objects'],
): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  const { object, name } =
    (value as { $output?: { object?: string; name?: string } } | undefined)
      ?.$output ?? {};
  return objects.find(({ id }) => id === object)?.outputs[name ?? ''];
}

function closedAcl(
  { Acl, AclRule: rule, Direction: direction, Subnet }: Explanation,
  { account, port }: Found,
): { message: string; remedy: string } {
  const because = rule?.RuleNumber
    ? `its rule ${rule.RuleNumber} decides, which says ${rule.RuleAction}`
    : 'no rule of it allows them';
  return {
    message: `The network ACL ${idOf(Acl)}${
      Subnet ? ` of ${idOf(Subnet)}` : ''
    } does not let the packets of TCP ${port} or their answers pass (${direction}): ${because}.`,
    remedy: `In ${account}, allow TCP ${port} and answers to the ports 1024-65535 in ${idOf(
      Acl,
    )}, both ingress and egress, with a rule of a lower number${
      rule?.RuleNumber ? ` than ${rule.RuleNumber}` : ''
    }.`,
  };
}

function componentsOf(explanation: Explanation): string {
  const ids = Object.values(explanation)
    .flatMap(value => (Array.isArray(value) ? value : [value]))
    .map(value => (value as AnalysisComponent | undefined)?.Id)
    .filter(id => typeof id === 'string');
  return ids.length ? ` at ${[...new Set(ids)].join(', ')}` : '';
}

function idOf(component: AnalysisComponent | undefined): string {
  return component?.Id ?? 'something that AWS does not name';
}
