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
  DBCluster,
  DBInstance,
  paginateDescribeDBClusters,
  paginateDescribeDBInstances,
} from '@aws-sdk/client-rds';
import type { LaneClients } from '../../aws';

/** The most that RDS gives on a page: aws.md §3.3. */
const PAGE_SIZE = 100;

/** All that RDS calls instances in a lane, those of other services among them. */
export async function listInstances({
  rds,
}: LaneClients): Promise<DBInstance[]> {
  const found: DBInstance[] = [];
  const pages = paginateDescribeDBInstances(
    { client: rds, pageSize: PAGE_SIZE },
    {},
  );
  for await (const { DBInstances = [] } of pages) {
    found.push(...DBInstances);
  }
  return found;
}

/** The same of clusters. */
export async function listClusters({ rds }: LaneClients): Promise<DBCluster[]> {
  const found: DBCluster[] = [];
  const pages = paginateDescribeDBClusters(
    { client: rds, pageSize: PAGE_SIZE },
    {},
  );
  for await (const { DBClusters = [] } of pages) {
    found.push(...DBClusters);
  }
  return found;
}
