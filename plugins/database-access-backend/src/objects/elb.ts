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

import {
  DescribeTagsCommand,
  Tag,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { LaneClients } from '../aws';
import {
  awsCodeOf,
  foreign,
  notVisibleYet,
  unlessNotFound,
} from './awsAnswers';
import type { ObjectRef } from './ObjectType';
import { carriesOurTag, OBJECT_TAG } from './ours';

/** What one page of an ELB list holds at most. */
export const ELB_PAGE_SIZE = 400;

export function elbTags(ref: ObjectRef<unknown>): Tag[] {
  return Object.entries(ref.tags).map(([Key, Value]) => ({ Key, Value }));
}

/** ELB's lists carry no tags: only what has the right name is asked for them. */
async function tagsInElb(
  { elasticLoadBalancing }: LaneClients,
  resourceArn: string,
): Promise<Record<string, string>> {
  const answer = await unlessNotFound(
    elasticLoadBalancing.send(
      new DescribeTagsCommand({ ResourceArns: [resourceArn] }),
    ),
  );
  const tags = answer?.TagDescriptions?.[0]?.Tags ?? [];
  return Object.fromEntries(tags.map(({ Key, Value = '' }) => [Key, Value]));
}

/** The row that a thing of ELB was made for, by its tag. */
export async function elbObjectTag(
  aws: LaneClients,
  { arn }: { arn: string },
): Promise<string | undefined> {
  return (await tagsInElb(aws, arn))[OBJECT_TAG];
}

/** Found by its name, and ours by its tags. */
export async function oursInElb<T extends { arn: string }>(
  aws: LaneClients,
  ref: ObjectRef<unknown>,
  found: T | undefined,
): Promise<T | undefined> {
  return found && carriesOurTag(await tagsInElb(aws, found.arn), ref)
    ? found
    : undefined;
}

/**
 * Makes something that has its place by name or port. ELB answers with what stands there already if it has the same
 * settings, whoever made it, and refuses if it has others.
 *
 * @throws AwsCallError if it is somebody else's, or not to be seen yet
 */
export async function makeInElb<T extends { arn: string }>(
  aws: LaneClients,
  ref: ObjectRef<unknown>,
  options: {
    make: () => Promise<T>;
    /** Looks at its place. */
    findThere: () => Promise<T | undefined>;
    what: string;
    operation: string;
  },
): Promise<T> {
  const { make, findThere, what, operation } = options;
  let found: T | undefined;
  let duplicate: unknown;
  try {
    found = await make();
  } catch (error) {
    if (!awsCodeOf(error)?.startsWith('Duplicate')) {
      throw error;
    }
    duplicate = error;
    found = await findThere();
  }
  if (!found) {
    const { accountId, name } = aws.account;
    throw notVisibleYet(
      aws,
      operation,
      `${what} exists and is not to be seen yet in account ${accountId} (${name}).`,
    );
  }
  const ours = await oursInElb(aws, ref, found);
  if (!ours) {
    throw foreign(aws, operation, what, duplicate);
  }
  return ours;
}
