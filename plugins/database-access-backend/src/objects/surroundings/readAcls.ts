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
  DescribeNetworkAclsCommand,
  NetworkAclEntry,
} from '@aws-sdk/client-ec2';
import { LaneClients } from '../../aws';
import { AclEntry, NetworkAcl } from '../../packets';

/** The network ACLs of these subnets. */
export async function readAcls(
  { ec2 }: LaneClients,
  subnetIds: readonly string[],
): Promise<NetworkAcl[]> {
  if (subnetIds.length === 0) {
    return [];
  }
  const { NetworkAcls = [] } = await ec2.send(
    new DescribeNetworkAclsCommand({
      Filters: [{ Name: 'association.subnet-id', Values: [...subnetIds] }],
    }),
  );
  return NetworkAcls.map(acl => ({
    id: acl.NetworkAclId ?? '',
    subnetIds: (acl.Associations ?? []).flatMap(a => a.SubnetId ?? []),
    entries: (acl.Entries ?? [])
      .filter(entry => entry.CidrBlock !== undefined)
      .map(aclEntry),
  }));
}

function aclEntry(entry: NetworkAclEntry): AclEntry {
  return {
    number: entry.RuleNumber ?? 0,
    egress: entry.Egress ?? false,
    allows: entry.RuleAction === 'allow',
    protocol: entry.Protocol ?? '-1',
    cidr: entry.CidrBlock!,
    fromPort: entry.PortRange?.From,
    toPort: entry.PortRange?.To,
  };
}
