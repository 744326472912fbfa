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

import './unpacedReads';
import { CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { Entity } from '@backstage/catalog-model';
import {
  BackstageCredentials,
  coreServices,
  createServiceFactory,
  LoggerService,
  RootLoggerService,
} from '@backstage/backend-plugin-api';
import {
  ActionsRegistryService,
  actionsRegistryServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { ServerPermissionClient } from '@backstage/plugin-permission-node';
import {
  EventParams,
  eventsServiceRef,
  EventsServiceSubscribeOptions,
} from '@backstage/plugin-events-node';
import {
  NotificationSendOptions,
  notificationService,
} from '@backstage/plugin-notifications-node';
import {
  SignalPayload,
  signalsServiceRef,
} from '@backstage/plugin-signals-node';
import { JsonObject } from '@backstage/types';
import {
  Clock,
  clockServiceRef,
} from '@towpath/backstage-plugin-database-access-node';
import {
  CallCount,
  Fault,
  Reachability,
  SimulatedAwsServer,
  SimulatedAwsServerOptions,
  SimulatedClock,
  startSimulatedAws,
  Traffic,
} from '@towpath/simulated-aws';
import type { RequestHandler } from 'express';
import PromiseRouter from 'express-promise-router';
import { Knex } from 'knex';
import request from 'supertest';
import databaseAccessPlugin from '..';
import type { Domain } from '../createDomain';
import { exampleAccounts, exampleNetworks } from './exampleConfig';
import { populateFor } from './companyOf';
import { readAtOnce } from './readAtOnce';

// Whatever a portal answers in a test is held against the OpenAPI document; what does not fit becomes a 500. All portals of
// a suite share what the document was compiled to, which took a third of their time.
jest.mock('@backstage/backend-openapi-utils', () => {
  const actual = jest.requireActual('@backstage/backend-openapi-utils');
  const checks = new Map<object, RequestHandler>();
  return {
    ...actual,
    createValidatedOpenApiRouter: (
      document: object,
      options: { validatorOptions?: object },
    ) => {
      const check: RequestHandler =
        checks.get(document) ??
        actual.createValidatedOpenApiRouter(document, {
          ...options,
          validatorOptions: {
            ...options?.validatorOptions,
            validateResponses: true,
          },
        });
      checks.set(document, check);
      return PromiseRouter().use(check);
    },
  };
});

// The lanes of a portal can be driven by hand: what the plugin makes below its API is kept.
const mockDomains: Domain[] = [];
jest.mock('../createDomain', () => {
  const actual = jest.requireActual('../createDomain');
  return {
    ...actual,
    createDomain: async (options: never) => {
      const domain = await actual.createDomain(options);
      mockDomains.push(domain);
      return domain;
    },
  };
});

/** A database of the catalog, owned as it should be. */
export function databaseEntity(
  name: string,
  options: {
    arn?: string;
    owner?: string;
    type?: string;
    annotation?: string;
  } = {},
): Entity {
  const annotation = options.annotation ?? 'aws.amazon.com/arn';
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      namespace: 'default',
      annotations: options.arn ? { [annotation]: options.arn } : {},
    },
    spec: {
      type: options.type ?? 'database',
      owner: options.owner ?? 'orders-team',
    },
  };
}

const EXAMPLE_ENTITIES = [
  databaseEntity('orders-postgres', {
    arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
  }),
  databaseEntity('billing-mysql', {
    arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql',
    owner: 'billing-team',
  }),
  databaseEntity('billing-public', {
    arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-public',
    owner: 'billing-team',
  }),
  databaseEntity('catalog-aurora', {
    arn: 'arn:aws:rds:us-east-1:555555555555:cluster:catalog-aurora',
    owner: 'catalog-team',
  }),
  databaseEntity('quarantine-postgres', {
    arn: 'arn:aws:rds:us-east-1:999999999999:db:quarantine-postgres',
    owner: 'platform-team',
  }),
];

const open: Array<() => Promise<void>> = [];

/** Stops every portal that a test started, and the AWS behind it. */
export async function stopPortals(): Promise<void> {
  for (const close of open.splice(0)) {
    await close();
  }
}

