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

import { createHash } from 'crypto';
import { InputError } from '@backstage/errors';
import {
  ConsumerNetwork,
  Decision,
  Enabling,
  Opening,
  RequestStatus,
  ShareLifecycle,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { canonicalJson } from '../canonicalJson';
import { ObjectGraph } from '../patterns';
import {
  ChainedEntry,
  ObjectOfShare,
  Store,
  StoredRequest,
  StoredShare,
  Trail,
  TrailPage,
  TrailQuery,
} from '../store';
import { requestNotFound, shareNotFound } from './refuse';

/** Of the lines of an export. Who changes it changes `scripts/audit-verify.mjs`, too. */
export const AUDIT_SCHEMA = 1;

/** What somebody wants to have in writing. */
export interface AuditQuery {
  /** ISO 8601; the first moment, and the first that is not meant any more. */
  from?: string;
  to?: string;
  requestId?: string;
  shareId?: string;
  databaseRef?: string;
}

/** What an export is, as its first line. */
export interface AuditHeader extends AuditQuery {
  record: 'header';
  what: string;
  schema: number;
  installation: string;
  exportedAt: string;
  exportedBy: string;
}

/** What a request is about: who asked for what, who agreed, what was opened, what it became. */
export interface AuditedRequest {
  record: 'request';
  /** 1, 2, 3 … in the file, so that a request that is taken out leaves a gap. */
  number: number;
  requestId: string;
  /** The row before the first one that follows: none, unless a range begins in the middle. */
  startsAfter: { sequence: number; hash: string };
  /** Absent if the request itself is not in the store any more. */
  status?: RequestStatus;
  asked?: {
    by: string;
    at: string;
    for: string;
    databaseRef: string;
    databaseArn: string;
    from: ConsumerNetwork;
    durationSeconds: number;
  };
  decisions?: Decision[];
  /** Since when whoever joins those who decide has no word. Absent of requests of before that was noted. */
  membersNotedAt?: string;
  opened?: {
    planDigest: string;
    pattern: string;
    opens: Opening[];
    enables: Enabling[];
    fixedMonthlyUsd?: number;
  };
  shares: AuditedShare[];
}

/** What became of it. */
export interface AuditedShare {
  shareId: string;
  databaseRef: string;
  network: string;
  lifecycle: ShareLifecycle;
  startedAt: string;
  activeAt?: string;
  expiresAt: string;
  /** From then on nothing passed. */
  cutAt?: string;
  revokedAt?: string;
  revokedBy?: string;
  objects: Array<{
    key: string;
    type: string;
    title: string;
    name: string;
    accountId: string;
    region: string;
    condition: string;
    /** While AWS has one. */
    awsId?: string;
    /** After its end: removed, or kept for another share. */
    outcome?: string;
  }>;
}

/** One entry of the timeline, in its place. */
export interface AuditedRow extends ChainedEntry {
  record: 'row';
}

/** How the rows of a request end. */
export interface AuditedHead {
  record: 'head';
  number: number;
  requestId: string;
  /** How many rows of it there are in the file. */
  rows: number;
  /** Sequence and hash of the last of them. */
  count: number;
  head: string;
  /** SHA-256 of the line that says what the request is about. */
  context: string;
}

/** A line of an export. */
export type AuditRecord =
  | AuditHeader
  | AuditedRequest
  | AuditedRow
  | AuditedHead;

const REQUESTS_AT_ONCE = 100;
const ROWS_AT_ONCE = 500;

/** More than AWS lets be in one service network. */
const MOST_SHARES = 1_000;

/** A date, or a moment with its zone. */
const MOMENT =
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Gives the timelines out in writing, page by page, so that whoever has the file needs nothing else. */
export class AuditTrail {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #installation: string;

  constructor(options: { store: Store; clock: Clock; installation: string }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#installation = options.installation;
  }

  /**
   * What is to be written, checked before its first line.
   *
   * @throws InputError for a range that is none; NotFoundError for a request or share that is unknown
   */
  async open(
    query: AuditQuery,
    exportedBy: string,
  ): Promise<AsyncGenerator<AuditRecord>> {
    const range = rangeOf(query);
    const requestId = await this.#requestIdOf(query);
    const header: AuditHeader = {
      record: 'header',
      what: 'Audit trail of Towpath: who asked, who agreed, what was opened, what was done in AWS, when it ended',
      schema: AUDIT_SCHEMA,
      installation: this.#installation,
      exportedAt: this.#clock.now().toISOString(),
      exportedBy,
      ...query,
      ...range,
    };
    const { databaseRef } = query;
    return this.#records(header, { ...range, requestId, databaseRef });
  }

  async *#records(
    header: AuditHeader,
    query: TrailQuery,
  ): AsyncGenerator<AuditRecord> {
    yield header;
    let number = 0;
    let page = await this.#page(query);
    for (;;) {
      for (const trail of page.items) {
        number += 1;
        yield* this.#recordsOf(trail, number);
      }
      if (page.next === undefined) {
        return;
      }
      page = await this.#page(query, page.next);
    }
  }

  #page(query: TrailQuery, after?: number): Promise<TrailPage> {
    return this.#store.read(tx =>
      this.#store.trails.list(tx, query, { after, limit: REQUESTS_AT_ONCE }),
    );
  }

  /** What is added meanwhile stays out: the ends were set before. */
  async *#recordsOf(trail: Trail, number: number): AsyncGenerator<AuditRecord> {
    const { requestId, from, to } = trail;
    const context = await this.#context(trail, number);
    yield context;
    let last = context.startsAfter;
    let rows = 0;
    while (last.sequence < to) {
      const next = Math.max(last.sequence + 1, from);
      const page = await this.#store.read(tx =>
        this.#store.timeline.listChained(tx, {
          requestId,
          from: next,
          to,
          limit: ROWS_AT_ONCE,
        }),
      );
      if (page.length === 0) {
        // Somebody took rows out of the table. What is left is told, and whoever verifies it sees the gap.
        break;
      }
      for (const row of page) {
        yield { record: 'row', ...row };
        rows += 1;
        last = row;
      }
    }
    yield {
      record: 'head',
      number,
      requestId,
      rows,
      count: last.sequence,
      head: last.hash,
      context: sha256(canonicalJson(context)),
    };
  }

  async #context(
    { requestId, from }: Trail,
    number: number,
  ): Promise<AuditedRequest> {
    const { accessRequests, shares, timeline } = this.#store;
    return this.#store.read(async tx => {
      const [first] = await timeline.listChained(tx, {
        requestId,
        from,
        to: from,
        limit: 1,
      });
      const request = await accessRequests.find<ObjectGraph>(tx, requestId);
      const found = await shares.list(tx, { requestId, limit: MOST_SHARES });
      const objects = await shares.objectsOfEach(tx, found);
      return {
        record: 'request' as const,
        number,
        requestId,
        startsAfter: { sequence: from - 1, hash: first.previousHash },
        ...(request && aboutRequest(request)),
        shares: found
          .map((share, index) => aboutShare(share, objects[index]))
          .reverse(),
      };
    });
  }

  /** All rows of a share's request are needed to prove those of the share. */
  async #requestIdOf(query: AuditQuery): Promise<string | undefined> {
    const { requestId, shareId } = query;
    if (shareId !== undefined) {
      const share = await this.#store.read(tx =>
        this.#store.shares.find(tx, shareId),
      );
      if (!share) {
        throw shareNotFound(shareId);
      }
      if (requestId !== undefined && requestId !== share.requestId) {
        throw new InputError(
          `The share ${shareId} belongs to the request ${share.requestId}: leave out requestId, or give that one`,
        );
      }
      return share.requestId;
    }
    if (requestId !== undefined) {
      const { sequence } = await this.#store.read(tx =>
        this.#store.timeline.head(tx, requestId),
      );
      if (sequence === 0) {
        throw requestNotFound(requestId);
      }
    }
    return requestId;
  }
}

