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
import { partitionOf } from '../aws';
import { objectTypes, PolicyStatement } from '../objects';
import { GraphNode, ObjectGraph } from '../patterns';
import { blocking } from './findings';
import { LaneReader } from './LaneReader';
import { Intent } from './readDenials';

/** What makes something. How tags are put on it and how it is removed `yarn doctor` looks at, too. */
const MAKING = /:(Authorize|Create(?!Tags$|ServiceLinkedRole$))/;

/**
 * Whether the roles of the lanes may make what is not there yet: asked of IAM where the `read` role may ask, by one call
 * for each lane; else unsaid, and the first refusal says it.
 *
 * @param reused - keys of nodes whose objects another share uses
 */
export async function permissionFindings(
  graph: ObjectGraph,
  reused: ReadonlySet<string>,
  options: { reader: LaneReader; installation: string },
): Promise<Finding[]> {
  const byLane = new Map<string, GraphNode[]>();
  for (const node of graph.nodes.filter(({ key }) => !reused.has(key))) {
    const { accountId, region } = node.lane;
    const key = `${accountId}|${region}`;
    byLane.set(key, [...(byLane.get(key) ?? []), node]);
  }
  const findings = await Promise.all(
    [...byLane.values()].map(nodes => findingsOf(nodes, options)),
  );
  return findings.flat();
}

async function findingsOf(
  nodes: GraphNode[],
  options: { reader: LaneReader; installation: string },
): Promise<Finding[]> {
  const { reader, installation } = options;
  const [{ lane }] = nodes;
  const intent = intentOf(nodes, installation);
  if (intent.actions.length === 0) {
    return [];
  }
  const denied = await reader.denials(lane, intent);
  return [...(denied ?? [])].map(([action, why]) =>
    blocking(ERROR_CODES.rolePermissionMissing, {
      message: `The ${reader.nameOf(
        lane,
      )} does not let its role ${reader.roleOf(lane)} do ${action}: ${why}.`,
      remedy: `In account ${lane.accountId}, let the role ${reader.roleOf(
        lane,
      )} do ${action}: \`yarn setup:roles\` prints its policy.`,
    }),
  );
}

/** All that is meant to be made in one lane, as one question. */
function intentOf(nodes: GraphNode[], installation: string): Intent {
  const actions = new Set<string>();
  const resources = new Set<string>();
  const context: Record<string, { value: string; isList: boolean }> = {};
  for (const node of nodes) {
    for (const statement of makingOf(node.type)) {
      statement.actions.forEach(action => actions.add(action));
      for (const resource of statement.resources ?? ['*']) {
        resources.add(anExample(resource, node, installation));
      }
      Object.assign(context, contextOf(statement, installation));
    }
  }
  return {
    actions: [...actions].sort(),
    resources: [...resources].sort(),
    context,
  };
}

function makingOf(type: string): PolicyStatement[] {
  const { provision } = objectTypes.get(type)!.permissions;
  return provision.flatMap(statement => {
    const actions = statement.actions.filter(action => MAKING.test(action));
    return actions.length ? [{ ...statement, actions }] : [];
  });
}

/** IAM is asked about one of each kind: about the real one where it is known, else about one of the name to be given. */
function anExample(
  resource: string,
  node: GraphNode,
  installation: string,
): string {
  if (resource === '*') {
    return resource;
  }
  const { accountId, region } = node.lane;
  const [arn, partition, service, inRegion, account, ...rest] = resource
    .replaceAll('${partition}', partitionOf(region))
    .replaceAll('${accountId}', accountId)
    // Some policies narrow by the name, which begins so.
    .replaceAll('dba-${installation}-*', node.name)
    .replaceAll('${installation}', installation)
    .split(':');
  return [
    ...[arn, partition, service],
    inRegion === '*' ? region : inRegion,
    account,
    rest.join(':').replaceAll('*', nameFor(rest.join(':'), node)),
  ].join(':');
}

function nameFor(resource: string, { name, spec }: GraphNode): string {
  if (resource === 'vpc/*') {
    return String(spec.vpcId ?? name);
  }
  if (resource === 'subnet/*') {
    return ((spec.subnetIds ?? []) as string[])[0] ?? name;
  }
  return name;
}

/** What AWS would know of a request that this statement is for. */
function contextOf(
  { conditions }: PolicyStatement,
  installation: string,
): Intent['context'] {
  const entries = Object.entries(conditions ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      const value = operator === 'Null' ? 'given' : [values].flat()[0];
      return [
        key,
        {
          value: value
            .replaceAll('${installation}', installation)
            .replaceAll('*', 'given'),
          isList: operator.startsWith('ForA'),
        },
      ] as const;
    }),
  );
  return Object.fromEntries(entries);
}
