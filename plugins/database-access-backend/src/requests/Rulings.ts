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

import { AuthService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  ERROR_CODES,
  Finding,
  Pattern,
  Plan,
  PlanDatabase,
  PlanDeciders,
} from '@towpath/backstage-plugin-database-access-common';
import { AccessQuestion } from '@towpath/backstage-plugin-database-access-node';
import {
  DatabaseAccessConfig,
  DEFAULT_CLASSIFICATION_TAG,
  DEFAULT_ENVIRONMENT_TAG,
} from '../config';
import {
  blocking,
  Databases,
  inOrderOfSeverity,
  Planned,
  tagMeaning,
} from '../planning';
import {
  CONFIG_POLICY,
  idOf,
  OWN_POLICY,
  Policies,
  Ruling,
  together as allOf,
} from '../policy';
import { Membership } from './Membership';
import { spellOut } from './spellOut';

/** By what an access is approved that could not wait. */
const EMERGENCY_RULE = 'emergency';
const EMERGENCY = idOf({ policy: CONFIG_POLICY, rule: EMERGENCY_RULE });

/** By what a change is approved that lets nobody do anything new. */
const OPENS_NO_MORE = idOf({ policy: OWN_POLICY, rule: 'opens-no-more' });

/** A plan, with what policies say of it. Where they refuse it, it is none. */
export interface RuledPlan extends Planned {
  /** Absent while nobody knows whose the database is. */
  ruling?: Ruling;
}

/** Who asks, and how. */
export interface Asking {
  requesterRef: string;
  /** It cannot wait for a decision. */
  emergency?: boolean;
}

/** One (network, database) that somebody wants. */
interface WantedPair {
  plan: Pick<
    Plan,
    | 'databaseRef'
    | 'databaseArn'
    | 'database'
    | 'network'
    | 'pattern'
    | 'durationSeconds'
    | 'cost'
  >;
  ownerRef: string;
}

/** What policies say of plans. Everything they look at is read anew: AWS's tags, config and catalog. */
export class Rulings {
  readonly #auth: AuthService;
  readonly #policies: Policies;
  readonly #databases: Databases;
  readonly #membership: Membership;
  readonly #config: DatabaseAccessConfig;

  constructor(options: {
    auth: AuthService;
    policies: Policies;
    databases: Databases;
    membership: Membership;
    config: DatabaseAccessConfig;
  }) {
    this.#auth = options.auth;
    this.#policies = options.policies;
    this.#databases = options.databases;
    this.#membership = options.membership;
    this.#config = options.config;
  }

