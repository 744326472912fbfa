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

// The portal and the updater use it: nothing may be imported here but what AWS's Node runtime brings.

import {
  DescribeDBClustersCommand,
  paginateDescribeDBInstances,
  RDSClient,
} from '@aws-sdk/client-rds';

/**
 * The names to resolve. A cluster's readers have their own: the name of all readers gives one of them at a time, and is
 * followed only while there are none.
 *
 * @param rds - asked for readers only
 */
export async function databaseHosts(
  rds: () => RDSClient,
  { host, readersOf }: { host: string; readersOf?: string },
): Promise<string[]> {
  return readersOf ? readerHosts(rds(), { host, readersOf }) : [host];
}

async function readerHosts(
  rds: RDSClient,
  { host, readersOf }: { host: string; readersOf: string },
): Promise<string[]> {
  const { DBClusters: [cluster] = [] } = await rds.send(
    new DescribeDBClustersCommand({ DBClusterIdentifier: readersOf }),
  );
  const readers = (cluster?.DBClusterMembers ?? [])
    .filter(member => !member.IsClusterWriter)
    .map(member => member.DBInstanceIdentifier);
  const hosts: string[] = [];
  const pages = paginateDescribeDBInstances(
    { client: rds },
    { Filters: [{ Name: 'db-cluster-id', Values: [readersOf] }] },
  );
  for await (const page of pages) {
    for (const { DBInstanceIdentifier, Endpoint } of page.DBInstances ?? []) {
      if (readers.includes(DBInstanceIdentifier) && Endpoint?.Address) {
        hosts.push(Endpoint.Address);
      }
    }
  }
  return hosts.length ? hosts.sort() : [host];
}
