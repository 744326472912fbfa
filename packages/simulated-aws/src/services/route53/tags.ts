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

import type { ResourceTagSet } from '@aws-sdk/client-route-53';
import type { Call } from '../../core/Service';
import { bareId, ownZone, zoneArn } from './lookup';
import type { Route53Part } from './part';
import { invalidInput, refuse } from './refusals';
import type { HostedZone } from './state';

const MAX_TAGS = 10;

function tagged(
  call: Call,
  type: string | undefined,
  id: string | undefined,
): HostedZone {
  if (type !== 'hostedzone') {
    throw refuse(
      'NoSuchHealthCheck',
      `No health check found with ID: ${id}. Simulated AWS has none.`,
    );
  }
  return ownZone(call, id ?? '');
}

function tagSet(zone: HostedZone): ResourceTagSet {
  return {
    ResourceType: 'hostedzone',
    ResourceId: zone.id,
    Tags: Object.entries(zone.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

const handlers: Route53Part['handlers'] = {
  ChangeTagsForResource(input, call) {
    const zone = tagged(call, input.ResourceType, input.ResourceId);
    const added = Object.fromEntries(
      (input.AddTags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]),
    );
    const kept = Object.entries(zone.tags).filter(
      ([key]) => !input.RemoveTagKeys?.includes(key),
    );
    const tags = { ...Object.fromEntries(kept), ...added };
    if (Object.keys(tags).length > MAX_TAGS) {
      throw invalidInput(`A hosted zone can have ${MAX_TAGS} tags.`);
    }
    zone.tags = tags;
    return {};
  },

  ListTagsForResource(input, call) {
    const zone = tagged(call, input.ResourceType, input.ResourceId);
    return { ResourceTagSet: tagSet(zone) };
  },

  ListTagsForResources(input, call) {
    return {
      ResourceTagSets: (input.ResourceIds ?? []).map(id =>
        tagSet(tagged(call, input.ResourceType, bareId(id))),
      ),
    };
  },
};

const tagRules = {
  'ChangeTagsForResource.AddTags': { length: [1, 10] as [number, number] },
  'ChangeTagsForResource.AddTags[].Key': {
    length: [1, 128] as [number, number],
  },
  'ChangeTagsForResource.AddTags[].Value': {
    length: [0, 256] as [number, number],
  },
  'ListTagsForResources.ResourceIds': { length: [1, 10] as [number, number] },
};

export const tags: Route53Part = {
  handlers,
  rules: tagRules,
  permissions: {
    ChangeTagsForResource: ({ ResourceId }) => [
      {
        action: 'route53:ChangeTagsForResource',
        resources: [zoneArn(ResourceId)],
      },
    ],
    ListTagsForResource: ({ ResourceId }) => [
      {
        action: 'route53:ListTagsForResource',
        resources: [zoneArn(ResourceId)],
      },
    ],
    ListTagsForResources: ({ ResourceIds }) => [
      {
        action: 'route53:ListTagsForResources',
        resources: (ResourceIds ?? []).map(zoneArn),
      },
    ],
  },
};
