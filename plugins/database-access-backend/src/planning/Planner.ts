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
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  ConsumerNetwork,
  DatabaseDetails,
  DatabaseFacts,
  ERROR_CODES,
  Finding,
  Pattern,
  Plan,
  PlanInput,
} from '@towpath/backstage-plugin-database-access-common';
import { DatabaseAccessConfig } from '../config';
import {
  digestOf,
  latticeResourceEndpoint,
  ObjectGraph,
  PatternFacts,
} from '../patterns';
import { ObjectNames } from '../store';
import { Databases } from './Databases';
import { costCeiling, estimateCost, noEstimate } from './estimateCost';
import { blocking, inOrderOfSeverity, problemFinding } from './findings';
import { networkFindings } from './networkFindings';
import { Networks } from './Networks';
import { inSameOrganization, pathFindings, roomFindings } from './pathFindings';
import { plannedObjects } from './plannedObjects';
import { PriceTable, PRICES } from './prices';
import { ConsumerFacts, ProviderFacts } from './sides';
import { SideReader } from './SideReader';
import { withCode } from './withCode';

/** A plan, and what only the backend needs of it. */
export interface Planned {
  /** With all ids: see `maskProviderIds`. */
  plan: Plan;
  /** Absent if a blocking finding leaves nothing to build. */
  graph?: ObjectGraph;
  /** Whose the database is; absent while AWS does not say. */
  ownerRef?: string;
  /** USD a month, part of what is agreed. */
  costCeiling?: number;
}

/** How people log in stays as it is: the database's own users and passwords. */
const LOGIN = 'password';

/** What a person may wish for; everything else is no duration of an access. */
const DURATION_SECONDS = { least: 3_600, most: 90 * 24 * 3_600 };

/** Reads both sides and says what would be built, or what stands in the way. Changes nothing. */
export class Planner {
  readonly #auth: AuthService;
  readonly #config: DatabaseAccessConfig;
  readonly #databases: Databases;
  readonly #networks: Networks;
  readonly #sides: SideReader;
  readonly #objectNames: ObjectNames;
  readonly #prices: () => PriceTable;

  constructor(options: {
    auth: AuthService;
    config: DatabaseAccessConfig;
    databases: Databases;
    networks: Networks;
    sides: SideReader;
    objectNames: ObjectNames;
    /** Default: the table of this version. */
    prices?: () => PriceTable;
  }) {
    this.#auth = options.auth;
    this.#config = options.config;
    this.#databases = options.databases;
    this.#networks = options.networks;
    this.#sides = options.sides;
    this.#objectNames = options.objectNames;
    this.#prices = options.prices ?? (() => PRICES);
  }

  /**
   * A plan for a person.
   *
   * @throws NotAllowedError `network_not_allowed` unless one of these owners owns the network
   * @throws NotFoundError, InputError for a database that the person does not see or that is none
   */
  async plan(
    input: PlanInput,
    who: {
      credentials: BackstageCredentials;
      ownerRefs: readonly string[];
    },
  ): Promise<Planned> {
    refuseDuration(input.durationSeconds);
    const { items } = await this.#networks.ownedBy(who.ownerRefs);
    const network = items.find(({ name }) => name === input.network);
    if (!network) {
      throw withCode(
        new NotAllowedError(
          `None of your groups owns a network '${input.network}': choose one of yours.`,
        ),
        ERROR_CODES.networkNotAllowed,
      );
    }
    return this.#planFor({ ...input, network }, who.credentials);
  }

