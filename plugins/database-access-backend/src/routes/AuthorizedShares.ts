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

import { ResourcePermission } from '@backstage/plugin-permission-common';
import { NotFoundError, toError } from '@backstage/errors';
import {
  CertificationResult,
  CertificationResults,
  databaseAccessShareExtendPermission,
  databaseAccessShareProbePermission,
  databaseAccessShareReadPermission,
  databaseAccessShareRepairPermission,
  databaseAccessShareRevokePermission,
  Diagnosis,
  Failover,
  NewCertification,
  NewExtension,
  NewReachabilityCheck,
  Page,
  ReachabilityCheck,
  Revocation,
  Share,
  ShareExtension,
  ShareExtensions,
  ShareFilter,
  ShareMetrics,
  ShareReachability,
  TimelineEntry,
  ZoneEnding,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { conceal } from '../config';
import { diagnose, failoversOf } from '../health';
import { objectTypes } from '../objects';
import { maskIdsBeside } from '../planning';
import { ReachabilityChecks } from '../reachability';
import {
  Extensions,
  LivingShares,
  Measurements,
  Person,
  Recertification,
  Reminders,
  shareNotFound,
  ShareQuery,
  ShareWithObjects,
  toLaneReading,
} from '../requests';
import {
  Criteria,
  laneKey,
  ShareField,
  StoredCheck,
  StoredSweep,
} from '../store';
import { resourceOf } from './AuthorizedRequests';
import { ConditionalPermissions } from './conditional';
import { pageOf, readCursor } from './cursor';
import { Reader, Readers, Told } from './Readers';
import { asksForState, fits, StateFilter } from './shareFilter';
import { Timelines } from './Timelines';
import { refusalOf, Refused } from './refusals';
import { toExtension } from './toExtension';
import { DEFAULT_METRIC_HOURS } from './databaseMetrics';
import { toReachabilityCheck } from './toReachabilityCheck';
import { takesPartIn, toShare } from './toShare';

/** Failovers that are shown: nobody reads more at once. */
const MOST_FAILOVERS = 20;

/** Of a timeline, for a ticket. */
const LAST_ENTRIES = 20;

/** Shares read at a time while some of a health or sync are looked for. */
const READ_AT_ONCE = 100;

/** The last sweep of a lane, and whether they see whose account that is. */
interface SeenSweep {
  sweep: StoredSweep;
  seesAccount: boolean;
}

/** Shares, as far as the permission framework lets a person see and touch them. */
export class AuthorizedShares {
  readonly #shares: LivingShares;
  readonly #timelines: Timelines;
  readonly #conditional: ConditionalPermissions;
  readonly #clock: Clock;
  readonly #extensions: Extensions;
  readonly #recertification: Recertification;
  readonly #reminders: Reminders;
  readonly #measurements: Measurements;
  readonly #reachability: ReachabilityChecks;
  readonly #accountName: (accountId: string) => string;
  readonly #platformTeam: string | undefined;
  readonly #readers: Readers;

  constructor(options: {
    shares: LivingShares;
    extensions: Extensions;
    recertification: Recertification;
    reminders: Reminders;
    measurements: Measurements;
    reachability: ReachabilityChecks;
    timelines: Timelines;
    conditional: ConditionalPermissions;
    clock: Clock;
    accountName: (accountId: string) => string;
    /** May end any access. */
    platformTeam?: string;
    readers: Readers;
  }) {
    this.#shares = options.shares;
    this.#extensions = options.extensions;
    this.#recertification = options.recertification;
    this.#reminders = options.reminders;
    this.#measurements = options.measurements;
    this.#reachability = options.reachability;
    this.#platformTeam = options.platformTeam;
    this.#readers = options.readers;
    this.#timelines = options.timelines;
    this.#conditional = options.conditional;
    this.#clock = options.clock;
    this.#accountName = options.accountName;
  }

  async list(
    person: Person,
    query: ShareFilter & { cursor?: string; limit: number },
  ): Promise<Page<Share>> {
    const { cursor, limit, toCertify, networkOwnerRef, ...filter } = query;
    const { mine, databaseRef, lifecycle, living, ...state } = filter;
    const before = readCursor(cursor);
    const since = this.#recertification.dueSince();
    if (toCertify && !since) {
      return { items: [] };
    }
    const narrowing = await this.#conditional.narrowing(
      databaseAccessShareReadPermission,
      person.credentials,
    );
    if (narrowing === 'nothing') {
      return { items: [] };
    }
    const found = await this.#find(
      person,
      {
        mine,
        databaseRef,
        lifecycle,
        living,
        toCertify:
          toCertify && since
            ? { since, ownerRefs: [person.ref, ...person.ownerRefs] }
            : undefined,
        criteria: together(narrowing, ownedNetworks(networkOwnerRef)),
        before: before && { startedAt: before.at, id: before.id },
        limit: limit + 1,
      },
      state,
    );
    return pageOf(found, {
      limit,
      cursorOf: ({ startedAt, id }) => ({ at: startedAt, id }),
      view: share => share,
    });
  }

  /** All that are not over. */
  async living(person: Person): Promise<Share[]> {
    const reader = await this.#readers.of(person);
    const shares: Share[] = [];
    for await (const found of this.#allLiving(person)) {
      shares.push(this.#view(found, reader));
    }
    return shares;
  }

  /** How the last sweeps of the lanes went in which something of what they may see lies. */
  async sweepsSeenBy(person: Person): Promise<SeenSweep[]> {
    const reader = await this.#readers.of(person);
    const seen = new Map<string, SeenSweep>();
    for await (const { share, sweeps } of this.#allLiving(person)) {
      const seesAccount = reader.seesAccountsOf(toldOf(share));
      for (const sweep of sweeps) {
        const key = laneKey(sweep.lane);
        seen.set(key, {
          sweep,
          seesAccount: seesAccount || (seen.get(key)?.seesAccount ?? false),
        });
      }
    }
    return [...seen.values()];
  }

  /** Whether somebody may see a share at all. */
  async sees(person: Person, id: string): Promise<boolean> {
    try {
      await this.#visible(person, id);
      return true;
    } catch (error) {
      if (error instanceof NotFoundError) {
        return false;
      }
      throw error;
    }
  }

  async get(person: Person, id: string): Promise<Share> {
    return this.#viewFor(person, await this.#visible(person, id));
  }

  async timeline(
    person: Person,
    id: string,
    after: number | undefined,
  ): Promise<Page<TimelineEntry>> {
    const { share } = await this.#visible(person, id);
    const page = await this.#timelines.page({ shareId: id }, after);
    return this.#shown(
      person,
      share,
      takesPartIn(share, person)
        ? page
        : maskIdsBeside(share.plan.network, page),
    );
  }

  /**
   * Why it does not connect, by what was read before.
   *
   * @param error - the text that a client showed
   */
  async diagnosis(
    person: Person,
    id: string,
    error?: string,
  ): Promise<Diagnosis> {
    const found = await this.#visible(person, id);
    const timeline = await this.#timelines.tail(id, LAST_ENTRIES);
    const { network } = found.share.plan;
    const said = { timeline, lanes: found.sweeps.map(toLaneReading) };
    const diagnosis = diagnose(this.#toShare(found, person), {
      ...(takesPartIn(found.share, person)
        ? said
        : maskIdsBeside(network, said)),
      now: this.#clock.now(),
      error: error && conceal(error),
    });
    return this.#shown(person, found.share, diagnosis);
  }

  async failovers(person: Person, id: string): Promise<Page<Failover>> {
    const { share, objects } = await this.#visible(person, id);
    const failovers = failoversOf(await this.#timelines.failoverEntries(id), {
      followers: objects.filter(({ type }) => objectTypes.get(type)?.moves),
      now: this.#clock.now(),
    });
    return this.#shown(person, share, {
      items: failovers.reverse().slice(0, MOST_FAILOVERS),
    });
  }

  /** What AWS has measured of its path until now. */
  async metrics(
    person: Person,
    id: string,
    hours: number = DEFAULT_METRIC_HOURS,
  ): Promise<ShareMetrics> {
    const found = await this.#visible(person, id);
    const { share } = found;
    const { hops } = this.#toShare(found, person);
    const metrics = await this.#measurements.ofShare(found, hops, hours);
    const reader = await this.#readers.of(person);
    const said = takesPartIn(share, person)
      ? metrics
      : maskIdsBeside(share.plan.network, metrics);
    return reader.shown(
      toldOf(share),
      reader.seesAccountsOf(toldOf(share))
        ? said
        : {
            ...said,
            hops: said.hops.map(hop => ({
              ...hop,
              sharedBy: onlyThisOne(hop.sharedBy),
            })),
          },
    );
  }

  async reachability(person: Person, id: string): Promise<ShareReachability> {
    const found = await this.#visible(person, id);
    const checks = await this.#reachability.ofShare(id);
    return this.#shown(person, found.share, {
      items: checks.map(check => this.#viewCheck(check, found, person)),
      offers: await this.#reachability.offers(found),
    });
  }

  /** It is for those who take part in the share, and for those who may end any access: AWS bills it. */
  async checkReachability(
    person: Person,
    id: string,
    { means }: NewReachabilityCheck,
  ): Promise<ReachabilityCheck> {
    const found = await this.#demand(
      person,
      id,
      databaseAccessShareProbePermission,
    );
    await this.#shares.demandPart(person, found.share);
    const check = await this.#reachability.ask(person.ref, found, means);
    return this.#viewCheck(check, found, person);
  }

  /** What would end with it is for those who take part in it. */
  async zoneEnding(person: Person, id: string): Promise<ZoneEnding> {
    await this.#visible(person, id);
    return this.#shares.zoneEnding(person, id);
  }

  async revoke(
    person: Person,
    id: string,
    options: Revocation,
  ): Promise<Share> {
    await this.#demandRevoke(person, id);
    return this.#viewFor(
      person,
      await this.#shares.revoke(person, id, options),
    );
  }

  /** Each by itself: what is refused hinders no other. Whoever may end a share may also say that it is needed. */
  async certify(
    person: Person,
    items: readonly NewCertification[],
  ): Promise<CertificationResults & { refused: Refused[] }> {
    const results: CertificationResult[] = [];
    const refused: Refused[] = [];
    for (const item of items) {
      const { shareId, verdict } = item;
      try {
        const share = await this.#certified(person, item);
        results.push({ shareId, verdict, share });
      } catch (error) {
        const { name: _, ...why } = refusalOf(error);
        results.push({ shareId, verdict, error: why });
        refused.push({ id: shareId, error: toError(error) });
      }
    }
    return { items: results, refused };
  }

  async extensions(person: Person, id: string): Promise<ShareExtensions> {
    const { share } = await this.#visible(person, id);
    const { items, offer } = await this.#extensions.ofShare(person, share);
    return {
      items: items.map(each => toExtension(each, person)),
      offer,
      remindsAt: this.#reminders.coming(share),
    };
  }

  async extend(
    person: Person,
    id: string,
    wish: NewExtension,
  ): Promise<ShareExtension> {
    await this.#demand(person, id, databaseAccessShareExtendPermission);
    return toExtension(await this.#extensions.ask(person, id, wish), person);
  }

  async #certified(person: Person, item: NewCertification): Promise<Share> {
    const { share } = await this.#demandRevoke(person, item.shareId);
    await this.#recertification.certify(person, share, item);
    return this.get(person, item.shareId);
  }

  async retry(person: Person, id: string): Promise<Share> {
    await this.#demand(person, id, databaseAccessShareRepairPermission);
    return this.#viewFor(person, await this.#shares.retry(person, id));
  }

  async *#allLiving(person: Person): AsyncIterable<ShareWithObjects> {
    const narrowing = await this.#conditional.narrowing(
      databaseAccessShareReadPermission,
      person.credentials,
    );
    if (narrowing === 'nothing') {
      return;
    }
    let before: ShareQuery['before'];
    let found: ShareWithObjects[];
    do {
      found = await this.#shares.list(
        { living: true, criteria: narrowing, before, limit: READ_AT_ONCE },
        person,
      );
      yield* found;
      before = found[found.length - 1]?.share;
    } while (found.length === READ_AT_ONCE);
  }

  async #find(
    person: Person,
    query: ShareQuery,
    state: StateFilter,
  ): Promise<Share[]> {
    const reader = await this.#readers.of(person);
    if (!asksForState(state)) {
      const found = await this.#shares.list(query, person);
      return found.map(each => this.#view(each, reader));
    }
    if (query.living === false) {
      return [];
    }
    // Both follow from readings and the hour, which no query knows: living shares are read until there are enough.
    const { limit } = query;
    const fitting: Share[] = [];
    let { before } = query;
    const now = this.#clock.now();
    for (;;) {
      const found = await this.#shares.list(
        { ...query, living: true, before, limit: READ_AT_ONCE },
        person,
      );
      // By what they see: nobody finds out by a filter what is masked.
      const shares = found.map(each => this.#view(each, reader));
      fitting.push(...shares.filter(share => fits(share, state, now)));
      before = shares[shares.length - 1];
      if (fitting.length >= limit || found.length < READ_AT_ONCE) {
        return fitting.slice(0, limit);
      }
    }
  }

  #demandRevoke(person: Person, id: string): Promise<ShareWithObjects> {
    return this.#demand(person, id, databaseAccessShareRevokePermission);
  }

  async #demand(
    person: Person,
    id: string,
    permission: ResourcePermission,
  ): Promise<ShareWithObjects> {
    // A policy that means owners means those of today.
    const found = await this.#shares.ofToday(await this.#visible(person, id));
    const { share, networkOwnerRef } = found;
    await this.#conditional.demand(
      permission,
      { ...resourceOfShare(share), networkOwnerRef },
      person.credentials,
    );
    return found;
  }

  async #visible(person: Person, id: string): Promise<ShareWithObjects> {
    const found = await this.#shares.get(id);
    const isVisible = await this.#conditional.allows(
      databaseAccessShareReadPermission,
      resourceOfShare(found.share),
      person.credentials,
    );
    if (!isVisible) {
      throw shareNotFound(id);
    }
    return found;
  }

  #viewCheck(
    check: StoredCheck,
    { share }: ShareWithObjects,
    person: Person,
  ): ReachabilityCheck {
    return toReachabilityCheck(check, {
      share,
      accountName: this.#accountName,
      takesPart: takesPartIn(share, person),
    });
  }

  async #viewFor(person: Person, found: ShareWithObjects): Promise<Share> {
    return this.#view(found, await this.#readers.of(person));
  }

  #view(found: ShareWithObjects, reader: Reader): Share {
    const told = toldOf(found.share);
    const share = this.#toShare(found, reader.person);
    return reader.shown(
      told,
      reader.seesAccountsOf(told) ? share : withoutOthers(share),
    );
  }

  async #shown<T>(
    person: Person,
    share: ShareWithObjects['share'],
    said: T,
  ): Promise<T> {
    return (await this.#readers.of(person)).shown(toldOf(share), said);
  }

  /** With the ids of its accounts. */
  #toShare(found: ShareWithObjects, person: Person): Share {
    return toShare(found, {
      person,
      now: this.#clock.now(),
      accountName: this.#accountName,
      certifySince: this.#recertification.certifySince(found.share),
      platformTeam: this.#platformTeam,
    });
  }
}

