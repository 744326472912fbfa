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

import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  ObjectCondition,
  Pattern,
  Plan,
  ShareLifecycle,
  TimelineDetails,
} from '@towpath/backstage-plugin-database-access-common';
import { DatabaseAccessEventKind } from '@towpath/backstage-plugin-database-access-node';
import { Lane } from '../config';
import { Criteria, narrow } from './Criteria';
import { databaseColumns } from './databaseColumns';
import { laneKey } from './laneKey';
import { Leases } from './Leases';
import { Outbox } from './Outbox';
import { ObjectRow, ReferenceOutcome, ReferenceRow, ShareRow } from './rows';
import { SHARE_COLUMNS, ShareField } from './shareColumns';
import { ShareExtensions } from './ShareExtensions';
import { StoredObject, toStoredObject } from './StoredObject';
import { Surrounding, Surroundings } from './Surroundings';
import { Sweeps } from './Sweeps';
import { Timeline } from './Timeline';
import { Tx } from './Tx';
import { Unread, Verifications } from './Verifications';
import { NodeToBuild, WantedObjects } from './WantedObjects';
import { Zones } from './Zones';

/** A way to end a share's path, as far as the store needs to know it. */
export interface CutToMake {
  lane: Lane;
  title: string;
  how: { kind: string; node: string };
}

/** The cut that removes the object of a node. */
export const REMOVE_OBJECT = 'remove-object';

/** A graph, as far as the store needs to know it. */
export interface GraphToBuild {
  nodes: NodeToBuild[];
  /** Best first. */
  cuts: CutToMake[];
  /** What packets meet beside the objects. */
  surroundings?: Surrounding[];
}

const LIVING: ShareLifecycle[] = ['building', 'active', 'stuck'];

/** What lets clients in, or a path into its database. */
const RULE = 'ec2/security-group-rule';

/** Keys of a graph's rules: where the way itself stays, their removal is the cut. */
export function rulesOf({ nodes }: Pick<GraphToBuild, 'nodes'>): string[] {
  return nodes.filter(({ type }) => type === RULE).map(({ key }) => key);
}

const OF_REFERENCE = ['share_id', 'node_key', 'outcome'] as const;
const OF_OBJECT = [
  'title',
  'wanted',
  'generation',
  'stuck_generation',
  'removal',
  'condition',
  'reason',
] as const;
const STANDING_COLUMNS = [
  ...OF_REFERENCE.map(column => `r.${column}`),
  ...OF_OBJECT.map(column => `o.${column}`),
];

type StandingRow = Pick<ReferenceRow, (typeof OF_REFERENCE)[number]> &
  Pick<ObjectRow, (typeof OF_OBJECT)[number]>;

/** What a share is made of. */
export interface NewShare {
  id: string;
  requestId: string;
  requesterRef: string;
  ownerRef: string;
  databaseRef: string;
  databaseArn: string;
  /** The network's name. */
  network: string;
  pattern: Pattern;
  /** The zone whose service network carries it. */
  zone?: string;
  purpose: string;
  plan: Plan;
  startedAt: Date;
  expiresAt: Date;
}

/** A share's row. Times are ISO 8601 in UTC. */
export interface StoredShare<G extends GraphToBuild = GraphToBuild>
  extends Omit<NewShare, 'startedAt' | 'expiresAt'> {
  lifecycle: ShareLifecycle;
  /** Why it does not move. */
  reason?: string;
  graph: G;
  /** The share that it has not taken over from yet. */
  takesOverFrom?: string;
  /** The share before it. */
  takenOverFrom?: string;
  /** Which of the graph's cuts is tried. */
  cutIndex: number;
  cutStartedAt?: string;
  cutAttempts: number;
  cutAt?: string;
  /** When the access began that it goes on with, if it takes over from another; otherwise when it was started. */
  beganAt: string;
  startedAt: string;
  /** All its objects are ready; absent: not yet, or not any more. */
  builtAt?: string;
  activeAt?: string;
  expiresAt: string;
  revokedBy?: string;
  revokedAt?: string;
  /** When somebody said last that it is needed, and who. */
  certifiedAt?: string;
  certifiedBy?: string;
  updatedAt: string;
}

/** An object as one share sees it. */
export interface ObjectOfShare extends StoredObject {
  /** The node's key in the share's graph. */
  key: string;
  /** Keys of nodes of the same graph. */
  dependsOn: string[];
  /** How many shares use it. */
  users: number;
  /** Set once the share has let go of it. */
  outcome?: ReferenceOutcome;
}

/** Where an object of a share stands. */
export interface Standing {
  /** The node's key in the share's graph. */
  key: string;
  /** Another share goes on using it, so its removal ends nothing of this one. */
  isKept: boolean;
  isReady: boolean;
  /** AWS accepted its removal, or it is gone, or it is none of this share's business any more. */
  isOnItsWayOut: boolean;
  /** The share is rid of it. */
  isSettled: boolean;
  /** Why only a person can move it on. */
  stuckBecause?: string;
}

/** A share for which a database is followed. */
export interface FollowingShare {
  shareId: string;
  requestId: string;
}

/** A share that is not at rest. */
export interface MovingShare {
  share: StoredShare;
  standings: Standing[];
  /** What was not read yet since all of it was built. */
  unread: Unread[];
}

