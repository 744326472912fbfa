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

import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { Store, StoredRequest, Tx } from '../store';

/** Something that happened to a request, as it stands in the timeline and is told to people. */
export interface Happening {
  /** For example `request.filed`. */
  kind: string;
  actor: string;
  /** One sentence. */
  message: string;
  shareId?: string;
  /** Who should know: refs of people and groups. */
  tell?: {
    refs: readonly string[];
    /** Not whoever did it. */
    except?: string;
    title: string;
    severity?: 'normal' | 'high';
  };
}

/** Writes what happened in the transaction of its cause: for the timeline, and for those who should know. */
export class Journal {
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
    request: Pick<
      StoredRequest,
      'id' | 'generation' | 'planDigest' | 'requesterRef'
    >,
    happening: Happening,
  ): Promise<void> {
    const at = this.#clock.now();
    const { kind, actor, message, shareId, tell } = happening;
    await this.#store.timeline.append(tx, {
      requestId: request.id,
      shareId,
      at,
      actor,
      kind,
      message,
      planDigest: request.planDigest,
    });
    await this.#store.outbox.add(tx, {
      id: `${kind}:${request.id}:${request.generation}:${at.getTime()}`,
      kind,
      payload: {
        requestId: request.id,
        shareId,
        message,
        ...(tell?.refs.length && { tell }),
      },
      at,
    });
  }
}
