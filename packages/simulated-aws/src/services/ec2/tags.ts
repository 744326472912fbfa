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

import type { Call, Handlers } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { invalidValue, missing, refuse } from './errors';
import { applyFilters } from './filters';
import {
  find,
  Kind,
  NETWORK_ACL,
  SECURITY_GROUP,
  SECURITY_GROUP_RULE,
  SUBNET,
  VPC,
  VPC_ENDPOINT,
} from './ids';
import { page } from './paging';
import type { Ec2 } from './sdk';
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

function targets(ids: string[] | undefined, call: Call): Tagged[] {
  if (!ids?.length) {
    throw missing('ResourceId');
  }
  const known = taggables(ec2State.of(call.world, call));
  return ids.map(id => {
    const group = known.find(({ kind }) => id.startsWith(`${kind.prefix}-`));
    if (!group) {
      throw refuse('InvalidID', `The ID '${id}' is not valid`);
    }
    return find(group.kind, group.objects, id);
  });
}

export const tags: Handlers<Ec2> = {
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
    const unknown = input.Filters?.find(filter => filter.Name === 'tag-key');
    if (unknown) {
      throw invalidValue('Filter', 'tag-key', "Use 'key' with DescribeTags.");
    }
    const filtered = applyFilters(rows, input.Filters, {
      'resource-id': row => [row.id],
      'resource-type': row => [row.kind.resourceType],
      key: row => [row.key],
      value: row => [row.value],
    });
    const { items, NextToken } = page(filtered, input);
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
