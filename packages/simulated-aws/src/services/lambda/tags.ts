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

import { functionMeant, onFunction, requestTags } from './lookup';
import type { LambdaPart } from './part';

export const tags: LambdaPart = {
  permissions: {
    TagResource: (input, call) =>
      onFunction(call, input.Resource!, { context: requestTags(input.Tags) }),
    UntagResource: (input, call) =>
      onFunction(call, input.Resource!, {
        context: { 'aws:TagKeys': input.TagKeys ?? [] },
      }),
    ListTags: (input, call) => onFunction(call, input.Resource!),
  },
  handlers: {
    TagResource(input, call) {
      Object.assign(functionMeant(call, input.Resource!).tags, input.Tags);
      return {};
    },

    UntagResource(input, call) {
      const fn = functionMeant(call, input.Resource!);
      for (const key of input.TagKeys ?? []) {
        delete fn.tags[key];
      }
      return {};
    },

    ListTags(input, call) {
      return { Tags: functionMeant(call, input.Resource!).tags };
    },
  },
};
