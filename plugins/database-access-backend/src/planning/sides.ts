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
  ConsumerNetwork,
  DatabaseFacts,
} from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError } from '../aws';
import type { SubnetFacts } from '../patterns';

/** A subnet of one side, today. */
export interface SubnetToday extends SubnetFacts {
  freeAddresses: number;
}

/** One rule of a security group, outbound. */
export interface EgressRule {
  /** `-1` is every protocol. */
  protocol: string;
  fromPort?: number;
  toPort?: number;
  /** IPv4 ranges and ids of groups and prefix lists. */
  peers: string[];
}

/** A security group, as far as it says who may pass. */
export interface SecurityGroupFacts {
  id: string;
  name: string;
  /** The tag `database-access:shareable` says `true`. */
  shareable: boolean;
  egress: EgressRule[];
}

/** What is around the database. */
export interface ProviderFacts {
  subnets: SubnetToday[];
  securityGroups: SecurityGroupFacts[];
  organizationId?: string;
}

/** One entry of a network ACL; the lowest number that fits decides. */
export interface AclEntry {
  number: number;
  egress: boolean;
  allows: boolean;
  protocol: string;
  cidr: string;
  fromPort?: number;
  toPort?: number;
}

/** An endpoint of the VPC that is not ours, and the names it answers to. */
export interface ForeignEndpoint {
  id: string;
  names: string[];
}

/** What is around the clients. */
export interface ConsumerFacts {
  /** In the order of the network's subnets; one that AWS does not have is missing. */
  subnets: SubnetToday[];
  clientGroups: SecurityGroupFacts[];
  acls: Array<{ id: string; subnetIds: string[]; entries: AclEntry[] }>;
  endpoints: ForeignEndpoint[];
  dnsSupport: boolean;
  dnsHostnames: boolean;
  organizationId?: string;
  /** ARN of the service network that the VPC is associated with; absent also if the account's role may not ask. */
  serviceNetwork?: string;
}

/** What is around a service network. */
export interface NetworkingFacts {
  organizationId?: string;
}

/** A wish with all that AWS says of both of its sides. */
export interface BothSides {
  database: DatabaseFacts;
  network: ConsumerNetwork;
  provider: ProviderFacts;
  consumer: ConsumerFacts;
}

/** One account needs no organisation to see what is its own. */
export function inSameOrganization({
  database,
  network,
  provider,
  consumer,
}: BothSides): boolean {
  const { organizationId } = provider;
  return (
    database.accountId === network.accountId ||
    (organizationId !== undefined && organizationId === consumer.organizationId)
  );
}

/** What was found out about one side, or why it was not. */
export type Observed<T> =
  | { facts: T; problem?: undefined }
  | { facts?: undefined; problem: AwsCallError };

/**
 * An account that does not answer is something to say, never an exception that hides the other side.
 *
 * @throws only what is no failure of AWS
 */
export async function observed<T>(
  read: () => Promise<T>,
): Promise<Observed<T>> {
  try {
    return { facts: await read() };
  } catch (error) {
    if (error instanceof AwsCallError) {
      return { problem: error };
    }
    throw error;
  }
}
