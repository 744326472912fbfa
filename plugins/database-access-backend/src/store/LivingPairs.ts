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
  Join,
  Pattern,
} from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import { ReferenceRow, ShareRow } from './rows';
import { GraphToBuild, StoredShare, toStoredShare } from './Shares';
import { takeTurns } from './takeTurns';
import { Tx } from './Tx';
import { Zones } from './Zones';

const LIVING = ['building', 'active', 'stuck'];

/** How a network is to join a service network. */
export interface NetworkWay {
  network: string;
  pattern: Pattern;
  zone?: string;
}

/** Which networks use which databases, for plans that ask how many there are. */
export class LivingPairs {
  readonly #zones = new Zones();

  constructor(private readonly db: Knex) {}

  /** How many networks use the database and how many databases the network uses, this pair counted, built or not. */
  async countAround(pair: {
    network: string;
    databaseArn: string;
  }): Promise<{ networks: number; databases: number }> {
    const { network, databaseArn } = pair;
    const rows = await this.db<ShareRow>('shares')
      .whereIn('lifecycle', LIVING)
      .where(either =>
        either.where({ network }).orWhere({ database_arn: databaseArn }),
      )
      .distinct('network', 'database_arn');
    const networks = new Set(
      rows
        .filter(row => row.database_arn === databaseArn)
        .map(row => row.network),
    );
    const databases = new Set(
      rows.filter(row => row.network === network).map(row => row.database_arn),
    );
    return {
      networks: networks.add(network).size,
      databases: databases.add(databaseArn).size,
    };
  }

  /**
   * What the service network of a zone carries, built or not.
   *
   * @returns beside, the zone's generation: while that stays, no share is added. `isLeaving`: a network or a database
   * that no share wants there any more is not out of it yet, so whoever else is there would reach it or be reached by it.
   * `changing`: those that are built to take over from others and have not yet; they are none of `shares`
   */
  async inZone<G extends GraphToBuild>(
    zone: string,
  ): Promise<{
    generation: number;
    isLeaving: boolean;
    shares: StoredShare<G>[];
    changing: StoredShare<G>[];
  }> {
    // First, so that what changes after it is never taken for what it was.
    const generation = await this.#zones.generation(this.db, zone);
    const rows = await this.db<ShareRow>('shares')
      .where({ zone })
      .whereNot('lifecycle', 'revoked')
      .orderBy('id');
    const leaving = rows.filter(row => row.lifecycle === 'revoking');
    const living = rows
      .filter(row => LIVING.includes(row.lifecycle))
      .map(row => toStoredShare<G>(row));
    return {
      generation,
      isLeaving:
        leaving.some(row => row.cut_at === null) ||
        (await this.#areStillIn(leaving.map(({ id }) => id))),
      shares: living.filter(share => share.takesOverFrom === undefined),
      changing: living.filter(share => share.takesOverFrom !== undefined),
    };
  }

  /** One cut ends a pair, and leaves the other of the two in the zone until it goes as well. */
  async #areStillIn(shareIds: string[]): Promise<boolean> {
    const still = await this.db<ReferenceRow>('object_references as r')
      .join('objects as o', 'o.id', 'r.object_id')
      .whereIn('r.share_id', shareIds)
      .whereNotNull('r.cut_rank')
      .whereNull('r.outcome')
      .where(either =>
        either.whereNull('o.removal').orWhereNot('o.removal', 'accepted'),
      )
      .first('r.object_id');
    return still !== undefined;
  }

  /** How a network has joined its service networks, by pattern: of a zone, if one is named. */
  async joinOf(query: {
    network: string;
    pattern: Pattern;
    zone?: string;
  }): Promise<Join | undefined> {
    const { network, pattern, zone } = query;
    const row = await this.db<ShareRow>('shares')
      .where({ network, pattern, ...(zone && { zone }) })
      .whereIn('lifecycle', LIVING)
      .orderBy([{ column: 'started_at' }, { column: 'id' }])
      .first();
    return row && (JSON.parse(row.plan).join as Join | undefined);
  }

  /**
   * Whether the VPC of a network is, or is to be, associated with another service network than that of this way: what
   * is being taken away counts until it is gone.
   */
  async isAssociatedElsewhere(
    way: NetworkWay,
    db: Knex = this.db,
  ): Promise<boolean> {
    const rows = await db<ShareRow>('shares')
      .where({ network: way.network })
      .whereNot({ lifecycle: 'revoked' })
      .select('pattern', 'zone', 'plan');
    return rows.some(
      ({ pattern, zone, plan }) =>
        (pattern !== way.pattern || (zone ?? undefined) !== way.zone) &&
        JSON.parse(plan).join === 'association',
    );
  }

  /** The same for whoever is about to associate it: of two at once, the second one sees the first. */
  async isTakenElsewhere(tx: Tx, way: NetworkWay): Promise<boolean> {
    await takeTurns(tx, [`association of ${way.network}`]);
    return this.isAssociatedElsewhere(way, tx);
  }

  /** Those of these pairs that have access, by whatever pattern. */
  async among<P extends { network: string; databaseArn: string }>(
    pairs: readonly P[],
  ): Promise<P[]> {
    if (pairs.length === 0) {
      return [];
    }
    const rows = await this.db<ShareRow>('shares')
      .whereIn('lifecycle', LIVING)
      .whereIn('network', [...new Set(pairs.map(pair => pair.network))])
      .select('network', 'database_arn');
    const living = new Set(
      rows.map(row => `${row.network}|${row.database_arn}`),
    );
    return pairs.filter(pair =>
      living.has(`${pair.network}|${pair.databaseArn}`),
    );
  }

  /** A share that others may take over from, if it is the living one of this pair. */
  async former<G extends GraphToBuild>(query: {
    shareId: string;
    network: string;
    databaseArn: string;
  }): Promise<StoredShare<G> | undefined> {
    const row = await this.db<ShareRow>('shares')
      .where({
        id: query.shareId,
        network: query.network,
        database_arn: query.databaseArn,
      })
      .whereIn('lifecycle', LIVING)
      .first();
    return row && toStoredShare<G>(row);
  }

  /** Whether this network uses this database, built or being built. */
  async includes(pair: {
    network: string;
    databaseArn: string;
  }): Promise<boolean> {
    const row = await this.db<ShareRow>('shares')
      .whereIn('lifecycle', LIVING)
      .where({ network: pair.network, database_arn: pair.databaseArn })
      .first('id');
    return row !== undefined;
  }
}
