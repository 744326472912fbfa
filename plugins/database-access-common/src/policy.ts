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

import { DecisionSeat, Pattern } from './plans';

/**
 * A made-up request: what a policy would look at, if somebody asked for this. Whatever is absent is as little as it can be.
 *
 * @public
 */
export interface PolicyQuestion {
  kind?: 'access' | 'extension';
  /** Full entity refs. */
  requester?: { ref?: string; groups?: string[] };
  database?: {
    ref?: string;
    accountId?: string;
    organizationalUnit?: string;
    environment?: string;
    dataClassification?: string;
    owner?: string;
    system?: string;
    tags?: Record<string, string>;
  };
  network?: {
    name?: string;
    accountId?: string;
    organizationalUnit?: string;
    owner?: string;
  };
  outsideOrganization?: boolean;
  pattern?: Pattern;
  durationSeconds?: number;
  /** USD. */
  fixedMonthlyCost?: number;
}

/**
 * One rule of config, and why it holds or does not.
 *
 * @public
 */
export interface PolicyRuleOutcome {
  /** For example `config/production`. */
  rule: string;
  /** Where it stands, e.g. `databaseAccess.policy.rules[0]`. */
  key: string;
  because: string;
  holds: boolean;
  conditions: Array<{
    /** For people. */
    text: string;
    holds: boolean;
  }>;
}

/**
 * What all policies together say of a made-up request.
 *
 * @public
 */
export interface PolicyExplanation {
  /** `refused`: nobody can approve it; `automatic`: nobody need be asked; `decided`: people decide. */
  outcome: 'refused' | 'automatic' | 'decided';
  /** One sentence each. */
  reasons: string[];
  seats: DecisionSeat[];
  longestSeconds?: number;
  defaultSeconds?: number;
  /** Absent: all. */
  patterns?: Pattern[];
  extendingNeedsDecision: boolean;
  commentRequired: boolean;
  /** The rules of config, in their order. */
  rules: PolicyRuleOutcome[];
  /** What policies of modules say, and those rules of config that apply. */
  opinions: Array<{ rule: string; because: string }>;
}
