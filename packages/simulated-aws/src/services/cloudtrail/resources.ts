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

import type { TrailResource } from './state';

/** CloudTrail's own names for types, by what ids of EC2 begin with. */
const TYPES: Record<string, string> = {
  acl: 'AWS::EC2::NetworkAcl',
  eni: 'AWS::EC2::NetworkInterface',
  sg: 'AWS::EC2::SecurityGroup',
  subnet: 'AWS::EC2::Subnet',
  vpc: 'AWS::EC2::VPC',
  vpce: 'AWS::EC2::VPCEndpoint',
  'vpce-svc': 'AWS::EC2::VPCEndpointService',
};

const ID = /^([a-z]+(?:-[a-z]+)*)-[0-9a-f]{8,17}$/;
const ARN = /^arn:[a-z-]+:[a-z0-9-]+:/;
const NAMING = /(Name|Identifier|HostedZoneId)$/i;

/** The objects that a call names or made: ids and ARNs wherever they stand, and what its own members name. */
export function resourcesOf(
  input: Record<string, unknown>,
  output: Record<string, unknown>,
): TrailResource[] {
  const names = new Set<string>();
  for (const [key, value] of Object.entries(input)) {
    if (typeof value === 'string' && NAMING.test(key)) {
      names.add(value);
    }
  }
  for (const text of [...textsIn(input), ...textsIn(output)]) {
    if (ID.test(text) || ARN.test(text)) {
      names.add(text);
    }
  }
  return [...names].map(name => {
    const type = TYPES[ID.exec(name)?.[1] ?? ''];
    return { name, ...(type && { type }) };
  });
}

function* textsIn(value: unknown): Iterable<string> {
  if (typeof value === 'string') {
    yield value;
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) {
      yield* textsIn(part);
    }
  }
}
