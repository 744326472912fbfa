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

/** A notification or signal that waits to be sent. */
export interface OutboxMessage {
  /** The same id is kept once, however often it is added. */
  id: string;
  /** For example `share.active`. */
  kind: string;
  payload: Record<string, unknown>;
}

interface Row {
  id: string;
  kind: string;
  payload: string;
  created_at: string;
  sent_at: string | null;
}

/** Messages written in the transaction of what causes them, and sent afterwards. */
export class Outbox {
  async add(tx: Tx, message: OutboxMessage & { at: Date }): Promise<void> {
    await tx<Row>('outbox')
      .insert({
        id: message.id,
        kind: message.kind,
        payload: JSON.stringify(message.payload),
        created_at: message.at.toISOString(),
      })
      .onConflict('id')
      .ignore();
  }

  /** What was not sent yet, the oldest first. */
  async unsent(tx: Tx, limit: number): Promise<OutboxMessage[]> {
    const rows = await tx<Row>('outbox')
      .whereNull('sent_at')
      .orderBy([{ column: 'created_at' }, { column: 'id' }])
      .limit(limit);
    return rows.map(row => ({
      id: row.id,
      kind: row.kind,
      payload: JSON.parse(row.payload),
    }));
  }

  /** @returns false if somebody else has marked it before */
  async markSent(tx: Tx, id: string, at: Date): Promise<boolean> {
    const marked = await tx<Row>('outbox')
      .where({ id })
      .whereNull('sent_at')
      .update({ sent_at: at.toISOString() });
    return marked === 1;
  }
}
