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
  ERROR_CODES,
  Finding,
  Join,
  Pattern,
  Plan,
  PlanInput,
  Recommendation,
} from '@towpath/backstage-plugin-database-access-common';
import { DatabaseAccessConfig, DEFAULT_SHARE_TERMS } from '../config';
import { digestOf, knownPatterns, naturalKey, ObjectGraph } from '../patterns';
import { LivingPairs, ObjectNames, StoredShare } from '../store';
import {
  asChanged,
  changingTogether,
  Describe,
  Together,
} from './changingTogether';
import {
  choosePattern,
  overrideFindings,
  patternAskedFor,
} from './choosePattern';
import {
  billedParts,
  costCeiling,
  estimateCost,
  noEstimate,
  PriceBook,
  PRICES,
} from './cost';
import { Databases, ObservedDatabase } from './Databases';
import {
  blocking,
  inOrderOfSeverity,
  isBlocked,
  isUnread,
  problemFinding,
} from './findings';
import { graphFindings } from './graphFindings';
import { associatedElsewhere, joinedOtherwise } from './joinFindings';
import { Judged, judgePatterns } from './judgePatterns';
import { networkFindings, portFindings } from './networkFindings';
import { Networks } from './Networks';
import {
  Beside,
  besideFindings,
  elsewhereFindings,
  isNetworkOutside,
  leavesAt,
  openedBeside,
} from './openedBeside';
import { pathFindings } from './pathFindings';
import { permissionFindings } from './permissionFindings';
import { planChange, planTogether } from './planChange';
import { organizationFindings } from './organizationFindings';
import { patternFacts } from './patternFacts';
import { plannedObjects } from './plannedObjects';
import { prosOf, recommend, Situation } from './recommendation';
import { roomInGroups } from './roomInGroups';
import { BothSides, inOneOrganization } from './sides';
import { SideReader } from './SideReader';
import { policyOf, situationOf } from './situationOf';
import { spellOut } from './spellOut';
import { updaterFindings } from './updaterFindings';
import { withCode } from './withCode';
import {
  heldBesideFindings,
  movingFindings,
  otherNetworkFindings,
  outgrownFindings,
} from './zoneChangeFindings';
import { zoneFacts, zoneFindings, zoneOfPair } from './zoneOfPair';

/** A plan, and what only the backend needs of it. */
export interface Planned {
  /** With all ids: see `maskProviderIds`. */
  plan: Plan;
  /** Absent if a blocking finding leaves nothing to build. */
  graph?: ObjectGraph;
  /** Whose the database is; absent while AWS does not say. */
  ownerRef?: string;
  /** All who own a database that the plan opens, the one that is asked for first. */
  ownerRefs?: string[];
  /** Whether the two accounts are in different organisations. */
  outsideOrganization?: boolean;
  /** The zone that it is in, as it was when this was planned. */
  zone?: PlannedZone;
  /** USD a month, part of what is agreed. */
  costCeiling?: number;
}

/** What a plan does to a zone. */
export interface PlannedZone {
  name: string;
  /** What was planned from: nothing of the zone has changed while it stays. */
  generation: number;
  /** Somebody leaves the zone at this moment: nothing may be built before that is over. */
  isLeaving: boolean;
  /** Accesses of the zone are being changed at this moment: the same. */
  isChanging: boolean;
  /** When the network leaves the zone by what it has there already; absent if it has nothing there. ISO 8601, UTC. */
  networkLeavesAt?: string;
  /** What else becomes reachable. */
  beside: Beside[];
  /** What else changes, if it is a change. */
  together: PlannedTogether[];
}

/** An access of a zone that changes with what is asked for. */
export type PlannedTogether = Pick<
  Together,
  'former' | 'graph' | 'plan' | 'opensMore'
> & {
  ownerRef: string;
  /** An access that its network has in the zone leaves the organisation. */
  outsideOrganization: boolean;
};

/** A wish whose network is known. */
type Wish = Omit<PlanInput, 'network'> & { network: ConsumerNetwork };

