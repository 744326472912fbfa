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

import type { Tag } from '@aws-sdk/client-rds';
import { refuse } from './refusals';

const MAX_TAGS = 50;

/** "Tagging Amazon RDS resources": keys of 1 to 128 characters, values of up to 256, none of AWS's own. */
export function checkedTags(list: Tag[] | undefined): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const { Key: key = '', Value: value = '' } of list ?? []) {
    if (!key || key.length > 128 || value.length > 256) {
      throw refuse(
        'InvalidParameterValue',
        'Tag keys have 1 to 128 characters, tag values up to 256.',
      );
    }
    if (/^(aws|rds):/i.test(key)) {
      throw refuse(
        'InvalidParameterValue',
        `The tag key ${key} is reserved: it starts with aws: or rds:.`,
      );
    }
    tags[key] = value;
  }
  return checkCount(tags);
}

export function checkCount(
  tags: Record<string, string>,
): Record<string, string> {
  if (Object.keys(tags).length > MAX_TAGS) {
    throw refuse(
      'InvalidParameterValue',
      `A resource can have ${MAX_TAGS} tags.`,
    );
  }
  return tags;
}
