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

import type { Tag } from '@aws-sdk/client-sns';
import type { Call } from '../../core/Service';
import { parsePolicy } from '../iam/policy';
import { onTopic, snsPage, topicByArn, topicMeant } from './lookup';
import type { SnsPart } from './part';
import { invalid, notFound } from './refusals';
import { snsState, Topic } from './state';

const ATTRIBUTES = ['Policy', 'DisplayName'];

/** What each topic has at first: everybody in its own account may do everything (Amazon SNS Developer Guide). */
function defaultPolicy({ arn }: Topic): string {
  const [, , , , accountId] = arn.split(':');
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'SNS:GetTopicAttributes',
          'SNS:SetTopicAttributes',
          'SNS:AddPermission',
          'SNS:RemovePermission',
          'SNS:DeleteTopic',
          'SNS:Subscribe',
          'SNS:ListSubscriptionsByTopic',
          'SNS:Publish',
        ],
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  });
}

function checkAttribute(name: string, value: string) {
  if (!ATTRIBUTES.includes(name)) {
    throw invalid(`Simulated AWS has no topics with ${name}`);
  }
  if (name === 'Policy' && value) {
    try {
      parsePolicy(value);
    } catch (error) {
      throw invalid(`Policy Error: ${(error as Error).message}`);
    }
  }
}

function tagsOf(list: Tag[] = []): Record<string, string> {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key!, Value!]));
}

function ownTopic(call: Call, arn: string): Topic {
  const topic = topicMeant(call, arn);
  if (topic.arn.split(':')[4] !== call.accountId) {
    throw notFound('Resource');
  }
  return topic;
}

function makeTopic(
  { world, region, accountId }: Call,
  name: string,
  tags: Record<string, string>,
): Topic {
  const { topics } = snsState.of(world, { accountId, region });
  const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
  topics[name] = { name, arn, attributes: {}, tags, subscriptions: {} };
  return topics[name];
}

export const topics: SnsPart = {
  rules: {
    'CreateTopic.Name': { length: [1, 256], pattern: /^[\w-]+$/ },
    'CreateTopic.Tags[].Key': { length: [1, 128] },
    'CreateTopic.Tags[].Value': { length: [0, 256] },
  },
  permissions: {
    CreateTopic: ({ Name, Tags }, { region, accountId }) => {
      const resources = [`arn:aws:sns:${region}:${accountId}:${Name}`];
      const context = {
        ...Object.fromEntries(
          (Tags ?? []).map(({ Key, Value }) => [
            `aws:RequestTag/${Key}`,
            Value ?? '',
          ]),
        ),
        'aws:TagKeys': (Tags ?? []).map(({ Key }) => Key ?? ''),
      };
      // "You must have the sns:CreateTopic and sns:TagResource permissions."
      const actions = Tags?.length
        ? ['sns:CreateTopic', 'sns:TagResource']
        : ['sns:CreateTopic'];
      return actions.map(action => ({ action, resources, context }));
    },
    DeleteTopic: onTopic,
    GetTopicAttributes: onTopic,
    SetTopicAttributes: onTopic,
    TagResource: onTopic,
    UntagResource: onTopic,
    ListTagsForResource: onTopic,
  },
  handlers: {
    CreateTopic(input, call) {
      const tags = tagsOf(input.Tags);
      const attributes = Object.entries(input.Attributes ?? {});
      attributes.forEach(([name, value]) => checkAttribute(name, value));
      const known = snsState.of(call.world, call).topics[input.Name!];
      const isOther = Object.entries(tags).some(
        ([key, value]) => known && known.tags[key] !== value,
      );
      if (isOther) {
        throw invalid('Tags Reason: Topic already exists with different tags');
      }
      const topic = known ?? makeTopic(call, input.Name!, tags);
      Object.assign(topic.attributes, Object.fromEntries(attributes));
      return { TopicArn: topic.arn };
    },

    /** "This action is idempotent, so deleting a topic that does not exist does not result in an error." */
    DeleteTopic(input, call) {
      if (topicByArn(call.world, input.TopicArn!)) {
        const { name } = ownTopic(call, input.TopicArn!);
        delete snsState.of(call.world, call).topics[name];
      }
      return {};
    },

    GetTopicAttributes(input, call) {
      const topic = topicMeant(call, input.TopicArn!);
      return {
        Attributes: {
          TopicArn: topic.arn,
          Owner: topic.arn.split(':')[4],
          DisplayName: topic.attributes.DisplayName ?? '',
          Policy: topic.attributes.Policy || defaultPolicy(topic),
          SubscriptionsConfirmed: String(
            Object.keys(topic.subscriptions).length,
          ),
          SubscriptionsPending: '0',
          SubscriptionsDeleted: '0',
        },
      };
    },

    SetTopicAttributes(input, call) {
      const { AttributeName: name = '', AttributeValue: value = '' } = input;
      checkAttribute(name, value);
      topicMeant(call, input.TopicArn!).attributes[name] = value;
      return {};
    },

    ListTopics(input, call) {
      const all = Object.values(snsState.of(call.world, call).topics);
      const { items, rest } = snsPage(all, ({ arn }) => arn, input.NextToken);
      return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...rest };
    },

    TagResource(input, call) {
      const topic = ownTopic(call, input.ResourceArn!);
      Object.assign(topic.tags, tagsOf(input.Tags));
      return {};
    },

    UntagResource(input, call) {
      const topic = ownTopic(call, input.ResourceArn!);
      for (const key of input.TagKeys ?? []) {
        delete topic.tags[key];
      }
      return {};
    },

    ListTagsForResource(input, call) {
      const { tags } = ownTopic(call, input.ResourceArn!);
      return {
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      };
    },
  },
};
