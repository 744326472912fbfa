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
  Health,
  HopCause,
} from '@towpath/backstage-plugin-database-access-common';
import { Tx } from './Tx';

/** How a share was when it was looked at last. */
export interface ToldHealth {
  health: Health;
  /** The first hop that is not well. */
  hop?: string;
  cause?: HopCause;
  /** Digest of what is otherwise in AWS than it shall be; absent if nothing is. */
  drift?: string;
  /** ISO 8601, UTC. */
  since: string;
}

interface Row {
  share_id: string;
  health: Health;
  hop: string | null;
  cause: HopCause | null;
  drift: string | null;
  since: string;
}

/** What people were told of the health of shares. */
export class ShareHealth {
  async ofEach(
    tx: Tx,
    shareIds: readonly string[],
  ): Promise<Map<string, ToldHealth>> {
    const rows = await tx<Row>('share_health').whereIn('share_id', [
      ...shareIds,
    ]);
    return new Map(rows.map(row => [row.share_id, toTold(row)]));
  }

  /**
   * Writes how a share is now, if it still stands there as it was seen.
   *
   * @returns false if another was faster: nothing was written
   */
  async tell(
    tx: Tx,
    shareId: string,
    options: { seen: ToldHealth | undefined; now: ToldHealth },
  ): Promise<boolean> {
    const { seen, now } = options;
    const columns = {
      health: now.health,
      hop: now.hop ?? null,
      cause: now.cause ?? null,
      drift: now.drift ?? null,
      since: now.since,
    };
    if (!seen) {
      const added = await tx<Row>('share_health')
        .insert({ share_id: shareId, ...columns })
        .onConflict('share_id')
        .ignore()
        .returning('share_id');
      return added.length === 1;
    }
    const written = await tx<Row>('share_health')
      .where({
        share_id: shareId,
        health: seen.health,
        hop: seen.hop ?? null,
        drift: seen.drift ?? null,
        since: seen.since,
      })
      .update(columns);
    return written === 1;
  }
}

function toTold({ health, hop, cause, drift, since }: Row): ToldHealth {
  return {
    health,
    hop: hop ?? undefined,
    cause: cause ?? undefined,
    drift: drift ?? undefined,
    since,
  };
}
