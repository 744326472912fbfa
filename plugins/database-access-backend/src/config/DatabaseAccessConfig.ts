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

import { Pattern } from '@towpath/backstage-plugin-database-access-common';
import { EndpointConfig } from './readEndpoints';
import { DriftTerms } from './readDriftTerms';
import { ShareTerms } from './readShareTerms';
import { AccessPolicyConfig } from './PolicyConfig';
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
  /** Its networks may reach databases of accounts that are not in its organisation. */
  allowOutsideOrganization: boolean;
  /** As the rules of `databaseAccess.patterns` call it; the portal does not ask AWS. */
  organizationalUnit?: string;
  /** Role names, with their path if they have one. */
  roles: Readonly<Record<Purpose, string>>;
  /** The role as which the updaters of its databases run. The portal does not make it. */
  updaterRole?: string;
  /** The name of its log group that keeps who connects to its databases over VPC Lattice. The portal does not make it. */
  accessLogGroup?: string;
  /** What the endpoint services of its databases are called beside: `<database>.<domain>`. */
  privateDnsName?: PrivateDnsNameConfig;
}

/** A domain of the account, and its public hosted zone there. */
export interface PrivateDnsNameConfig {
  domain: string;
  hostedZoneId: string;
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

/** Networks and databases whose owners agreed that each of them may reach each. */
export interface ZoneConfig extends Lane {
  name: string;
  title: string;
  /** The networking account. */
  accountId: string;
  /** Names of networks. */
  networks: readonly string[];
  /** ARNs. */
  databases: readonly string[];
}

/** The AWS that development and demo run against. */
export interface SimulatedAwsConfig {
  endpoint: string;
  /** The portal's own account there. */
  accountId: string;
}

/** Where a rule about patterns holds. What is absent does not matter; of a list, one is enough. */
export interface PatternScope {
  database: {
    environments?: readonly string[];
    accounts?: readonly string[];
    organizationalUnits?: readonly string[];
    /** All of these are tags of the database in AWS. */
    tags?: Readonly<Record<string, string>>;
  };
  network: {
    accounts?: readonly string[];
    organizationalUnits?: readonly string[];
  };
  /** Only where the two accounts are not in one organisation. */
  outsideOrganization: boolean;
}

/** What people decided about ways to connect: some are forbidden, one is preferred. */
export interface PatternRule {
  forbid: readonly Pattern[];
  prefer?: Pattern;
  /** One sentence, for those whom it concerns. */
  because: string;
  when: PatternScope;
}

/** Which ways to connect people want. */
export interface PatternsConfig {
  /** The tag of a database, or else the label of its entity, that names its environment. */
  environmentTag: string;
  /** The first that fits decides what is preferred; all that fit forbid. */
  rules: readonly PatternRule[];
}

/** How long a request may wait for people. */
export interface RequestTerms {
  /** What nobody has decided for so long is over. */
  decideWithinSeconds: number;
  /** An approval that was not used for so long counts no more. */
  startWithinSeconds: number;
  /** Those who decide are reminded of what has waited so long, and of it again after as long. */
  remindAfterSeconds: number;
  /** Others may decide, too, what nobody has decided for so long. */
  escalation?: { afterSeconds: number; to: string };
  /** What an approval is worth of somebody who joined those who decide after they were asked. */
  newMembers: NewMembers;
}

/** Such an approval is not taken, or written down and shown as such; it fills no seat either way. */
export type NewMembers = 'refused' | 'flagged';

/** What holds where config says nothing. */
export const DEFAULT_REQUEST_TERMS: RequestTerms = {
  decideWithinSeconds: 14 * 86_400,
  startWithinSeconds: 7 * 86_400,
  remindAfterSeconds: 2 * 86_400,
  newMembers: 'refused',
};

/** It has no dot: topics are keys in the config of what reads queues, and there dots part keys. */
export const DEFAULT_EVENT_TOPIC = 'database-access-rds';

/** What may look whether shares can be reached. */
export interface ReachabilityConfig {
  /** AWS's VPC Reachability Analyzer, which AWS bills by the analysis. */
  analyzer?: true;
  /** What the names of functions begin with that open a connection from a network: one for each, named after it. */
  proberPrefix?: string;
}

/** Everything below `databaseAccess`, read once and checked. */
export interface DatabaseAccessConfig {
  installation: string;
  simulatedAws?: SimulatedAwsConfig;
  /** By account id. */
  accounts: ReadonlyMap<string, AccountConfig>;
  networks: readonly NetworkConfig[];
  /** Absent: none. */
  zones?: readonly ZoneConfig[];
  /** Where names of databases are asked for, `address` or `address:port`. Absent: the servers of the machine. */
  dnsServers?: readonly string[];
  /** Where services of AWS are called instead of where AWS has them. Absent: nowhere else. */
  endpoints?: readonly EndpointConfig[];
  /** The topics on which events of RDS arrive. Absent: DEFAULT_EVENT_TOPIC. */
  eventTopics?: readonly string[];
  /** Absent: nothing is forbidden, nothing preferred. */
  patterns?: PatternsConfig;
  /** Absent: the owners of a database decide, and nothing else holds. */
  policy?: AccessPolicyConfig;
  /** Absent: DEFAULT_REQUEST_TERMS. */
  requestTerms?: RequestTerms;
  /** Absent: DEFAULT_SHARE_TERMS. */
  shareTerms?: ShareTerms;
  driftTerms?: DriftTerms;
  /** Entity ref of those who may end any access. Absent: nobody but those whose access it is. */
  platformTeam?: string;
  /** A database that is shared over PrivateLink gets an updater in its own account, which works while the portal is down. */
  updater?: true;
  /** How it may be found out whether a share can be reached; nothing unless said. */
  reachability?: ReachabilityConfig;
}