/** The people of the example, and the groups that own things by them. */
export const PEOPLE = {
  requester: ['group:default/analytics-team'],
  colleague: ['group:default/analytics-team'],
  owner: ['group:default/orders-team'],
  secondOwner: ['group:default/orders-team'],
  /** In both: asks for a database of an own group. */
  both: ['group:default/analytics-team', 'group:default/orders-team'],
  stranger: ['group:default/visitors'],
  platformEngineer: ['group:default/platform-team'],
  auditor: ['group:default/auditors'],
  catalogOwner: ['group:default/catalog-team'],
  billingOwner: ['group:default/billing-team'],
  /** Owns whatever the example has. */
  everyOwner: [
    'group:default/orders-team',
    'group:default/billing-team',
    'group:default/catalog-team',
    'group:default/platform-team',
  ],
} as const;

/** One of the example's people. */
export type PersonName = keyof typeof PEOPLE;

/** The entity ref of one of the example's people. */
export function refOf(name: PersonName): string {
  return `user:default/${name.toLocaleLowerCase('en-US')}`;
}

/** What asks the permission framework in a real backend. */
const realPermissions = createServiceFactory({
  service: coreServices.permissions,
  deps: {
    auth: coreServices.auth,
    config: coreServices.rootConfig,
    discovery: coreServices.discovery,
  },
  factory: ({ config, ...services }) =>
    ServerPermissionClient.fromConfig(config, services),
});

/** A person as the catalog knows one. */
function userEntity(name: string, groups: readonly string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: name.toLocaleLowerCase('en-US'), namespace: 'default' },
    spec: { memberOf: [...groups] },
    relations: groups.map(targetRef => ({ type: 'memberOf', targetRef })),
  };
}

