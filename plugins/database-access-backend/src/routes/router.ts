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
  AuditorService,
  HttpAuthService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { json } from 'express';
import { DatabaseAccessConfig } from '../config';
import { Databases, Inventory, Networks, RdsReports } from '../planning';
import { AuditTrail, Measurements } from '../requests';
import { addAuditRoutes } from './audit';
import { auditRefused } from './auditRefused';
import { AuthorizedExtensions } from './AuthorizedExtensions';
import { AuthorizedOrphans } from './AuthorizedOrphans';
import { AuthorizedLanes } from './AuthorizedLanes';
import { AuthorizedOverview } from './AuthorizedOverview';
import { AuthorizedPolicy } from './AuthorizedPolicy';
import { AuthorizedRequests } from './AuthorizedRequests';
import { AuthorizedShares } from './AuthorizedShares';
import { addDatabaseMetricsRoutes } from './databaseMetrics';
import { addDatabaseRoutes } from './databases';
import { addDecisionRoutes } from './decisions';
import { addDiagnosisRoutes } from './diagnosis';
import { addExtensionRoutes } from './extensions';
import { addInstallationRoutes } from './installation';
import { addInventoryRoutes } from './inventory';
import { addLaneRoutes } from './lanes';
import { addNetworkRoutes } from './networks';
import { openapi } from './openapi';
import { addOrphanRoutes } from './orphans';
import { addOverviewRoutes } from './overview';
import { addPlanRoutes } from './plans';
import { addPolicyRoutes } from './policy';
import { addReachabilityRoutes } from './reachability';
import { refuseUnreadable } from './refuseUnreadable';
import { addRequestRoutes } from './requests';
import { serveDocument } from './serveDocument';
import { addShareRoutes } from './shares';
import { Timelines } from './Timelines';

/** What the routes stand on. */
export interface RouterOptions {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  userInfo: UserInfoService;
  config: DatabaseAccessConfig;
  databases: Databases;
  inventory: Inventory;
  measurements: Measurements;
  networks: Networks;
  orphans: AuthorizedOrphans;
  policy: AuthorizedPolicy;
  rdsReports: RdsReports;
  requests: AuthorizedRequests;
  shares: AuthorizedShares;
  lanes: AuthorizedLanes;
  overview: AuthorizedOverview;
  extensions: AuthorizedExtensions;
  auditTrail: AuditTrail;
  timelines: Timelines;
}

/** A router that knows the types of the API. */
export type DatabaseAccessRouter = ReturnType<
  typeof createValidatedOpenApiRouter<typeof openapi>
>;

/** The HTTP API. */
export function createRouter(options: RouterOptions): DatabaseAccessRouter {
  const router = createValidatedOpenApiRouter(openapi, {
    middleware: [json(), refuseUnreadable, serveDocument],
    // The document is not made anew at each start; a test validates it once.
    validatorOptions: { validateApiSpec: false },
  });
  addRoutes(router, options);
  return router;
}

/** Adds every route of the API. */
export function addRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  addInstallationRoutes(router, options);
  addDatabaseRoutes(router, options);
  addInventoryRoutes(router, options);
  addDatabaseMetricsRoutes(router, options);
  addNetworkRoutes(router, options);
  addPlanRoutes(router, options);
  addRequestRoutes(router, options);
  addDecisionRoutes(router, options);
  addOrphanRoutes(router, options);
  addPolicyRoutes(router, options);
  addShareRoutes(router, options);
  addReachabilityRoutes(router, options);
  addExtensionRoutes(router, options);
  addAuditRoutes(router, options);
  addDiagnosisRoutes(router, options);
  addOverviewRoutes(router, options);
  addLaneRoutes(router, options);
  router.use(auditRefused(options.auditor));
}
