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

import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { missing, refuse } from './errors';
import type { Kind } from './ids';

const MAX_TAGS = 50;
const MAX_KEY = 128;
const MAX_VALUE = 256;

export function toTagList(tags: Record<string, string>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The tags that a create call gives to its object of this kind. */
export function tagsOnCreate(
  specifications: TagSpecification[] | undefined,
  of: Kind,
): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const specification of specifications ?? []) {
    if (!specification.ResourceType) {
      throw missing('TagSpecification.ResourceType');
    }
    if (specification.ResourceType !== of.resourceType) {
      throw refuse(
        'InvalidParameterValue',
        `'${specification.ResourceType}' is not a valid taggable resource type for this operation.`,
      );
    }
    if (!specification.Tags?.length) {
      throw refuse(
        'InvalidParameterValue',
        'Tag specification must have at least one tag',
      );
    }
    Object.assign(tags, checkedTags(specification.Tags));
  }
  return tags;
}

/** AWS's "Tag restrictions". */
export function checkedTags(list: Tag[]): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const { Key: key, Value: value = '' } of list) {
    if (!key || key.length > MAX_KEY) {
      throw refuse(
        'InvalidParameterValue',
        `Tag key must have between 1 and ${MAX_KEY} characters`,
      );
    }
    if (/^aws:/i.test(key)) {
      throw refuse(
        'InvalidParameterValue',
        "Tag keys starting with 'aws:' are reserved for internal use",
      );
    }
    if (value.length > MAX_VALUE) {
      throw refuse(
        'InvalidParameterValue',
        `Tag value exceeds the maximum length of ${MAX_VALUE} characters`,
      );
    }
    if (key in tags) {
      throw refuse(
        'InvalidParameterValue',
        `Duplicate tag key '${key}' specified.`,
      );
    }
    tags[key] = value;
  }
  if (Object.keys(tags).length > MAX_TAGS) {
    throw tooManyTags();
  }
  return tags;
}

/** The tags of an object with others added. */
export function mergedTags(
  tags: Record<string, string>,
  added: Record<string, string>,
): Record<string, string> {
  const merged = { ...tags, ...added };
  if (Object.keys(merged).length > MAX_TAGS) {
    throw tooManyTags();
  }
  return merged;
}

function tooManyTags() {
  return refuse(
    'TagLimitExceeded',
    'The maximum number of Tags for a resource has been reached.',
  );
}
