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
import { configurationAt, readableConfiguration } from './configurationAccess';
import { parseLatticeArn, tagsOf } from './identifiers';
import type { LatticePart } from './part';
import { toTouchArn } from './permissions';
import { invalid, notFound, notShared, ResourceKind } from './refusals';
import { TAGGABLE_ARN, tagRules } from './rules';

/** What a missing resource is called, by the kind in its ARN. */
const KINDS: Record<string, ResourceKind> = {
  resourcegateway: 'RESOURCE_GATEWAY',
  resourceendpointassociation: 'RESOURCE_ENDPOINT_ASSOCIATION',
  servicenetwork: 'SERVICE_NETWORK',
  servicenetworkresourceassociation: 'SERVICE_NETWORK_RESOURCE_ASSOCIATION',
  servicenetworkvpcassociation: 'SERVICE_NETWORK_VPC_ASSOCIATION',
  accesslogsubscription: 'ACCESS_LOG_SUBSCRIPTION',
};

export const tags: LatticePart = {
  rules: {
    'TagResource.resourceArn': TAGGABLE_ARN,
    'UntagResource.resourceArn': TAGGABLE_ARN,
    'ListTagsForResource.resourceArn': TAGGABLE_ARN,
    ...tagRules('TagResource'),
  },

  permissions: {
    TagResource: (input, call) =>
      toTouchArn(call, 'TagResource', input.resourceArn ?? '*', {
        tags: input.tags,
      }),
    UntagResource: (input, call) =>
      toTouchArn(call, 'UntagResource', input.resourceArn ?? '*', {
        tagKeys: input.tagKeys,
      }),
    ListTagsForResource: (input, call) =>
      toTouchArn(call, 'ListTagsForResource', input.resourceArn ?? '*'),
  },

  handlers: {
    TagResource(input, call) {
      const tagged = ownTags(call, 'TagResource', input.resourceArn!);
      const reserved = Object.keys(input.tags ?? {}).find(key =>
        key.startsWith('aws:'),
      );
      if (reserved) {
        throw invalid('tags', `${reserved}: tags of aws: belong to AWS.`);
      }
      Object.assign(tagged, input.tags);
      return {};
    },

    UntagResource(input, call) {
      const tagged = ownTags(call, 'UntagResource', input.resourceArn!);
      for (const key of input.tagKeys ?? []) {
        delete tagged[key];
      }
      return {};
    },

    ListTagsForResource(input, call) {
      const arn = input.resourceArn!;
      const shared =
        parseLatticeArn(arn)?.accountId !== call.accountId &&
        configurationAt(call.world, arn);
      if (
        shared &&
        call.world.doubts['shared-configuration-tags'] === 'visible'
      ) {
        const seen = readableConfiguration(call, arn, 'ListTagsForResource');
        return { tags: { ...seen.tags } };
      }
      return { tags: { ...ownTags(call, 'ListTagsForResource', arn) } };
    },
  },
};

/** Tags are of the account that owns the resource. */
function ownTags(
  call: Call,
  operation: string,
  arn: string,
): Record<string, string> {
  const parsed = parseLatticeArn(arn);
  if (parsed?.accountId !== call.accountId) {
    throw notShared(call, `vpc-lattice:${operation}`, arn);
  }
  const found =
    parsed.region === call.region ? tagsOf(call.world, arn) : undefined;
  if (!found) {
    throw notFound(KINDS[parsed.kind] ?? 'RESOURCE_CONFIGURATION', arn);
  }
  return found;
}