/** The whole plugin against simulated AWS on a port of its own, with time standing still until it is driven. */
export async function startPortal(
  options: {
    /** Instead of the example's. */
    databaseAccess?: JsonObject;
    /** Beside the example's; one of the same name stands instead of it. */
    entities?: Entity[];
    /** Groups that some of the example's people are in instead. */
    people?: Partial<Record<PersonName, readonly string[]>>;
    /** The permission framework switched off, as config does it; default: a policy that allows everything. */
    permissionsOff?: boolean;
    /** Permissions that the policy denies. */
    denied?: string[];
    /** The portal's own; default: AWS's. */
    clock?: Clock;
    ownershipEntityRefs?: string[];
    aws?: SimulatedAwsServerOptions;
    /** What the policy says of requests and shares; default: everything is allowed. */
    policy?: (permission: Permission, personRef: string) => PolicyDecision;
    /** Default: one of its own in memory. */
    knex?: Knex;
    /** A portal that was stopped, and in front of whose AWS this one stands: with the same `knex` it is the same one. */
    after?: { awsClock: SimulatedClock; awsServer: SimulatedAwsServer };
    /** What hears of actions that agents may call. */
    actionsRegistry?: ActionsRegistryService;
  } = {},
) {
  readAtOnce();
  const awsClock = options.after?.awsClock ?? SimulatedClock.frozen();
  const configured: JsonObject = {
    accounts: exampleAccounts,
    networks: exampleNetworks,
    ...options.databaseAccess,
  };
  const aws =
    options.after?.awsServer ??
    (await startSimulatedAws({
      clock: awsClock,
      populate: populateFor(configured),
      ...options.aws,
    }));
  const log: string[] = [];
  const audit: JsonObject[] = [];
  const notifications: NotificationSendOptions[] = [];
  const signals: SignalPayload[] = [];
  const events: EventParams[] = [];
  const subscribers: EventsServiceSubscribeOptions[] = [];
  const publish = async (event: EventParams) => {
    events.push(event);
    for (const { topics, onEvent } of subscribers) {
      await (topics.includes(event.topic) && onEvent(event));
    }
  };
  const failing = { notifications: false };
  const scheduler = mockServices.scheduler();
  const people: Record<string, readonly string[]> = {
    ...PEOPLE,
    ...options.people,
  };
  const users = Object.entries(people).map(([name, groups]) =>
    userEntity(name, groups),
  );
  const entities = options.entities ?? [];
  const named = new Set(entities.map(nameOf));
  const others = [...EXAMPLE_ENTITIES, ...users].filter(
    entity => !named.has(nameOf(entity)),
  );
  const backend = await startTestBackend({
    features: [
      databaseAccessPlugin,
      catalogServiceMock.factory({
        entities: [...others, ...entities],
      }),
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => recordingLogger(log),
      }),
      createServiceFactory({
        service: clockServiceRef,
        deps: {},
        factory: () =>
          options.clock ?? {
            now: () => new Date(awsClock.now()),
            onChange: listener => awsClock.onChange(listener),
          },
      }),
      mockServices.rootConfig.factory({
        data: {
          databaseAccess: {
            installation: 'demo',
            simulatedAws: { endpoint: aws.url, accountId: '111111111111' },
            dns: { servers: [`127.0.0.1:${aws.dnsPort}`] },
            ...configured,
          },
          ...(options.permissionsOff && { permission: { enabled: false } }),
        },
      }),
      options.permissionsOff
        ? realPermissions
        : mockServices.permissions.mock({
            authorize: async (requests, { credentials }) =>
              requests.map(({ permission }) => ({
                result:
                  options.denied?.includes(permission.name) ||
                  options.policy?.(permission, refOfCredentials(credentials))
                    .result === AuthorizeResult.DENY
                    ? AuthorizeResult.DENY
                    : AuthorizeResult.ALLOW,
              })),
            authorizeConditional: async (requests, { credentials }) =>
              requests.map(({ permission }) =>
                options.policy
                  ? options.policy(permission, refOfCredentials(credentials))
                  : { result: AuthorizeResult.ALLOW },
              ),
          }).factory,
      mockServices.userInfo.mock({
        getUserInfo: async credentials => {
          const userEntityRef = refOfCredentials(credentials);
          const person = Object.keys(people).find(
            name => refOf(name as PersonName) === userEntityRef,
          );
          return {
            userEntityRef,
            ownershipEntityRefs: person
              ? [userEntityRef, ...people[person]]
              : options.ownershipEntityRefs ?? [],
          };
        },
      }).factory,
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({
          send: async notification => {
            if (failing.notifications) {
              throw new Error('The notifications backend is down');
            }
            notifications.push(notification);
          },
        }),
      }),
      createServiceFactory({
        service: eventsServiceRef,
        deps: {},
        factory: () => ({
          publish,
          subscribe: async subscriber => {
            subscribers.push(subscriber);
          },
        }),
      }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({
          publish: async signal => {
            signals.push(signal);
          },
        }),
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      ...(options.actionsRegistry
        ? [
            createServiceFactory({
              service: actionsRegistryServiceRef,
              deps: {},
              factory: () => options.actionsRegistry!,
            }),
          ]
        : []),
      ...(options.knex
        ? [mockServices.database.factory({ knex: options.knex })]
        : []),
      mockServices.auditor.mock({
        createEvent: async ({ eventId, severityLevel, meta }) => ({
          success: async more => {
            audit.push({
              eventId,
              severityLevel,
              // As the real one: absent if there is nothing.
              meta: more?.meta ? { ...meta, ...more.meta } : meta,
              outcome: 'success',
            });
          },
          fail: async () => {
            audit.push({ eventId, severityLevel, meta, outcome: 'failure' });
          },
        }),
      }).factory,
    ],
  });
  const { engine } = mockDomains[mockDomains.length - 1];
  let isRunning = true;
  const stop = async () => {
    if (isRunning) {
      isRunning = false;
      await backend.stop();
    }
  };
  open.push(async () => {
    await stop();
    await (options.after ? undefined : aws.close());
  });

  return {
    awsClock,
    awsServer: aws,
    /** As if its process ended; AWS goes on. */
    stop,
    /** Where simulated AWS answers, for a client with an account's own keys. */
    awsUrl: aws.url,
    aws: controlOf(aws),
    /** Tags a thing of EC2 as its account's admin. */
    tag: (accountId: string, id: string, tags: Record<string, string>) =>
      createTags(aws.url, accountId, id, tags),
    /** Every line that the backend logged. */
    log,
    /** Every auditor event, once it is over. */
    audit,
    notifications,
    signals,
    events,
    /** Says something on a topic of the events service, and waits until it was heard. */
    publish,
    /** Stops what looks for work by itself, and returns what does everything that is due now. */
    driveLanes: async () => {
      await engine.stop();
      return () => engine.runOnce();
    },
    /** Takes a person out of all groups, in the catalog: a token that was given before says otherwise. */
    leaveGroups: (name: PersonName) => {
      const ref = refOf(name);
      const user = users.find(each => ref.endsWith(`/${each.metadata.name}`));
      user!.relations!.length = 0;
    },
    /** Puts a person into one more group, in the catalog. */
    joinGroup: (name: PersonName, targetRef: string) => {
      const ref = refOf(name);
      const user = users.find(each => ref.endsWith(`/${each.metadata.name}`));
      user!.relations!.push({ type: 'memberOf', targetRef });
    },
    /** What does not work for now. */
    failing,
    /** Does at once what happens by the time of day. */
    run: (
      task:
        | 'start'
        | 'expire'
        | 'owners'
        | 'tell'
        | 'prices'
        | 'quotas'
        | 'reachability'
        | 'remind'
        | 'removals'
        | 'use',
    ) => scheduler.triggerTask(`database-access-${task}`),
    /** The API as one of the example's people sees it. */
    as: (name: PersonName) => {
      const header = mockCredentials.user.header(refOf(name));
      const call = (method: 'get' | 'post', path: string) =>
        request(backend.server)
          [method](`/api/database-access/v1${path}`)
          .set('Authorization', header);
      return {
        get: (path: string) => call('get', path),
        post: (path: string, body: object = {}) =>
          call('post', path).send(body),
      };
    },
    server: backend.server,
    /** Lets AWS's time pass, and lanes do what is due by then, until there is an answer. */
    until: async <T>(ask: () => Promise<T | undefined>): Promise<T> => {
      await engine.stop();
      try {
        for (let round = 0; round < 400; round++) {
          const answer = await ask();
          if (answer !== undefined) {
            return answer;
          }
          awsClock.advance(10);
          await engine.runOnce();
        }
      } finally {
        engine.start();
      }
      throw new Error(`It did not happen\n${log.slice(-5).join('\n')}`);
    },
    get: (path: string) =>
      request(backend.server).get(`/api/database-access${path}`),
    /** What the API says of this database of the namespace `default`. */
    describe: async (name: string) => {
      const answer = await request(backend.server).get(
        `/api/database-access/v1/databases/default/${name}`,
      );
      if (answer.status !== 200) {
        throw new Error(`${answer.status} ${answer.text}`);
      }
      return answer.body;
    },
  };
}