/** How people log in stays as it is: the database's own users and passwords. */
const LOGIN = 'password';

const DEFAULT_JOIN: Join = 'endpoint';

/** The two ways over a service network. */
const IN_ZONE: Pattern = 'lattice-service-network';
const OF_CONSUMER: Pattern = 'lattice-consumer-network';

/** Less is no duration of an access; the most says config. */
const LEAST_SECONDS = 3_600;

/** Reads both sides and says what would be built, or what stands in the way. Changes nothing. */
export class Planner {
  readonly #auth: AuthService;
  readonly #config: DatabaseAccessConfig;
  readonly #databases: Databases;
  readonly #networks: Networks;
  readonly #sides: SideReader;
  readonly #objectNames: ObjectNames;
  readonly #livingPairs: LivingPairs;
  readonly #prices: () => Promise<PriceBook>;

  constructor(options: {
    auth: AuthService;
    config: DatabaseAccessConfig;
    databases: Databases;
    networks: Networks;
    sides: SideReader;
    objectNames: ObjectNames;
    livingPairs: LivingPairs;
    /** Default: the table of this version. */
    prices?: () => Promise<PriceBook>;
  }) {
    this.#auth = options.auth;
    this.#config = options.config;
    this.#databases = options.databases;
    this.#networks = options.networks;
    this.#sides = options.sides;
    this.#objectNames = options.objectNames;
    this.#livingPairs = options.livingPairs;
    this.#prices = options.prices ?? (async () => new PriceBook(PRICES));
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
    const { longestSeconds } = this.#config.shareTerms ?? DEFAULT_SHARE_TERMS;
    refuseDuration(input.durationSeconds, longestSeconds);
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
   * The same wish again, as the world is now, in the portal's own name. What was agreed is what is planned, whatever
   * would be recommended today.
   *
   * @returns undefined if there is no such network any more
   */
  async planAgain(
    agreed: Pick<Plan, 'databaseRef' | 'durationSeconds'> & {
      network: string;
      /** The plan that was agreed on. */
      plan: Pick<
        Plan,
        'pattern' | 'join' | 'overrideReason' | 'change' | 'cost'
      >;
      costCeiling?: number;
    },
  ): Promise<Planned | undefined> {
    const network = await this.#networks.find(agreed.network);
    if (!network) {
      return undefined;
    }
    const { plan } = agreed;
    return this.#planFor(
      {
        databaseRef: agreed.databaseRef,
        network,
        durationSeconds: agreed.durationSeconds,
        connectVia: plan.pattern,
        join: plan.join,
        overrideReason: plan.overrideReason,
        changes: plan.change?.shareId,
        expectedGbPerMonth: plan.cost.volumeGb,
      },
      await this.#auth.getOwnServiceCredentials(),
      { costCeiling: agreed.costCeiling },
    );
  }

