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

import type { ShareUse } from '@towpath/backstage-plugin-database-access-common';
import type { StoredUse } from '../store';

/** What people are told of the use of a share. Nobody who was not watched is called idle. */
export function useOf(stored: StoredUse | undefined): ShareUse {
  if (!stored?.readAt) {
    return {
      state: 'unread',
      ...(stored?.reason && { reason: stored.reason }),
    };
  }
  const { published, toldBy, usedAt, watchedSince, sharedBy, readAt, reason } =
    stored;
  const read = { readAt, ...(reason && { reason }) };
  if (!published) {
    return { state: 'not-published', ...read };
  }
  return {
    state: usedAt ? 'used' : 'unused',
    ...(usedAt && { usedAt }),
    ...(watchedSince && { watchedSince }),
    sharedBy,
    ...(toldBy && { toldBy }),
    ...read,
  };
}

/**
 * Since when a share is not used, if it is watched. What passed before it was watched nobody knows, and a time in which AWS
 * did not answer counts for nothing.
 */
export function idleSeconds(
  stored: StoredUse | undefined,
):
  | ({ since: string; seconds: number } & Pick<StoredUse, 'toldBy'>)
  | undefined {
  const { published, toldBy, usedAt, watchedSince, watchedUntil } =
    stored ?? {};
  if (!published || !watchedSince || !watchedUntil) {
    return undefined;
  }
  const since = usedAt && usedAt > watchedSince ? usedAt : watchedSince;
  const seconds = (Date.parse(watchedUntil) - Date.parse(since)) / 1000;
  return { since, seconds: Math.max(0, seconds), toldBy };
}
