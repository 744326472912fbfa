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

export { DatabaseReader } from './DatabaseReader';
export { Databases } from './Databases';
export { Inventory } from './inventory';
export { Networks } from './Networks';
export {
  costCeiling,
  monthlyCostOf,
  EVERYWHERE,
  PriceBook,
  PriceList,
  PRICES,
  type PriceTable,
} from './cost';
export {
  ACCESS_LOG_NAMESPACE,
  AccessLogsReader,
  type AccessLogReading,
} from './accessLogs';
export { differenceOf, overCeiling } from './differenceOf';
export { blocking, inOrderOfSeverity, isUnread, warning } from './findings';
export {
  LISTED_SECONDS,
  MetricsReader,
  periodsOf,
  type Periods,
  type SourceReading,
} from './metrics';
export { accountsIn, maskAccountIds } from './maskAccountIds';
export { maskIdsBeside, maskProviderIds } from './maskProviderIds';
export type { Beside } from './openedBeside';
export { isOutside } from './organizationFindings';
export {
  Planner,
  type Planned,
  type PlannedTogether,
  type PlannedZone,
} from './Planner';
export { plannedObjects } from './plannedObjects';
export { tagsOfInterest } from './recommendation';
export { RdsReports } from './rds';
export { QuotaWatch, type WatchedLane } from './QuotaWatch';
export { readQuotaUse, SCARCE, type QuotaUse } from './readQuotaUse';
export { SideReader } from './SideReader';
export { spellOut } from './spellOut';
export { tagMeaning } from './tagMeaning';
export { withCode } from './withCode';
