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
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { GraphNode, naturalKey, ObjectGraph } from '../patterns';
import { blocking, warning } from './findings';
import { LaneReader } from './LaneReader';
import { quotaRemedy } from './quotaRemedy';
import { parentsOf } from './parentsOf';
import { QUOTA_CODES } from './readQuotas';
import { SCARCE } from './readQuotaUse';

const RULE = 'ec2/security-group-rule';

/** A group that is ours, and all rules that let somebody into it. */
interface Group {
  node: GraphNode;
  rules: Set<string>;
}

/**
 * Whether our own security groups have room for the rules of these graphs, each of which may have rules in the same ones:
 * one for each client at each port. A group of somebody else is counted by what it has.
 */
export async function roomInGroups(
  graphs: readonly ObjectGraph[],
  reader: LaneReader,
): Promise<Finding[]> {
  const findings = await Promise.all(
    [...groupsOf(graphs).values()].map(group => findingOf(group, reader)),
  );
  return findings.flat();
}

function groupsOf(graphs: readonly ObjectGraph[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const { nodes } of graphs) {
    for (const rule of nodes.filter(isInbound)) {
      const parents = parentsOf(rule.spec);
      const node = nodes.find(({ key }) => parents.includes(key));
      if (node) {
        const group = groups.get(naturalKey(node)) ?? {
          node,
          rules: new Set(),
        };
        group.rules.add(naturalKey(rule));
        groups.set(naturalKey(node), group);
      }
    }
  }
  return groups;
}

function isInbound({ type, spec }: GraphNode): boolean {
  return type === RULE && spec.direction === 'ingress';
}

async function findingOf(
  { node: { lane, name, title }, rules }: Group,
  reader: LaneReader,
): Promise<Finding[]> {
  const quotas = await reader.quotas(lane, 'vpc');
  const quota = quotas?.get(QUOTA_CODES.vpc.rulesPerSecurityGroup);
  if (!quota || rules.size <= quota.limit * SCARCE) {
    return [];
  }
  const has = `In the ${reader.nameOf(lane)}, ${
    lane.region
  }, ${name} (${title}) would have ${rules.size} rules, and the quota '${
    quota.name
  }' (${quota.code}) is ${quota.limit}`;
  const remedy = `Name fewer client security groups for the network; or raise the quota. ${quotaRemedy(
    quota,
    lane,
  )}`;
  return [
    rules.size > quota.limit
      ? blocking(ERROR_CODES.awsQuotaExceeded, {
          message: `${has}: AWS would refuse.`,
          remedy,
        })
      : warning(ERROR_CODES.awsQuotaExceeded, {
          message: `${has}: there is little room left.`,
          remedy,
        }),
  ];
}
