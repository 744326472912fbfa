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

import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { JsonObject } from '@backstage/types';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { OutboxMessage, Store } from '../store';
import { Happening } from './Journal';

/** The channel on which pages hear that something moved. */
export const SIGNAL_CHANNEL = 'database-access';

const MOST_AT_ONCE = 100;

/** What the journal and the store write. */
interface Payload {
  requestId: string;
  shareId?: string;
  message: string;
  tell?: Happening['tell'];
}

/** What people hear of a share; of anything else only pages do. */
const SHARE_NEWS: Readonly<
  Record<string, { says: string; severity: 'normal' | 'high' }>
> = {
  'share.active': { says: 'Ready to use', severity: 'normal' },
  'share.stuck': { says: 'Stuck', severity: 'high' },
  'share.revoking': { says: 'Access ends', severity: 'high' },
  'share.revoked': { says: 'Access has ended', severity: 'normal' },
};

/**
 * Sends what was written with its cause. Best effort: nothing waits for it, and what cannot be sent delays nothing else.
 * A notification that is sent twice replaces itself, because it keeps its scope.
 */
export class OutboxSender {
  readonly #store: Store;
  readonly #notifications: NotificationService;
  readonly #signals: SignalsService;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  #underWay: Promise<void> | undefined;

  constructor(options: {
    store: Store;
    notifications: NotificationService;
    signals: SignalsService;
    clock: Clock;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#notifications = options.notifications;
    this.#signals = options.signals;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** Sends all that waits; who asks meanwhile waits for the same round. */
  flush(): Promise<void> {
    this.#underWay ??= this.#flush().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #flush(): Promise<void> {
    for (;;) {
      const waiting = await this.#store.transaction(tx =>
        this.#store.outbox.unsent(tx, MOST_AT_ONCE),
      );
      for (const message of waiting) {
        // Marked first: of two replicas one sends it.
        const isOurs = await this.#store.transaction(tx =>
          this.#store.outbox.markSent(tx, message.id, this.#clock.now()),
        );
        if (isOurs) {
          await this.#send(message);
        }
      }
      if (waiting.length < MOST_AT_ONCE) {
        return;
      }
    }
  }

  async #send(message: OutboxMessage): Promise<void> {
    const payload = message.payload as unknown as Payload;
    const { requestId, shareId } = payload;
    await this.#try(message, () =>
      this.#signals.publish<JsonObject>({
        recipients: { type: 'broadcast' },
        channel: SIGNAL_CHANNEL,
        message: { kind: message.kind, requestId, shareId: shareId ?? null },
      }),
    );
    const tell = payload.tell ?? (await this.#shareNews(message.kind, shareId));
    if (!tell) {
      return;
    }
    await this.#try(message, () =>
      this.#notifications.send({
        recipients: {
          type: 'entity',
          entityRef: [...tell.refs],
          excludeEntityRef: tell.except,
        },
        payload: {
          title: tell.title,
          description: payload.message,
          link: shareId
            ? `/database-access/shares/${shareId}`
            : `/database-access/requests/${requestId}`,
          severity: tell.severity ?? 'normal',
          topic: 'database-access',
          scope: `database-access:${message.id}`,
        },
      }),
    );
  }

  async #shareNews(
    kind: string,
    shareId: string | undefined,
  ): Promise<Happening['tell']> {
    const news = SHARE_NEWS[kind];
    const share =
      news &&
      shareId &&
      (await this.#store.transaction(tx =>
        this.#store.shares.find(tx, shareId),
      ));
    return share
      ? {
          refs: [share.requesterRef, share.ownerRef],
          title: `${news.says}: ${share.databaseRef} from ${share.network}`,
          severity: news.severity,
        }
      : undefined;
  }

  async #try(message: OutboxMessage, send: () => Promise<void>): Promise<void> {
    try {
      await send();
    } catch (error) {
      this.#logger.warn(
        `What should be told of ${message.kind} (${
          message.id
        }) could not be sent: ${toError(error).message}`,
      );
    }
  }
}
