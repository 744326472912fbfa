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

import { DatabaseAccessApi } from '@towpath/backstage-plugin-database-access-common';

const METHODS = [
  'getInstallation',
  'getDatabase',
  'getRdsReport',
  'listInventory',
  'getDatabaseMetrics',
  'getShareMetrics',
  'listNetworks',
  'plan',
  'fileRequest',
  'listRequests',
  'getRequest',
  'decide',
  'decideSeveral',
  'askRequester',
  'answerQuestion',
  'reviewEmergency',
  'explainPolicy',
  'getOrphans',
  'proposeForOrphan',
  'confirmForOrphan',
  'cancelRequest',
  'startRequest',
  'getRequestTimeline',
  'listShares',
  'getShare',
  'getZoneEnding',
  'revokeShare',
  'retryShare',
  'getShareTimeline',
  'listShareFailovers',
  'getShareReachability',
  'checkShareReachability',
  'exportAudit',
  'getShareDiagnosis',
  'getOverview',
  'listLanes',
  'certifyShares',
  'getShareExtensions',
  'extendShare',
  'listExtensions',
  'decideExtension',
  'cancelExtension',
] as const satisfies ReadonlyArray<keyof DatabaseAccessApi>;

/** An API that answers nothing unless told what. */
export function apiOf(
  answers: Partial<DatabaseAccessApi>,
): jest.Mocked<DatabaseAccessApi> {
  const silence = () => new Promise<never>(() => {});
  return Object.fromEntries(
    METHODS.map(method => {
      const answer: unknown = answers[method] ?? silence;
      return [method, jest.fn(answer as () => Promise<unknown>)];
    }),
  ) as unknown as jest.Mocked<DatabaseAccessApi>;
}
