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

import { toChangeShare } from './authorization';
import { ownLiveShare } from './lookup';
import type { RamPart } from './part';
import { invalidParameter } from './refusals';

export const tags: RamPart = {
  permissions: {
    TagResource: (input, call) => {
      const given = (input.tags ?? []).map(tag => [
        `aws:RequestTag/${tag.key}`,
        tag.value ?? '',
      ]);
      return toChangeShare(call, shareMeant(input), {
        context: {
          ...Object.fromEntries(given),
          'aws:TagKeys': (input.tags ?? []).map(tag => tag.key ?? ''),
        },
      });
    },
    UntagResource: (input, call) =>
      toChangeShare(call, shareMeant(input), {
        context: { 'aws:TagKeys': input.tagKeys ?? [] },
      }),
  },

  handlers: {
    TagResource(input, call) {
      const share = ownLiveShare(call, shareNamed(input));
      for (const { key, value } of input.tags ?? []) {
        share.tags[key!] = value ?? '';
      }
      return {};
    },

    UntagResource(input, call) {
      const share = ownLiveShare(call, shareNamed(input));
      for (const key of input.tagKeys ?? []) {
        delete share.tags[key];
      }
      return {};
    },
  },
};

interface Named {
  resourceShareArn?: string;
  resourceArn?: string;
}

function shareMeant(input: Named): string | undefined {
  return input.resourceShareArn ?? input.resourceArn;
}

function shareNamed(input: Named): string {
  const arn = shareMeant(input);
  if (!arn) {
    throw invalidParameter('A resourceShareArn or a resourceArn is needed.');
  }
  return arn;
}
