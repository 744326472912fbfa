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

import type { Join } from '@towpath/backstage-plugin-database-access-common';
import type { Lane } from '../config';

/** A subnet, as far as a pattern needs to know it. */
export interface SubnetFacts {
  subnetId: string;
  /** For example `use1-az1`: the same zone for every account, unlike its name. */
  availabilityZoneId: string;
  cidrBlock: string;
}

/** A zone, and the account that its service network is in: the networking account. */
export interface ZoneFacts extends Lane {
  name: string;
  /** These accounts are in the networking account's organisation, or are that account: nobody needs to be invited. */
  sameOrganization: { database: boolean; network: boolean };
}

/** What a pattern makes its graph of. All of it is true of AWS or stands in config; nothing depends on the day. */
export interface PatternFacts {
  /** `databaseAccess.installation` */
  installation: string;
  database: Lane & {
    arn: string;
    /** For example `orders-postgres`. */
    identifier: string;
    /** The name that its certificate has. */
    host: string;
    /** Of a cluster: the name of its readers. */
    readerHost?: string;
    port: number;
    vpcId: string;
    /** Of its subnet group. */
    subnets: readonly SubnetFacts[];
    /** Those security groups of the database that are tagged `database-access:shareable=true`: one takes our rule. */
    shareableSecurityGroupIds: readonly string[];
  };
  network: Lane & {
    name: string;
    vpcId: string;
    subnets: readonly SubnetFacts[];
    /** Absent clients: everything in the network's subnets may use the endpoint. */
    clientSecurityGroupIds: readonly string[];
  };
  /** Both accounts are in one organisation, and it has sharing with RAM switched on: nobody needs to be invited. */
  sameOrganization: boolean;
  /** How a network joins a service network. */
  join: Join;
  /** The zone that both are in; absent if there is none. */
  zone?: ZoneFacts;
  /** The private DNS name of the database's endpoint service, and the public zone that proves whose its domain is. */
  privateDnsName?: { name: string; hostedZoneId: string };
  /** The log group of the database's account in which its resource configuration keeps who connects. */
  accessLogGroup?: string;
  /** The database gets an updater, which works while the portal is down. */
  updater?: true;
}
