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
import { ConsumerNetwork } from '@towpath/backstage-plugin-database-access-common';

type NetworkOfToday = Pick<ConsumerNetwork, 'owner' | 'vpcId'>;

/** Whose databases and networks are at this moment. */
export class Owners {
  readonly #databases: {
    ownerOf(databaseArn: string): Promise<string | undefined>;
  };
  readonly #networks: {
    find(name: string): Promise<NetworkOfToday | undefined>;
  };
  readonly #logger: LoggerService;

  constructor(options: {
    databases: { ownerOf(databaseArn: string): Promise<string | undefined> };
    /** Default: what was written down holds. */
    networks?: { find(name: string): Promise<NetworkOfToday | undefined> };
    logger: LoggerService;
  }) {
    this.#databases = options.databases;
    this.#networks = options.networks ?? { find: async () => undefined };
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

  /** The same of the network from which it is used; another VPC under its name is none of it. */
  async ofNetworkToday({
    name,
    owner,
    vpcId,
  }: Pick<ConsumerNetwork, 'name' | 'owner' | 'vpcId'>): Promise<string> {
    try {
      const today = await this.#networks.find(name);
      return today?.vpcId === vpcId ? today.owner : owner;
    } catch (error) {
      this.#logger.warn(
        `Nobody knows whose the network ${name} is now, so it stays ${owner}'s: ${
          toError(error).message
        }`,
      );
      return owner;
    }
  }
}
