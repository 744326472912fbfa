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

import { NotedMembers } from '../store';
import { samePerson } from './Membership';

/** A request, or an extension. */
interface Asked {
  noted?: NotedMembers;
}

/** A group that somebody joined after it was asked. */
export interface JoinedGroup {
  ref: string;
  /** When its members were noted; absent while they are not yet. ISO 8601, UTC. */
  notedAt?: string;
}

/**
 * Whether somebody's approval may count for a group: they belonged to it when it was asked, too. What was asked
 * before that was noted is decided by today's members.
 */
export function wasMember(
  { noted }: Asked,
  personRef: string,
  ref: string,
): boolean {
  return (
    noted === undefined ||
    samePerson(personRef, ref) ||
    (noted.groups.get(lower(ref))?.people.has(lower(personRef)) ?? false)
  );
}

/** Since when the members of a group are known. */
export function joinedGroup({ noted }: Asked, ref: string): JoinedGroup {
  const notedAt = noted?.groups.get(lower(ref))?.at;
  return notedAt === undefined ? { ref } : { ref, notedAt };
}

function lower(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
