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

export * from './ObjectGraph';
export type { Pattern, PatternFamily } from './Pattern';
export type { PatternFacts, SubnetFacts, ZoneFacts } from './PatternFacts';
export { canonicalJson } from '../canonicalJson';
export { digestOf, type AgreedTerms } from './digest';
export { commonZones } from './latticeProvider';
export { latticeConsumerNetwork } from './latticeConsumerNetwork';
export { latticeResourceEndpoint } from './latticeResourceEndpoint';
export {
  clientsOf,
  isClientRule,
  latticeServiceNetwork,
  networkAtPort,
  pairInZone,
  partOf,
} from './latticeServiceNetwork';
export { knownPatterns, patterns } from './patterns';
export { opensNoMore } from './opensNoMore';
export { heldBack, isProvenBefore, isSame, nameBefore } from './takeOver';
export { privatelink, privatelinkZones } from './privatelink';
export {
  carriesOtherRegions,
  latticeSupports,
  ZONES_WITHOUT_LATTICE,
} from './zones';
export { surroundingsOf } from './surroundings';
