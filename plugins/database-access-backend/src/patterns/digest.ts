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
import { canonicalJson } from '../canonicalJson';
import { naturalKey, ObjectGraph } from './ObjectGraph';

/** Beside what will be built: what the people who decide agree to. */
export interface AgreedTerms {
  databaseArn: string;
  network: {
    accountId: string;
    region: string;
    vpcId: string;
    subnetIds: readonly string[];
    clientSecurityGroupIds: readonly string[];
  };
  /** The share that it takes over from. */
  changes?: string;
  /** Shares that others take over from at the same moment, and what those are of. */
  together?: ReadonlyArray<{ changes: string; graph: ObjectGraph }>;
  /** How the pattern joins the network, where it has several ways. */
  join?: string;
  /** How people log in to the database, e.g. `password`. */
  login: string;
  durationSeconds: number;
  /** USD a month; absent if a price is unknown. */
  monthlyCostCeiling?: number;
}

/**
 * SHA-256, in hex, of what is agreed. It stays the same whatever the order of things, whether objects are made or
 * reused, and when prices, quotas, free addresses or versions change.
 */
export function digestOf(graph: ObjectGraph, terms: AgreedTerms): string {
  const { databaseArn, network, changes, together, join, login } = terms;
  const agreed = {
    databaseArn,
    network: {
      accountId: network.accountId,
      region: network.region,
      vpcId: network.vpcId,
      subnetIds: [...network.subnetIds].sort(),
      clientSecurityGroupIds: [...network.clientSecurityGroupIds].sort(),
    },
    changes,
    pattern: graph.pattern,
    join,
    opens: inOrder(graph.opens),
    objects: objectsOf(graph),
    together:
      together &&
      inOrder(
        together.map(each => ({
          changes: each.changes,
          objects: objectsOf(each.graph),
        })),
      ),
    login,
    durationSeconds: terms.durationSeconds,
    monthlyCostCeiling: terms.monthlyCostCeiling,
  };
  return createHash('sha256').update(canonicalJson(agreed)).digest('hex');
}

function objectsOf({ nodes }: ObjectGraph) {
  return inOrder(
    nodes.map(node => ({ key: naturalKey(node), spec: node.spec })),
  );
}

function inOrder<T>(items: readonly T[]): T[] {
  const sorted = items.map(item => ({ item, text: canonicalJson(item) }));
  sorted.sort((one, other) => (one.text < other.text ? -1 : 1));
  return sorted.map(({ item }) => item);
}
