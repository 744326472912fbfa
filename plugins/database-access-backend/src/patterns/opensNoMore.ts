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

import { GraphNode, ObjectGraph } from './ObjectGraph';

/**
 * Whether a graph lets nobody do anything that another does not let them do already: it opens and enables no more, and each
 * of its objects is there in the other one with at least the same subnets, security groups and so on.
 */
export function opensNoMore(next: ObjectGraph, former: ObjectGraph): boolean {
  return (
    areAmong(next.opens, former.opens) &&
    areAmong(next.enables, former.enables) &&
    next.nodes.every(node =>
      former.nodes.some(
        other =>
          placeOf(node) === placeOf(other) && isWithin(node.spec, other.spec),
      ),
    )
  );
}

function placeOf({ type, lane }: GraphNode): string {
  return `${type} ${lane.accountId} ${lane.region}`;
}

function areAmong(some: readonly unknown[], all: readonly unknown[]): boolean {
  const known = new Set(all.map(each => JSON.stringify(each)));
  return some.every(each => known.has(JSON.stringify(each)));
}

/** Of lists a part is enough, all else has to be the same. */
function isWithin(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return areAmong(one, other);
  }
  if (isRecord(one) && isRecord(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].every(key => isWithin(one[key], other[key]));
  }
  return one === other;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
