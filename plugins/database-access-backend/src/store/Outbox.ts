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

import { DatabaseAccessEventKind } from '@towpath/backstage-plugin-database-access-node';
import { Knex } from 'knex';
import { conceal } from '../config';
import { databaseNow, Tx } from './Tx';

/** An object of a share moved: only pages care, and there are many. */
export const ONLY_FOR_PAGES = 'share.moved';

/** What is told: to other plugins, too, or to pages only. */
export type MessageKind = DatabaseAccessEventKind | typeof ONLY_FOR_PAGES;

/** Something that happened and is to be told. */
export interface OutboxMessage {
  /** The same id is kept once, however often it is added. */
  id: string;
  kind: MessageKind;
  payload: Record<string, unknown>;
}

/** A message that is somebody's to send, until his claim is over. */
export interface ClaimedMessage extends OutboxMessage {
  /** ISO 8601, UTC. */
  createdAt: string;
  /** Counts the claims, and tells this one from others. */
  attempt: number;
  /** What has heard of it already. */
  sentTo: string[];
}

interface Row {
  id: string;
  kind: MessageKind;
  payload: string;
  created_at: string;
  sent_at: string | null;
  due_at: string | number | null;
  attempts: number;
  sent_to: string;
  given_up_at: string | null;
}

/** Messages written in the transaction of what causes them, and sent afterwards. */
export class Outbox {
  async add(tx: Tx, message: OutboxMessage & { at: Date }): Promise<void> {
    await tx<Row>('outbox')
      .insert({
        id: message.id,
        kind: message.kind,
        payload: conceal(JSON.stringify(message.payload)),
        created_at: message.at.toISOString(),
      })
      .onConflict('id')
      .ignore();
  }

  /**
   * Takes what is due, the oldest first. Nobody else gets it until the claim is over, by the clock of the database: who
   * crashes with it only delays it.
   */
  async claim(
    tx: Tx,
    options: { limit: number; claimMs: number },
  ): Promise<ClaimedMessage[]> {
    const rows = await tx<Row>('outbox')
      .where('due_at', '<=', databaseNow(tx))
      .orderBy([{ column: 'created_at' }, { column: 'id' }])
      .limit(options.limit);
    const claimed: ClaimedMessage[] = [];
    for (const row of rows) {
      const attempt = row.attempts + 1;
      const taken = await tx<Row>('outbox')
        .where({ id: row.id, attempts: row.attempts })
        .where('due_at', '<=', databaseNow(tx))
        .update({
          attempts: attempt,
          due_at: tx.raw('? + ?', [databaseNow(tx), options.claimMs]),
        });
      if (taken === 1) {
        claimed.push({
          id: row.id,
          kind: row.kind,
          payload: JSON.parse(row.payload),
          createdAt: row.created_at,
          attempt,
          sentTo: JSON.parse(row.sent_to),
        });
      }
    }
    return claimed;
  }

  /** All have heard of it. @returns false if the claim went to another */
  async markSent(tx: Tx, claimed: ClaimedMessage, at: Date): Promise<boolean> {
    return this.#settle(tx, claimed, {
      sent_at: at.toISOString(),
      due_at: null,
    });
  }

  /** Some have heard of it; the others after a while. @returns false if the claim went to another */
  async postpone(
    tx: Tx,
    claimed: ClaimedMessage,
    options: { sentTo: string[]; waitMs: number },
  ): Promise<boolean> {
    return this.#settle(tx, claimed, {
      sent_to: JSON.stringify(options.sentTo),
      due_at: tx.raw('? + ?', [databaseNow(tx), options.waitMs]),
    });
  }

  /** Some never will. @returns false if the claim went to another */
  async giveUp(tx: Tx, claimed: ClaimedMessage, at: Date): Promise<boolean> {
    return this.#settle(tx, claimed, {
      given_up_at: at.toISOString(),
      due_at: null,
    });
  }

  async #settle(
    tx: Tx,
    { id, attempt }: ClaimedMessage,
    change: { [K in keyof Row]?: Row[K] | Knex.Raw },
  ): Promise<boolean> {
    const settled = await tx<Row>('outbox')
      .where({ id, attempts: attempt })
      .whereNull('sent_at')
      .whereNull('given_up_at')
      .update(change);
    return settled === 1;
  }
}
