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
import {
  AuditorService,
  AuthService,
  DatabaseService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  AccessPolicy,
  Clock,
  DatabaseAccessProber,
} from '@towpath/backstage-plugin-database-access-node';
import { AwsSessions } from './aws';
import {
  DatabaseAccessConfig,
  DEFAULT_DRIFT_TERMS,
  DEFAULT_ENVIRONMENT_TAG,
  DEFAULT_SHARE_TERMS,
  Lane,
} from './config';
import { DatabaseEvents, LaneEngine } from './lanes';
import { objectTypes } from './objects';
import {
  AccessLogsReader,
  DatabaseReader,
  Databases,
  Inventory,
  monthlyCostOf,
  MetricsReader,
  Networks,
  Planner,
  PriceBook,
  PriceList,
  QuotaWatch,
  RdsReports,
  SideReader,
  tagsOfInterest,
  type WatchedLane,
} from './planning';
import { Policies } from './policy';
import {
  FunctionProber,
  ReachabilityChecks,
  ReachabilityWork,
} from './reachability';
import {
  Agreement,
  AuditTrail,
  Deciders,
  Extensions,
  EmergencyReviews,
  HealthWatch,
  IdleShares,
  Journal,
  LivingShares,
  Measurements,
  Membership,
  Orphans,
  OutboxSender,
  Owners,
  Participants,
  PoliciesRuleExtensions,
  Recertification,
  Reminders,
  RemovalFindings,
  Patience,
  Questions,
  Requests,
  RequestStarter,
  Rulings,
  ShareJournal,
  UseWatch,
} from './requests';
import { Timelines } from './routes';
import { neededTypes, sidesOf } from './setup';
import { Store } from './store';
import type { Telemetry } from './telemetry';
import { Census } from './Census';
import { ThrottleLog } from './ThrottleLog';
import { witnessTo } from './witnessTo';

