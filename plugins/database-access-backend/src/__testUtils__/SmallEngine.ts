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

import { randomUUID } from 'crypto';
import type { ObjectCondition } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, AwsSessions } from '../aws';
import {
  INSTALLATION_TAG,
  OBJECT_TAG,
  ObjectRef,
  ObjectType,
  objectTypes,
  Outputs,
} from '../objects';
import { Cut, GraphNode, naturalKey, ObjectGraph } from '../patterns';

/** What is known of one object. */
export interface SmallRow {
  objectId: string;
  node: GraphNode;
  awsId?: string;
  outputs: Outputs;
  condition: ObjectCondition;
  /** Counts the times it was made. */
  generation: number;
  state?: unknown;
}

const SECONDS_BETWEEN_LOOKS = 15;
const MOST_ROUNDS = 200;

/**
 * As much of an engine as the tests of objects need: looks at every object whose turn it is, does one thing, waits.
 * It keeps rows in memory and knows nothing of leases, batches and rates.
 */
export class SmallEngine {
  readonly rows = new Map<string, SmallRow>();
  /** Sentences of what did not work at once. */
  readonly waits: string[] = [];
  /** Sentences of what was corrected. */
  readonly corrections: string[] = [];

  constructor(
    private readonly options: {
      sessions: AwsSessions;
      installation: string;
      advance: (seconds: number) => void;
      now: () => number;
    },
  ) {}

  row(graph: ObjectGraph, key: string): SmallRow {
    const node = graph.nodes.find(n => n.key === key)!;
    return this.rows.get(naturalKey(node))!;
  }

  /** Makes rows, and nothing in AWS. */
  want(graph: ObjectGraph): void {
    for (const node of graph.nodes) {
      const known = this.rows.get(naturalKey(node));
      if (!known) {
        this.rows.set(naturalKey(node), {
          objectId: randomUUID(),
          node,
          outputs: {},
          condition: 'absent',
          generation: 1,
        });
      } else if (known.condition === 'gone') {
        known.condition = 'absent';
        known.generation += 1;
      }
    }
  }

