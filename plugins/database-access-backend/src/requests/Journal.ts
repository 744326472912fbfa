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
  RequestStatus,
  TimelineDetails,
} from '@towpath/backstage-plugin-database-access-common';
import { randomUUID } from 'crypto';
import {
  Clock,
  DatabaseAccessEventKind,
} from '@towpath/backstage-plugin-database-access-node';
import { Store, StoredRequest, Tx } from '../store';

/** Something that happened to a request, as it stands in the timeline and is told to people. */
export interface Happening {
  kind: DatabaseAccessEventKind;
  actor: string;
  /** One sentence. */
  message: string;
  shareId?: string;
  /** What it changed beside the request's status, as it was and as it is since. */
  before?: Record<string, string>;
  after?: Record<string, string>;
  /** Who should know: refs of people and groups. */
  tell?: {
    refs: readonly string[];
    /** Not whoever did it. */
    except?: string;
    title: string;
    severity?: 'normal' | 'high';
  };
}

/** Where a request stands after what happened, by its kind; what is not named here moves none. */
const STATUS_AFTER: Readonly<
  Partial<Record<DatabaseAccessEventKind, RequestStatus>>
> = {
  'request.filed': 'pending',
  'request.approved': 'approved',
  // Nobody was asked, and somebody looks at it later.
  'request.emergency': 'approved',
  'request.denied': 'denied',
  'request.cancelled': 'cancelled',
  'request.expired': 'expired',
  'request.started': 'started',
  'request.sent-back': 'pending',
  'request.questioned': 'questioned',
  'request.answered': 'pending',
};

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

  /** @param request - as it was before it happened */
  async note(
    tx: Tx,
    request: Pick<
      StoredRequest,
      'id' | 'status' | 'generation' | 'planDigest' | 'requesterRef'
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
      details: changeOf(request.status, happening),
    });
    await this.#store.outbox.add(tx, {
      // Two people may say the same at the same moment.
      id: `${kind}:${request.id}:${randomUUID()}`,
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

function changeOf(
  status: RequestStatus,
  { kind, before, after }: Happening,
): TimelineDetails | undefined {
  const becomes = STATUS_AFTER[kind];
  const isNew = kind === 'request.filed';
  const moves = becomes !== undefined && (isNew || becomes !== status);
  if (!moves && !after) {
    return undefined;
  }
  return {
    ...(!(isNew && !before) && {
      before: { ...(moves && !isNew && { status }), ...before },
    }),
    after: { ...(moves && { status: becomes }), ...after },
  };
}
