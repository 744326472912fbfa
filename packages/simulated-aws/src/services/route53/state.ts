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

import { defineState } from '../../core/state';

export interface AliasTarget {
  hostedZoneId: string;
  dnsName: string;
  evaluateTargetHealth: boolean;
}

/** What a name stands for: values, or another name that AWS looks up itself. */
export interface RecordData {
  ttl?: number;
  values: string[];
  alias?: AliasTarget;
}

export interface RecordSet extends RecordData {
  /** In lower case, with a dot at its end. */
  name: string;
  type: string;
  /** When the name servers begin to answer so … */
  since: number;
  /** … and what they answer until then; absent: they know no such record. */
  before?: RecordData;
}

export interface ZoneVpc {
  region: string;
  vpcId: string;
}

export interface HostedZone {
  /** `Z` and some more. */
  id: string;
  /** In lower case, with a dot at its end. */
  name: string;
  callerReference: string;
  comment?: string;
  isPrivate: boolean;
  /** Of a private zone: whose names it holds. */
  vpcs: ZoneVpc[];
  nameServers: string[];
  /** By name and type. */
  records: Record<string, RecordSet>;
  createdAt: number;
  tags: Record<string, string>;
}

export interface Change {
  id: string;
  comment?: string;
  submittedAt: number;
  /** When all name servers know of it. */
  insyncAt: number;
}

export interface Route53State {
  zones: Record<string, HostedZone>;
  changes: Record<string, Change>;
}

export const route53State = defineState<Route53State>('route53', () => ({
  zones: {},
  changes: {},
}));
