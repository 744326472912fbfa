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
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { JsonObject } from '@backstage/types';
import {
  Clock,
  DATABASE_ACCESS_EVENTS_TOPIC,
  DatabaseAccessEvent,
} from '@towpath/backstage-plugin-database-access-node';
import { ClaimedMessage, ONLY_FOR_PAGES, Store } from '../store';
import { Happening } from './Journal';
import { within } from './within';

/** The channel on which pages hear that something moved. */
export const SIGNAL_CHANNEL = 'database-access';

const AT_ONCE = 20;
/** A claim outlives the slowest channel by far. */
const CLAIM_MS = 60_000;
const SEND_MS = 10_000;

/** 5 s, twice as long each time, at most 10 min: the twelfth and last try comes after 51 min. */
const RETRIES = { firstMs: 5_000, capMs: 600_000, attempts: 12 };

/** What the journal and the store write. */
interface Payload {
  requestId: string;
  shareId?: string;
  message?: string;
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

/** What a notification asks its reader to do: the page shows the place for it first, and does nothing by itself. */
const PLACES: Readonly<Record<string, string>> = {
  'request.filed': 'decision',
  'request.sent-back': 'decision',
  'request.approved-in-part': 'decision',
  'request.answered': 'decision',
  'request.reminded': 'decision',
  'request.escalated': 'decision',
  'request.questioned': 'answer',
  'request.emergency': 'review',
  'request.review-overdue': 'review',
  'share.extension-asked': 'extension',
  'share.extension-agreed': 'extension',
};

/** What a notification asks for of several things at once, and no page of one of them: the list of all of them. */
const LISTS: Readonly<Record<string, string>> = {
  'share.to-certify': 'certify',
};

/** What was written, for whoever keeps it outside of this portal. */
export interface Written {
  kind: string;
  requestId: string;
  shareId?: string;
}

type Channel = (message: ClaimedMessage, payload: Payload) => Promise<void>;

/**
 * Sends what was written with its cause: claims it, sends it, marks it. Nothing waits for it, and what cannot be sent
 * delays nothing else. Normally each message is sent once; after a crash it may be sent again, with the same id. A
 * notification that is sent twice replaces itself, because it keeps its scope.
 */
export class OutboxSender {
  readonly #store: Store;
  readonly #notifications: NotificationService;
  readonly #events: EventsService;
  readonly #signals: SignalsService;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #sendMs: number;
  readonly #channels: Readonly<Record<string, Channel>>;
  #underWay: Promise<void> | undefined;

  constructor(options: {
    store: Store;
    notifications: NotificationService;
    events: EventsService;
    signals: SignalsService;
    /** Hears of everything but what only pages care for. */
    witness?: (written: Written) => Promise<void>;
    clock: Clock;
    logger: LoggerService;
    /** How long one channel may take for one message. */
    sendMs?: number;
  }) {
    this.#store = options.store;
    this.#notifications = options.notifications;
    this.#events = options.events;
    this.#signals = options.signals;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#sendMs = options.sendMs ?? SEND_MS;
    const { witness } = options;
    this.#channels = {
      signal: (message, payload) => this.#signal(message, payload),
      event: (message, payload) => this.#publish(message, payload),
      notification: (message, payload) => this.#notify(message, payload),
      ...(witness && {
        witness: async ({ kind }, { requestId, shareId }) => {
          await (kind !== ONLY_FOR_PAGES &&
            witness({ kind, requestId, shareId }));
        },
      }),
    };
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
      const claimed = await this.#store.transaction(tx =>
        this.#store.outbox.claim(tx, { limit: AT_ONCE, claimMs: CLAIM_MS }),
      );
      await Promise.all(claimed.map(message => this.#send(message)));
      if (claimed.length < AT_ONCE) {
        return;
      }
    }
  }

