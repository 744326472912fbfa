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
  ConsumerNetwork,
  DatabaseFacts,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { AwsSessions, LaneClients, organizationOf } from '../aws';
import { Lane } from '../config';
import { readConsumerFacts } from './readConsumerFacts';
import { readProviderFacts } from './readProviderFacts';
import {
  ConsumerFacts,
  NetworkingFacts,
  observed,
  Observed,
  ProviderFacts,
} from './sides';
import { SingleFlightCache } from './SingleFlightCache';

const MAX_AGE_SECONDS = 30;
/** Who may assume a role changes seldom, and each trial stands in the account's CloudTrail. */
const TRIAL_MAX_AGE_SECONDS = 3600;

/** Reads what is around databases, around clients and around service networks, each at most twice a minute, however many plans ask. */
export class SideReader {
  readonly #sessions: AwsSessions;
  readonly #installation: string;
  readonly #providers: SingleFlightCache<Observed<ProviderFacts>>;
  readonly #consumers: SingleFlightCache<Observed<ConsumerFacts>>;
  readonly #networking: SingleFlightCache<Observed<NetworkingFacts>>;
  readonly #trials: SingleFlightCache<void>;

  constructor(options: {
    sessions: AwsSessions;
    clock: Clock;
    installation: string;
  }) {
    const { sessions, clock, installation } = options;
    this.#sessions = sessions;
    this.#installation = installation;
    this.#providers = new SingleFlightCache({
      clock,
      maxAgeSeconds: MAX_AGE_SECONDS,
    });
    this.#consumers = new SingleFlightCache({
      clock,
      maxAgeSeconds: MAX_AGE_SECONDS,
    });
    this.#networking = new SingleFlightCache({
      clock,
      maxAgeSeconds: MAX_AGE_SECONDS,
    });
    this.#trials = new SingleFlightCache({
      clock,
      maxAgeSeconds: TRIAL_MAX_AGE_SECONDS,
    });
  }

  provider(database: DatabaseFacts): Promise<Observed<ProviderFacts>> {
    const key = JSON.stringify([
      database.arn,
      database.subnetIds,
      database.securityGroupIds,
    ]);
    return this.#providers.get(key, () =>
      this.#observe(database, session => readProviderFacts(session, database)),
    );
  }

  consumer(network: ConsumerNetwork): Promise<Observed<ConsumerFacts>> {
    // By place and not by name: many networks may share a VPC, and one reading is enough for all.
    const { accountId, region, vpcId, subnetIds } = network;
    const key = JSON.stringify([
      accountId,
      region,
      vpcId,
      subnetIds,
      network.clientSecurityGroupIds,
    ]);
    return this.#consumers.get(key, () =>
      this.#observe(network, session =>
        readConsumerFacts(session, {
          network,
          installation: this.#installation,
        }),
      ),
    );
  }

  networking({ accountId, region }: Lane): Promise<Observed<NetworkingFacts>> {
    return this.#networking.get(JSON.stringify([accountId, region]), () =>
      this.#observe({ accountId, region }, async session => ({
        organizationId: await organizationOf(session),
      })),
    );
  }

  /** A side is known once it is read, and once its account lets the portal build there as it should. */
  #observe<T>(
    lane: Lane,
    read: (session: LaneClients) => Promise<T>,
  ): Promise<Observed<T>> {
    return observed(async () => {
      const [facts] = await Promise.all([
        read(this.#sessions.read(lane)),
        this.#trials.get(lane.accountId, () =>
          this.#sessions.tryProvisionRole(lane),
        ),
      ]);
      return facts;
    });
  }
}
