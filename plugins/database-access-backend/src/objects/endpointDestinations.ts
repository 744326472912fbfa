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
  DescribeVpcEndpointAssociationsCommand,
  Filter,
  VpcEndpointAssociation,
} from '@aws-sdk/client-ec2';
import { LaneClients } from '../aws';
import { isOneOf } from './assessStatus';
import type { Assessment } from './ObjectType';

/** Something that an endpoint leads to, as its own account sees it. */
export interface Destination {
  accessibility?: string;
  failureReason?: string;
  /** The name that AWS made up. */
  dnsName?: string;
  /** The database's real name. */
  privateDnsName?: string;
}

/** What a filter shows, whatever endpoints and however many. */
export async function* endpointAssociations(
  { ec2 }: LaneClients,
  Filters?: Filter[],
): AsyncIterable<VpcEndpointAssociation> {
  let NextToken: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeVpcEndpointAssociationsCommand({
        Filters,
        MaxResults: 100,
        NextToken,
      }),
    );
    yield* page.VpcEndpointAssociations ?? [];
    NextToken = page.NextToken;
  } while (NextToken);
}

/** @returns by the ids of the endpoints */
export async function readDestinations(
  aws: LaneClients,
  filters?: Filter[],
): Promise<Map<string, Destination[]>> {
  const found = new Map<string, Destination[]>();
  for await (const association of endpointAssociations(aws, filters)) {
    const id = association.VpcEndpointId!;
    found.set(id, [...(found.get(id) ?? []), toDestination(association)]);
  }
  return found;
}

export function toDestination(
  association: VpcEndpointAssociation,
): Destination {
  return {
    accessibility: association.AssociatedResourceAccessibility,
    failureReason: association.FailureReason,
    dnsName: association.DnsEntry?.DnsName,
    privateDnsName: association.PrivateDnsEntry?.DnsName,
  };
}

/**
 * `available` says that an endpoint is there; whether it leads anywhere its associations say.
 *
 * @param ifAccessible - what is said of it if all of them do
 */
export function assessDestinations(
  ifAccessible: Assessment,
  destinations: readonly Destination[],
): Assessment {
  if (destinations.length === 0) {
    return {
      ...ifAccessible,
      condition: 'pending',
      reason: 'AWS does not show yet what the endpoint leads to.',
    };
  }
  const closed = destinations.filter(
    ({ accessibility }) => !isOneOf(accessibility, 'Accessible'),
  );
  if (closed.length === 0) {
    return ifAccessible;
  }
  const [{ accessibility, failureReason }] = closed;
  return {
    condition: closed.length < destinations.length ? 'degraded' : 'broken',
    awsStatus: accessibility,
    reason:
      failureReason ??
      `AWS says that what the endpoint leads to is ${accessibility}.`,
  };
}

/** As outputs: those that AWS made up, and the database's own. */
export function namesOf(
  destinations: readonly Destination[],
): Record<string, string> {
  return {
    ...joined(
      'dnsNames',
      destinations.map(d => d.dnsName),
    ),
    ...joined(
      'privateDnsNames',
      destinations.map(d => d.privateDnsName),
    ),
  };
}

/** The names in a stable order, in one text: an output is one thing to copy. */
function joined(
  name: string,
  values: Array<string | undefined>,
): Record<string, string> {
  const known = values.flatMap(value => value ?? []).sort();
  return known.length ? { [name]: [...new Set(known)].join(' ') } : {};
}
