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

/** Whose databases are at this moment. */
export class Owners {
  readonly #databases: {
    ownerOf(databaseArn: string): Promise<string | undefined>;
  };
  readonly #logger: LoggerService;

  constructor(options: {
    databases: { ownerOf(databaseArn: string): Promise<string | undefined> };
    logger: LoggerService;
  }) {
    this.#databases = options.databases;
    this.#logger = options.logger;
  }

  /** Whoever is known to own it today, or else was when it was written down: an account that is down silences nobody. */
  async today(written: {
    databaseArn: string;
    ownerRef: string;
  }): Promise<string> {
    const { databaseArn, ownerRef } = written;
    try {
      return (await this.#databases.ownerOf(databaseArn)) ?? ownerRef;
    } catch (error) {
      this.#logger.warn(
        `Nobody knows whose ${databaseArn} is now, so it stays ${ownerRef}'s: ${
          toError(error).message
        }`,
      );
      return ownerRef;
    }
  }
}