  /**
   * The same wish again, as the world is now, in the portal's own name.
   *
   * @returns undefined if there is no such network any more
   */
  async planAgain(
    agreed: PlanInput & { pattern: Pattern; costCeiling?: number },
  ): Promise<Planned | undefined> {
    const network = await this.#networks.find(agreed.network);
    if (!network) {
      return undefined;
    }
    const { pattern, ...input } = agreed;
    return this.#planFor(
      { ...input, connectVia: pattern, network },
      await this.#auth.getOwnServiceCredentials(),
      { costCeiling: agreed.costCeiling },
    );
  }

  async #planFor(
    wish: Omit<PlanInput, 'network'> & { network: ConsumerNetwork },
    credentials: BackstageCredentials,
    agreed?: { costCeiling?: number },
  ): Promise<Planned> {
    const { network } = wish;
    // Neither side waits for the other, and neither hides the other.
    const [{ details, ownerRef }, consumer] = await Promise.all([
      this.#databases.observe(databaseName(wish.databaseRef), { credentials }),
      this.#sides.consumer(network),
    ]);
    const database = details.reading?.facts;
    const provider =
      database && !details.reading?.stale
        ? await this.#sides.provider(database)
        : undefined;

    const findings = [
      ...databaseFindings(details),
      ...patternFindings(wish.connectVia),
    ];
    for (const side of [provider, consumer]) {
      if (side?.problem) {
        findings.push(problemFinding(side.problem, 'blocking'));
      }
    }
    if (database && consumer.facts) {
      findings.push(
        ...networkFindings({ network, database, facts: consumer.facts }),
      );
    }
    const sides = provider?.facts &&
      consumer.facts && { provider: provider.facts, consumer: consumer.facts };
    if (database && sides) {
      findings.push(...pathFindings({ database, network, ...sides }));
    }
    const bare = barePlan({ wish, details, findings, prices: this.#prices() });
    if (!database || !sides || isBlocked(findings)) {
      return { plan: bare, ownerRef };
    }
    return this.#withGraph({ bare, database, sides, ownerRef, agreed });
  }

  async #withGraph(options: {
    bare: Plan;
    database: DatabaseFacts;
    sides: { provider: ProviderFacts; consumer: ConsumerFacts };
    ownerRef?: string;
    agreed?: { costCeiling?: number };
  }): Promise<Planned> {
    const { bare, database, sides, ownerRef, agreed } = options;
    const { network } = bare;
    const graph = latticeResourceEndpoint(
      patternFacts(this.#config.installation, database, network, sides),
    );
    const inUse = await this.#objectNames.inUse(graph.nodes);
    const reused = new Set(inUse.map(node => node.key));
    const gatewaySubnets = subnetsOf(graph, 'vpc-lattice/resource-gateway');
    const endpointSubnets = subnetsOf(graph, 'ec2/vpc-endpoint');
    const findings = [
      ...bare.findings,
      ...(reused.has('resource-gateway')
        ? []
        : roomFindings({
            what: 'gateway',
            accountId: database.accountId,
            subnetIds: gatewaySubnets,
            subnets: sides.provider.subnets,
          })),
      ...(reused.has('vpc-endpoint')
        ? []
        : roomFindings({
            what: 'endpoint',
            accountId: network.accountId,
            subnetIds: endpointSubnets,
            subnets: sides.consumer.subnets,
          })),
    ];
    const cost = estimateCost(
      {
        region: network.region,
        endpointZones: endpointSubnets.length,
        consumerAccountId: network.accountId,
        providerAccountId: database.accountId,
      },
      this.#prices(),
    );
    const ceiling = agreed ? agreed.costCeiling : costCeiling(cost);
    const plan: Plan = {
      ...bare,
      reasons: reasonsFor(bare, sides),
      objects: plannedObjects(graph, {
        reused,
        accountName: id => this.#config.accounts.get(id)?.name ?? id,
      }),
      opens: graph.opens,
      enables: graph.enables,
      cost,
      findings: inOrderOfSeverity(findings),
    };
    if (isBlocked(findings)) {
      return { plan, ownerRef };
    }
    const digest = digestOf(graph, {
      databaseArn: database.arn,
      network,
      login: LOGIN,
      durationSeconds: bare.durationSeconds,
      monthlyCostCeiling: ceiling,
    });
    return { plan: { ...plan, digest }, graph, ownerRef, costCeiling: ceiling };
  }
}

function databaseName(ref: string): { namespace: string; name: string } {
  let parsed;
  try {
    parsed = parseEntityRef(ref, {
      defaultKind: 'resource',
      defaultNamespace: 'default',
    });
  } catch {
    parsed = undefined;
  }
  if (parsed?.kind.toLocaleLowerCase('en-US') !== 'resource') {
    throw withCode(
      new InputError(
        `'${ref}' is not the ref of a database: write it as resource:default/orders-postgres.`,
      ),
      ERROR_CODES.notADatabase,
    );
  }
  return { namespace: parsed.namespace, name: parsed.name };
}

function refuseDuration(seconds: number): void {
  const { least, most } = DURATION_SECONDS;
  if (!Number.isInteger(seconds) || seconds < least || seconds > most) {
    throw withCode(
      new InputError(
        `durationSeconds must be a whole number from ${least} (1 hour) to ${most} (90 days), e.g. 2592000 for 30 days; it is ${seconds}.`,
      ),
      ERROR_CODES.durationInvalid,
    );
  }
}

