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

import { Secret } from './Secret';

/** What a session may be used for; each purpose has its own role in each account. */
export type Purpose = 'read' | 'provision';

/** One AWS account in one Region: the unit of throttling, of credentials and of work. */
export interface Lane {
  accountId: string;
  region: string;
}

/** One account that the portal may enter. */
export interface AccountConfig {
  accountId: string;
  name: string;
  regions: readonly string[];
  /** Absent: the portal does not enter the account, and says so. */
  externalId?: Secret;
  /** Entity ref of the owner of its databases. */
  owner?: string;
  /** The tag `database-access:owner` of a database may name its owner. */
  allowOwnerTags: boolean;
  /** Tagged VPCs are networks. */
  allowNetworkTags: boolean;
  /** Role names, with their path if they have one. */
  roles: Readonly<Record<Purpose, string>>;
}

/** A network that stands in config. */
export interface NetworkConfig {
  name: string;
  title: string;
  owner: string;
  accountId: string;
  region: string;
  vpcId: string;
  subnetIds: readonly string[];
  clientSecurityGroupIds: readonly string[];
}

/** The AWS that development and demo run against. */
export interface SimulatedAwsConfig {
  endpoint: string;
  /** The portal's own account there. */
  accountId: string;
}

/** Everything below `databaseAccess`, read once and checked. */
export interface DatabaseAccessConfig {
  installation: string;
  simulatedAws?: SimulatedAwsConfig;
  /** By account id. */
  accounts: ReadonlyMap<string, AccountConfig>;
  networks: readonly NetworkConfig[];
  /** Where names of databases are asked for, `address` or `address:port`. Absent: the servers of the machine. */
  dnsServers?: readonly string[];
}
