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

import type { Call } from '../../core/Service';
import { ownListener, ownLoadBalancer, ownTargetGroup } from './arns';
import type { ElbPart } from './part';
import { requestTags, toTouch } from './permissions';
import { invalid } from './refusals';
import { tagRules } from './rules';
import { checkCount, checkedTags, toTagList } from './tagging';

const MAX_RESOURCES = 20;

/** What this ARN names, to be tagged. */
function tagged(call: Call, arn: string): { tags: Record<string, string> } {
  switch (arn.split(':')[5]?.split('/')[0]) {
    case 'loadbalancer':
      return ownLoadBalancer(call, arn);
    case 'targetgroup':
      return ownTargetGroup(call, arn);
    case 'listener':
      return ownListener(call, arn);
    default:
      throw invalid(`'${arn}' is not a valid resource ARN`);
  }
}

const handlers: ElbPart['handlers'] = {
  AddTags(input, call) {
    const added = checkedTags(input.Tags);
    const changes = (input.ResourceArns ?? []).map(arn => {
      const resource = tagged(call, arn);
      return { resource, tags: checkCount({ ...resource.tags, ...added }) };
    });
    for (const { resource, tags } of changes) {
      resource.tags = tags;
    }
    return {};
  },

  RemoveTags(input, call) {
    const resources = (input.ResourceArns ?? []).map(arn => tagged(call, arn));
    for (const resource of resources) {
      resource.tags = Object.fromEntries(
        Object.entries(resource.tags).filter(
          ([key]) => !input.TagKeys?.includes(key),
        ),
      );
    }
    return {};
  },

  DescribeTags(input, call) {
    const arns = input.ResourceArns ?? [];
    // "You can specify up to 20 resources in a single call" (API Reference).
    if (arns.length > MAX_RESOURCES) {
      throw invalid(
        `The number of resource ARNs cannot be greater than ${MAX_RESOURCES}`,
      );
    }
    return {
      TagDescriptions: arns.map(ResourceArn => ({
        ResourceArn,
        Tags: toTagList(tagged(call, ResourceArn).tags),
      })),
    };
  },
};

export const tags: ElbPart = {
  handlers,
  rules: tagRules('AddTags'),
  permissions: {
    AddTags: (input, call) =>
      (input.ResourceArns ?? []).flatMap(arn =>
        toTouch(call, arn, requestTags(input.Tags)),
      ),
    RemoveTags: (input, call) =>
      (input.ResourceArns ?? []).flatMap(arn =>
        toTouch(call, arn, { 'aws:TagKeys': input.TagKeys ?? [] }),
      ),
  },
};
