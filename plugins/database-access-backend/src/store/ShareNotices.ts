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

import { Tx } from './Tx';

interface Row {
  share_id: string;
  notice: string;
  told_at: string;
}

/** What people were told of a share, so that no replica tells it a second time. */
export class ShareNotices {
  /** Writes down that it is told in this transaction. @returns false if it was told before: nothing was written */
  async take(
    tx: Tx,
    shareId: string,
    options: { notice: string; at: Date },
  ): Promise<boolean> {
    const { notice, at } = options;
    const taken = await tx<Row>('share_notices')
      .insert({ share_id: shareId, notice, told_at: at.toISOString() })
      .onConflict(['share_id', 'notice'])
      .ignore()
      .returning('share_id');
    return taken.length === 1;
  }

  /** What has been told of each of these, and when. */
  async told(
    tx: Tx,
    shareIds: readonly string[],
  ): Promise<Map<string, Map<string, string>>> {
    const rows = await tx<Row>('share_notices').whereIn('share_id', shareIds);
    const told = new Map<string, Map<string, string>>();
    for (const { share_id, notice, told_at } of rows) {
      const ofShare = told.get(share_id) ?? new Map<string, string>();
      told.set(share_id, ofShare.set(notice, told_at));
    }
    return told;
  }
}
