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

import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { AwsCallError, AwsSessions } from '../aws';
import { Lane } from '../config';
import { countEndpointsInto } from './countEndpointsInto';
import { ListedObject, listObjects, readInstallationOf } from './listObjects';
import { Intent, readDenials } from './readDenials';
import { Quota, QuotaService, readQuotas } from './readQuotas';
import { SingleFlightCache } from './SingleFlightCache';
import { unlessRefused } from './unlessRefused';

/** What is in an account changes with every share; who makes one looks again. */
const LIST_MAX_AGE_SECONDS = 120;
/** Who mends a role wants to see it soon. */
const DENIALS_MAX_AGE_SECONDS = 300;
/** Quotas change when somebody asks AWS for more and AWS agrees. */
const QUOTAS_MAX_AGE_SECONDS = 600;

/**
 * Reads what a lane has already, for advice before anything is made: each list once in two minutes, however many plans
 * ask. What AWS does not say is left out, since nothing but the advice hangs on it.
 */
export class LaneReader {
  readonly #sessions: AwsSessions;
  readonly #installation: string;
  readonly #objects: SingleFlightCache<ListedObject[] | undefined>;
  readonly #endpointsInto: SingleFlightCache<number | undefined>;
  readonly #quotas: SingleFlightCache<Map<string, Quota> | undefined>;
  readonly #denials: SingleFlightCache<Map<string, string> | undefined>;

  constructor(options: {
    sessions: AwsSessions;
    clock: Clock;
    installation: string;
  }) {
    const { sessions, clock, installation } = options;
    this.#sessions = sessions;
    this.#installation = installation;
    this.#objects = new SingleFlightCache({
      clock,
      maxAgeSeconds: LIST_MAX_AGE_SECONDS,
    });
    this.#endpointsInto = new SingleFlightCache({
      clock,
      maxAgeSeconds: LIST_MAX_AGE_SECONDS,
    });
    this.#quotas = new SingleFlightCache({
      clock,
      maxAgeSeconds: QUOTAS_MAX_AGE_SECONDS,
    });
    this.#denials = new SingleFlightCache({
      clock,
      maxAgeSeconds: DENIALS_MAX_AGE_SECONDS,
    });
  }

  /** How sentences call the account of a lane. */
  nameOf(lane: Lane): string {
    const { name } = this.#sessions.read(lane).account;
    return `account ${lane.accountId} (${name})`;
  }

  /** The name of the role by which things are made in a lane. */
  roleOf(lane: Lane): string {
    return this.#sessions.read(lane).account.roles.provision;
  }

  /** @returns why that role may not do what is meant, by action; undefined if AWS does not say */
  denials(
    lane: Lane,
    intent: Intent,
  ): Promise<Map<string, string> | undefined> {
    return advice(() =>
      this.#denials.get(keyOf(lane, JSON.stringify(intent)), () =>
        unlessRefused(readDenials(this.#sessions.read(lane), intent)),
      ),
    );
  }

  /**
   * All objects of a type that the lane has, whoever made them.
   *
   * @returns undefined if this type is not listed, or if AWS does not say
   */
  objects(lane: Lane, type: string): Promise<ListedObject[] | undefined> {
    return advice(() =>
      this.#objects.get(keyOf(lane, type), () =>
        unlessRefused(listObjects(this.#sessions.read(lane), type)),
      ),
    );
  }

  /** @returns how many endpoints lead into a service network of the lane; undefined if AWS does not say */
  endpointsInto(
    lane: Lane,
    serviceNetworkId: string,
  ): Promise<number | undefined> {
    return advice(() =>
      this.#endpointsInto.get(keyOf(lane, serviceNetworkId), () =>
        unlessRefused(
          countEndpointsInto(this.#sessions.read(lane), serviceNetworkId),
        ),
      ),
    );
  }

  /** @returns the quotas of a service by their codes; undefined if AWS does not say */
  quotas(
    lane: Lane,
    serviceCode: QuotaService,
  ): Promise<Map<string, Quota> | undefined> {
    return advice(() =>
      this.#quotas.get(keyOf(lane, serviceCode), () =>
        unlessRefused(readQuotas(this.#sessions.read(lane), serviceCode)),
      ),
    );
  }

  /** @returns whether this installation made it; undefined if AWS does not say */
  isOurs(lane: Lane, object: ListedObject): Promise<boolean | undefined> {
    return advice(async () => {
      const installation = await unlessRefused(
        readInstallationOf(this.#sessions.read(lane), object),
      );
      return installation && installation.tag === this.#installation;
    });
  }
}

function keyOf({ accountId, region }: Lane, what: string): string {
  return [accountId, region, what].join('|');
}

/** An account that does not answer is said elsewhere, by what has to be known of it. */
async function advice<T>(
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AwsCallError) {
      return undefined;
    }
    throw error;
  }
}