/** What was seen of a share is not so any more: nothing is to be written. */
export class SomebodyWasFaster extends Error {
  constructor(shareId: string) {
    super(`The share ${shareId} has moved on meanwhile`);
    this.name = 'SomebodyWasFaster';
  }
}

/** Who did it, and when. */
export interface Act {
  /** A person's entity ref, or `system`. */
  actor: string;
  now: Date;
}

/** Approved requests being made real, kept real, or taken away. */
export class Shares {
  readonly #wanted: WantedObjects;
  readonly #leases: Leases;
  readonly #timeline: Timeline;
  readonly #outbox: Outbox;
  readonly #zones: Zones;
  readonly #extensions: ShareExtensions;
  readonly #surroundings: Surroundings;
  readonly #sweeps: Sweeps;
  readonly #verifications: Verifications;

  constructor(rooms: {
    leases: Leases;
    wanted: WantedObjects;
    timeline: Timeline;
    outbox: Outbox;
    zones: Zones;
    extensions: ShareExtensions;
    surroundings: Surroundings;
    sweeps: Sweeps;
    verifications: Verifications;
  }) {
    this.#wanted = rooms.wanted;
    this.#leases = rooms.leases;
    this.#timeline = rooms.timeline;
    this.#outbox = rooms.outbox;
    this.#zones = rooms.zones;
    this.#extensions = rooms.extensions;
    this.#surroundings = rooms.surroundings;
    this.#sweeps = rooms.sweeps;
    this.#verifications = rooms.verifications;
  }