/** What may pass by itself for a page that only shows facts stands in the way of a plan, which needs today's. */
function databaseFindings({ reading, findings }: DatabaseDetails): Finding[] {
  const isIncomplete = !reading || reading.stale;
  const all = isIncomplete
    ? findings.map(finding =>
        UNREAD.has(finding.code)
          ? { ...finding, severity: 'blocking' as const }
          : finding,
      )
    : [...findings];
  const facts = reading?.facts;
  if (facts && !facts.endpoint) {
    all.push(
      blocking(ERROR_CODES.databaseNotAvailable, {
        message: `${facts.identifier} in account ${facts.accountId} has no endpoint yet: its status is '${facts.status}'.`,
        remedy: 'Ask again when RDS says that it is available.',
      }),
    );
  }
  return all;
}

const UNREAD: ReadonlySet<string> = new Set([
  ERROR_CODES.awsUnavailable,
  ERROR_CODES.awsThrottled,
  ERROR_CODES.awsBusy,
  ERROR_CODES.accountRefused,
  ERROR_CODES.accountMismatch,
]);

const OFFERED: ReadonlySet<string> = new Set([
  'recommended',
  'lattice',
  'lattice-resource-endpoint',
]);

function patternFindings(wanted: PlanInput['connectVia']): Finding[] {
  if (wanted === undefined || OFFERED.has(wanted)) {
    return [];
  }
  return [
    blocking(ERROR_CODES.patternUnavailable, {
      message: `To connect via '${wanted}' is not part of this version of Towpath.`,
      remedy: `Choose 'recommended' or 'lattice-resource-endpoint'.`,
    }),
  ];
}

function patternOf(wanted: PlanInput['connectVia']): Pattern {
  return wanted === undefined || OFFERED.has(wanted)
    ? 'lattice-resource-endpoint'
    : (wanted as Pattern);
}

function barePlan(options: {
  wish: Omit<PlanInput, 'network'> & { network: ConsumerNetwork };
  details: DatabaseDetails;
  findings: Finding[];
  prices: PriceTable;
}): Plan {
  const { wish, details, findings, prices } = options;
  const facts = details.reading?.facts;
  return {
    databaseRef: details.entityRef,
    databaseArn: details.arn,
    database: {
      accountId: details.accountId,
      accountName: details.accountName,
      region: details.region,
    },
    endpoint: facts?.endpoint ?? { host: '', port: facts?.port ?? 0 },
    engine: facts?.engine ?? '',
    network: wish.network,
    durationSeconds: wish.durationSeconds,
    pattern: patternOf(wish.connectVia),
    reasons: [],
    objects: [],
    opens: [],
    enables: [],
    cost: noEstimate(prices),
    findings: inOrderOfSeverity(findings),
  };
}

function patternFacts(
  installation: string,
  database: DatabaseFacts,
  network: ConsumerNetwork,
  sides: { provider: ProviderFacts; consumer: ConsumerFacts },
): PatternFacts {
  return {
    installation,
    database: {
      accountId: database.accountId,
      region: database.region,
      arn: database.arn,
      identifier: database.identifier,
      host: database.endpoint!.host,
      readerHost: database.readerEndpoint?.host,
      port: database.endpoint!.port,
      vpcId: database.vpcId,
      subnets: sides.provider.subnets,
      shareableSecurityGroupIds: sides.provider.securityGroups
        .filter(group => group.shareable)
        .map(group => group.id),
    },
    network: {
      accountId: network.accountId,
      region: network.region,
      name: network.name,
      vpcId: network.vpcId,
      subnets: sides.consumer.subnets,
      clientSecurityGroupIds: network.clientSecurityGroupIds,
    },
    sameOrganization: inSameOrganization(database, network, sides),
  };
}

function reasonsFor(
  plan: Plan,
  sides: { provider: ProviderFacts; consumer: ConsumerFacts },
): string[] {
  const { database, network } = plan;
  return [
    `The database and the network are both in ${database.region}, where VPC Lattice carries the database under its own name, so its certificate stays valid.`,
    `Only this database is shared, and only with account ${network.accountId} (${network.accountName}); overlapping addresses do not matter.`,
    inSameOrganization(database, network, sides)
      ? 'Both accounts are in one organisation, so nobody has to accept an invitation.'
      : `The accounts are not in one organisation, so an invitation is accepted in account ${network.accountId}.`,
  ];
}

function subnetsOf(graph: ObjectGraph, type: string): string[] {
  return graph.nodes
    .filter(node => node.type === type)
    .flatMap(node => (node.spec.subnetIds ?? []) as string[]);
}

function isBlocked(findings: Finding[]): boolean {
  return findings.some(finding => finding.severity === 'blocking');
}
