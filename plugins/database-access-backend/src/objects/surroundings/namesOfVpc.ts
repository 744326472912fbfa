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

import { DescribeVpcAttributeCommand } from '@aws-sdk/client-ec2';
import {
  HostedZoneSummary,
  ListHostedZonesByVPCCommand,
  VPCRegion,
} from '@aws-sdk/client-route-53';
import type { LaneClients } from '../../aws';

/** Without either a VPC knows no private name: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
export async function readDnsAttribute(
  { ec2 }: LaneClients,
  vpcId: string,
  attribute: 'enableDnsSupport' | 'enableDnsHostnames',
): Promise<boolean> {
  const answer = await ec2.send(
    new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: attribute }),
  );
  const value =
    attribute === 'enableDnsSupport'
      ? answer.EnableDnsSupport
      : answer.EnableDnsHostnames;
  return value?.Value ?? false;
}

/** All private zones that a VPC asks, whoever owns them. */
export async function listZonesOfVpc(
  { route53, region }: LaneClients,
  vpcId: string,
): Promise<HostedZoneSummary[]> {
  const found: HostedZoneSummary[] = [];
  let NextToken: string | undefined;
  do {
    const page = await route53.send(
      new ListHostedZonesByVPCCommand({
        VPCId: vpcId,
        VPCRegion: region as VPCRegion,
        NextToken,
      }),
    );
    found.push(...(page.HostedZoneSummaries ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

/** The name of a zone in lower case, without the dot with which Route 53 ends it. */
export function zoneName({ Name }: HostedZoneSummary): string {
  return (Name ?? '').toLocaleLowerCase('en-US').replace(/\.$/, '');
}

/** The account or the service of AWS that owns a zone. */
export function zoneOwner({ Owner }: HostedZoneSummary): string {
  return Owner?.OwningAccount ?? Owner?.OwningService ?? '';
}
