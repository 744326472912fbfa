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
import { NewCertification } from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { RecertifyTerms } from '../config';
import { spellOut } from '../planning';
import { Store, StoredShare as AnyStoredShare, Tx } from '../store';
import { eachAlone } from './eachAlone';
import {
  holdTogether,
  leavingReason,
  leavingTogether,
  UNENDED,
} from './leavingTogether';
import { LivingShares, StoredShare } from './LivingShares';
import { samePerson } from './Membership';
import { Owners } from './Owners';
import { Participants } from './Participants';
import { Person } from './Person';
import {
  endInvalid,
  notDue,
  notInPerson,
  notLiving,
  notTheCertifier,
  ownShare,
  reasonMissing,
} from './refuse';
import { ShareJournal } from './ShareJournal';

/** More than a portal has that are due at once. */
const MOST_AT_ONCE = 10_000;

/**
 * Asks the owners of databases again and again whether old accesses are still needed. Each is due some time after it began
 * or was certified.
 */
export class Recertification {
  readonly #store: Store;
  readonly #shares: LivingShares;
  readonly #participants: Participants;
  readonly #owners: Owners;
  readonly #journal: ShareJournal;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #terms: RecertifyTerms | undefined;

  constructor(options: {
    store: Store;
    shares: LivingShares;
    participants: Participants;
    owners: Owners;
    journal: ShareJournal;
    clock: Clock;
    logger: LoggerService;
    /** Absent: nothing is ever due. */
    terms?: RecertifyTerms;
  }) {
    this.#store = options.store;
    this.#shares = options.shares;
    this.#participants = options.participants;
    this.#owners = options.owners;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#terms = options.terms;
  }