function rangeOf({ from, to }: AuditQuery): { from?: string; to?: string } {
  const range = {
    ...(from !== undefined && { from: momentOf('from', from) }),
    ...(to !== undefined && { to: momentOf('to', to) }),
  };
  if (range.from && range.to && range.from >= range.to) {
    throw new InputError(
      `The range ends at ${range.to} and begins at ${range.from}: it must end later than it begins`,
    );
  }
  return range;
}

/** As the timeline writes times, so that they compare as texts. */
function momentOf(name: string, text: string): string {
  const time = MOMENT.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) {
    throw new InputError(
      `${name} must be a date or a moment with its zone, e.g. 2026-11-29 or 2026-11-29T09:00:00Z`,
    );
  }
  return new Date(time).toISOString();
}

function aboutRequest(request: StoredRequest<ObjectGraph>) {
  const { plan } = request;
  return {
    status: request.status,
    asked: {
      by: request.requesterRef,
      at: request.createdAt,
      for: request.purpose,
      databaseRef: request.databaseRef,
      databaseArn: request.databaseArn,
      from: plan.network,
      durationSeconds: request.durationSeconds,
    },
    decisions: request.decisions,
    membersNotedAt: request.noted?.at,
    opened: {
      planDigest: request.planDigest,
      pattern: plan.pattern,
      opens: plan.opens,
      enables: plan.enables,
      fixedMonthlyUsd: plan.cost.fixedMonthly,
    },
  };
}

function aboutShare(
  share: StoredShare,
  objects: ObjectOfShare[],
): AuditedShare {
  return {
    shareId: share.id,
    databaseRef: share.databaseRef,
    network: share.network,
    lifecycle: share.lifecycle,
    startedAt: share.startedAt,
    activeAt: share.activeAt,
    expiresAt: share.expiresAt,
    cutAt: share.cutAt,
    revokedAt: share.revokedAt,
    revokedBy: share.revokedBy,
    objects: objects.map(object => ({
      key: object.key,
      type: object.type,
      title: object.title,
      name: object.name,
      accountId: object.lane.accountId,
      region: object.lane.region,
      condition: object.condition,
      awsId: object.awsId,
      outcome: object.outcome,
    })),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