  async #planFor(
    wish: Wish,
    credentials: BackstageCredentials,
    agreed?: { costCeiling?: number },
  ): Promise<Planned> {
    const { network } = wish;
    // Neither side waits for the other, and neither hides the other.
    const [observed, consumer, prices] = await Promise.all([
      this.#databases.observe(databaseName(wish.databaseRef), { credentials }),
      this.#sides.consumer(network),
      this.#prices(),
    ]);
    const { details, ownerRef } = observed;
    const database = details.reading?.facts;
    const provider =
      database && !details.reading?.stale
        ? await this.#sides.provider(database)
        : undefined;

    const { ofAll, latticeOnly } = databaseFindings(details);
    for (const side of [provider, consumer]) {
      if (side?.problem) {
        ofAll.push(problemFinding(side.problem, 'blocking'));
      }
    }
    if (database && consumer.facts) {
      ofAll.push(
        ...networkFindings({ network, database, facts: consumer.facts }),
      );
    }
    const bare = barePlan(wish, details, prices);
    if (!database || !provider?.facts || !consumer.facts) {
      const findings = [...ofAll, ...latticeOnly];
      return {
        plan: { ...bare, findings: inOrderOfSeverity(findings) },
        ownerRef,
      };
    }
    const sides = {
      database,
      network,
      provider: provider.facts,
      consumer: consumer.facts,
    };
    ofAll.push(
      ...pathFindings(sides),
      ...organizationFindings(this.#config, sides),
    );
    return this.#planOver({
      wish,
      bare,
      observed,
      sides,
      ofAll,
      latticeOnly,
      prices,
      agreed,
    });
  }

  /** Looks at all ways to connect, and plans the one that is wanted. */
  async #planOver(options: {
    wish: Wish;
    bare: Plan;
    observed: ObservedDatabase;
    sides: BothSides;
    ofAll: Finding[];
    latticeOnly: Finding[];
    prices: PriceBook;
    agreed?: { costCeiling?: number };
  }): Promise<Planned> {
    const { wish, bare, observed, sides, ofAll, prices, agreed } = options;
    const { database, network } = sides;
    const policy = policyOf(this.#config, sides, observed.labels);
    const ways = await this.#waysOf(wish, sides);
    const pair = { network: network.name, databaseArn: database.arn };
    const isShared = await this.#livingPairs.includes(pair);
    const [judged, counts] = await Promise.all([
      judgePatterns({
        sides,
        latticeOnly: options.latticeOnly,
        privatelinkOnly: updaterFindings(this.#config, sides),
        ownFindings: ways.findings,
        forbidden: policy.forbidden,
        changesAssociationOf: ways.changesAssociationOf,
        facts: isBlocked(ofAll)
          ? undefined
          : pattern =>
              patternFacts(this.#config, sides, {
                join: ways.joins.get(pattern) ?? DEFAULT_JOIN,
                zone: ways.zone,
              }),
        objectNames: this.#objectNames,
        findingsOf: (graph, reused) =>
          graphFindings(graph, reused, {
            sides,
            reader: this.#sides.lanes,
            installation: this.#config.installation,
            isShared,
          }),
        prices,
        volumeGb: wish.expectedGbPerMonth,
      }),
      this.#livingPairs.countAround(pair),
    ]);
    const situation = situationOf({
      sides,
      accountName: observed.details.accountName,
      policy,
      judged: judged.values(),
      counts,
    });
    const recommendation = recommend(situation, standingsOf(judged));
    const chosen = choosePattern(wish.connectVia, recommendation);
    const { graph, reused, standing, findings: own } = judged.get(chosen)!;
    const reason = wish.overrideReason?.trim() || undefined;
    const findings = [...ofAll, ...own];
    if (!agreed && standing.verdict === 'possible') {
      findings.push(...overrideFindings({ chosen, recommendation, reason }));
    }
    const cost = standing.cost ?? noEstimate(prices);
    const ceiling = agreed ? agreed.costCeiling : costCeiling(cost);
    const plan: Plan = {
      ...bare,
      pattern: chosen,
      ...(ways.joins.has(chosen) && { join: ways.joins.get(chosen) }),
      reasons: reasonsFor({ chosen, recommendation, situation, reason }),
      recommendation,
      ...(chosen !== recommendation.pattern &&
        reason && { overrideReason: reason }),
      ...(graph && {
        objects: plannedObjects(graph, {
          reused,
          accountName: id => this.#config.accounts.get(id)?.name ?? id,
        }),
        opens: graph.opens,
        enables: graph.enables,
      }),
      cost,
      findings: inOrderOfSeverity(findings),
    };
    const { ownerRef } = observed;
    if (!graph || isBlocked(findings)) {
      return { plan, ownerRef };
    }
    const former = await this.#formerOf(wish, plan);
    const zone =
      ways.zone && chosen === IN_ZONE && ownerRef
        ? await this.#planInZone(
            { plan: { ...plan, zone: ways.zone.name }, graph, ownerRef },
            prices,
            former,
          )
        : undefined;
    const whole: Plan = zone
      ? {
          ...plan,
          zone: zone.name,
          opens: [
            ...graph.opens,
            ...zone.together.flatMap(newlyOpened),
            ...zone.beside.flatMap(each => each.graph.opens),
          ],
          findings: inOrderOfSeverity([...findings, ...zone.findings]),
        }
      : plan;
    const changed = withChange(former, { plan: whole, graph }, zone);
    if (isBlocked(changed.findings)) {
      return { plan: changed, ownerRef };
    }
    const digest = digestOf(
      { ...graph, opens: changed.opens },
      {
        databaseArn: database.arn,
        network,
        changes: wish.changes,
        together: zone?.together.length
          ? zone.together.map(each => ({ ...each, changes: each.former.id }))
          : undefined,
        join: changed.join,
        login: LOGIN,
        durationSeconds: wish.durationSeconds,
        monthlyCostCeiling: ceiling,
      },
    );
    return {
      plan: { ...changed, digest },
      graph,
      ownerRef,
      ...(ownerRef && {
        ownerRefs: [
          ...new Set([
            ownerRef,
            ...(zone?.together ?? []).map(each => each.ownerRef),
            ...(zone?.beside ?? []).map(each => each.ownerRef),
          ]),
        ],
      }),
      zone: zone && {
        ...zone,
        together: zone.together.map(each => ({
          ...each,
          plan: planTogether(
            { former: former!, plan: changed },
            zone.together,
            each,
          ),
        })),
      },
      outsideOrganization: !inOneOrganization(sides),
      costCeiling: ceiling,
    };
  }

  /**
   * The share that a plan is to take over from.
   *
   * @throws InputError `change_impossible` if it is not the living one of this pair
   */
  async #formerOf(
    { changes, network }: Wish,
    plan: Plan,
  ): Promise<StoredShare<ObjectGraph> | undefined> {
    if (changes === undefined) {
      return undefined;
    }
    const former = await this.#livingPairs.former<ObjectGraph>({
      shareId: changes,
      network: network.name,
      databaseArn: plan.databaseArn,
    });
    if (!former) {
      throw withCode(
        new InputError(
          `${changes} is no living access of ${network.name} to ${plan.databaseRef}: only such a one can be changed.`,
        ),
        ERROR_CODES.changeImpossible,
      );
    }
    return former;
  }

  /** How the network would join a service network, and what stands in the way of that and of no other way. */
  async #waysOf(wish: Wish, sides: BothSides) {
    const { network, database } = sides;
    const pair = { network: network.name, databaseArn: database.arn };
    const zone = zoneOfPair(this.#config, pair);
    const [networking, inZone, ofConsumer] = await Promise.all([
      zone && this.#sides.networking(zone),
      this.#livingPairs.joinOf({
        network: network.name,
        pattern: IN_ZONE,
        zone: zone?.name,
      }),
      this.#livingPairs.joinOf({
        network: network.name,
        pattern: OF_CONSUMER,
      }),
    ]);
    const livings = new Map([
      [IN_ZONE, inZone],
      [OF_CONSUMER, ofConsumer],
    ]);
    const joins = new Map<Pattern, Join>(
      [...livings].map(([pattern, living]) => [
        pattern,
        wish.join ?? living ?? DEFAULT_JOIN,
      ]),
    );
    const findings = new Map<Pattern, Finding[]>();
    for (const [pattern, living] of livings) {
      const isTaken =
        joins.get(pattern) === 'association' &&
        (await this.#livingPairs.isAssociatedElsewhere({
          network: network.name,
          pattern,
          zone: pattern === IN_ZONE ? zone?.name : undefined,
        }));
      findings.set(pattern, [
        ...(pattern === IN_ZONE ? zoneFindings(zone, sides, networking) : []),
        ...joinedOtherwise(network, { wanted: wish.join, living }),
        ...(isTaken ? [associatedElsewhere(network)] : []),
      ]);
    }
    return {
      zone: zoneFacts(zone, sides, networking),
      joins,
      findings,
      changesAssociationOf: new Set(
        [...livings]
          // In a zone all that uses it changes with it; a network of its own has others that would not.
          .filter(
            ([pattern, living]) =>
              pattern === IN_ZONE && wish.changes && living === 'association',
          )
          .map(([pattern]) => pattern),
      ),
    };
  }

  /** What a plan does to its zone beside what was asked for. */
  async #planInZone(
    asked: { plan: Plan; graph: ObjectGraph; ownerRef: string },
    prices: PriceBook,
    former: StoredShare<ObjectGraph> | undefined,
  ): Promise<
    Omit<PlannedZone, 'together'> & {
      together: Array<Together & PlannedTogether>;
      findings: Finding[];
    }
  > {
    const name = asked.plan.zone!;
    const inZone = await this.#livingPairs.inZone<ObjectGraph>(name);
    const { shares, changing, ...zone } = inZone;
    const { installation } = this.#config;
    const describe: Describe = (graph, isThere) => ({
      objects: plannedObjects(graph, {
        reused: new Set(graph.nodes.filter(isThere).map(({ key }) => key)),
        accountName: id => this.#config.accounts.get(id)?.name ?? id,
      }),
      cost: estimateCost(billedParts(graph), prices),
    });
    const isWithin = former !== undefined && former.zone === name;
    const otherwise = isWithin
      ? [
          ...otherNetworkFindings(name, asked.graph, former),
          ...movingFindings(name, inZone),
        ]
      : outgrownFindings(name, asked, inZone);
    const together = (
      isWithin && otherwise.length === 0
        ? changingTogether(installation, { ...asked, former }, shares, describe)
        : []
    ).map(each => ({
      ...each,
      ownerRef: each.former.ownerRef,
      outsideOrganization: isNetworkOutside(shares, each.former.network),
    }));
    const beside = openedBeside(
      installation,
      [asked, ...together],
      isWithin
        ? asChanged(shares, [{ ...asked, former }, ...together])
        : shares,
      describe,
    );
    const networkLeavesAt = leavesAt(shares, asked.plan.network.name);
    return {
      ...zone,
      name,
      isChanging: changing.length > 0,
      networkLeavesAt,
      beside,
      together,
      findings: [
        ...otherwise,
        ...(isWithin
          ? heldBesideFindings({ ...asked, former }, together, beside)
          : []),
        ...(await this.#portFindings(asked.plan, together)),
        ...(await roomInGroups(
          [asked, ...together, ...shares].map(({ graph }) => graph),
          this.#sides.lanes,
        )),
        ...(await this.#permissionFindings(asked.graph, [
          ...together.map(each => ({ ...each, before: [each.former.graph] })),
          ...beside.map(each => ({
            ...each,
            before: shares.map(share => share.graph),
          })),
        ])),
        ...elsewhereFindings(name, await this.#livingPairs.among(beside)),
        ...besideFindings(name, asked.plan, beside, networkLeavesAt),
      ],
    };
  }

  /** Whether the roles of other accounts may make what changes and opens there; the accounts of the asked pair say so before. */
  async #permissionFindings(
    asked: ObjectGraph,
    others: ReadonlyArray<{
      graph: ObjectGraph;
      /** What is there of it already. */
      before: readonly ObjectGraph[];
    }>,
  ): Promise<Finding[]> {
    const findings = await Promise.all(
      others.map(({ graph, before }) => {
        const known = new Set(
          [asked, ...before].flatMap(({ nodes }) => nodes.map(naturalKey)),
        );
        const reused = graph.nodes
          .filter(node => known.has(naturalKey(node)))
          .map(({ key }) => key);
        return permissionFindings(graph, new Set(reused), {
          reader: this.#sides.lanes,
          installation: this.#config.installation,
        });
      }),
    );
    return onePerMessage(findings.flat());
  }

  /**
   * Whether clients get to what changes with the asked pair: those of other networks to the new port of its database, its
   * own ones to the ports of the others. An account that does not answer hides no plan.
   */
  async #portFindings(
    asked: Plan,
    together: readonly Together[],
  ): Promise<Finding[]> {
    const moved = together.filter(({ plan, former }) =>
      plan.network.name === asked.network.name
        ? plan.endpoint.port !== asked.endpoint.port
        : plan.endpoint.port !== former.plan.endpoint.port,
    );
    const findings = await Promise.all(
      moved.map(async ({ plan: { network, endpoint } }) => {
        const { facts } = await this.#sides.consumer(network);
        return facts
          ? portFindings({ network, port: endpoint.port, facts })
          : [];
      }),
    );
    return onePerMessage(findings.flat());
  }
}

