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
  CloudWatchLogsClient,
  CreateLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { SimulatedAws, simulatedClientConfig } from '@towpath/simulated-aws';
import { DatabaseAccessConfig } from '../config';
import { factsOf, ORDERS } from './simulatedCompany';

/** The company has it. */
export const LOG_GROUP = '/aws/vendedlogs/vpc-lattice/databases';
export const OTHER_LOG_GROUP = '/aws/vendedlogs/vpc-lattice/other';

/** What a bench of an access log is made of: config names a log group of the database's account, and it is there. */
export const withAccessLog = {
  facts: { ...factsOf('analytics'), accessLogGroup: LOG_GROUP },
  async prepare({
    aws,
    config,
  }: {
    aws: SimulatedAws;
    config: DatabaseAccessConfig;
  }): Promise<void> {
    nameLogGroup(config, LOG_GROUP);
    const logs = new CloudWatchLogsClient(
      simulatedClientConfig(aws, { accountId: ORDERS }),
    );
    await logs.send(
      new CreateLogGroupCommand({ logGroupName: OTHER_LOG_GROUP }),
    );
  },
};

/** As if this stood in config. */
export function nameLogGroup(
  { accounts }: DatabaseAccessConfig,
  accessLogGroup: string | undefined,
): void {
  Object.assign(accounts.get(ORDERS)!, { accessLogGroup });
}
