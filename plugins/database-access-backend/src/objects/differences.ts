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
import { ObjectDifference } from '@towpath/backstage-plugin-database-access-common';
import { isSame, without } from './lists';

/** One value that AWS has otherwise; none if it is as it shall be. */
export function otherThan(
  what: string,
  wanted: string,
  is: string,
): ObjectDifference[] {
  return wanted === is ? [] : [{ what, wanted, is, effect: 'broken' }];
}

/** Differences as the part of a sentence. */
export function tellDifferences(
  differences: readonly ObjectDifference[],
): string {
  return differences
    .map(({ what, wanted, is }) => `${what} is ${is} and shall be ${wanted}`)
    .join('; ');
}

/**
 * Members that AWS has otherwise. Without one that is wanted nothing passes, or less than should; one more lets pass what
 * nobody agreed to.
 */
export function otherMembers(
  what: string,
  members: { wanted: readonly string[]; is: readonly string[] },
  missing: ObjectDifference['effect'] = 'broken',
): ObjectDifference[] {
  const { wanted, is } = members;
  if (isSame(wanted, is)) {
    return [];
  }
  return [
    {
      what,
      wanted: listed(wanted),
      is: listed(is),
      effect: without(wanted, is).length ? missing : 'degraded',
    },
  ];
}

function listed(members: readonly string[]): string {
  return [...members].sort().join(', ') || 'none';
}
