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
  ConsumerNetworks,
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { AwsCallError, AwsSessions } from '../aws';
import { DatabaseAccessConfig, Lane } from '../config';
import { inOrderOfSeverity, isUnread, problemFinding } from './findings';
import { readTaggedNetworks, TaggedNetworks } from './readTaggedNetworks';
import { SingleFlightCache } from './SingleFlightCache';
import { withinDeadline } from './withinDeadline';

const MAX_AGE_SECONDS = 30;

/** An account that hangs must not delay the networks of the others. */
const LONGEST_WAIT_MS = 2_000;

/** The networks from which access may be used: those of config, and those that tags declare where config allows it. */
export class Networks {
  readonly #config: DatabaseAccessConfig;
  readonly #sessions: AwsSessions;
  readonly #recent: SingleFlightCache<TaggedNetworks>;

  constructor(options: {
    config: DatabaseAccessConfig;
    sessions: AwsSessions;
    clock: Clock;
  }) {
    this.#config = options.config;
    this.#sessions = options.sessions;
    this.#recent = new SingleFlightCache({
      clock: options.clock,
      maxAgeSeconds: MAX_AGE_SECONDS,
    });
  }

  /**
   * The networks of these owners. An account that does not answer hides nothing but its own tagged networks, and says
   * so in a finding.
   */
  async ownedBy(ownerRefs: readonly string[]): Promise<ConsumerNetworks> {
    const { items, findings } = await this.#all();
    return {
      items: items.filter(network => ownerRefs.includes(network.owner)),
      findings,
    };
  }

  /** The network of this name, whoever owns it. */
  async find(name: string): Promise<ConsumerNetwork | undefined> {
    const { items } = await this.#all();
    return items.find(network => network.name === name);
  }

  /** Whether there is still one of this name; `unknown` while an account does not say which its tags declare. */
  async presence(
    network: Pick<ConsumerNetwork, 'name' | 'source' | 'accountId'>,
  ): Promise<'there' | 'gone' | 'unknown'> {
    const { items, findings } = await this.#all();
    if (items.some(({ name }) => name === network.name)) {
      return 'there';
    }
    const isTagged =
      network.source === 'tags' &&
      this.#config.accounts.get(network.accountId)?.allowNetworkTags;
    return isTagged && findings.some(isUnread) ? 'unknown' : 'gone';
  }

  async #all(): Promise<ConsumerNetworks> {
    const byName = new Map<string, ConsumerNetwork>();
    for (const network of this.#fromConfig()) {
      byName.set(network.name, network);
    }
    const findings: Finding[] = [];
    const tagged = await Promise.all(
      this.#lanesWithTags().map(lane =>
        withinDeadline(LONGEST_WAIT_MS, this.#fromTags(lane), () =>
          this.#silent(lane),
        ),
      ),
    );
    for (const lane of tagged) {
      findings.push(...lane.findings);
      for (const network of lane.networks) {
        const taken = byName.get(network.name);
        if (taken) {
          findings.push(nameTaken(network, taken));
        } else {
          byName.set(network.name, network);
        }
      }
    }
    return {
      items: [...byName.values()].sort((a, b) =>
        a.title.localeCompare(b.title, 'en-US'),
      ),
      findings: inOrderOfSeverity(findings),
    };
  }

  #fromConfig(): ConsumerNetwork[] {
    return this.#config.networks.map(network => ({
      ...network,
      subnetIds: [...network.subnetIds],
      clientSecurityGroupIds: [...network.clientSecurityGroupIds],
      accountName: this.#config.accounts.get(network.accountId)!.name,
      source: 'config',
    }));
  }

  #lanesWithTags(): Lane[] {
    return [...this.#config.accounts.values()]
      .filter(account => account.allowNetworkTags)
      .flatMap(({ accountId, regions }) =>
        regions.map(region => ({ accountId, region })),
      );
  }

  #silent({ accountId, region }: Lane): TaggedNetworks {
    const { name } = this.#config.accounts.get(accountId)!;
    return {
      networks: [],
      findings: [
        {
          code: ERROR_CODES.awsUnavailable,
          severity: 'warning',
          message: `Account ${accountId} (${name}), ${region}, has not yet said which networks its tags declare: look again in a moment.`,
        },
      ],
    };
  }

  #fromTags(lane: Lane): Promise<TaggedNetworks> {
    const key = `${lane.accountId}/${lane.region}`;
    return this.#recent.get(key, async () => {
      try {
        return await readTaggedNetworks(this.#sessions.read(lane));
      } catch (error) {
        if (error instanceof AwsCallError) {
          return { networks: [], findings: [problemFinding(error, 'warning')] };
        }
        throw error;
      }
    });
  }
}

function nameTaken(network: ConsumerNetwork, taken: ConsumerNetwork): Finding {
  return {
    code: ERROR_CODES.networkInvalid,
    severity: 'warning',
    message: `The VPC ${network.vpcId} in account ${network.accountId} (${network.accountName}) is tagged as the network '${network.name}', which is the name of ${taken.vpcId} in account ${taken.accountId} (${taken.accountName}): give it another.`,
  };
}
