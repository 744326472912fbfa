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
  coreServices,
  createBackendPlugin,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  AccessPolicy,
  clockServiceRef,
  DatabaseAccessProber,
  databaseAccessPolicyExtensionPoint,
  databaseAccessProberExtensionPoint,
} from '@towpath/backstage-plugin-database-access-node';
import {
  DatabaseAccessConfig,
  DEFAULT_EVENT_TOPIC,
  Lane,
  pointAtLine,
  readDatabaseAccessConfig,
} from './config';
import { createDomain } from './createDomain';
import { discreetLogger } from './discreetLogger';
import { registerPermissions } from './permissionRules';
import { CONFIG_POLICY, OWN_POLICY } from './policy';
import {
  AuthorizedExtensions,
  AuthorizedOrphans,
  AuthorizedLanes,
  AuthorizedOverview,
  AuthorizedPolicy,
  AuthorizedRequests,
  AuthorizedShares,
  createRouter,
  PlanLimit,
  Readers,
} from './routes';
import { scheduleTasks } from './scheduleTasks';
import { metricsServiceRef, Telemetry, tracingServiceRef } from './telemetry';

/**
 * The backend of Towpath: access to databases that live in other AWS accounts.
 *
 * @public
 */
export const databaseAccessPlugin = createBackendPlugin({
  pluginId: 'database-access',
  register(env) {
    const policies = new Map<string, AccessPolicy>();
    env.registerExtensionPoint(databaseAccessPolicyExtensionPoint, {
      addPolicy(policy) {
        if (
          policies.has(policy.id) ||
          [CONFIG_POLICY, OWN_POLICY].includes(policy.id)
        ) {
          throw new Error(
            `There is a policy '${policy.id}' already: give each its own id`,
          );
        }
        policies.set(policy.id, policy);
      },
    });
    let prober: DatabaseAccessProber | undefined;
    env.registerExtensionPoint(databaseAccessProberExtensionPoint, {
      setProber(given) {
        if (prober) {
          throw new Error(
            `There is a prober already, '${prober.title}': a portal has one`,
          );
        }
        prober = given;
      },
    });
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clock: clockServiceRef,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        tracing: tracingServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(given) {
        const services = { ...given, logger: discreetLogger(given.logger) };
        const { clock, lifecycle, logger, permissions, rootConfig } = services;
        const config = readConfig(rootConfig);
        if (config.simulatedAws) {
          logger.warn(
            `AWS is simulated at ${config.simulatedAws.endpoint}; remove databaseAccess.simulatedAws to use the real one`,
          );
        }
        const accountName = (id: string) => config.accounts.get(id)?.name ?? id;
        const domain = await createDomain({
          ...services,
          config,
          telemetry: new Telemetry({ ...services, accountName }),
          policies: [...policies.values()],
          prober,
        });
        const conditional = registerPermissions({
          permissions,
          registry: services.permissionsRegistry,
          store: domain.store,
        });
        const { timelines } = domain;

        const readers = new Readers({
          permissions,
          platformTeam: config.platformTeam,
        });
        const requests = new AuthorizedRequests({
          readers,
          requests: domain.requests,
          questions: domain.questions,
          reviews: domain.reviews,
          terms: config.requestTerms,
          planLimit: new PlanLimit({ store: domain.store, clock }),
          starter: domain.starter,
          membership: domain.membership,
          timelines,
          permissions,
          conditional: conditional.requests,
          clock,
        });
        const shares = new AuthorizedShares({
          readers,
          shares: domain.shares,
          extensions: domain.extensions,
          recertification: domain.recertification,
          reminders: domain.reminders,
          measurements: domain.measurements,
          reachability: domain.reachability,
          platformTeam: config.platformTeam,
          timelines,
          conditional: conditional.shares,
          clock,
          accountName,
        });
        const lanes = new AuthorizedLanes({
          store: domain.store,
          shares,
          permissions,
          lanes: lanesOf(config),
          clock,
          accountName,
        });
        const orphans = new AuthorizedOrphans({
          orphans: domain.orphans,
          permissions,
          shares,
        });
        const overview = new AuthorizedOverview({
          permissions,
          shares,
          requests,
          lanes,
          orphans,
          clock,
        });

        services.httpRouter.use(
          createRouter({
            auditor: services.auditor,
            config,
            httpAuth: services.httpAuth,
            permissions,
            userInfo: services.userInfo,
            inventory: domain.inventory,
            networks: domain.networks,
            databases: domain.databases,
            rdsReports: domain.rdsReports,
            orphans,
            measurements: domain.measurements,
            policy: new AuthorizedPolicy({
              policies: domain.policies,
              permissions,
            }),
            requests,
            shares,
            lanes,
            overview,
            extensions: new AuthorizedExtensions({
              extensions: domain.extensions,
              shares: domain.shares,
              conditional,
            }),
            auditTrail: domain.auditTrail,
            timelines,
          }),
        );
        await scheduleTasks(services, domain);
        await services.events.subscribe({
          id: 'database-access-rds',
          topics: [...(config.eventTopics ?? [DEFAULT_EVENT_TOPIC])],
          onEvent: ({ eventPayload }) =>
            domain.databaseEvents.hear(eventPayload),
        });
        lifecycle.addStartupHook(async () => {
          await domain.engine.watch(lanesOf(config));
          domain.engine.start();
        });
        const stopListening = clock.onChange?.(() => domain.engine.wake());
        lifecycle.addShutdownHook(async () => {
          stopListening?.();
          await domain.engine.stop();
          domain.sessions.close();
        });
      },
    });
  },
});

/** @throws InputError that points at the line, where it can be found */
function readConfig(rootConfig: RootConfigService): DatabaseAccessConfig {
  try {
    return readDatabaseAccessConfig(rootConfig, {
      environment: process.env.NODE_ENV,
    });
  } catch (error) {
    throw pointAtLine(error, { argv: process.argv, cwd: process.cwd() });
  }
}

/** All that config lets the portal enter. */
function lanesOf({ accounts }: DatabaseAccessConfig): Lane[] {
  return [...accounts.values()].flatMap(({ accountId, regions }) =>
    regions.map(region => ({ accountId, region })),
  );
}
