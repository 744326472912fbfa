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

import type { Tag } from '@aws-sdk/client-elastic-load-balancing-v2';
import { invalid, refuse } from './refusals';

const MAX_TAGS = 50;

export function toTagList(tags: Record<string, string>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** "Tags" of the Network Load Balancer guide: 50 of them, none of AWS's own, no key twice. */
export function checkedTags(list: Tag[] | undefined): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const { Key: key = '', Value: value = '' } of list ?? []) {
    if (key in tags) {
      throw refuse(
        'DuplicateTagKeys',
        `Tag key was specified more than once: ${key}`,
      );
    }
    if (/^aws:/i.test(key)) {
      throw invalid(`The tag key ${key} is reserved: it starts with aws:.`);
    }
    tags[key] = value;
  }
  return checkCount(tags);
}

export function checkCount(
  tags: Record<string, string>,
): Record<string, string> {
  if (Object.keys(tags).length > MAX_TAGS) {
    throw refuse('TooManyTags', `A resource can have ${MAX_TAGS} tags.`);
  }
  return tags;
}
