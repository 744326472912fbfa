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
  DatabaseArn,
  ERROR_CODES,
  ErrorCode,
  Finding,
  RdsReport,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { AwsCallError, AwsSessions } from '../../aws';
import { DatabaseAccessConfig } from '../../config';
import { RdsReadings } from '../../store';
import { problemFinding } from '../findings';
import { SingleFlightCache } from '../SingleFlightCache';
import { Authorities, readAuthorities } from './readAuthorities';
import { readRdsDetails } from './readRdsDetails';
import { hintsOf } from './hints';

const MAX_AGE_SECONDS = 30;

/** Authorities live for decades. */
const AUTHORITIES_MAX_AGE_SECONDS = 3600;

/** Who took an account out of the config does not want it shown any more. */
const NOT_OURS: ReadonlySet<ErrorCode> = new Set([
  ERROR_CODES.accountNotConfigured,
  ERROR_CODES.regionNotConfigured,
]);

type Observed = Pick<RdsReport, 'reading' | 'problems'>;

/**
 * How databases are kept: read when somebody looks, each at most twice a minute, and remembered for the time when AWS
 * does not answer.
 */
export class RdsReports {
  readonly #config: DatabaseAccessConfig;
  readonly #sessions: AwsSessions;
  readonly #readings: RdsReadings;
  readonly #clock: Clock;
  readonly #recent: SingleFlightCache<Observed>;
  readonly #authorities: SingleFlightCache<Authorities>;

  constructor(options: {
    config: DatabaseAccessConfig;
    sessions: AwsSessions;
    readings: RdsReadings;
    clock: Clock;
  }) {
    const { clock } = options;
    this.#config = options.config;
    this.#sessions = options.sessions;
    this.#readings = options.readings;
    this.#clock = clock;
    this.#recent = new SingleFlightCache({
      clock,
      maxAgeSeconds: MAX_AGE_SECONDS,
    });
    this.#authorities = new SingleFlightCache({
      clock,
      maxAgeSeconds: AUTHORITIES_MAX_AGE_SECONDS,
    });
  }

  async report(arn: DatabaseArn): Promise<RdsReport> {
    const { accountId, region } = arn;
    const observed = await this.#recent.get(arn.arn, () => this.#observe(arn));
    const details = observed.reading?.details;
    return {
      arn: arn.arn,
      accountId,
      accountName: this.#config.accounts.get(accountId)?.name ?? accountId,
      region,
      ...observed,
      hints: details ? hintsOf(details, this.#clock.now()) : [],
    };
  }

  async #observe(arn: DatabaseArn): Promise<Observed> {
    const problems: Finding[] = [];
    try {
      const session = this.#sessions.read(arn);
      const details = await readRdsDetails(session, arn, {
        now: this.#clock.now(),
        authorities: () =>
          this.#authorities.get(`${arn.accountId}/${arn.region}`, () =>
            readAuthorities(session),
          ),
        onProblem: problem => problems.push(problemFinding(problem, 'warning')),
      });
      const readAt = this.#clock.now();
      await this.#readings.save({ details, readAt });
      return {
        reading: { details, readAt: readAt.toISOString(), stale: false },
        problems,
      };
    } catch (error) {
      if (!(error instanceof AwsCallError)) {
        throw error;
      }
      return {
        reading: await this.#lastReading(arn, error),
        problems: [problemFinding(error, 'warning')],
      };
    }
  }

  async #lastReading(
    arn: DatabaseArn,
    problem: AwsCallError,
  ): Promise<RdsReport['reading']> {
    if (NOT_OURS.has(problem.code)) {
      return undefined;
    }
    const last = await this.#readings.find(arn.arn);
    return (
      last && {
        details: last.details,
        readAt: last.readAt.toISOString(),
        stale: true,
      }
    );
  }
}