  /**
   * Writes a share, its objects, references and dependencies. The lanes do the rest.
   *
   * @throws ConflictError if a living share exists for this network and database
   */
  async create(
    tx: Tx,
    options: {
      share: NewShare;
      graph: GraphToBuild;
      /** Beside another share of the pair, for the time being: without the nodes that cannot stand beside its own. */
      takesOver?: { from: string; heldBack: readonly string[] };
    },
  ): Promise<void> {
    const { share, graph, takesOver } = options;
    const held = takesOver?.heldBack ?? [];
    await this.#insert(tx, {
      share,
      graph,
      from: takesOver && (await this.#get(tx, takesOver.from)),
    });
    const { surroundings = [] } = graph;
    const lanes = [...graph.nodes, ...graph.cuts, ...surroundings].map(
      ({ lane }) => lane,
    );
    await this.#leases.add(tx, lanes);
    await this.#sweeps.add(tx, lanes);
    await this.#sweeps.ask(tx, lanes);
    await this.#surroundings.want(tx, share.id, surroundings);
    await this.#wanted.reference(tx, {
      shareId: share.id,
      requestId: share.requestId,
      nodes: graph.nodes.filter(({ key }) => !held.includes(key)),
      cutRanks: cutRanksOf(graph),
    });
    await this.#note(tx, {
      share,
      act: { actor: share.requesterRef, now: share.startedAt },
      kind: 'share.building',
      message: takesOver
        ? `Began to build ${
            graph.nodes.length - held.length
          } objects beside those of the share ${takesOver.from}`
        : `Began to build ${graph.nodes.length} objects`,
      change: {
        after: {
          lifecycle: 'building',
          expiresAt: share.expiresAt.toISOString(),
        },
      },
    });
  }

  /**
   * Lets shares that are built beside others take their places, all in one moment: those end, and what could not stand
   * beside them is built. If one of those has been ended already, nobody wants the one that was to take over from it.
   *
   * @param shares - of one request
   * @throws SomebodyWasFaster if one of them is not what was seen any more
   */
  async takeOver(
    tx: Tx,
    shares: readonly StoredShare[],
    options: {
      /** The name by which the new way works already. */
      worksAs?: string;
      now: Date;
    },
  ): Promise<void> {
    const { worksAs, now } = options;
    // Before any of its shares, as whoever leaves a zone does.
    for (const zone of new Set(shares.flatMap(share => share.zone ?? []))) {
      await this.#zones.change(tx, zone);
    }
    const formers = new Map<string, StoredShare>();
    for (const share of inOrderOfId(shares)) {
      formers.set(share.id, await this.#take(tx, share, now));
    }
    const formerOf = ({ id }: StoredShare) => formers.get(id)!;
    const isWanted = (share: StoredShare) =>
      LIVING.includes(formerOf(share).lifecycle);
    for (const share of shares.filter(each => !isWanted(each))) {
      const former = formerOf(share);
      await this.revoke(tx, share.id, {
        actor: former.revokedBy ?? 'system',
        reason: `the share ${former.id}, which it was to take over from, has ended`,
        now,
      });
    }
    const taking = shares.filter(isWanted);
    for (const share of taking) {
      await this.#wanted.referenceRest(tx, {
        shareId: share.id,
        requestId: share.requestId,
        nodes: share.graph.nodes,
        cutRanks: cutRanksOf(share.graph),
      });
    }
    const successors = new Map(
      taking.map(share => [formerOf(share).id, share.id]),
    );
    await this.revokeTogether(tx, [...successors.keys()], {
      actor: taking[0]?.requesterRef ?? 'system',
      reason: ({ id }) => `the share ${successors.get(id)} takes over`,
      now,
    });
    await this.#wanted.dependOnlyAs(tx, taking);
    await tx<ShareRow>('shares')
      .whereIn('id', [...successors.keys()])
      .update({ living_key: null });
    for (const share of taking) {
      await tx<ShareRow>('shares')
        .where({ id: share.id })
        .update({ living_key: livingKey(share) });
      await this.#note(tx, {
        share,
        act: { actor: 'system', now },
        kind: 'share.takes-over',
        message: `Takes over from the share ${formerOf(share).id}${
          taking.length > 1
            ? `, together with ${taking.length - 1} other accesses of the zone`
            : ''
        }${
          worksAs ? `: all that leads to the database works as ${worksAs}` : ''
        }`,
      });
    }
  }

  /** @returns the share that is taken over from */
  async #take(tx: Tx, share: StoredShare, now: Date): Promise<StoredShare> {
    const from = share.takesOverFrom!;
    // Before its own: whoever moves its end moves the other's first.
    await tx<ShareRow>('shares').where({ id: from }).forUpdate().first('id');
    const taken = await tx<ShareRow>('shares')
      .where({
        id: share.id,
        lifecycle: share.lifecycle,
        takes_over_from: from,
      })
      .update({
        takes_over_from: null,
        taken_over_from: from,
        updated_at: now.toISOString(),
      });
    if (taken === 0) {
      throw new SomebodyWasFaster(share.id);
    }
    return this.#get(tx, from);
  }

  /**
   * Ends a share: its path is cut first, the rest is cleaned up after.
   *
   * @returns false if it is revoking or revoked already
   */
  async revoke(
    tx: Tx,
    shareId: string,
    options: Act & { reason: string },
  ): Promise<boolean> {
    const revoked = await this.revokeTogether(tx, [shareId], options);
    return revoked.length === 1;
  }

  /**
   * Ends shares that AWS cannot part: what only they use serves none of them any more, and its removal cuts them all.
   *
   * @returns those that had not been ended before
   */
  async revokeTogether(
    tx: Tx,
    shareIds: readonly string[],
    options: Act & { reason: string | ((share: StoredShare) => string) },
  ): Promise<string[]> {
    const { actor, reason, now } = options;
    const at = now.toISOString();
    const revoked: StoredShare[] = [];
    const lifecycles = new Map<string, string>();
    for (const id of [...shareIds].sort()) {
      const before = await tx<ShareRow>('shares')
        .where({ id })
        .forUpdate()
        .first('lifecycle');
      const isRevoked = await tx<ShareRow>('shares')
        .where({ id })
        .whereIn('lifecycle', ['building', 'active', 'stuck'])
        .update({
          lifecycle: 'revoking',
          reason: null,
          revoked_by: actor,
          cut_started_at: at,
          updated_at: at,
        });
      if (isRevoked === 1) {
        revoked.push(await this.#get(tx, id));
        lifecycles.set(id, before!.lifecycle);
      }
    }
    const ids = revoked.map(({ id }) => id);
    await this.#wanted.release(tx, { shareIds: ids, now });
    for (const zone of new Set(revoked.flatMap(share => share.zone ?? []))) {
      await this.#zones.change(tx, zone);
    }
    const waiting = await this.#extensions.endWith(tx, ids, now);
    for (const { shareId, askedBy } of waiting) {
      await this.#note(tx, {
        share: revoked.find(({ id }) => id === shareId)!,
        act: { actor: 'system', now },
        kind: 'share.extension-expired',
        message: `Nobody had decided yet whether it lasts longer, as ${askedBy} asked: it ends now`,
      });
    }
    for (const share of revoked) {
      await this.#startCut(tx, share, { from: 0, now });
      await this.#note(tx, {
        share,
        act: { actor, now },
        kind: 'share.revoking',
        message: `Revoking: ${
          typeof reason === 'string' ? reason : reason(share)
        }`,
        change: {
          before: { lifecycle: lifecycles.get(share.id)! },
          after: { lifecycle: 'revoking' },
        },
      });
    }
    return ids;
  }

  /**
   * Tries again what stands still, with a fresh budget. What is being revoked stays so.
   *
   * @returns false if there is nothing to try again
   */
  async retry(tx: Tx, shareId: string, act: Act): Promise<boolean> {
    const at = act.now.toISOString();
    const building = await tx<ShareRow>('shares')
      .where({ id: shareId })
      .whereIn('lifecycle', ['building', 'active', 'stuck'])
      .update({
        lifecycle: 'building',
        reason: null,
        built_at: null,
        updated_at: at,
      });
    const revoking = await tx<ShareRow>('shares')
      .where({ id: shareId, lifecycle: 'revoking' })
      .update({ reason: null, cut_look_at: 0, updated_at: at });
    if (building + revoking === 0) {
      return false;
    }
    await this.#wanted.retry(tx, { shareId });
    await this.#note(tx, {
      share: await this.#get(tx, shareId),
      act,
      kind: 'share.retried',
      message: 'Tried again what stood still',
    });
    return true;
  }

  /** Lets a share end earlier than it was to, and what is to take over from it, too. */
  async shorten(
    tx: Tx,
    share: Pick<StoredShare, 'id' | 'requestId' | 'expiresAt'>,
    options: {
      expiresAt: string;
      because: string;
      /** Default: nobody, it follows from something else. */
      actor?: string;
      now: Date;
    },
  ): Promise<void> {
    const { expiresAt, because, actor = 'system', now } = options;
    const at = now.toISOString();
    await tx<ShareRow>('shares')
      .where({ id: share.id })
      .update({ expires_at: expiresAt, updated_at: at });
    await tx<ShareRow>('shares')
      .where({ takes_over_from: share.id })
      .where('expires_at', '>', expiresAt)
      .update({ expires_at: expiresAt, updated_at: at });
    await this.#note(tx, {
      share,
      act: { actor, now },
      kind: 'share.shortened',
      message: `Ends at ${expiresAt} and not at ${share.expiresAt}: ${because}`,
      change: {
        before: { expiresAt: share.expiresAt },
        after: { expiresAt },
      },
    });
  }

  /**
   * Lets a living share end later than it was to, and what is to take over from it if that was to end with it. Its path is
   * not touched.
   *
   * @returns false if it does not end any more when it was seen to, or is over: nothing was written
   */
  async lengthen(
    tx: Tx,
    seen: Pick<StoredShare, 'id' | 'expiresAt'>,
    options: { expiresAt: string; now: Date },
  ): Promise<boolean> {
    const now = options.now.toISOString();
    const lengthened = await tx<ShareRow>('shares')
      .where({ id: seen.id })
      // What is to take over from another of them ends later with that one already.
      .whereIn('expires_at', [seen.expiresAt, options.expiresAt])
      .where('expires_at', '>', now)
      .whereIn('lifecycle', LIVING)
      .update({ expires_at: options.expiresAt, updated_at: now });
    if (lengthened === 0) {
      return false;
    }
    await tx<ShareRow>('shares')
      .where({ takes_over_from: seen.id, expires_at: seen.expiresAt })
      .whereIn('lifecycle', LIVING)
      .update({ expires_at: options.expiresAt, updated_at: now });
    return true;
  }

  /**
   * Keeps others from a share whose time is over until the transaction ends.
   *
   * @returns false if it was given more time meanwhile, or has been ended
   */
  async holdExpired(tx: Tx, shareId: string, now: Date): Promise<boolean> {
    const at = now.toISOString();
    const held = await tx<ShareRow>('shares')
      .where({ id: shareId })
      .where('expires_at', '<', at)
      .whereIn('lifecycle', LIVING)
      .update({ updated_at: at });
    return held === 1;
  }

  /**
   * Keeps others from a share that nobody has certified since it was seen, until the transaction ends.
   *
   * @returns false if somebody has, or it is over
   */
  async holdUncertified(
    tx: Tx,
    seen: Pick<StoredShare, 'id' | 'certifiedAt'>,
  ): Promise<boolean> {
    const held = await tx<ShareRow>('shares')
      .where({ id: seen.id, certified_at: seen.certifiedAt ?? null })
      .whereIn('lifecycle', LIVING)
      .update({ certified_at: seen.certifiedAt ?? null });
    return held === 1;
  }

  /**
   * Writes down that somebody says it is needed, if nobody has said so since it was seen. What is to take over from it is
   * needed as well.
   *
   * @returns false if somebody was faster, or it is over
   */
  async certify(
    tx: Tx,
    seen: Pick<StoredShare, 'id' | 'certifiedAt'>,
    act: Act,
  ): Promise<boolean> {
    const at = act.now.toISOString();
    const certified = await tx<ShareRow>('shares')
      .where({ id: seen.id, certified_at: seen.certifiedAt ?? null })
      .whereIn('lifecycle', LIVING)
      .update({ certified_at: at, certified_by: act.actor, updated_at: at });
    if (certified === 0) {
      return false;
    }
    await tx<ShareRow>('shares')
      .where({ takes_over_from: seen.id })
      .whereIn('lifecycle', LIVING)
      .update({ certified_at: at, certified_by: act.actor, updated_at: at });
    return true;
  }

  /** Writes down that the share's database belongs to somebody else now, unless somebody has done so already. */
  async hand(
    tx: Tx,
    share: Pick<StoredShare, 'id' | 'requestId' | 'databaseRef' | 'ownerRef'>,
    options: { to: string; now: Date },
  ): Promise<void> {
    const { to, now } = options;
    const handed = await tx<ShareRow>('shares')
      .where({ id: share.id, owner_ref: share.ownerRef })
      .update({ owner_ref: to, updated_at: now.toISOString() });
    if (handed === 1) {
      await this.#note(tx, {
        share,
        act: { actor: 'system', now },
        kind: 'share.handed',
        message: `${share.databaseRef} belongs to ${to} now, and no more to ${share.ownerRef}`,
        change: {
          before: { ownerRef: share.ownerRef },
          after: { ownerRef: to },
        },
      });
    }
  }

  /** The share that goes on with the access of another now, or that one itself. */
  async latestOf(tx: Tx, shareId: string): Promise<string> {
    let latest = shareId;
    for (;;) {
      const next = await tx<ShareRow>('shares')
        .where({ taken_over_from: latest })
        .first('id');
      if (!next) {
        return latest;
      }
      latest = next.id;
    }
  }

  /** The shares whose access it goes on with, itself first: each but the last has taken over from the next, or is to. */
  async lineOf(tx: Tx, share: StoredShare): Promise<string[]> {
    const ids = [share.id];
    let before = share.takesOverFrom ?? share.takenOverFrom;
    while (before !== undefined) {
      ids.push(before);
      const row = await tx<ShareRow>('shares')
        .where({ id: before })
        .first('takes_over_from', 'taken_over_from');
      before = row?.takes_over_from ?? row?.taken_over_from ?? undefined;
    }
    return ids;
  }

  async find<G extends GraphToBuild = GraphToBuild>(
    tx: Tx,
    shareId: string,
  ): Promise<StoredShare<G> | undefined> {
    const row = await tx<ShareRow>('shares').where({ id: shareId }).first();
    return row && toStoredShare<G>(row);
  }

  /** The newest first. `before` is the last one of the page that was seen. */
  async list<G extends GraphToBuild = GraphToBuild>(
    tx: Tx,
    query: {
      lifecycles?: ShareLifecycle[];
      requestId?: string;
      databaseRef?: string;
      databaseArn?: string;
      requesterRef?: string;
      ownerRefs?: string[];
      networks?: string[];
      zone?: string;
      /** Begun or certified by then, and not certified since; of what is being changed, what works until then. */
      certifiedBefore?: Date;
      notRequesterRef?: string;
      expiresBefore?: Date;
      /** What a policy says of who may see which. */
      criteria?: Criteria<ShareField>;
      before?: { startedAt: string; id: string };
      limit?: number;
    } = {},
  ): Promise<StoredShare<G>[]> {
    const { before } = query;
    const rows = await tx<ShareRow>('shares')
      .where(builder => {
        if (query.lifecycles) {
          builder.whereIn('lifecycle', query.lifecycles);
        }
        if (query.requestId) {
          builder.where('request_id', query.requestId);
        }
        if (query.databaseRef) {
          builder.where('database_ref', query.databaseRef);
        }
        if (query.databaseArn) {
          builder.where('database_arn', query.databaseArn);
        }
        if (query.requesterRef) {
          builder.where('requester_ref', query.requesterRef);
        }
        if (query.ownerRefs) {
          builder.whereIn('owner_ref', query.ownerRefs);
        }
        if (query.networks) {
          builder.whereIn('network', query.networks);
        }
        if (query.zone) {
          builder.where('zone', query.zone);
        }
        if (query.criteria) {
          narrow(builder, query.criteria, SHARE_COLUMNS);
        }
        if (query.certifiedBefore) {
          builder
            .whereNull('takes_over_from')
            .whereRaw('coalesce(certified_at, began_at, started_at) <= ?', [
              query.certifiedBefore.toISOString(),
            ]);
        }
        if (query.notRequesterRef) {
          builder.whereNot('requester_ref', query.notRequesterRef);
        }
        if (query.expiresBefore) {
          builder.where('expires_at', '<', query.expiresBefore.toISOString());
        }
        if (before) {
          builder.where(older =>
            older
              .where('started_at', '<', before.startedAt)
              .orWhere(same =>
                same
                  .where('started_at', before.startedAt)
                  .where('id', '<', before.id),
              ),
          );
        }
      })
      .orderBy([
        { column: 'started_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(query.limit ?? 100);
    return rows.map(row => toStoredShare<G>(row));
  }

  /** In the order of the graph. */
  async objectsOf(tx: Tx, shareId: string): Promise<ObjectOfShare[]> {
    const share = await this.find(tx, shareId);
    return share ? (await this.objectsOfEach(tx, [share]))[0] : [];
  }

  /** Those of each share, in the order of its graph: three queries, however many shares there are. */
  async objectsOfEach(
    tx: Tx,
    shares: readonly StoredShare[],
  ): Promise<ObjectOfShare[][]> {
    const references = await tx<ReferenceRow>('object_references').whereIn(
      'share_id',
      shares.map(share => share.id),
    );
    const ids = [...new Set(references.map(each => each.object_id))];
    const rows = await tx<ObjectRow>('objects').whereIn('id', ids);
    const users = await usersOf(tx, ids);
    const objects = new Map(rows.map(row => [row.id, toStoredObject(row)]));
    const nodeOf = (shareId: string, key: string) => `${shareId}|${key}`;
    const byNode = new Map(
      references.map(each => [nodeOf(each.share_id, each.node_key), each]),
    );
    return shares.map(({ id, graph }) =>
      graph.nodes.flatMap(node => {
        const reference = byNode.get(nodeOf(id, node.key));
        const object = reference && objects.get(reference.object_id);
        if (!object) {
          return [];
        }
        const outcome = reference.outcome ?? undefined;
        return [
          {
            ...(outcome === 'removed' ? asRemoved(object) : object),
            key: node.key,
            dependsOn: node.dependsOn,
            users: users.get(object.id) ?? 0,
            outcome,
          },
        ];
      }),
    );
  }

  /** What those of a share's objects that are in a lane carry as their tags, also those it let go of. */
  async objectTagsOf(
    tx: Tx,
    query: { shareId: string; lane: Lane },
  ): Promise<string[]> {
    const rows = await tx('object_references as r')
      .join('objects as o', 'o.id', 'r.object_id')
      .where({ 'r.share_id': query.shareId, 'o.lane': laneKey(query.lane) })
      .orderBy('o.id')
      .select<Pick<ObjectRow, 'id' | 'tag'>[]>('o.id', 'o.tag');
    return rows.map(({ id, tag }) => tag ?? id);
  }

  /** Those that are not at rest, each with where its objects stand: few queries, however many there are. */
  async moving(tx: Tx): Promise<MovingShare[]> {
    const moving = tx<ShareRow>('shares').whereIn('lifecycle', [
      'building',
      'stuck',
      'revoking',
    ]);
    const shares = await moving.clone().orderBy('id');
    const references = await tx('object_references as r')
      .join('objects as o', 'o.id', 'r.object_id')
      .whereIn('r.share_id', moving.clone().select('id'))
      // Asked for once a second, so without what AWS says of each.
      .select<StandingRow[]>(STANDING_COLUMNS);
    const standings = new Map<string, Standing[]>(
      shares.map(({ id }) => [id, []]),
    );
    for (const reference of references) {
      standings.get(reference.share_id)?.push(toStanding(reference));
    }
    const unread = await this.#verifications.unreadOf(
      tx,
      shares.flatMap(({ id, built_at }) => (built_at ? [id] : [])),
    );
    return shares.map(row => ({
      share: toStoredShare(row),
      standings: standings.get(row.id)!,
      unread: unread.get(row.id) ?? [],
    }));
  }

  /** The shares of a database that use objects of these types; the oldest first. */
  async following(
    tx: Tx,
    query: { databaseArn: string; types: readonly string[] },
  ): Promise<FollowingShare[]> {
    const rows = await tx<ShareRow>('shares')
      .where({ database_arn: query.databaseArn })
      .whereIn(
        'id',
        tx('object_references as r')
          .join('objects as o', 'o.id', 'r.object_id')
          .whereIn('o.type', query.types)
          .whereNull('r.released_at')
          .select('r.share_id'),
      )
      .orderBy([{ column: 'started_at' }, { column: 'id' }]);
    return rows.map(row => ({ shareId: row.id, requestId: row.request_id }));
  }

  /**
   * All objects of a share are ready. What packets meet on its way is to be read once more, now that all of it is there.
   *
   * @returns false if somebody else was faster
   */
  async finishBuilding(
    tx: Tx,
    share: StoredShare,
    options: { message: string; now: Date },
  ): Promise<boolean> {
    const { message, now } = options;
    const at = now.toISOString();
    const finished = await tx<ShareRow>('shares')
      .where({ id: share.id, lifecycle: share.lifecycle })
      .whereNull('built_at')
      .update({ built_at: at, updated_at: at });
    if (finished === 0) {
      return false;
    }
    await this.#verifications.begin(tx, share.id);
    await this.#note(tx, {
      share,
      act: { actor: share.requesterRef, now },
      kind: 'share.built',
      message,
    });
    return true;
  }

  /** Not all objects of a share are ready any more: what was read of it does not count. @returns false if that was known */
  async reopenBuilding(
    tx: Tx,
    share: StoredShare,
    now: Date,
  ): Promise<boolean> {
    const reopened = await tx<ShareRow>('shares')
      .where({ id: share.id, lifecycle: share.lifecycle })
      .whereNotNull('built_at')
      .update({ built_at: null, updated_at: now.toISOString() });
    return reopened === 1;
  }

  /**
   * Moves a share on, if it still stands where it was seen.
   *
   * @returns false if somebody else was faster
   */
  async advance(
    tx: Tx,
    share: StoredShare,
    step: {
      to: Exclude<ShareLifecycle, 'revoking'>;
      reason?: string;
      message: string;
      now: Date;
    },
  ): Promise<boolean> {
    const { to, reason, message, now } = step;
    const at = now.toISOString();
    const isOver = to === 'revoked';
    const moved = await tx<ShareRow>('shares')
      .where({
        id: share.id,
        lifecycle: share.lifecycle,
        built_at: share.builtAt ?? null,
      })
      .update({
        lifecycle: to,
        reason: reason ?? null,
        updated_at: at,
        ...(to === 'active' && { active_at: share.activeAt ?? at }),
        ...(isOver && { revoked_at: at, living_key: null }),
      });
    if (moved === 0) {
      return false;
    }
    const actor = isOver ? share.revokedBy : share.requesterRef;
    await this.#note(tx, {
      share,
      act: { actor: actor ?? 'system', now },
      kind: `share.${to}`,
      message,
      change: {
        before: { lifecycle: share.lifecycle },
        after: { lifecycle: to },
      },
    });
    return true;
  }

  /** Says why a share that is being revoked does not move, or that it does again. */
  async explain(
    tx: Tx,
    share: StoredShare,
    options: { reason: string | undefined; now: Date },
  ): Promise<boolean> {
    const { reason, now } = options;
    if (share.reason === reason) {
      return false;
    }
    const explained = await tx<ShareRow>('shares')
      .where({ id: share.id, lifecycle: share.lifecycle })
      .update({ reason: reason ?? null, updated_at: now.toISOString() });
    return explained === 1;
  }

  /** The cut has been made: nothing passes any more. @returns false if that was known */
  async recordCut(
    tx: Tx,
    share: StoredShare,
    options: {
      message: string;
      now: Date;
      awsRequestId?: string;
      details?: Pick<TimelineDetails, 'call'>;
    },
  ): Promise<boolean> {
    const { message, now, awsRequestId, details } = options;
    const at = now.toISOString();
    const recorded = await tx<ShareRow>('shares')
      .where({ id: share.id, lifecycle: 'revoking' })
      .whereNull('cut_at')
      .update({ cut_at: at, cut_lane: null, updated_at: at });
    if (recorded === 0) {
      return false;
    }
    await this.#note(tx, {
      share,
      act: { actor: share.revokedBy ?? 'system', now },
      kind: 'share.cut',
      message,
      awsRequestId,
      change: { ...details, after: { cutAt: at } },
    });
    return true;
  }

  /** The cut that was tried is not done in time: now the next. */
  async tryNextCut(
    tx: Tx,
    share: StoredShare,
    options: { now: Date; message: string },
  ): Promise<boolean> {
    const { now, message } = options;
    const next = await this.#ownCut(tx, share, share.cutIndex + 1);
    if (next === undefined) {
      return false;
    }
    const moved = await tx<ShareRow>('shares')
      .where({ id: share.id, lifecycle: 'revoking', cut_index: share.cutIndex })
      .whereNull('cut_at')
      .update({ cut_started_at: now.toISOString() });
    if (moved === 0) {
      return false;
    }
    await this.#startCut(tx, share, { from: next, now });
    await this.#note(tx, {
      share,
      act: { actor: share.revokedBy ?? 'system', now },
      kind: 'share.cut-next',
      message: `${message}; now also: ${share.graph.cuts[next].title}`,
    });
    return true;
  }

  async #insert(
    tx: Tx,
    options: {
      share: NewShare;
      graph: GraphToBuild;
      /** Whose access it goes on with: a change begins nothing anew. */
      from?: StoredShare;
    },
  ): Promise<void> {
    const { share, graph, from } = options;
    const startedAt = share.startedAt.toISOString();
    try {
      await tx<ShareRow>('shares').insert({
        id: share.id,
        request_id: share.requestId,
        lifecycle: 'building',
        requester_ref: share.requesterRef,
        owner_ref: share.ownerRef,
        database_ref: share.databaseRef,
        database_arn: share.databaseArn,
        network: share.network,
        network_owner_ref: share.plan.network.owner,
        ...databaseColumns(share.plan),
        pattern: share.pattern,
        zone: share.zone ?? null,
        purpose: share.purpose,
        plan: JSON.stringify(share.plan),
        graph: JSON.stringify(graph),
        began_at: from?.beganAt ?? startedAt,
        certified_at: from?.certifiedAt ?? null,
        certified_by: from?.certifiedBy ?? null,
        started_at: startedAt,
        expires_at: share.expiresAt.toISOString(),
        updated_at: startedAt,
        living_key: from ? null : livingKey(share),
        takes_over_from: from?.id ?? null,
      });
    } catch (error) {
      if (isDatabaseConflictError(error)) {
        throw new ConflictError(
          `The network ${share.network} has access to ${share.databaseRef} already, or is losing it right now: there is one living share for both.`,
        );
      }
      throw error;
    }
  }

  /** A line of the timeline, and the message that lets pages move. */
  async #note(
    tx: Tx,
    options: {
      share: { id: string; requestId: string };
      act: Act;
      kind: DatabaseAccessEventKind;
      message: string;
      awsRequestId?: string;
      /** What it changed, as it was and as it is since. */
      change?: Pick<TimelineDetails, 'before' | 'after' | 'call'>;
    },
  ): Promise<void> {
    const { share, act, kind, message, awsRequestId, change } = options;
    await this.#timeline.append(tx, {
      requestId: share.requestId,
      shareId: share.id,
      at: act.now,
      actor: act.actor,
      kind,
      message,
      awsRequestId,
      details: change,
    });
    await this.#outbox.add(tx, {
      id: `${kind}:${share.id}:${act.now.getTime()}`,
      kind,
      payload: { shareId: share.id, requestId: share.requestId, message },
      at: act.now,
    });
  }

  /** A cut that removes an object is made by its row; any other waits for its lane here. */
  async #startCut(
    tx: Tx,
    share: StoredShare,
    options: { from: number; now: Date },
  ): Promise<void> {
    const own = await this.#ownCut(tx, share, options.from);
    const cut = own === undefined ? undefined : share.graph.cuts[own];
    if (own === undefined) {
      // Others use all that could be cut. Whom only this share lets in is let out by its rules, which wait for nothing then.
      await tx<ReferenceRow>('object_references')
        .where({ share_id: share.id })
        .whereIn('node_key', rulesOf(share.graph))
        .whereNull('outcome')
        .update({ cut_rank: options.from });
    }
    await tx<ShareRow>('shares')
      .where({ id: share.id })
      .update({
        cut_index: own ?? options.from,
        cut_lane:
          cut && cut.how.kind !== REMOVE_OBJECT ? laneKey(cut.lane) : null,
        cut_attempts: 0,
        cut_look_at: 0,
        ...((await this.#nothingToCut(tx, share)) && {
          cut_at: options.now.toISOString(),
        }),
      });
  }

  /** It opened nothing yet, or another share of the same pair carries it on and lets in just as many. */
  async #nothingToCut(tx: Tx, share: StoredShare): Promise<boolean> {
    const { id, graph } = share;
    const nodes = new Set(graph.cuts.map(({ how }) => how.node));
    const rules = new Set(rulesOf(graph));
    const references = await tx<ReferenceRow>('object_references').where({
      share_id: id,
    });
    const cuttable = references.filter(({ node_key: key }) => nodes.has(key));
    const isKept = ({ outcome }: ReferenceRow) => outcome === 'kept';
    if (!cuttable.some(isKept)) {
      return cuttable.length === 0;
    }
    const letting = references.filter(({ node_key: key }) => rules.has(key));
    return (
      [...cuttable, ...letting].every(isKept) &&
      (await this.isCarriedOn(tx, share))
    );
  }

  /** Whether another share of the same pair uses the path: the one before it, or the one after it. */
  async isCarriedOn(
    tx: Tx,
    { id, network, databaseArn, takesOverFrom }: StoredShare,
  ): Promise<boolean> {
    if (takesOverFrom !== undefined) {
      return true;
    }
    const successor = await tx<ShareRow>('shares')
      .where({ network, database_arn: databaseArn, taken_over_from: id })
      .first();
    return successor !== undefined;
  }

  /**
   * The first cut from there on of something that the share has, and that no other share goes on using: one that does
   * would be cut off, too.
   */
  async #ownCut(
    tx: Tx,
    { id, graph }: StoredShare,
    from: number,
  ): Promise<number | undefined> {
    const references = await tx<ReferenceRow>('object_references').where({
      share_id: id,
    });
    const own = new Set(
      references
        .filter(({ outcome }) => outcome !== 'kept')
        .map(each => each.node_key),
    );
    const index = graph.cuts.findIndex(
      ({ how }, i) => i >= from && own.has(how.node),
    );
    return index < 0 ? undefined : index;
  }

  async #get(tx: Tx, shareId: string): Promise<StoredShare> {
    const share = await this.find(tx, shareId);
    if (!share) {
      throw new Error(`No share ${shareId}`);
    }
    return share;
  }
}