/** A plan, with what it does to the share that it takes over from. */
function withChange(
  former: StoredShare<ObjectGraph> | undefined,
  next: { plan: Plan; graph: ObjectGraph },
  zone:
    | { together: readonly Together[]; beside: readonly Beside[] }
    | undefined,
): Plan {
  if (!former) {
    return next.plan;
  }
  const { change, findings } = planChange(former, next, zone);
  return {
    ...next.plan,
    change,
    findings: inOrderOfSeverity([...next.plan.findings, ...findings]),
  };
}

/** What several accesses would meet is said once. */
function onePerMessage(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map(each => [each.message, each])).values()];
}

/** What was not open before, e.g. at another port. */
function newlyOpened({ graph, former }: Together): Plan['opens'] {
  const open = new Set(former.graph.opens.map(each => JSON.stringify(each)));
  return graph.opens.filter(each => !open.has(JSON.stringify(each)));
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

function refuseDuration(seconds: number, most: number): void {
  const least = LEAST_SECONDS;
  if (!Number.isInteger(seconds) || seconds < least || seconds > most) {
    throw withCode(
      new InputError(
        `durationSeconds must be a whole number from ${least} (1 hour) to ${most} (${spellOut(
          most,
        )}), e.g. ${Math.min(most, 2_592_000)} for ${spellOut(
          Math.min(most, 2_592_000),
        )}; it is ${seconds}.`,
      ),
      ERROR_CODES.durationInvalid,
    );
  }
}

/**
 * What may pass by itself for a page that only shows facts stands in the way of a plan, which needs today's. That a
 * database is public is an obstacle to VPC Lattice and not to every way.
 */
function databaseFindings({ reading, findings }: DatabaseDetails): {
  ofAll: Finding[];
  latticeOnly: Finding[];
} {
  const isIncomplete = !reading || reading.stale;
  const all = isIncomplete
    ? findings.map(finding =>
        isUnread(finding)
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
  const isPublic = ({ code }: Finding) => code === ERROR_CODES.databasePublic;
  return {
    ofAll: all.filter(finding => !isPublic(finding)),
    latticeOnly: all.filter(isPublic),
  };
}

function barePlan(
  { network, durationSeconds, connectVia }: Wish,
  details: DatabaseDetails,
  prices: PriceBook,
): Plan {
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
    network,
    durationSeconds,
    pattern: patternAskedFor(connectVia),
    reasons: [],
    objects: [],
    opens: [],
    enables: [],
    cost: noEstimate(prices),
    findings: [],
  };
}

function standingsOf(judged: ReadonlyMap<Pattern, Judged>) {
  return new Map([...judged].map(([name, { standing }]) => [name, standing]));
}

function reasonsFor(options: {
  chosen: Pattern;
  recommendation: Recommendation;
  situation: Situation;
  reason?: string;
}): string[] {
  const { chosen, recommendation, situation, reason } = options;
  if (chosen === recommendation.pattern) {
    return recommendation.reasons;
  }
  const recommended = knownPatterns.find(
    ({ name }) => name === recommendation.pattern,
  )!;
  return [
    ...(reason ? [`Chosen instead of ${recommended.title}: ${reason}`] : []),
    ...prosOf(situation, chosen),
  ];
}
