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

/** The AWS tags by which owners speak to Towpath. */
export const OWNER_TAGS = {
  /** `true` on a DB instance or cluster: it may be asked for. */
  shareable: 'database-access:shareable',
  /** Entity ref of the owner, on a database or a VPC. */
  owner: 'database-access:owner',
  /** Entity ref of the system that a database is part of. */
  system: 'database-access:system',
  /** What a database holds, for people. */
  description: 'database-access:description',
  /** Words by which people find a database in the catalog, with spaces between. */
  catalogTags: 'database-access:tags',
  /** Name of the network, on a VPC; on some of its subnets and security groups: these are meant. */
  network: 'database-access:network',
} as const;

/** The value of one tag in AWS's list. */
export function tagValue(
  tags: ReadonlyArray<{ Key?: string; Value?: string }> | undefined,
  key: string,
): string | undefined {
  return tags?.find(tag => tag.Key === key)?.Value;
}

/** Those of AWS's list that somebody asks for; what owners write in others is none of our business. */
export function tagsAmong(
  tags: ReadonlyArray<{ Key?: string; Value?: string }> | undefined,
  keys: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    keys.flatMap(key => {
      const value = tagValue(tags, key);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}
