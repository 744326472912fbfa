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

import { AwsCredentialIdentity } from '@aws-sdk/types';
import { Clock } from '@towpath/backstage-plugin-database-access-node';

/** AWS's clients themselves renew credentials this long before they end. */
const RENEW_BEFORE_MS = 5 * 60_000;

/** The credentials of one session: kept until shortly before they end, and asked for once however many need them. */
export class LaneCredentials {
  readonly #assume: () => Promise<AwsCredentialIdentity>;
  readonly #clock: Clock;
  #current?: AwsCredentialIdentity;
  #pending?: Promise<AwsCredentialIdentity>;

  constructor(options: {
    assume: () => Promise<AwsCredentialIdentity>;
    clock: Clock;
  }) {
    this.#assume = options.assume;
    this.#clock = options.clock;
  }

  get current(): AwsCredentialIdentity | undefined {
    return this.#current;
  }

  async get(): Promise<AwsCredentialIdentity> {
    if (this.#current && !this.#endsSoon(this.#current)) {
      return this.#current;
    }
    this.#pending ??= this.#renew();
    return this.#pending;
  }

  /** Lets the next call get new ones, unless somebody did so since. */
  forget(used: AwsCredentialIdentity | undefined): void {
    if (this.#current === used) {
      this.#current = undefined;
    }
  }

  async #renew(): Promise<AwsCredentialIdentity> {
    try {
      this.#current = await this.#assume();
      return this.#current;
    } finally {
      this.#pending = undefined;
    }
  }

  #endsSoon({ expiration }: AwsCredentialIdentity): boolean {
    return (
      expiration !== undefined &&
      expiration.getTime() - this.#clock.now().getTime() < RENEW_BEFORE_MS
    );
  }
}
