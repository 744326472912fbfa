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
import { AwsSessions } from '../aws';
import { readConsumerFacts } from './readConsumerFacts';
import { readProviderFacts } from './readProviderFacts';
import { ConsumerFacts, observed, Observed, ProviderFacts } from './sides';
import { SingleFlightCache } from './SingleFlightCache';

const MAX_AGE_SECONDS = 30;

/** Reads what is around databases and around clients, each at most twice a minute, however many plans ask. */
export class SideReader {
  readonly #sessions: AwsSessions;
  readonly #installation: string;
  readonly #providers: SingleFlightCache<Observed<ProviderFacts>>;
  readonly #consumers: SingleFlightCache<Observed<ConsumerFacts>>;

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
  }

  provider(database: DatabaseFacts): Promise<Observed<ProviderFacts>> {
    const key = JSON.stringify([
      database.arn,
      database.subnetIds,
      database.securityGroupIds,
    ]);
    return this.#providers.get(key, () =>
      observed(() =>
        readProviderFacts(this.#sessions.read(database), database),
      ),
    );
  }

  consumer(network: ConsumerNetwork): Promise<Observed<ConsumerFacts>> {
    return this.#consumers.get(JSON.stringify(network), () =>
      observed(() =>
        readConsumerFacts(this.#sessions.read(network), {
          network,
          installation: this.#installation,
        }),
      ),
    );
  }
}
