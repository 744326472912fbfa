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

import type { Call, Permission } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { missing, refuse } from './errors';
import { applyFilters } from './filters';
import {
  find,
  Kind,
  NETWORK_ACL,
  NETWORK_INSIGHTS_ANALYSIS,
  NETWORK_INSIGHTS_PATH,
  SECURITY_GROUP,
  SECURITY_GROUP_RULE,
  SUBNET,
  VPC,
  VPC_ENDPOINT,
  VPC_ENDPOINT_SERVICE,
} from './ids';
import { page } from './paging';
import type { Ec2Part } from './part';
import { onExisting, requestTags } from './permissions';
import { Ec2State, ec2State } from './state';
import { checkedTags, mergedTags } from './tagging';

interface Tagged {
  tags: Record<string, string>;
}

/** Everything in this state that carries tags. */
export function taggables(
  state: Ec2State,
): Array<{ kind: Kind; objects: Record<string, Tagged> }> {
  return [
    { kind: VPC, objects: state.vpcs },
    { kind: SUBNET, objects: state.subnets },
    { kind: NETWORK_ACL, objects: state.networkAcls },
    { kind: SECURITY_GROUP, objects: state.securityGroups },
    { kind: SECURITY_GROUP_RULE, objects: state.securityGroupRules },
    {
      kind: NETWORK_INSIGHTS_PATH,
      objects: state.networkInsightsPaths ?? {},
    },
    {
      kind: NETWORK_INSIGHTS_ANALYSIS,
      objects: state.networkInsightsAnalyses ?? {},
    },
    // Before the endpoints: the ids of those begin with the same letters.
    { kind: VPC_ENDPOINT_SERVICE, objects: state.endpointServices ?? {} },
    { kind: VPC_ENDPOINT, objects: state.vpcEndpoints },
  ];
}

/** The object with this id whatever its kind, if there is one. */
export function taggedObject(
  world: World,
  place: Place,
  id: string,
): { kind: Kind; object: Tagged } | undefined {
  for (const { kind, objects } of taggables(ec2State.of(world, place))) {
    if (objects[id]) {
      return { kind, object: objects[id] };
    }
  }
  return undefined;
}

function meansKind(id: string, kind: Kind): boolean {
  return id.startsWith(`${kind.prefix}-`);
}

function kindOf(call: Call, id: string): Kind | undefined {
  return taggables(ec2State.of(call.world, call)).find(({ kind }) =>
    meansKind(id, kind),
  )?.kind;
}

function targets(ids: string[] | undefined, call: Call): Tagged[] {
  if (!ids?.length) {
    throw missing('ResourceId');
  }
  const known = taggables(ec2State.of(call.world, call));
  return ids.map(id => {
    const group = known.find(({ kind }) => meansKind(id, kind));
    if (!group) {
      throw refuse('InvalidID', `The ID '${id}' is not valid`);
    }
    return find(group.kind, group.objects, id);
  });
}

/** Who retags things that exist needs to be allowed for each of them. */
function toRetag(
  call: Call,
  ids: string[] | undefined,
  context: Permission['context'],
): Permission[] {
  return (ids ?? []).flatMap(id => {
    const kind = kindOf(call, id);
    return kind ? onExisting(call, kind, [id], context) : [];
  });
}

const handlers: Ec2Part['handlers'] = {
  CreateTags(input, call) {
    if (!input.Tags?.length) {
      throw missing('Tag');
    }
    const added = checkedTags(input.Tags);
    // All or nothing: every object is found and every limit checked before the first one changes.
    const changes = targets(input.Resources, call).map(object => ({
      object,
      tags: mergedTags(object.tags, added),
    }));
    for (const change of changes) {
      change.object.tags = change.tags;
    }
    return {};
  },

  DeleteTags(input, call) {
    for (const object of targets(input.Resources, call)) {
      if (!input.Tags?.length) {
        object.tags = {};
        continue;
      }
      for (const { Key: key, Value: value } of input.Tags) {
        // With a value, even an empty one, only a tag that has it goes.
        if (key && (value === undefined || object.tags[key] === value)) {
          delete object.tags[key];
        }
      }
    }
    return {};
  },

  DescribeTags(input, call) {
    const rows = taggables(ec2State.of(call.world, call)).flatMap(
      ({ kind, objects }) =>
        Object.entries(objects).flatMap(([id, object]) =>
          Object.entries(object.tags).map(([key, value]) => ({
            id,
            kind,
            key,
            value,
            tags: { [key]: value },
          })),
        ),
    );
    const filtered = applyFilters(rows, input.Filters, {
      'resource-id': row => [row.id],
      'resource-type': row => [row.kind.resourceType],
      key: row => [row.key],
      value: row => [row.value],
    });
    const { items, NextToken } = page(
      filtered,
      row => `${row.id}/${row.key}`,
      input,
    );
    return {
      Tags: items.map(row => ({
        ResourceId: row.id,
        ResourceType: row.kind.resourceType as 'vpc',
        Key: row.key,
        Value: row.value,
      })),
      NextToken,
    };
  },
};

export const tags: Ec2Part = {
  handlers,
  permissions: {
    CreateTags: (input, call) =>
      toRetag(call, input.Resources, requestTags(input.Tags)),
    DeleteTags: (input, call) =>
      toRetag(call, input.Resources, {
        'aws:TagKeys': (input.Tags ?? []).flatMap(tag => tag.Key ?? []),
      }),
  },
};
