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

import { NewCertification } from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { RecertifyTerms } from '../config';
import { spellOut } from '../planning';
import { Store, StoredShare as AnyStoredShare, Tx } from '../store';
import { holdTogether, leavingReason, UNENDED } from './leavingTogether';
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
  readonly #terms: RecertifyTerms | undefined;

  constructor(options: {
    store: Store;
    shares: LivingShares;
    participants: Participants;
    owners: Owners;
    journal: ShareJournal;
    clock: Clock;
    /** Absent: nothing is ever due. */
    terms?: RecertifyTerms;
  }) {
    this.#store = options.store;
    this.#shares = options.shares;
    this.#participants = options.participants;
    this.#owners = options.owners;
    this.#journal = options.journal;
    this.#clock = options.clock;
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
    if (!this.#terms || !UNENDED.includes(share.lifecycle)) {
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
    if (!UNENDED.includes(share.lifecycle)) {
      throw notLiving('There is nothing to certify: the access is over');
    }
    if (verdict === 'shorten') {
      await this.#shorten(person, share, said, comment!);
    }
    await this.#keep(person, share, comment);
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
    const ended: AnyStoredShare[] = [];
    for (const share of due) {
      if (signal?.aborted) {
        break;
      }
      if (this.#isLate(share, this.#terms)) {
        ended.push(...(await this.#end(share, this.#terms)));
      } else {
        await this.#ask(share, this.#terms);
      }
    }
    return ended;
  }

  #isLate(share: AnyStoredShare, terms: RecertifyTerms): boolean {
    return terms.otherwise === 'revoke' && this.#rounds(share, terms) > 0;
  }

  /** How often the time to certify it has passed. */
  #rounds(share: AnyStoredShare, terms: RecertifyTerms): number {
    const late = this.#clock.now().getTime() - Date.parse(dueAt(share, terms));
    return Math.floor(late / 1000 / terms.withinSeconds);
  }

  /** Once when it is due, and once again whenever the time to answer has passed. */
  async #ask(share: AnyStoredShare, terms: RecertifyTerms): Promise<void> {
    const due = dueAt(share, terms);
    const round = this.#rounds(share, terms);
    const notice = `certify:${due}:${round}`;
    const told = await this.#store.read(tx =>
      this.#store.shareNotices.told(tx, [share.id]),
    );
    if (told.get(share.id)?.has(notice)) {
      return;
    }
    const ownerRef = await this.#owners.today(share);
    const within = spellOut(terms.withinSeconds);
    const otherwise =
      terms.otherwise === 'revoke'
        ? `otherwise it ends within ${within}`
        : `you are asked again after ${within}`;
    await this.#store.transaction(async tx => {
      const isNew = await this.#store.shareNotices.take(tx, share.id, {
        notice,
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
      const today = await this.#store.shares.find(tx, share.id);
      if (today?.certifiedAt !== share.certifiedAt) {
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

  /** In a zone all that the network has ends together, so all of it ends earlier. */
  async #shorten(
    person: Person,
    share: StoredShare,
    { expiresAt }: NewCertification,
    comment: string,
  ): Promise<void> {
    const now = this.#clock.now();
    const end = instantOf(expiresAt);
    if (end === share.expiresAt) {
      return;
    }
    if (!end || end <= now.toISOString() || end > share.expiresAt) {
      throw endInvalid(share.expiresAt);
    }
    await this.#store.transaction(async tx => {
      const together = await holdTogether(this.#store, tx, share);
      for (const each of together.filter(other => other.expiresAt > end)) {
        await this.#store.shares.shorten(tx, each, {
          expiresAt: end,
          because: leavingReason(share, 'network', comment),
          actor: person.ref,
          now,
        });
        await this.#tellShorter(tx, each, { end, actor: person.ref, comment });
      }
    });
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

  async #keep(
    person: Person,
    share: StoredShare,
    comment: string | undefined,
  ): Promise<void> {
    if (this.certifySince(share) === undefined) {
      if (share.certifiedBy && samePerson(share.certifiedBy, person.ref)) {
        return;
      }
      throw notDue(share);
    }
    const now = this.#clock.now();
    await this.#store.transaction(async tx => {
      const isOurs = await this.#store.shares.certify(tx, share, {
        actor: person.ref,
        now,
      });
      if (!isOurs) {
        const today = await this.#store.shares.find(tx, share.id);
        throw today && UNENDED.includes(today.lifecycle)
          ? notDue(today)
          : notLiving('There is nothing to certify: the access is over');
      }
      await this.#journal.note(tx, share, {
        kind: 'share.certified',
        actor: person.ref,
        message: `Still needed${comment ? `: ${comment}` : ''}`,
        ...(share.certifiedAt && {
          before: { certifiedAt: share.certifiedAt },
        }),
        after: { certifiedAt: now.toISOString() },
      });
    });
  }
}

/** When it is due: some time after it began or was certified. ISO 8601, UTC. */
function dueAt(share: AnyStoredShare, terms: RecertifyTerms): string {
  const from = Date.parse(share.certifiedAt ?? share.startedAt);
  return new Date(from + terms.everySeconds * 1000).toISOString();
}

/** As the store spells times; undefined for what is none. */
function instantOf(text: string | undefined): string | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