  /** The plan, with who has to agree to it, or with why it must not be. */
  async on(planned: Planned, asking: Asking): Promise<RuledPlan> {
    const { plan, ownerRef, zone } = planned;
    if (!ownerRef) {
      return planned;
    }
    const groups = await this.#membership.groupsOf(asking.requesterRef);
    const rulings: Ruling[] = [];
    const databases: PlanDatabase[] = [];
    const beside = zone?.beside ?? [];
    // Of what changes with it, only who lets somebody do more has to be asked.
    const together = (zone?.together ?? []).filter(each => each.opensMore);
    const asked = { plan, ownerRef, outsideOrganization: false };
    for (const pair of [asked, ...beside, ...together]) {
      const question = await this.#question(pair, {
        kind: 'access',
        requester: { ref: asking.requesterRef, groups },
        outsideOrganization:
          planned.outsideOrganization || pair.outsideOrganization || false,
      });
      rulings.push(await this.#policies.rule(question));
      databases.push(databaseOf(pair.plan, question));
    }
    const ruling = this.#forEmergency(
      forChange(allOf(rulings), plan),
      asking,
      groups,
    );
    const findings = [
      ...eligibility(plan, asking, groups),
      ...refusals(ruling, plan),
      ...this.#whyNotHurry(asking, groups),
    ];
    const ruled = {
      ...plan,
      database: databases[0],
      deciders: this.#decidersOf(ruling, plan, ownerRef, asking),
      findings: inOrderOfSeverity([...findings, ...plan.findings]),
    };
    return findings.length
      ? { ownerRef, ruling, plan: { ...ruled, digest: undefined } }
      : {
          ...planned,
          ruling,
          plan: ruled,
          zone: zone && {
            ...zone,
            beside: beside.map((each, index) => ({
              ...each,
              plan: { ...each.plan, database: databases[index + 1] },
            })),
          },
        };
  }

  /** What policies say of more time for what is there. */
  async onExtension(
    pair: WantedPair & { outsideOrganization?: boolean },
    asking: { requesterRef: string; durationSeconds: number },
  ): Promise<Ruling> {
    const { requesterRef, durationSeconds } = asking;
    const question = await this.#question(
      { ...pair, plan: { ...pair.plan, durationSeconds } },
      {
        kind: 'extension',
        requester: {
          ref: requesterRef,
          groups: await this.#membership.groupsOf(requesterRef),
        },
        outsideOrganization: pair.outsideOrganization ?? false,
      },
    );
    return this.#policies.rule(question);
  }

  /** @throws NotFoundError if the database's entity is gone */
  async #question(
    { plan, ownerRef }: WantedPair,
    asked: Pick<AccessQuestion, 'kind' | 'requester' | 'outsideOrganization'>,
  ): Promise<AccessQuestion> {
    const { namespace, name } = parseEntityRef(plan.databaseRef);
    const { details, labels, system } = await this.#databases.observe(
      { namespace, name },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    const tags = details.reading?.facts.tags ?? {};
    const { accounts, patterns, policy } = this.#config;
    const unitOf = (id: string) => accounts.get(id)?.organizationalUnit;
    const { network } = plan;
    return {
      ...asked,
      database: {
        ref: plan.databaseRef,
        arn: plan.databaseArn,
        accountId: plan.database.accountId,
        organizationalUnit: unitOf(plan.database.accountId),
        environment: tagMeaning(
          tags,
          labels,
          patterns?.environmentTag ?? DEFAULT_ENVIRONMENT_TAG,
        ),
        dataClassification: tagMeaning(
          tags,
          labels,
          policy?.classificationTag ?? DEFAULT_CLASSIFICATION_TAG,
        ),
        owner: ownerRef,
        system,
        tags,
      },
      network: {
        name: network.name,
        accountId: network.accountId,
        organizationalUnit: unitOf(network.accountId),
        owner: network.owner,
      },
      pattern: plan.pattern,
      durationSeconds: plan.durationSeconds,
      fixedMonthlyCost: plan.cost.fixedMonthly,
      requesterOwnsDatabase: [asked.requester.ref, ...asked.requester.groups]
        .map(lower)
        .includes(lower(ownerRef)),
    };
  }

  /** Nobody is asked before, it is short, and everything else holds all the same. */
  #forEmergency(
    ruling: Ruling,
    asking: Asking,
    groups: readonly string[],
  ): Ruling {
    const { emergency } = this.#config.policy ?? {};
    if (!asking.emergency || !emergency || !this.#mayHurry(asking, groups)) {
      return ruling;
    }
    const longestSeconds = Math.min(
      emergency.longestSeconds,
      ruling.longestSeconds ?? Infinity,
    );
    return {
      ...ruling,
      seats: [],
      automatic: [EMERGENCY],
      longestSeconds,
      defaultSeconds: longestSeconds,
      opinions: [
        ...ruling.opinions,
        {
          policy: CONFIG_POLICY,
          rule: EMERGENCY_RULE,
          because: 'What nobody was asked about before is short.',
          longestSeconds: emergency.longestSeconds,
        },
      ],
    };
  }

  #mayHurry({ requesterRef }: Asking, groups: readonly string[]): boolean {
    const who = this.#config.policy?.emergency?.who ?? [];
    return [requesterRef, ...groups].some(ref =>
      who.map(lower).includes(lower(ref)),
    );
  }

  #whyNotHurry(asking: Asking, groups: readonly string[]): Finding[] {
    if (!asking.emergency || this.#mayHurry(asking, groups)) {
      return [];
    }
    const { emergency } = this.#config.policy ?? {};
    return [
      blocking(ERROR_CODES.emergencyNotEntitled, {
        message: emergency
          ? `Only ${emergency.who.join(
              ', ',
            )} may have access before anybody is asked.`
          : 'Nobody may have access here before somebody is asked.',
        remedy: 'Ask without "It cannot wait", and tell those who decide.',
      }),
    ];
  }

  #decidersOf(
    ruling: Ruling,
    plan: Plan,
    ownerRef: string,
    asking: Asking,
  ): PlanDeciders {
    const { seats, automatic, longestSeconds, defaultSeconds } = ruling;
    const named = new Map([
      ['database-owner', ownerRef],
      ['network-owner', plan.network.owner],
    ]);
    const review = automatic?.includes(EMERGENCY)
      ? this.#config.policy?.emergency?.review.map(by => named.get(by) ?? by)
      : undefined;
    return {
      refs: seats.map(({ ref }) => ref),
      requesterMayDecide: false,
      seats,
      ...(automatic && { automatic }),
      ...(asking.emergency && review && { review: [...new Set(review)] }),
      ...(ruling.commentRequired && { commentRequired: true }),
      ...(longestSeconds !== undefined && { longestSeconds }),
      ...(defaultSeconds !== undefined && { defaultSeconds }),
      policy: ruling.opinions.map(opinion => ({
        rule: idOf(opinion),
        because: opinion.because,
      })),
    };
  }
}