function toldOf({
  plan,
  ownerRef,
  requesterRef,
}: ShareWithObjects['share']): Told {
  return { plan, parties: [ownerRef, requesterRef, plan.network.owner] };
}

/** That others use something too is for those who have a part in this one: it tells of their accesses. */
function onlyThisOne(count: number): number {
  return Math.min(count, 1);
}

function withoutOthers(share: Share): Share {
  const { use, objects } = share;
  return {
    ...share,
    objects: objects.map(object => ({
      ...object,
      users: onlyThisOne(object.users),
    })),
    use: {
      ...use,
      ...(use.sharedBy !== undefined && {
        sharedBy: onlyThisOne(use.sharedBy),
      }),
    },
  };
}

/** What fits all of them. */
function together(
  ...criteria: Array<Criteria<ShareField> | undefined>
): Criteria<ShareField> | undefined {
  const asked = criteria.filter(each => each !== undefined);
  return asked.length > 1 ? { allOf: asked } : asked[0];
}

function ownedNetworks(
  ref: string | undefined,
): Criteria<ShareField> | undefined {
  return ref === undefined
    ? undefined
    : { field: 'networkOwnerRef', values: [ref.toLocaleLowerCase('en-US')] };
}

/** What rules of policies are asked of. */
export function resourceOfShare(share: ShareWithObjects['share']) {
  return resourceOf({ ...share, networkOwnerRef: share.plan.network.owner });
}
