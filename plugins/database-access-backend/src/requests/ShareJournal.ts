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

import { randomUUID } from 'crypto';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { Store, StoredShare, Tx } from '../store';
import { Happening } from './Journal';

/** Something that happened to a share, as it stands in its timeline and is told to people. */
export type ShareHappening = Omit<Happening, 'shareId'>;

/** Writes what happened to shares in the transaction of its cause. */
export class ShareJournal {
  readonly #store: Pick<Store, 'timeline' | 'outbox'>;
  readonly #clock: Clock;

  constructor(options: {
    store: Pick<Store, 'timeline' | 'outbox'>;
    clock: Clock;
  }) {
    this.#store = options.store;
    this.#clock = options.clock;
  }

  async note(
    tx: Tx,
    share: Pick<StoredShare, 'id' | 'requestId'>,
    happening: ShareHappening,
  ): Promise<void> {
    const at = this.#clock.now();
    const { kind, actor, message, before, after, tell } = happening;
    await this.#store.timeline.append(tx, {
      requestId: share.requestId,
      shareId: share.id,
      at,
      actor,
      kind,
      message,
      ...(after && { details: { ...(before && { before }), after } }),
    });
    await this.#store.outbox.add(tx, {
      // Two people may say the same at the same moment.
      id: `${kind}:${share.id}:${at.getTime()}:${randomUUID().slice(0, 8)}`,
      kind,
      payload: {
        requestId: share.requestId,
        shareId: share.id,
        message,
        ...(tell?.refs.length && { tell }),
      },
      at,
    });
  }
}
