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
  DatabaseReading,
  ERROR_CODES,
  ErrorCode,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { AwsCallError, AwsSessions } from '../aws';
import { DatabaseReadings } from '../store';
import { readDatabaseFacts } from './readDatabaseFacts';
import { SingleFlightCache } from './SingleFlightCache';

const MAX_AGE_SECONDS = 30;

/** Who took an account out of the config does not want it shown any more. */
const NOT_OURS: ReadonlySet<ErrorCode> = new Set([
  ERROR_CODES.accountNotConfigured,
  ERROR_CODES.regionNotConfigured,
]);

/** What was found out about a database: what AWS says, or why it does not and what it said the last time. */
export interface DatabaseObservation {
  reading?: DatabaseReading;
  problem?: AwsCallError;
}

/** Reads databases, each at most twice a minute, and remembers the last reading for the time when AWS does not answer. */
export class DatabaseReader {
  readonly #sessions: AwsSessions;
  readonly #readings: DatabaseReadings;
  readonly #clock: Clock;
  readonly #tagsOfInterest?: readonly string[];
  readonly #recent: SingleFlightCache<DatabaseObservation>;

  constructor(options: {
    sessions: AwsSessions;
    readings: DatabaseReadings;
    clock: Clock;
    /** Keys of tags to read beside the owners' own. */
    tagsOfInterest?: readonly string[];
  }) {
    this.#sessions = options.sessions;
    this.#readings = options.readings;
    this.#clock = options.clock;
    this.#tagsOfInterest = options.tagsOfInterest;
    this.#recent = new SingleFlightCache({
      clock: options.clock,
      maxAgeSeconds: MAX_AGE_SECONDS,
    });
  }

  read(arn: DatabaseArn): Promise<DatabaseObservation> {
    return this.#recent.get(arn.arn, () => this.#observe(arn));
  }

  async #observe(arn: DatabaseArn): Promise<DatabaseObservation> {
    try {
      const session = this.#sessions.read(arn);
      const facts = await readDatabaseFacts(session, arn, this.#tagsOfInterest);
      const readAt = this.#clock.now();
      await this.#readings.save({ facts, readAt });
      return {
        reading: { facts, readAt: readAt.toISOString(), stale: false },
      };
    } catch (error) {
      if (error instanceof AwsCallError) {
        return { problem: error, reading: await this.#lastReading(arn, error) };
      }
      throw error;
    }
  }

  async #lastReading(
    arn: DatabaseArn,
    problem: AwsCallError,
  ): Promise<DatabaseReading | undefined> {
    if (NOT_OURS.has(problem.code)) {
      return undefined;
    }
    const last = await this.#readings.find(arn.arn);
    return (
      last && {
        facts: last.facts,
        readAt: last.readAt.toISOString(),
        stale: true,
      }
    );
  }
}