  async build(graph: ObjectGraph): Promise<void> {
    this.want(graph);
    await this.#until(graph, 'ready', async (row, node) => {
      const parents = node.dependsOn.map(key => this.row(graph, key));
      const isPossible =
        parents.every(parent => parent.condition === 'ready') &&
        nodesUsedBy(node).every(
          ({ key, name }) => this.row(graph, key).outputs[name],
        );
      if (isPossible) {
        await this.makeOrLook(graph, row);
      }
    });
  }

  /** @param stillUsed - keys of nodes that another graph needs */
  async tearDown(graph: ObjectGraph, stillUsed: string[] = []): Promise<void> {
    const leaving = graph.nodes.filter(n => !stillUsed.includes(n.key));
    const part = { ...graph, nodes: leaving };
    await this.#until(part, 'gone', async (row, node) => {
      const dependents = leaving.filter(n => n.dependsOn.includes(node.key));
      const rows = dependents.map(n => this.row(graph, n.key));
      if (rows.every(dependent => dependent.condition === 'gone')) {
        await this.removeOrLook(graph, row);
      }
    });
  }

  refOf(graph: ObjectGraph, row: SmallRow): ObjectRef<any> {
    const { node, objectId, awsId } = row;
    const spec = Object.fromEntries(
      Object.entries(node.spec).map(([field, value]) => {
        const output =
          typeof value === 'object' && '$output' in value
            ? (value.$output as { node: string; name: string })
            : undefined;
        return [
          field,
          output ? this.row(graph, output.node).outputs[output.name] : value,
        ];
      }),
    );
    return {
      objectId,
      lane: node.lane,
      name: node.name,
      spec,
      awsId,
      tags: {
        [INSTALLATION_TAG]: this.options.installation,
        [OBJECT_TAG]: objectId,
        'database-access:request': 'request-1',
      },
      look: { at: this.options.now(), before: row.state },
    };
  }

  typeOf(row: SmallRow): ObjectType {
    return objectTypes.get(row.node.type)!;
  }

  watch(row: SmallRow) {
    return this.options.sessions.watch(row.node.lane);
  }

  provision(row: SmallRow) {
    return this.options.sessions.provision(row.node.lane, {
      shareId: 'share-1',
      requestId: 'request-1',
      personRef: 'user:default/olivia',
      objectIds: [...this.rows.values()]
        .filter(other => other.node.lane.accountId === row.node.lane.accountId)
        .map(other => other.objectId),
    });
  }

  async removeOrLook(graph: ObjectGraph, row: SmallRow): Promise<void> {
    const type = this.typeOf(row);
    const ref = this.refOf(graph, row);
    const state = type.endsWithParent
      ? undefined
      : await type.find(this.watch(row), ref);
    if (state === undefined || type.assess(state).condition === 'gone') {
      row.condition = 'gone';
      row.awsId = undefined;
      row.outputs = {};
      row.state = undefined;
      return;
    }
    await type.remove(this.provision(row), ref, state);
  }

  /** Ends the path as a cut says, in the cut's own lane. */
  async cut(graph: ObjectGraph, { lane, how }: Cut): Promise<void> {
    const row = this.row(graph, how.node);
    const there = { ...row, node: { ...row.node, lane } };
    const type = this.typeOf(row);
    const ref = this.refOf(graph, row);
    const state = await type.find(this.watch(there), ref);
    await type.remove(this.provision(there), ref, state);
  }

  /** Makes it, or sees how it is and makes at most one correction. */
  async makeOrLook(graph: ObjectGraph, row: SmallRow): Promise<void> {
    const type = this.typeOf(row);
    const ref = this.refOf(graph, row);
    const found = await type.find(this.watch(row), ref);
    const state =
      found !== undefined && type.assess(found).condition !== 'gone'
        ? found
        : await type.create(
            this.provision(row),
            ref,
            `${row.objectId}-${row.generation}`,
          );
    row.state = state;
    row.awsId = type.awsId(state);
    row.outputs = type.outputs(state);
    row.condition = type.assess(state).condition;
    const needed = type.correction?.needed(ref, state);
    if (needed && ['ready', 'degraded', 'broken'].includes(row.condition)) {
      this.corrections.push(needed);
      const corrected = await type.correction!.make(
        this.provision(row),
        ref,
        state,
      );
      row.state = corrected ?? state;
    }
  }

  async #until(
    graph: ObjectGraph,
    condition: ObjectCondition,
    look: (row: SmallRow, node: GraphNode) => Promise<void>,
  ): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const left = graph.nodes.filter(
        node => this.row(graph, node.key).condition !== condition,
      );
      if (left.length === 0) {
        return;
      }
      for (const node of left) {
        await this.#patiently(() => look(this.row(graph, node.key), node));
      }
      this.options.advance(SECONDS_BETWEEN_LOOKS);
    }
    const left = graph.nodes
      .map(node => this.row(graph, node.key))
      .filter(row => row.condition !== condition)
      .map(row => `${row.node.key} is ${row.condition}`);
    throw new Error(
      `Not ${condition} in time: ${left.join(', ')}. Waits: ${[
        ...new Set(this.waits),
      ].join(' | ')}`,
    );
  }

  async #patiently(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const later =
        error instanceof AwsCallError && error.verdict.startsWith('retry');
      if (!later) {
        throw error;
      }
      this.waits.push(error.message);
    }
  }
}

/** The outputs that a node's spec takes. */
export function nodesUsedBy(node: GraphNode): { key: string; name: string }[] {
  return Object.values(node.spec).flatMap(value => {
    if (typeof value !== 'object' || !('$output' in value)) {
      return [];
    }
    const output = value.$output as { node: string; name: string };
    return [{ key: output.node, name: output.name }];
  });
}