  async #send(message: ClaimedMessage): Promise<void> {
    const payload = message.payload as unknown as Payload;
    const left = Object.keys(this.#channels).filter(
      name => !message.sentTo.includes(name),
    );
    const outcomes = await Promise.allSettled(
      left.map(name =>
        within(this.#sendMs, `The ${name}`, () =>
          this.#channels[name](message, payload),
        ),
      ),
    );
    const failed = left.flatMap((name, index) => {
      const outcome = outcomes[index];
      return outcome.status === 'rejected'
        ? [{ name, why: toError(outcome.reason).message }]
        : [];
    });
    await this.#settle(message, failed);
  }

  async #settle(
    message: ClaimedMessage,
    failed: { name: string; why: string }[],
  ): Promise<void> {
    const { outbox } = this.#store;
    const now = this.#clock.now();
    if (failed.length === 0) {
      await this.#store.transaction(tx => outbox.markSent(tx, message, now));
      return;
    }
    const { kind, id, attempt } = message;
    const what = `What should be told of ${kind} (${id})`;
    const why = failed.map(each => `${each.name}: ${each.why}`).join('; ');
    if (attempt >= RETRIES.attempts) {
      await this.#store.transaction(tx => outbox.giveUp(tx, message, now));
      this.#logger.error(
        `${what} is given up after ${attempt} tries, ${why}. The page of the request has it in its timeline.`,
      );
      return;
    }
    const names = failed.map(({ name }) => name);
    const waitMs = Math.min(
      RETRIES.firstMs * 2 ** (attempt - 1),
      RETRIES.capMs,
    );
    await this.#store.transaction(tx =>
      outbox.postpone(tx, message, {
        sentTo: Object.keys(this.#channels).filter(
          name => !names.includes(name),
        ),
        waitMs,
      }),
    );
    this.#logger.warn(
      `${what} could not be sent and is tried again in ${
        waitMs / 1000
      } s, ${why}`,
    );
  }

  #signal(message: ClaimedMessage, payload: Payload): Promise<void> {
    const { requestId, shareId } = payload;
    return this.#signals.publish<JsonObject>({
      recipients: { type: 'broadcast' },
      channel: SIGNAL_CHANNEL,
      message: { kind: message.kind, requestId, shareId: shareId ?? null },
    });
  }

  async #publish(
    { id, kind, createdAt }: ClaimedMessage,
    { requestId, shareId, message }: Payload,
  ): Promise<void> {
    if (kind === ONLY_FOR_PAGES) {
      return;
    }
    const eventPayload: DatabaseAccessEvent = {
      id,
      kind,
      requestId,
      shareId,
      message,
      at: createdAt,
    };
    await this.#events.publish({
      topic: DATABASE_ACCESS_EVENTS_TOPIC,
      eventPayload,
    });
  }

  async #notify(message: ClaimedMessage, payload: Payload): Promise<void> {
    const { requestId, shareId } = payload;
    const tell = payload.tell ?? (await this.#shareNews(message.kind, shareId));
    if (!tell) {
      return;
    }
    await this.#notifications.send({
      recipients: {
        type: 'entity',
        entityRef: [...tell.refs],
        excludeEntityRef: tell.except,
      },
      payload: {
        title: tell.title,
        description: payload.message,
        link: linkTo(message.kind, { requestId, shareId }),
        severity: tell.severity ?? 'normal',
        topic: 'database-access',
        scope: `database-access:${message.id}`,
      },
    });
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
          refs: [
            ...new Set([
              share.requesterRef,
              share.ownerRef,
              share.plan.network.owner,
            ]),
          ],
          // Whoever ends it knows why.
          ...(share.revokedBy &&
            share.revokedBy !== 'system' && { except: share.revokedBy }),
          title: `${news.says}: ${share.databaseRef} from ${share.network}`,
          severity: news.severity,
        }
      : undefined;
  }
}

/**
 * The page of the share or, before there is one, of the request; where its reader is asked for something, that place; where
 * that is done for several in one screen, the list of them.
 */
function linkTo(
  kind: string,
  { requestId, shareId }: Pick<Payload, 'requestId' | 'shareId'>,
): string {
  const list = LISTS[kind];
  if (list) {
    return `/database-access?focus=${list}`;
  }
  const page = shareId ? `shares/${shareId}` : `requests/${requestId}`;
  const place = PLACES[kind];
  return `/database-access/${page}${place ? `?focus=${place}` : ''}`;
}
