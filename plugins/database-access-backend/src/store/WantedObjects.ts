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

import { ConflictError } from '@backstage/errors';
import { randomUUID } from 'crypto';
import { Lane } from '../config';
import { LOST } from './KnownObjects';
import { laneKey } from './laneKey';
import { DependencyRow, ObjectRow, ReferenceRow, ShareRow } from './rows';
import { Tx } from './Tx';

/** A node of a share's graph, as far as the store needs to know it. */
export interface NodeToBuild {
  key: string;
  type: string;
  title: string;
  lane: Lane;
  name: string;
  spec: { readonly [key: string]: unknown };
  dependsOn: string[];
}

/** Which objects are to be looked at: those that shares of a database use, or these, or those that one depends on. */
export type LookQuery = {
  /** Only of these types, e.g. `elbv2/target`. */
  types?: readonly string[];
  /** It is only to be read: nobody says that anything has changed. */
  expectsNothing?: true;
} & ({ databaseArn: string } | { objectIds: string[] } | { neededBy: string });

/**
 * What is wanted of objects. Rows are locked in one order, that of their natural keys, so that two requests never wait
 * for each other.
 */
export class WantedObjects {
  /**
   * Makes a share use the objects of these nodes. One that others use is joined. One whose removal has begun is removed
   * to the end by its lane, which then finds it wanted again, in a new generation.
   *
   * @throws ConflictError if another share's object has the same name and another spec
   */
  async reference(
    tx: Tx,
    options: {
      shareId: string;
      requestId: string;
      nodes: NodeToBuild[];
      /** By node key: the cut that the object's removal is. */
      cutRanks: Map<string, number>;
      /** By node key: what the share uses already. */
      there?: ReadonlyMap<string, ObjectRow>;
    },
  ): Promise<void> {
    const { shareId, requestId, cutRanks, there = new Map() } = options;
    const wanted = options.nodes.filter(({ key }) => !there.has(key));
    const nodes = [...wanted].sort((a, b) =>
      naturalKey(a) < naturalKey(b) ? -1 : 1,
    );
    const rows = new Map<string, { row: ObjectRow; isNew: boolean }>();
    for (const node of nodes) {
      rows.set(node.key, await this.#lockOrInsert(tx, node, requestId));
    }
    const idOf = (key: string) => {
      const known: ObjectRow | undefined = rows.get(key)?.row ?? there.get(key);
      if (!known) {
        throw new Error(`The graph names the node ${key}, which it lacks`);
      }
      return known.id;
    };

    for (const node of nodes) {
      const { row, isNew } = rows.get(node.key)!;
      const spec = canonicalJson(withObjectIds(node.spec, idOf));
      const isRevived = row.wanted === 'absent';
      if (isNew || isRevived) {
        await this.#want(tx, row, { node, spec, requestId, isRevived });
        await tx<DependencyRow>('object_dependencies')
          .where({ object_id: row.id })
          .delete();
      } else if (row.spec !== spec) {
        throw new ConflictError(
          `${node.title} ${node.name} in account ${node.lane.accountId} is used by another share with other settings: revoke that share first, or ask for the same settings.`,
        );
      }
      for (const key of node.dependsOn) {
        await tx<DependencyRow>('object_dependencies')
          .insert({ object_id: row.id, depends_on_id: idOf(key) })
          .onConflict(['object_id', 'depends_on_id'])
          .ignore();
      }
      await tx<ReferenceRow>('object_references').insert({
        share_id: shareId,
        object_id: row.id,
        node_key: node.key,
        cut_rank: cutRanks.get(node.key) ?? null,
      });
    }
  }

  /** Makes a share use those of its nodes, too, that it does not use yet. */
  async referenceRest(
    tx: Tx,
    options: Parameters<WantedObjects['reference']>[1],
  ): Promise<void> {
    const known = await tx<ReferenceRow>('object_references').where({
      share_id: options.shareId,
    });
    const rows = await tx<ObjectRow>('objects').whereIn(
      'id',
      known.map(each => each.object_id),
    );
    await this.reference(tx, {
      ...options,
      there: new Map(
        known.map(each => [
          each.node_key,
          rows.find(({ id }) => id === each.object_id)!,
        ]),
      ),
    });
  }

  /**
   * Forgets what objects of shares had to wait for on behalf of others that do not use them any more: from now on they
   * wait for what their users' graphs say, of all that use them.
   */
  async dependOnlyAs(tx: Tx, shares: readonly UserOfObjects[]): Promise<void> {
    const known = await dependenciesIn(tx, shares);
    const needed = new Set(known.map(keyOfDependency));
    const rows = await tx<DependencyRow>('object_dependencies').whereIn(
      'object_id',
      [...new Set(known.map(each => each.object_id))],
    );
    const doubtful = rows.filter(row => !needed.has(keyOfDependency(row)));
    if (doubtful.length === 0) {
      return;
    }
    const others = await otherUsersOf(
      tx,
      doubtful.map(row => row.object_id),
      shares.map(({ id }) => id),
    );
    for (const dependency of await dependenciesIn(tx, others)) {
      needed.add(keyOfDependency(dependency));
    }
    for (const row of doubtful.filter(
      each => !needed.has(keyOfDependency(each)),
    )) {
      await tx<DependencyRow>('object_dependencies')
        .where({
          object_id: row.object_id,
          depends_on_id: row.depends_on_id,
        })
        .delete();
    }
  }

  /** Drops the references of shares. What no other share uses is wanted no more. */
  async release(tx: Tx, options: { shareIds: readonly string[]; now: Date }) {
    const { shareIds, now } = options;
    const rows = await this.#lockOf(tx, shareIds);
    await tx<ReferenceRow>('object_references')
      .whereIn('share_id', [...shareIds])
      .whereNull('released_at')
      .update({ released_at: now.toISOString() });
    for (const row of rows) {
      const other = await tx<ReferenceRow>('object_references')
        .where({ object_id: row.id })
        .whereNull('released_at')
        .first();
      if (other) {
        await tx<ReferenceRow>('object_references')
          .whereIn('share_id', [...shareIds])
          .where({ object_id: row.id })
          .update({ outcome: 'kept' });
      } else if (row.wanted === 'present') {
        await tx<ObjectRow>('objects')
          .where({ id: row.id })
          .update({ wanted: 'absent', generation: row.generation + 1 });
      }
    }
  }

  /** Gives what stands still another try: a new generation has its own budget and its own tokens. */
  async retry(tx: Tx, options: { shareId: string }): Promise<void> {
    for (const row of await this.#lockOf(tx, [options.shareId])) {
      const stands =
        row.stuck_generation === row.generation ||
        (row.wanted === 'present' &&
          (['gone', 'broken'].includes(row.condition) ||
            row.differences !== null)) ||
        (row.wanted === 'absent' && row.condition !== 'gone');
      if (stands) {
        await tx<ObjectRow>('objects')
          .where({ id: row.id })
          .update({ generation: row.generation + 1 });
      }
    }
  }

  /**
   * Wants a row that lost its object to take this one, and to be looked at.
   *
   * @returns false if it has one by now, or is to be made again: nothing was written
   */
  async adopt(
    tx: Tx,
    { objectId, awsId }: { objectId: string; awsId: string },
  ): Promise<boolean> {
    const changed = await tx<ObjectRow>('objects')
      .where(LOST)
      .where({ id: objectId })
      .where('made_generation', tx.ref('generation'))
      .update({ adopts: awsId, ...anotherLook(tx, true) });
    return changed === 1;
  }

  /** Wants objects to be put back as they shall be, in a new generation. */
  async again(tx: Tx, ids: readonly string[]): Promise<void> {
    const rows = await tx<ObjectRow>('objects')
      .whereIn('id', [...ids])
      .where('wanted', 'present')
      .forUpdate();
    for (const { id, generation } of inOrder(rows)) {
      await tx<ObjectRow>('objects')
        .where({ id })
        .update({ generation: generation + 1 });
    }
  }

  /**
   * Has objects looked at as soon as their lanes can, whatever was planned: for who learned from elsewhere that something
   * may have changed in AWS. What waits for other objects still does.
   *
   * @returns how many objects are meant
   */
  async askToLook(tx: Tx, query: LookQuery): Promise<number> {
    const rows = await tx<ObjectRow>('objects').where(builder => {
      if (query.types) {
        builder.whereIn('type', [...query.types]);
      }
      if ('objectIds' in query) {
        builder.whereIn('id', query.objectIds);
      } else if ('neededBy' in query) {
        builder.whereIn(
          'id',
          tx<DependencyRow>('object_dependencies')
            .where({ object_id: query.neededBy })
            .select('depends_on_id'),
        );
      } else {
        builder.whereIn('id', objectsOfDatabase(tx, query.databaseArn));
      }
    });
    for (const { id } of inOrder(rows)) {
      await tx<ObjectRow>('objects')
        .where({ id })
        .update(anotherLook(tx, query.expectsNothing !== true));
    }
    return rows.length;
  }

  async #lockOrInsert(
    tx: Tx,
    node: NodeToBuild,
    requestId: string,
  ): Promise<{ row: ObjectRow; isNew: boolean }> {
    const id = randomUUID();
    const key = { lane: laneKey(node.lane), type: node.type, name: node.name };
    await tx<ObjectRow>('objects')
      .insert({
        ...key,
        id,
        title: node.title,
        spec: '{}',
        wanted: 'present',
        first_request_id: requestId,
      })
      .onConflict(['lane', 'type', 'name'])
      .ignore();
    const row = await tx<ObjectRow>('objects').where(key).forUpdate().first();
    return { row: row!, isNew: row!.id === id };
  }