/** Everything below the API, each with what it stands on. */
export async function createDomain(options: {
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  clock: Clock;
  config: DatabaseAccessConfig;
  database: DatabaseService;
  events: EventsService;
  logger: LoggerService;
  notifications: NotificationService;
  /** Those of modules, beside the rules in config. */
  policies?: readonly AccessPolicy[];
  /** Default: those that AWS named, else those of this version. */
  prices?: () => Promise<PriceBook>;
  /** That of a module; default: the function of config, if there is one. */
  prober?: DatabaseAccessProber;
  rootConfig: Config;
  signals: SignalsService;
  /** What operators see. */
  telemetry?: Telemetry;
}) {
  const { auth, catalog, clock, config, logger, rootConfig, telemetry } =
    options;
  const store = await Store.create({ database: options.database });
  const throttleLog = new ThrottleLog({ store, clock, logger });
  const sessions = await AwsSessions.create({
    config,
    rootConfig,
    clock,
    telemetry,
    onThrottled: lane => throttleLog.note(lane),
  });
  const tags = tagsOfInterest(config.patterns, config.policy);
  const reader = new DatabaseReader({
    sessions,
    clock,
    readings: store.databaseReadings,
    tagsOfInterest: tags,
  });
  const inventory = new Inventory({
    config,
    sessions,
    records: store.inventory,
    clock,
    logger,
    tags: {
      environment: config.patterns?.environmentTag ?? DEFAULT_ENVIRONMENT_TAG,
      ofInterest: tags,
    },
  });
  const rdsReports = new RdsReports({
    config,
    sessions,
    readings: store.rdsReadings,
    clock,
  });
  const databases = new Databases({ auth, catalog, config, reader });
  const networks = new Networks({ config, sessions, clock });
  const { installation } = config;
  const priceList = new PriceList({
    client: () => sessions.priceList(),
    prices: store.prices,
    regions: regionsOf(config),
    clock,
    logger,
  });
  const prices = options.prices ?? (() => priceList.book());
  const planner = new Planner({
    auth,
    config,
    databases,
    networks,
    sides: new SideReader({ sessions, clock, installation }),
    objectNames: store.objectNames,
    livingPairs: store.livingPairs,
    prices,
  });
  const { askCloudTrail } = config.driftTerms ?? DEFAULT_DRIFT_TERMS;
  const engine = new LaneEngine({
    askCloudTrail,
    store,
    objectTypes: new Map(objectTypes),
    clients: {
      read: lane => sessions.watch(lane),
      provision: (lane, share) => sessions.provision(lane, share),
    },
    clock,
    logger,
    replicaId: randomUUID(),
    installation,
    typesIn: typesInLanes(config),
    telemetry,
  });
  const databaseEvents = new DatabaseEvents({
    store,
    clock,
    logger,
    objectTypes,
    wake: () => engine.wake(),
  });
  const membership = new Membership({ auth, catalog });
  const owners = new Owners({ databases, networks, logger });
  const policies = new Policies({
    config,
    policies: options.policies,
    logger,
  });
  const rulings = new Rulings({
    auth,
    policies,
    databases,
    membership,
    config,
  });
  const deciders = new Deciders({ membership, rulings });
  const journal = new Journal({ store, clock });
  const agreement = new Agreement({
    store,
    planner,
    rulings,
    deciders,
    journal,
    clock,
  });
  const starter = new RequestStarter({
    store,
    agreement,
    deciders,
    journal,
    clock,
    logger,
    terms: config.requestTerms,
  });
  const timelines = new Timelines(store);
  const outbox = new OutboxSender({
    store,
    notifications: options.notifications,
    events: options.events,
    signals: options.signals,
    witness: witnessTo(options.auditor, timelines),
    clock,
    logger,
  });
  const requests = new Requests({
    store,
    planner,
    agreement,
    membership,
    deciders,
    owners,
    journal,
    clock,
    logger,
    terms: config.requestTerms,
    reviewWithinSeconds: config.policy?.emergency?.reviewWithinSeconds,
    onApproved: id => {
      // Nobody waits for AWS to hear that their word was written.
      starter.startQuietly(id).then(() => engine.wake());
    },
  });
  const { platformTeam, shareTerms = DEFAULT_SHARE_TERMS } = config;
  const shares = new LivingShares({
    store,
    membership,
    owners,
    clock,
    logger,
    platformTeam,
    asksCloudTrail: askCloudTrail,
  });
  const participants = new Participants({ membership, owners, platformTeam });
  const shareJournal = new ShareJournal({ store, clock });
  const ofShares = {
    store,
    shares,
    owners,
    journal: shareJournal,
    clock,
    logger,
  };
  const extensions = new Extensions({
    ...ofShares,
    membership,
    participants,
    policy: new PoliciesRuleExtensions({
      store,
      rulings,
      owners,
      longestSeconds: shareTerms.longestExtensionSeconds,
    }),
    terms: shareTerms,
  });
  const recertification = new Recertification({
    ...ofShares,
    participants,
    terms: shareTerms.recertify,
  });
  const reminders = new Reminders({ ...ofShares, terms: shareTerms });
  const proberPrefix = config.reachability?.proberPrefix;
  const finding = {
    store,
    journal: shareJournal,
    clock,
    prices,
    prober:
      options.prober ??
      (proberPrefix ? new FunctionProber(proberPrefix) : undefined),
  };
  const reachability = new ReachabilityChecks({
    ...finding,
    analyzer: config.reachability?.analyzer ?? false,
  });
  const reachabilityWork = new ReachabilityWork({
    ...finding,
    clients: (lane, session) => sessions.provision(lane, session),
    logger,
    installation,
  });
  const removalFindings = new RemovalFindings({
    ...ofShares,
    databases,
    networks,
    hasAccount: id => config.accounts.has(id),
  });
  const accountName = (id: string) => config.accounts.get(id)?.name ?? id;
  const healthWatch = new HealthWatch({
    ...ofShares,
    accountName,
    platformTeam,
    drift: config.driftTerms,
  });
  const orphans = new Orphans({
    store,
    journal: shareJournal,
    clock,
    accountName,
    costOf: async stray =>
      monthlyCostOf(
        stray,
        await (options.prices ?? (() => priceList.book()))(),
      ),
  });
  const quotaWatch = new QuotaWatch({
    lanes: watchedLanes(config),
    sessions,
    store,
    clock,
    logger,
  });
  const metrics = new MetricsReader({ sessions, clock });
  const accessLogs = new AccessLogsReader({ sessions, clock });
  const measurements = new Measurements({ metrics, accessLogs, clock });
  const useWatch = new UseWatch({ store, shares, metrics, accessLogs, clock });
  const idleShares = new IdleShares({
    ...ofShares,
    idleAfterSeconds: shareTerms.idleAfterSeconds,
  });
  const people = { store, membership, owners, journal, clock, logger };
  const questions = new Questions(people);
  const reviews = new EmergencyReviews({ ...people, shares, platformTeam });
  const patience = new Patience({
    ...people,
    terms: config.requestTerms,
  });
  const census = new Census({
    store,
    shares,
    clock,
    accountName,
  });
  telemetry?.observe(() => census.take());
  const auditTrail = new AuditTrail({ store, clock, installation });
  return {
    auditTrail,
    census,
    databaseEvents,
    databases,
    engine,
    extensions,
    inventory,
    healthWatch,
    idleShares,
    measurements,
    membership,
    networks,
    orphans,
    outbox,
    patience,
    planner,
    policies,
    priceList,
    quotaWatch,
    rdsReports,
    reachability,
    reachabilityWork,
    recertification,
    reminders,
    removalFindings,
    questions,
    requests,
    reviews,
    rulings,
    sessions,
    shares,
    starter,
    store,
    timelines,
    useWatch,
  };
}

/** By what config wants an account for: its role may look for nothing else. */
function typesInLanes(
  config: DatabaseAccessConfig,
): (lane: Lane) => ReadonlySet<string> {
  const needed = neededTypes(config);
  return ({ accountId }) => {
    const account = config.accounts.get(accountId);
    const sides = account ? sidesOf(config, account) : [];
    return new Set(sides.flatMap(side => needed[side].map(({ type }) => type)));
  };
}

/** All that config lets the portal enter, each with what its account may be to shares. */
function watchedLanes(config: DatabaseAccessConfig): WatchedLane[] {
  return [...config.accounts.values()].flatMap(account =>
    account.regions.map(region => ({
      accountId: account.accountId,
      region,
      sides: sidesOf(config, account),
    })),
  );
}

/** All Regions that a database or a network may lie in. */
function regionsOf({ accounts }: DatabaseAccessConfig): string[] {
  const regions = [...accounts.values()].flatMap(account => account.regions);
  return [...new Set(regions)].sort();
}

/** What `createDomain` makes. */
export type Domain = Awaited<ReturnType<typeof createDomain>>;
