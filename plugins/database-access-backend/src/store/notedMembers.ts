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

import { createHash } from 'crypto';
import { Tx } from './Tx';

/** Who belongs to a group at this moment. */
export interface GroupMembers {
  /** Full entity ref of a group. */
  groupRef: string;
  /** Full entity refs of people. */
  people: readonly string[];
}

/** Who belonged to one group when it was asked. */
export interface NotedGroup {
  /** ISO 8601, UTC. */
  at: string;
  /** Lower-case refs. */
  people: ReadonlySet<string>;
}

/** Who belonged to the groups that decide a request, or an extension, when they were asked. */
export interface NotedMembers {
  /** When it was filed, or sent back last. ISO 8601, UTC. */
  at: string;
  /** By lower-case ref. */
  groups: ReadonlyMap<string, NotedGroup>;
}

interface NotedRow {
  request_id: string;
  group_ref: string;
  list_digest: string;
  noted_at: string;
}

interface ListRow {
  digest: string;
  people: string;
}

/**
 * Writes who belongs to these groups; what was noted of the same groups before is forgotten.
 *
 * @param requestId - of a request, or of an extension
 */
export async function noteMembers(
  tx: Tx,
  requestId: string,
  groups: readonly GroupMembers[],
  at: Date,
): Promise<void> {
  for (const { groupRef, people } of groups) {
    const list = JSON.stringify([...new Set(people.map(lower))].sort());
    const digest = createHash('sha256').update(list).digest('hex');
    await tx<ListRow>('member_lists')
      .insert({ digest, people: list })
      .onConflict('digest')
      .ignore();
    await tx<NotedRow>('noted_members')
      .insert({
        request_id: requestId,
        group_ref: lower(groupRef),
        list_digest: digest,
        noted_at: at.toISOString(),
      })
      .onConflict(['request_id', 'group_ref'])
      .merge();
  }
}

export async function forgetMembers(tx: Tx, requestId: string): Promise<void> {
  await tx<NotedRow>('noted_members').where({ request_id: requestId }).delete();
}

/** By request; each list is read once, however many requests it is of. */
export async function notedMembersOf(
  tx: Tx,
  requestIds: readonly string[],
): Promise<Map<string, Map<string, NotedGroup>>> {
  const noted = await tx<NotedRow>('noted_members').whereIn('request_id', [
    ...requestIds,
  ]);
  const lists = await tx<ListRow>('member_lists').whereIn('digest', [
    ...new Set(noted.map(row => row.list_digest)),
  ]);
  const peopleOf = new Map<string, ReadonlySet<string>>(
    lists.map(({ digest, people }) => [digest, new Set(JSON.parse(people))]),
  );
  const found = new Map<string, Map<string, NotedGroup>>();
  for (const row of noted) {
    const groups = found.get(row.request_id) ?? new Map<string, NotedGroup>();
    groups.set(row.group_ref, {
      at: row.noted_at,
      people: peopleOf.get(row.list_digest) ?? new Set(),
    });
    found.set(row.request_id, groups);
  }
  return found;
}

function lower(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
