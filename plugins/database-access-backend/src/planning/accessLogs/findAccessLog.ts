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

import { paginateListAccessLogSubscriptions } from '@aws-sdk/client-vpc-lattice';
import { LaneClients } from '../../aws';

/** Who keeps the log of a resource, and where. */
export type FoundAccessLog =
  | {
      state: 'kept';
      logGroupName: string;
      /** Milliseconds since the epoch: nothing was logged before. */
      since: number;
    }
  /** Kept where it is not read: in S3 or behind Firehose. */
  | { state: 'elsewhere'; destination: string }
  | { state: 'not-kept' };

/**
 * What the owner of a resource configuration or a service network has subscribed to.
 *
 * @throws AwsCallError
 */
export async function findAccessLog(
  { vpcLattice }: LaneClients,
  resourceId: string,
): Promise<FoundAccessLog> {
  let found: FoundAccessLog = { state: 'not-kept' };
  const pages = paginateListAccessLogSubscriptions(
    { client: vpcLattice },
    { resourceIdentifier: resourceId },
  );
  for await (const { items = [] } of pages) {
    for (const subscription of items) {
      const {
        destinationArn = '',
        createdAt,
        serviceNetworkLogType,
      } = subscription;
      // The log of the services of a network, which are HTTP, tells nothing of databases.
      if (serviceNetworkLogType === 'SERVICE') {
        continue;
      }
      const logGroupName = logGroupNameIn(destinationArn);
      if (logGroupName) {
        const since = createdAt?.getTime() ?? 0;
        return { state: 'kept', logGroupName, since };
      }
      found = { state: 'elsewhere', destination: destinationArn };
    }
  }
  return found;
}

/** `arn:aws:logs:<region>:<account>:log-group:<name>`, with `:*` at its end or without. */
function logGroupNameIn(arn: string): string | undefined {
  return /^arn:[^:]+:logs:[^:]+:\d{12}:log-group:([^:*]+)(?::\*)?$/.exec(
    arn,
  )?.[1];
}
