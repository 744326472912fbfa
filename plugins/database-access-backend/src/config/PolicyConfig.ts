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
import {
  AccessDemand,
  AccessOpinion,
} from '@towpath/backstage-plugin-database-access-node';

/** What stands for a value that a database does not have. */
export const UNKNOWN = 'unknown';

/** Where a rule about access holds. What is absent does not matter; of a list, one is enough. */
export interface AccessScope {
  database: {
    environments?: readonly string[];
    dataClassifications?: readonly string[];
    /** Full entity refs. */
    owners?: readonly string[];
    systems?: readonly string[];
    accounts?: readonly string[];
    organizationalUnits?: readonly string[];
    /** All of these are tags of the database in AWS. */
    tags?: Readonly<Record<string, string>>;
  };
  network: {
    accounts?: readonly string[];
    organizationalUnits?: readonly string[];
    owners?: readonly string[];
  };
  outsideOrganization?: boolean;
  requesterOwnsDatabase?: boolean;
  patterns?: readonly Pattern[];
  durationOverSeconds?: number;
  /** USD. What costs nobody knows how much counts as more. */
  monthlyCostOver?: number;
}

/** A rule of config, and where it stands there. */
export interface AccessRule {
  /** For people, e.g. `databaseAccess.policy.rules[2]`. */
  key: string;
  when: AccessScope;
  opinion: AccessOpinion;
}

/** Who may have access before anybody is asked, for a short time and in full view. */
export interface EmergencyConfig {
  /** Groups and people. */
  who: readonly string[];
  longestSeconds: number;
  /** Who has to look at it afterwards. */
  review: readonly AccessDemand['by'][];
  reviewWithinSeconds: number;
}

/** Everything below `databaseAccess.policy`. */
export interface AccessPolicyConfig {
  /** The tag of a database, or else the label of its entity, that names the class of its data. */
  classificationTag: string;
  /** Tags of databases that policies of modules look at. */
  tags: readonly string[];
  rules: readonly AccessRule[];
  /** Absent: nobody. */
  emergency?: EmergencyConfig;
}