  async #lockOf(tx: Tx, shareIds: readonly string[]): Promise<ObjectRow[]> {
    const references = await tx<ReferenceRow>('object_references')
      .whereIn('share_id', [...shareIds])
      .whereNull('outcome');
    const rows = await tx<ObjectRow>('objects').whereIn(
      'id',
      references.map(reference => reference.object_id),
    );
    const locked: ObjectRow[] = [];
    for (const { id } of inOrder(rows)) {
      const row = await tx<ObjectRow>('objects')
        .where({ id })
        .forUpdate()
        .first();
      locked.push(row!);
    }
    return locked;
  }

  async #want(
    tx: Tx,
    row: ObjectRow,
    wish: {
      node: NodeToBuild;
      spec: string;
      requestId: string;
      isRevived: boolean;
    },
  ): Promise<void> {
    const { node, spec, requestId, isRevived } = wish;
    await tx<ObjectRow>('objects')
      .where({ id: row.id })
      .update({
        title: node.title,
        spec,
        wanted: 'present',
        first_request_id: requestId,
        generation: isRevived ? row.generation + 1 : row.generation,
      });
    if (isRevived && !row.removal) {
      // Nobody has begun to remove it, so who let go of it leaves it to the newcomer.
      await tx<ReferenceRow>('object_references')
        .where({ object_id: row.id })
        .whereNotNull('released_at')
        .whereNull('outcome')
        .update({ outcome: 'kept' });
    }
  }
}

