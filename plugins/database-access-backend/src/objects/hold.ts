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
import type { ObjectHold } from '@towpath/backstage-plugin-database-access-common';

/** By which somebody in AWS keeps the portal from putting an object of ours right. Any value: a reason, for people. */
export const HOLD_TAG = 'database-access:hold';

/**
 * What the tag says, where AWS's answer about an object says its tags.
 *
 * @returns undefined if it is not held, or its tags are not to be seen
 */
export function holdOf(state: unknown): string | undefined {
  const { hold } = (state ?? {}) as { hold?: unknown };
  return typeof hold === 'string' ? hold : undefined;
}

/** For people: by what it is held, and what to do. */
export function tellHold({
  says,
  title,
  accountId,
}: Pick<ObjectHold, 'says' | 'title' | 'accountId'>): string {
  return `Held in AWS: tag ${HOLD_TAG} says “${says}” on ${title} in account ${accountId}. Remove the tag there to have it put back.`;
}
