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

import type { Pattern as PatternName } from '@towpath/backstage-plugin-database-access-common';
import type { ObjectGraph } from './ObjectGraph';
import type { PatternFacts } from './PatternFacts';

/** What AWS carries the path with; people may ask for the best pattern of one. */
export type PatternFamily = 'lattice' | 'privatelink';

/** A way to connect. */
export interface Pattern {
  name: PatternName;
  /** For people, e.g. `VPC Lattice resource endpoint`. */
  title: string;
  family: PatternFamily;
  /**
   * Pure: the same facts make the same graph.
   *
   * @throws an Error if the facts leave nothing to build; planning says so before, in findings
   */
  plan(facts: PatternFacts): ObjectGraph;
}
