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

export { authorAmong, timesOf, type SeenDifference } from './authorAmong';
export {
  FAILOVER_KINDS,
  failoversOf,
  kindOfStep,
  type Follower,
} from './failovers';
export { accessLogSourceOf } from './accessLogSources';
export {
  metricSourcesOf,
  metricSourcesOfDatabase,
  type Measured,
} from './metricSources';
export { firstTrouble, hopsOf, shareHealth, type KnownObject } from './hops';
export { diagnose, type DiagnosisMaterial } from './diagnosis/diagnose';
export { allHops, type WatchedShare } from './Path';
export { outputsOf } from './outputs';
export {
  USUAL_READING_SECONDS,
  type LaneReading,
  type ReadingTerms,
} from './readings';
export { snippetsOf } from './snippets';
export type { KnownSurrounding } from './surroundingHop';
export { syncOf } from './sync';
export { unreadPlaces } from './unreadPlaces';
export { idleSeconds, useOf } from './use';