  /** What began, or was certified, by then is due; absent if nothing ever is. */
  dueSince(): Date | undefined {
    return (
      this.#terms &&
      new Date(this.#clock.now().getTime() - this.#terms.everySeconds * 1000)
    );
  }

  /** Since when somebody has to say whether it is needed; absent while nobody has to. ISO 8601, UTC. */
  certifySince(share: AnyStoredShare): string | undefined {
    // Of what is being changed, what works until then is asked about, for both.
    if (
      !this.#terms ||
      !UNENDED.includes(share.lifecycle) ||
      share.takesOverFrom
    ) {
      return undefined;
    }
    const due = dueAt(share, this.#terms);
    return due <= this.#clock.now().toISOString() ? due : undefined;
  }

  /**
   * One owner's word on one share. Saying it twice is saying it once.
   *
   * @throws NotAllowedError `own_share`, `not_in_person`, `not_entitled`; InputError `end_invalid`, `purpose_missing`;
   * ConflictError `share_not_living`, `share_not_due`
   */
  async certify(
    person: Person,
    share: StoredShare,
    said: NewCertification,
  ): Promise<void> {
    const { verdict } = said;
    if (samePerson(share.requesterRef, person.ref)) {
      throw ownShare();
    }
    if (person.via) {
      throw notInPerson(person);
    }
    const { ownerRef } = await this.#participants.today(share);
    if (!(await this.#participants.ownsDatabase(person, ownerRef))) {
      throw notTheCertifier(ownerRef);
    }
    const comment = said.comment?.trim() || undefined;
    if (verdict !== 'keep' && !comment) {
      throw reasonMissing('Only the yearly report needs it');
    }
    if (verdict === 'revoke') {
      await this.#shares.revoke(person, share.id, { reason: comment! });
      return;
    }
    const kept = { ...said, comment };
    await this.#store.transaction(tx => this.#keep(tx, person, share, kept));
  }

  /** Tells owners what is due, and ends what nobody certified in time if config says so. @returns what ends now */
  async look(signal?: AbortSignal): Promise<AnyStoredShare[]> {
    const since = this.dueSince();
    if (!this.#terms || !since) {
      return [];
    }
    const due = await this.#store.read(tx =>
      this.#store.shares.list(tx, {
        lifecycles: UNENDED,
        certifiedBefore: since,
        limit: MOST_AT_ONCE,
      }),
    );
    const told = await this.#store.read(tx =>
      this.#store.shareNotices.told(
        tx,
        due.map(({ id }) => id),
      ),
    );
    const ended: AnyStoredShare[] = [];
    await eachAlone(
      due,
      async share => {
        const known = told.get(share.id) ?? new Map();
        ended.push(...(await this.#lookAt(share, this.#terms!, known)));
      },
      {
        logger: this.#logger,
        failed: ({ id }) =>
          `Nobody was asked whether the access ${id} is still needed`,
        signal,
      },
    );
    return ended;
  }

  /** It ends once its owners have been told that it would, and have had the time to answer: whenever it was due. */
  async #lookAt(
    share: AnyStoredShare,
    terms: RecertifyTerms,
    told: ReadonlyMap<string, string>,
  ): Promise<AnyStoredShare[]> {
    const now = this.#clock.now();
    const asked = firstAsked(told, share, terms) ?? now.toISOString();
    const waited = (now.getTime() - Date.parse(asked)) / 1000;
    const round = Math.floor(waited / terms.withinSeconds);
    if (terms.otherwise === 'revoke' && round > 0) {
      return this.#end(share, terms);
    }
    if (!told.has(noticeOf(share, terms, round))) {
      await this.#ask(share, terms, round);
    }
    return [];
  }

  /** Once when it is due, and once again whenever the time to answer has passed. */
  async #ask(
    share: AnyStoredShare,
    terms: RecertifyTerms,
    round: number,
  ): Promise<void> {
    const ownerRef = await this.#owners.today(share);
    const within = spellOut(terms.withinSeconds);
    const otherwise =
      terms.otherwise === 'revoke'
        ? `otherwise it ends within ${within}`
        : `you are asked again after ${within}`;
    await this.#store.transaction(async tx => {
      const isNew = await this.#store.shareNotices.take(tx, share.id, {
        notice: noticeOf(share, terms, round),
        at: this.#clock.now(),
      });
      if (isNew) {
        await this.#journal.note(tx, share, {
          kind: 'share.to-certify',
          actor: 'system',
          message: `${ownerRef} have to say whether it is still needed: ${otherwise}`,
          tell: {
            refs: [ownerRef],
            title: `Still needed? ${share.databaseRef} from ${share.network}`,
            severity: round > 0 ? 'high' : 'normal',
          },
        });
      }
    });
  }

  /** From a zone the network goes as a whole. */
  async #end(
    share: AnyStoredShare,
    terms: RecertifyTerms,
  ): Promise<AnyStoredShare[]> {
    return this.#store.transaction(async tx => {
      const ending = await holdTogether(this.#store, tx, share);
      if (!(await this.#store.shares.holdUncertified(tx, share))) {
        // Somebody has said that it is needed, or ended it, since it was read.
        return [];
      }
      const reason = `its owners did not say within ${spellOut(
        terms.withinSeconds,
      )} that it is still needed`;
      const revoked = await this.#store.shares.revokeTogether(
        tx,
        ending.map(({ id }) => id),
        {
          actor: 'system',
          reason: leavingReason(share, 'network', reason),
          now: this.#clock.now(),
        },
      );
      return ending.filter(({ id }) => revoked.includes(id));
    });
  }

  /** Written as it is at this moment: what is not due, or another owner has kept meanwhile, ends no earlier either. */
  async #keep(
    tx: Tx,
    person: Person,
    seen: StoredShare,
    said: NewCertification,
  ): Promise<void> {
    await holdTogether(this.#store, tx, seen);
    const share = await this.#store.shares.find(tx, seen.id);
    if (!share || !UNENDED.includes(share.lifecycle)) {
      throw notLiving('There is nothing to certify: the access is over');
    }
    if (this.certifySince(share) === undefined) {
      if (isSaid(share, person, said)) {
        return;
      }
      throw notDue(share);
    }
    const now = this.#clock.now();
    const end = said.verdict === 'shorten' && earlierEnd(share, said, now);
    const isOurs = await this.#store.shares.certify(tx, share, {
      actor: person.ref,
      now,
    });
    if (!isOurs) {
      const today = await this.#store.shares.find(tx, share.id);
      throw notDue(today ?? share);
    }
    if (end) {
      await this.#shorten(tx, { person, share, end, comment: said.comment! });
    }
    await this.#journal.note(tx, share, {
      kind: 'share.certified',
      actor: person.ref,
      message: `Still needed${said.comment ? `: ${said.comment}` : ''}`,
      ...(share.certifiedAt && {
        before: { certifiedAt: share.certifiedAt },
      }),
      after: { certifiedAt: now.toISOString() },
    });
  }

  /** In a zone all that the network has ends together, so all of it ends earlier. */
  async #shorten(
    tx: Tx,
    options: {
      person: Person;
      share: AnyStoredShare;
      end: string;
      comment: string;
    },
  ): Promise<void> {
    const { person, share, end, comment } = options;
    const together = await leavingTogether(this.#store, tx, share);
    for (const each of together.filter(other => other.expiresAt > end)) {
      await this.#store.shares.shorten(tx, each, {
        expiresAt: end,
        because: leavingReason(share, 'network', comment),
        actor: person.ref,
        now: this.#clock.now(),
      });
      await this.#tellShorter(tx, each, { end, actor: person.ref, comment });
    }
  }

  async #tellShorter(
    tx: Tx,
    share: AnyStoredShare,
    options: { end: string; actor: string; comment: string },
  ): Promise<void> {
    const { end, actor, comment } = options;
    await this.#journal.note(tx, share, {
      kind: 'share.certified-shorter',
      actor,
      message: `Needed until ${end} only: ${comment}`,
      tell: {
        refs: [...new Set([share.requesterRef, share.plan.network.owner])],
        except: actor,
        title: `Ends earlier: ${share.databaseRef} from ${share.network}`,
        severity: 'high',
      },
    });
  }
}

