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
import type { SecurityGroupFacts, SubnetToday } from '../objects';
import type { NetworkAcl } from '../packets';

export type { SubnetToday } from '../objects';

/** What is around the database. */
export interface ProviderFacts {
  subnets: SubnetToday[];
  securityGroups: SecurityGroupFacts[];
  /** Of the database's subnets, where gateways and load balancers lie too. */
  acls: NetworkAcl[];
  organizationId?: string;
  /** RAM shares inside its organisation; absent unless AWS tells this account. */
  organizationSharing?: boolean;
}

/** An endpoint of the VPC that leads to resources, and the names it answers to. */
export interface HoldingEndpoint {
  id: string;
  names: string[];
  /** What it is called if this installation made it; absent: somebody else did. */
  ours?: string;
}

/** A private hosted zone that the VPC asks, whoever owns it. */
export interface PrivateZone {
  id: string;
  /** Without the dot at its end. */
  name: string;
  /** The account or the service of AWS that owns it. */
  owner: string;
  /** By which its maker told it from others: of ours `<name>/<Region>/<token>`. Known only of the account's own. */
  callerReference?: string;
}

/** A VPC in a service network: AWS lets it be in one only. */
export interface VpcAssociation {
  /** `snva-…` */
  id: string;
  serviceNetworkArn: string;
  /** AWS's own word, e.g. `ACTIVE`. */
  status: string;
  /** It carries this installation's tag. */
  ours: boolean;
  /** The names of databases that it brings into the VPC, as far as AWS says. */
  names?: string[];
}

/** What is around the clients. */
export interface ConsumerFacts {
  /** In the order of the network's subnets; one that AWS does not have is missing. */
  subnets: SubnetToday[];
  clientGroups: SecurityGroupFacts[];
  acls: NetworkAcl[];
  endpoints: HoldingEndpoint[];
  /** How many endpoints of each type the VPC has, by AWS's word for it, e.g. `Resource`. */
  endpointCounts: Readonly<Record<string, number>>;
  dnsSupport: boolean;
  dnsHostnames: boolean;
  organizationId?: string;
  /** RAM shares inside its organisation; absent unless AWS tells this account. */
  organizationSharing?: boolean;
  /** The one association of the VPC with a service network; absent also if the account's role may not ask. */
  serviceNetwork?: VpcAssociation;
  /** Private zones above or at names of databases; absent if the account's role may not ask. */
  hostedZones?: PrivateZone[];
}

/** What is around a service network. */
export interface NetworkingFacts {
  organizationId?: string;
  /** Whether RAM shares inside the organisation; absent if nobody says. */
  organizationSharing?: boolean;
}

/** A wish with all that AWS says of both of its sides. */
export interface BothSides {
  database: DatabaseFacts;
  network: ConsumerNetwork;
  provider: ProviderFacts;
  consumer: ConsumerFacts;
}

/**
 * Nobody needs to be invited: both are in one organisation, and RAM shares inside it as far as is known. One account needs
 * no organisation to see what is its own.
 */
export function inSameOrganization(sides: BothSides): boolean {
  const { database, network } = sides;
  return (
    database.accountId === network.accountId ||
    (inOneOrganization(sides) && !isSharingOff(sides))
  );
}

/** Both accounts belong to one organisation, whatever RAM may share in it; one account belongs with itself. */
export function inOneOrganization({
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

/** One of the accounts was told by AWS that RAM does not share inside the organisation. */
export function isSharingOff({ provider, consumer }: BothSides): boolean {
  return [provider, consumer].some(
    ({ organizationSharing }) => organizationSharing === false,
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
