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
import { toTagList } from './answers';
import { findCluster, findInstance, findSubnetGroup } from './lookups';
import type { RdsPart } from './part';
import { onArn, requestTags } from './permissions';
import { refuse } from './refusals';
import { checkCount, checkedTags } from './tagging';

/** What this ARN names, to be tagged. */
function tagged(call: Call, arn: string): { tags?: Record<string, string> } {
  const [, , service, , , kind, name] = arn.split(':');
  if (service === 'rds') {
    switch (kind) {
      case 'db':
        return findInstance(call, arn);
      case 'cluster':
        return findCluster(call, arn);
      case 'subgrp':
        return findSubnetGroup(call, name ?? '');
      default:
    }
  }
  throw refuse(
    'InvalidParameterValue',
    `The specified resource name does not match an RDS resource in this region: ${arn}`,
  );
}

const handlers: RdsPart['handlers'] = {
  ListTagsForResource(input, call) {
    return {
      TagList: toTagList(tagged(call, input.ResourceName!).tags ?? {}),
    };
  },

  AddTagsToResource(input, call) {
    const resource = tagged(call, input.ResourceName!);
    resource.tags = checkCount({
      ...resource.tags,
      ...checkedTags(input.Tags),
    });
    return {};
  },

  RemoveTagsFromResource(input, call) {
    const resource = tagged(call, input.ResourceName!);
    resource.tags = Object.fromEntries(
      Object.entries(resource.tags ?? {}).filter(
        ([key]) => !input.TagKeys?.includes(key),
      ),
    );
    return {};
  },
};

export const tags: RdsPart = {
  handlers,
  permissions: {
    ListTagsForResource: (input, call) => onArn(call, input.ResourceName!),
    AddTagsToResource: (input, call) =>
      onArn(call, input.ResourceName!, requestTags(input.Tags)),
    RemoveTagsFromResource: (input, call) =>
      onArn(call, input.ResourceName!, { 'aws:TagKeys': input.TagKeys ?? [] }),
  },
};
