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
  AccessOpinion,
  AccessPolicy,
  AccessQuestion,
} from '@towpath/backstage-plugin-database-access-node';
import { AccessRule } from '../config';
import { Condition, conditionsOf } from './conditions';

/** The id of the policy that config declares. */
export const CONFIG_POLICY = 'config';

/** A rule of config, and whether it holds for a question. */
export interface HeldRule {
  rule: AccessRule;
  holds: boolean;
  conditions: Condition[];
}

/** The rules of config. */
export class DeclaredPolicy implements AccessPolicy {
  readonly id = CONFIG_POLICY;
  readonly #rules: readonly AccessRule[];

  constructor(rules: readonly AccessRule[]) {
    this.#rules = rules;
  }

  async judge(question: AccessQuestion): Promise<AccessOpinion[]> {
    return this.hold(question)
      .filter(({ holds }) => holds)
      .map(({ rule }) => rule.opinion);
  }

  /** All rules, with why they hold or do not. */
  hold(question: AccessQuestion): HeldRule[] {
    return this.#rules.map(rule => {
      const conditions = conditionsOf(rule.when, question);
      return {
        rule,
        conditions,
        holds: conditions.every(({ holds }) => holds),
      };
    });
  }
}