/** When it is due: some time after it began or was certified. ISO 8601, UTC. */
function dueAt(share: AnyStoredShare, terms: RecertifyTerms): string {
  const from = Date.parse(share.certifiedAt ?? share.beganAt);
  return new Date(from + terms.everySeconds * 1000).toISOString();
}

/** What is told once. That it ends otherwise is another thing than that one is asked again. */
function noticeOf(
  share: AnyStoredShare,
  terms: RecertifyTerms,
  round: number | '',
): string {
  const what = terms.otherwise === 'revoke' ? 'certify-or-end' : 'certify';
  return `${what}:${dueAt(share, terms)}:${round}`;
}

/** When its owners were told first that it is due. ISO 8601, UTC. */
function firstAsked(
  told: ReadonlyMap<string, string>,
  share: AnyStoredShare,
  terms: RecertifyTerms,
): string | undefined {
  const [first] = [...told]
    .filter(([notice]) => notice.startsWith(noticeOf(share, terms, '')))
    .map(([, at]) => at)
    .sort();
  return first;
}

/** Saying it twice is saying it once. */
function isSaid(
  { certifiedBy, expiresAt }: AnyStoredShare,
  person: Person,
  said: NewCertification,
): boolean {
  return (
    certifiedBy !== undefined &&
    samePerson(certifiedBy, person.ref) &&
    (said.verdict === 'keep' || instantOf(said.expiresAt) === expiresAt)
  );
}

/** The end that an access gets; undefined if it has it. */
function earlierEnd(
  share: AnyStoredShare,
  { expiresAt }: NewCertification,
  now: Date,
): string | undefined {
  const end = instantOf(expiresAt);
  if (end === share.expiresAt) {
    return undefined;
  }
  if (!end || end <= now.toISOString() || end > share.expiresAt) {
    throw endInvalid(share.expiresAt);
  }
  return end;
}

/** As the store spells times; undefined for what is none. */
function instantOf(text: string | undefined): string | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