/** What only a simulated AWS lets one do. */
function controlOf(aws: SimulatedAwsServer) {
  const control = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${aws.url}/_simulated/${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) {
      throw new Error(await answer.text());
    }
    return answer.json();
  };
  return {
    fault: (fault: Fault) => control('POST', 'faults', fault),
    mend: () => control('DELETE', 'faults'),
    /** Whether packets from any client of this VPC come to this database, by the wires and not by the statuses. */
    async reaches(
      vpcId: string,
      databaseArn: string,
      /** Default: the database's own. */
      name?: string,
      /** Of clients with this security group. Default: of any. */
      sg?: string,
    ): Promise<boolean> {
      const query = new URLSearchParams({
        from: vpcId,
        to: databaseArn,
        ...(name && { name }),
        ...(sg && { sg }),
      });
      return (await control('GET', `reachable?${query}`)).reachable;
    },
    /** Lets a client in this VPC talk to this database, if it reaches it. */
    send: (traffic: Omit<Traffic, 'at'>): Promise<Reachability> =>
      control('POST', 'traffic', traffic),
    reset: () => control('POST', 'reset'),
    /** Every operation that was called, in order of name. */
    async operations(): Promise<string[]> {
      const { calls } = await control('GET', 'calls');
      const names = (calls as CallCount[]).map(call => call.operation);
      return [...new Set(names)].sort();
    },
    /** How many calls AWS has seen that fit. */
    async countCalls(fits: Partial<CallCount>): Promise<number> {
      const { calls } = await control('GET', 'calls');
      return (calls as CallCount[])
        .filter(call =>
          Object.entries(fits).every(
            ([key, value]) => call[key as keyof CallCount] === value,
          ),
        )
        .reduce((sum, call) => sum + call.count, 0);
    },
  };
}

async function createTags(
  endpoint: string,
  accountId: string,
  id: string,
  tags: Record<string, string>,
): Promise<void> {
  const ec2 = new EC2Client({
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: accountId, secretAccessKey: 'simulated' },
  });
  await ec2.send(
    new CreateTagsCommand({
      Resources: [id],
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  ec2.destroy();
}

function nameOf({ kind, metadata }: Entity): string {
  return `${kind}:${metadata.name}`;
}

function refOfCredentials(credentials: BackstageCredentials): string {
  const principal = credentials.principal as { userEntityRef?: string };
  return principal.userEntityRef ?? 'nobody';
}

function recordingLogger(log: string[]): RootLoggerService {
  const record = (message: string, meta?: unknown) => {
    log.push(`${message} ${JSON.stringify(meta) ?? ''} ${stackOf(meta)}`);
  };
  const logger: LoggerService = {
    error: record,
    warn: record,
    info: record,
    debug: record,
    child: () => logger,
  };
  return logger;
}

function stackOf(meta: unknown): string {
  return meta instanceof Error ? `${meta.message} ${meta.stack}` : '';
}