function inOrderOfId(shares: readonly StoredShare[]): StoredShare[] {
  return [...shares].sort((one, other) => (one.id < other.id ? -1 : 1));
}

function livingKey(pair: { network: string; databaseArn: string }): string {
  return `${pair.network}|${pair.databaseArn}`;
}

function toStanding(row: StandingRow): Standing {
  const isSettled = row.outcome !== null;
  const isStuck = row.stuck_generation === row.generation;
  return {
    key: row.node_key,
    isKept: row.outcome === 'kept',
    isReady:
      row.condition === 'ready' && row.wanted === 'present' && !row.removal,
    isOnItsWayOut: isSettled || row.removal === 'accepted',
    isSettled,
    stuckBecause:
      isStuck &&
      !isSettled &&
      (row.wanted === 'absent' || row.condition !== 'ready')
        ? row.reason ?? `${row.title} stands still`
        : undefined,
  };
}

function cutRanksOf(graph: GraphToBuild): Map<string, number> {
  return new Map(
    graph.cuts.flatMap((cut, rank) =>
      cut.how.kind === REMOVE_OBJECT ? [[cut.how.node, rank]] : [],
    ),
  );
}

async function usersOf(tx: Tx, ids: string[]): Promise<Map<string, number>> {
  const rows = await tx<ReferenceRow>('object_references')
    .whereIn('object_id', ids)
    .whereNull('released_at')
    .groupBy('object_id')
    .select('object_id')
    .countDistinct({ users: 'share_id' });
  return new Map(
    rows.map(row => [String(row.object_id), Number(row.users)] as const),
  );
}

