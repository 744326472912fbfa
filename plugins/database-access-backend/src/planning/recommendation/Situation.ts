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

/** One side of a wish, as far as rules ask for it. */
export interface Place {
  /** For people: a database's identifier, a network's name. */
  name: string;
  accountId: string;
  accountName: string;
  region: string;
  /** AZ IDs of its subnets. */
  zones: readonly string[];
  cidrBlocks: readonly string[];
}

/** All that the recommendation depends on. The same situation leads to the same recommendation. */
export interface Situation {
  database: Place & { publiclyAccessible: boolean };
  network: Place & {
    /** ARN of the service network that the VPC is associated with; absent if there is none or AWS did not say. */
    serviceNetwork?: string;
  };
  sameOrganization: boolean;
  /** VPCs that have access to the database, with this one. */
  networks: number;
  /** Databases that this VPC has access to, with this one. */
  databases: number;
  /** Another share has a load balancer of ours before the database. */
  loadBalancerStands: boolean;
  /** What config forbids here, and why. */
  forbidden: ReadonlyMap<Pattern, string>;
  /** What config prefers here, and why. */
  preferred?: { pattern: Pattern; because: string };
}
