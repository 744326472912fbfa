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

import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { Pattern } from '@towpath/backstage-plugin-database-access-common';

/**
 * What somebody asks for, with all that a policy may look at. Everything was read for this question: AWS's tags, the
 * config, and who belongs to which group as the catalog says.
 *
 * @public
 */
export interface AccessQuestion {
  /** A new access, or more time for one that there is. */
  kind: 'access' | 'extension';
  requester: {
    /** Full entity ref. */
    ref: string;
    /** Full entity refs of the groups that the person belongs to. */
    groups: readonly string[];
  };
  database: {
    /** Full entity ref. */
    ref: string;
    arn: string;
    accountId: string;
    /** As config calls it. */
    organizationalUnit?: string;
    /** What the environment's tag says, or else the entity's label of that name. */
    environment?: string;
    /** The same for the class of its data, e.g. `confidential`. */
    dataClassification?: string;
    /** Whom AWS or config names; full entity ref. */
    owner: string;
    /** Full entity ref of the system that the entity is part of. */
    system?: string;
    /** Its tags in AWS. */
    tags: Readonly<Record<string, string>>;
  };
  network: {
    name: string;
    accountId: string;
    organizationalUnit?: string;
    /** Full entity ref. */
    owner: string;
  };
  /** Whether the two accounts are in different organisations. */
  outsideOrganization: boolean;
  pattern: Pattern;
  /** Of the access; of an extension, what is asked for beside. */
  durationSeconds: number;
  /** USD a month, without use; absent if a price is unknown. */
  fixedMonthlyCost?: number;
  /** Whether the requester belongs to a group that owns the database. */
  requesterOwnsDatabase: boolean;
}

/**
 * Who has to agree.
 *
 * @public
 */
export interface AccessDemand {
  /** `database-owner`, `network-owner`, or the full entity ref of a group or person. */
  by: string;
  /** How many people; each of them fills one seat only. */
  count: number;
  /** Those of the first stage decide before those of the second are asked. From 1. */
  stage: number;
}

/**
 * What one rule says of one question. All opinions hold together: any refusal refuses, demands add up, the shortest
 * duration and the patterns that all allow hold, and nothing is approved automatically where any rule asks for a person.
 *
 * @public
 */
export interface AccessOpinion {
  /** Which rule says it, unique in its policy. */
  rule: string;
  /** Why, in one sentence, for those whom it concerns. */
  because: string;
  /** It must not be. */
  refuse?: boolean;
  /** Nobody need be asked. */
  approve?: boolean;
  decide?: readonly AccessDemand[];
  /** The longest duration, in seconds. */
  longestSeconds?: number;
  /** What the form proposes, in seconds. */
  defaultSeconds?: number;
  /** No other pattern may be used. */
  patterns?: readonly Pattern[];
  /** Whether more time needs new decisions, by the same people. */
  extending?: 'new-decision' | 'within-longest';
  /** Whoever approves has to say why. */
  commentRequired?: boolean;
}

/**
 * Decides with others who may have access to what. It is asked when somebody plans or files a request, at each approval
 * and at the start, so it must answer quickly and change nothing. One that throws or does not answer refuses.
 *
 * @public
 */
export interface AccessPolicy {
  /** For timelines, e.g. `opa`. Unique. */
  id: string;
  /** @returns nothing if it has no opinion */
  judge(
    question: AccessQuestion,
    options: { signal: AbortSignal },
  ): Promise<readonly AccessOpinion[]>;
}

/**
 * Where modules add policies beside the rules in config.
 *
 * @public
 */
export interface DatabaseAccessPolicyExtensionPoint {
  /** @throws Error if there is a policy of this id */
  addPolicy(policy: AccessPolicy): void;
}

/**
 * Where modules add policies beside the rules in config.
 *
 * @public
 */
export const databaseAccessPolicyExtensionPoint =
  createExtensionPoint<DatabaseAccessPolicyExtensionPoint>({
    id: 'database-access.policy',
  });
