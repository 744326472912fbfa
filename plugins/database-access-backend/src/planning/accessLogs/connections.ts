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

import type { ConnectionMark } from '../../objects';

/** What a line of an access log tells that is of use here. */
export interface LoggedConnection {
  /** Milliseconds since the epoch. */
  at: number;
  vpcEndpointId?: string;
  resourceAssociationId?: string;
  vpcId?: string;
}

/**
 * Reads a line of the log of a resource ("Resource access log contents", VPC Lattice User Guide; aws.md §3.2). Fields that
 * AWS adds tomorrow are passed over; one that it leaves out, or fills with a hyphen, is absent.
 *
 * @param loggedAt - milliseconds, for a line that does not say itself when it was
 * @returns undefined if it is no such line
 */
export function parseConnection(
  message: string,
  loggedAt: number,
): LoggedConnection | undefined {
  const fields = fieldsOf(message);
  // What services log, which are HTTP, has none.
  if (!fields || !textIn(fields.resourceConfigurationArn)) {
    return undefined;
  }
  const said = Date.parse(textIn(fields.eventTimestamp) ?? '');
  return {
    at: Number.isNaN(said) ? loggedAt : said,
    vpcEndpointId: textIn(fields.vpcEndpointId),
    resourceAssociationId: textIn(fields.serviceNetworkResourceAssociationId),
    vpcId: textIn(fields.sourceVpcArn)?.split('/').pop(),
  };
}

/** Whether a connection has all that marks a share's. */
export function isMarked(
  connection: LoggedConnection,
  mark: ConnectionMark,
): boolean {
  const { vpcEndpointId, resourceAssociationId, vpcId } = mark;
  return (
    isEqualOrAny(vpcEndpointId, connection.vpcEndpointId) &&
    isEqualOrAny(resourceAssociationId, connection.resourceAssociationId) &&
    isEqualOrAny(vpcId, connection.vpcId) &&
    // Who came by an endpoint did not come over the association of his VPC, and the other way round.
    (vpcEndpointId !== undefined || connection.vpcEndpointId === undefined)
  );
}

function isEqualOrAny(wanted: string | undefined, is: string | undefined) {
  return wanted === undefined || wanted === is;
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== '-'
    ? value
    : undefined;
}

function fieldsOf(message: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(message);
    return typeof parsed === 'object' && parsed !== null
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