/** What was removed for a share stays removed for it, though the row may serve others again. */
function asRemoved(object: StoredObject): StoredObject {
  return {
    ...object,
    wanted: 'absent',
    condition: 'gone' satisfies ObjectCondition,
    awsId: undefined,
    awsStatus: undefined,
    reason: undefined,
    state: undefined,
    outputs: {},
  };
}

/** A row as a share. */
export function toStoredShare<G extends GraphToBuild>(
  row: ShareRow,
): StoredShare<G> {
  return {
    id: row.id,
    requestId: row.request_id,
    lifecycle: row.lifecycle as ShareLifecycle,
    reason: row.reason ?? undefined,
    requesterRef: row.requester_ref,
    ownerRef: row.owner_ref,
    databaseRef: row.database_ref,
    databaseArn: row.database_arn,
    network: row.network,
    pattern: row.pattern as Pattern,
    zone: row.zone ?? undefined,
    takesOverFrom: row.takes_over_from ?? undefined,
    takenOverFrom: row.taken_over_from ?? undefined,
    purpose: row.purpose,
    plan: JSON.parse(row.plan),
    graph: JSON.parse(row.graph),
    cutIndex: row.cut_index,
    cutStartedAt: row.cut_started_at ?? undefined,
    cutAttempts: row.cut_attempts,
    cutAt: row.cut_at ?? undefined,
    beganAt: row.began_at ?? row.started_at,
    startedAt: row.started_at,
    builtAt: row.built_at ?? undefined,
    activeAt: row.active_at ?? undefined,
    expiresAt: row.expires_at,
    revokedBy: row.revoked_by ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
    certifiedAt: row.certified_at ?? undefined,
    certifiedBy: row.certified_by ?? undefined,
    updatedAt: row.updated_at,
  };
}
