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

import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  AccessPolicy,
  AccessQuestion,
} from '@towpath/backstage-plugin-database-access-node';
import { DatabaseAccessConfig } from '../config';
import { DeclaredPolicy, HeldRule } from './DeclaredPolicy';
import { OutsidePolicy } from './OutsidePolicy';
import { Opinion, rule, Ruling } from './Ruling';

/** Nobody waits longer for a policy: a form is open. */
const ANSWERS_WITHIN_MS = 5_000;

/** Asks all policies: the rules of config, what holds in every portal, and those that modules add. */
export class Policies {
  readonly #declared: DeclaredPolicy;
  readonly #policies: readonly AccessPolicy[];
  readonly #logger: Pick<LoggerService, 'warn'>;
  readonly #answersWithinMs: number;

  constructor(options: {
    config: Pick<DatabaseAccessConfig, 'policy' | 'accounts' | 'platformTeam'>;
    /** Those of modules. */
    policies?: readonly AccessPolicy[];
    logger: Pick<LoggerService, 'warn'>;
    /** Default: 5 seconds. */
    answersWithinMs?: number;
  }) {
    const { config } = options;
    this.#declared = new DeclaredPolicy(config.policy?.rules ?? []);
    this.#policies = [
      this.#declared,
      new OutsidePolicy(config),
      ...(options.policies ?? []),
    ];
    this.#logger = options.logger;
    this.#answersWithinMs = options.answersWithinMs ?? ANSWERS_WITHIN_MS;
  }

  async rule(question: AccessQuestion): Promise<Ruling> {
    const opinions = await Promise.all(
      this.#policies.map(policy => this.#ask(policy, question)),
    );
    return rule(question, opinions.flat());
  }

  /** What holds for a question, and why each rule of config does or does not. */
  async explain(
    question: AccessQuestion,
  ): Promise<{ ruling: Ruling; rules: HeldRule[] }> {
    return {
      ruling: await this.rule(question),
      rules: this.#declared.hold(question),
    };
  }

  /** What cannot be asked might have refused: so it does. */
  async #ask(
    policy: AccessPolicy,
    question: AccessQuestion,
  ): Promise<Opinion[]> {
    const signal = AbortSignal.timeout(this.#answersWithinMs);
    const late = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), {
        once: true,
      });
    });
    try {
      const opinions = await Promise.race([
        policy.judge(question, { signal }),
        late,
      ]);
      return opinions.map(opinion => ({
        ...expectOpinion(opinion),
        policy: policy.id,
      }));
    } catch (error) {
      this.#logger.warn(
        `The policy ${policy.id} has no answer, so it refuses: ${
          toError(error).message
        }`,
      );
      return [
        {
          policy: policy.id,
          rule: 'no-answer',
          because: `The policy ${policy.id} could not be asked, and nothing is allowed that it might refuse. Try again; if it stays so, tell those who run the portal.`,
          refuse: true,
        },
      ];
    }
  }
}

/** A module may be written without types, and may pass on what somebody else has answered. */
function expectOpinion(opinion: Omit<Opinion, 'policy'>) {
  const { rule: id, because, decide } = opinion;
  const areDemands = (decide ?? []).every(
    ({ by, count, stage }) =>
      typeof by === 'string' &&
      by !== '' &&
      [count, stage].every(each => Number.isInteger(each) && each > 0),
  );
  const areSeconds = [opinion.longestSeconds, opinion.defaultSeconds].every(
    each => each === undefined || (Number.isFinite(each) && each >= 0),
  );
  if (
    typeof id !== 'string' ||
    typeof because !== 'string' ||
    !areDemands ||
    !areSeconds
  ) {
    throw new Error(`an opinion is malformed: ${JSON.stringify(opinion)}`);
  }
  return opinion;
}