/** A share, as far as its objects' dependencies follow from it. */
interface UserOfObjects {
  id: string;
  graph: { nodes: readonly NodeToBuild[] };
}

/** What the objects of these shares wait for by their graphs. */
async function dependenciesIn(
  tx: Tx,
  shares: readonly UserOfObjects[],
): Promise<DependencyRow[]> {
  const references = await tx<ReferenceRow>('object_references').whereIn(
    'share_id',
    shares.map(({ id }) => id),
  );
  const nodeOf = (shareId: string, key: string) => `${shareId}|${key}`;
  const idOf = new Map(
    references.map(each => [
      nodeOf(each.share_id, each.node_key),
      each.object_id,
    ]),
  );
  return shares.flatMap(({ id, graph }) =>
    graph.nodes.flatMap(({ key, dependsOn }) =>
      dependsOn.flatMap(needs => {
        const object = idOf.get(nodeOf(id, key));
        const needed = idOf.get(nodeOf(id, needs));
        return object && needed
          ? [{ object_id: object, depends_on_id: needed }]
          : [];
      }),
    ),
  );
}

/** Shares beside these that use one of these objects. */
async function otherUsersOf(
  tx: Tx,
  objectIds: readonly string[],
  shareIds: readonly string[],
): Promise<UserOfObjects[]> {
  const rows = await tx<ShareRow>('shares').whereIn(
    'id',
    tx<ReferenceRow>('object_references')
      .whereIn('object_id', [...new Set(objectIds)])
      .whereNull('released_at')
      .whereNotIn('share_id', [...shareIds])
      .select('share_id'),
  );
  return rows.map(({ id, graph }) => ({ id, graph: JSON.parse(graph) }));
}

function keyOfDependency(row: DependencyRow): string {
  return `${row.object_id}|${row.depends_on_id}`;
}

/** Those that a share of this database uses, or has not got rid of yet. */
function objectsOfDatabase(tx: Tx, databaseArn: string) {
  return tx('object_references as r')
    .join('shares as s', 's.id', 'r.share_id')
    .where('s.database_arn', databaseArn)
    .whereNull('r.outcome')
    .select('r.object_id');
}

function anotherLook(tx: Tx, isWarning: boolean) {
  const next = tx.raw('looks_asked + 1');
  return { looks_asked: next, ...(isWarning && { looks_warned: next }) };
}

function inOrder(rows: ObjectRow[]): ObjectRow[] {
  return [...rows].sort((a, b) => (rowKey(a) < rowKey(b) ? -1 : 1));
}

function naturalKey(node: NodeToBuild): string {
  return `${laneKey(node.lane)}|${node.type}|${node.name}`;
}

function rowKey(row: ObjectRow): string {
  return `${row.lane}|${row.type}|${row.name}`;
}

/** Node keys belong to one share's graph; an object that many share names others by their ids. */
function withObjectIds(value: unknown, idOf: (key: string) => string): unknown {
  if (Array.isArray(value)) {
    return value.map(item => withObjectIds(item, idOf));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const output = (value as { $output?: { node: string; name: string } })
    .$output;
  if (output) {
    return { $output: { object: idOf(output.node), name: output.name } };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      withObjectIds(item, idOf),
    ]),
  );
}

/** Equal values give equal text, whatever order their keys have. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(
          Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : item,
  );
}
