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

/**
 * How much a finding matters: a `blocking` one stops a request, a `warning` should be looked at, an `info` is good to
 * know.
 *
 * @public
 */
export type FindingSeverity = 'blocking' | 'warning' | 'info';

/**
 * Something a person should know: what is wrong, what AWS said, what to do.
 *
 * @public
 */
export interface Finding {
  /** Stable, for tests and links: e.g. `account_refused`, see `ERROR_CODES`. */
  code: string;
  severity: FindingSeverity;
  /** One sentence that names the account, the role, the operation and the fix where there are such. */
  message: string;
  /** AWS's own words, if it said any. */
  awsMessage?: string;
  /** What to do about it. */
  remedy?: string;
  /** Address of the page on which AWS writes of it. */
  reference?: string;
}

/**
 * A host name and port that clients connect to.
 *
 * @public
 */
export interface DatabaseEndpoint {
  host: string;
  port: number;
}

/**
 * What AWS says of one RDS DB instance or cluster.
 *
 * @public
 */
export interface DatabaseFacts {
  arn: string;
  kind: 'instance' | 'cluster';
  identifier: string;
  accountId: string;
  region: string;
  /** For example `postgres`, `mysql`, `aurora-postgresql`. */
  engine: string;
  engineVersion: string;
  /** RDS's own status word: an open list, see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html */
  status: string;
  multiAz: boolean;
  publiclyAccessible: boolean;
  /** Absent while AWS is still creating the database. */
  endpoint?: DatabaseEndpoint;
  readerEndpoint?: DatabaseEndpoint;
  port: number;
  vpcId: string;
  subnetIds: string[];
  securityGroupIds: string[];
  /** AZ IDs (`use1-az1`) that the database's subnets lie in; names differ between accounts, IDs do not. */
  availabilityZoneIds: string[];
  iamAuthentication: boolean;
  /** For example `rds-ca-rsa2048-g1`; a cluster's is that of its writer. */
  certificateAuthority?: string;
  storageEncrypted: boolean;
  deletionProtection: boolean;
  /** The tag `database-access:shareable` says `true`. */
  shareable: boolean;
  /** The tag `database-access:owner`, an entity ref. */
  ownerTag?: string;
  /** Those AWS tags of the database by which config tells databases apart: see `databaseAccess.patterns`. */
  tags?: Record<string, string>;
}

/**
 * One reading of a database's facts.
 *
 * @public
 */
export interface DatabaseReading {
  facts: DatabaseFacts;
  /** ISO 8601, UTC. */
  readAt: string;
  /** True if AWS could not be asked just now and this is what it said the last time. */
  stale: boolean;
}

/**
 * What the portal knows about a database of the catalog.
 *
 * @public
 */
export interface DatabaseDetails {
  /** `resource:<namespace>/<name>` */
  entityRef: string;
  arn: string;
  accountId: string;
  /** The account's name in config. */
  accountName: string;
  region: string;
  /** Absent if AWS has never answered. */
  reading?: DatabaseReading;
  /** The worst first. A refusal of the account is one of them. */
  findings: Finding[];
}

/**
 * Where access is used: the consumer's side.
 *
 * @public
 */
export interface ConsumerNetwork {
  /** Unique in the installation. */
  name: string;
  title: string;
  /** Entity ref of the owning group. */
  owner: string;
  accountId: string;
  accountName: string;
  region: string;
  vpcId: string;
  subnetIds: string[];
  clientSecurityGroupIds: string[];
  /** Where this network was declared. */
  source: 'config' | 'tags';
}

/**
 * The networks a person may use, and the accounts that could not be asked for more.
 *
 * @public
 */
export interface ConsumerNetworks {
  items: ConsumerNetwork[];
  findings: Finding[];
}

/**
 * What this portal is.
 *
 * @public
 */
export interface InstallationDetails {
  /** `databaseAccess.installation` */
  installation: string;
  /** The AWS behind this portal is simulated. */
  simulatedAws: boolean;
}