/** Whoever agreed to more agreed to less; whatever is refused today is refused all the same. */
function forChange(ruling: Ruling, { change }: Plan): Ruling {
  return change?.opensMore === false
    ? { ...ruling, seats: [], automatic: [OPENS_NO_MORE] }
    : ruling;
}

/** The database of a plan, with what policies looked at. */
function databaseOf(
  { database }: Pick<Plan, 'database'>,
  { database: asked }: AccessQuestion,
): PlanDatabase {
  const { environment, dataClassification } = asked;
  const tags = Object.entries(asked.tags).map(([key, tag]) => `${key}=${tag}`);
  return {
    ...database,
    ...(environment !== undefined && { environment }),
    ...(dataClassification !== undefined && { dataClassification }),
    ...(tags.length > 0 && { tags: tags.sort() }),
  };
}

/** Only members of a network's owning group may ask for it, and only while they are. */
function eligibility(
  { network }: Plan,
  { requesterRef }: Asking,
  groups: readonly string[],
): Finding[] {
  const isMember = [requesterRef, ...groups]
    .map(lower)
    .includes(lower(network.owner));
  return isMember
    ? []
    : [
        blocking(ERROR_CODES.networkNotAllowed, {
          message: `${requesterRef} does not belong to ${network.owner}, who own the network ${network.name}, as the catalog says.`,
          remedy: `Have somebody of ${network.owner} ask, or have the catalog's groups corrected where it gets them from.`,
        }),
      ];
}

function refusals(ruling: Ruling, plan: Plan): Finding[] {
  const { longestSeconds, patterns, opinions } = ruling;
  const findings = ruling.refusals.map(opinion =>
    blocking(ERROR_CODES.policyRefuses, {
      message: `The rule ${idOf(opinion)} refuses it: ${opinion.because}`,
      remedy:
        'Ask for something else, or talk to those who keep the policy of the portal.',
    }),
  );
  if (longestSeconds !== undefined && plan.durationSeconds > longestSeconds) {
    findings.push(
      tooLong(
        longestSeconds,
        opinions
          .filter(each => each.longestSeconds === longestSeconds)
          .map(each => `${idOf(each)}: ${each.because}`),
      ),
    );
  }
  if (patterns && !patterns.includes(plan.pattern)) {
    findings.push(patternRefused(plan.pattern, patterns, ruling));
  }
  return findings;
}

function tooLong(longestSeconds: number, because: string[]): Finding {
  return blocking(ERROR_CODES.durationTooLong, {
    message: `It may last ${spellOut(longestSeconds)} at most (${because.join(
      '; ',
    )}).`,
    remedy: `Ask for ${spellOut(longestSeconds)} or less.`,
  });
}

function patternRefused(
  pattern: Pattern,
  allowed: readonly Pattern[],
  { opinions }: Ruling,
): Finding {
  const because = opinions
    .filter(each => each.patterns && !each.patterns.includes(pattern))
    .map(each => `${idOf(each)}: ${each.because}`);
  return blocking(ERROR_CODES.patternForbidden, {
    message: `The pattern ${pattern} may not be used here (${because.join(
      '; ',
    )}).`,
    remedy: allowed.length
      ? `Choose ${allowed.join(' or ')}.`
      : 'The rules that apply leave no pattern at all: have the policy corrected.',
  });
}

function lower(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
