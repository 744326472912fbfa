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

import type { ResourceSharePermissionSummary } from '@aws-sdk/client-ram';
import type { RamPart } from './part';
import { invalidParameter, unknownShare } from './refusals';
import { ownShares, placeOf } from './lookup';
import { ramPage } from './paging';
import {
  RESOURCE_CONFIGURATION,
  resourceTypeOf,
  SERVICE_NETWORK,
} from './shareableResources';
import type { ResourceShare } from './state';

/** A permission that AWS manages: what whoever gets a share may do with its resources. */
interface ManagedPermission {
  arn: string;
  name: string;
  resourceType: string;
  /** The one that shares get now: for service networks the first did not let resources in yet (aws.md §1.2 B2). */
  version: string;
  createdAt: number;
}

const MANAGED: ManagedPermission[] = [
  {
    arn: 'arn:aws:ram::aws:permission/AWSRAMPermissionVpcLatticeResourceConfiguration',
    name: 'AWSRAMPermissionVpcLatticeResourceConfiguration',
    resourceType: RESOURCE_CONFIGURATION,
    version: '1',
    createdAt: Date.parse('2024-12-01T00:00:00Z'),
  },
  {
    arn: 'arn:aws:ram::aws:permission/AWSRAMPermissionVpcLatticeServiceNetworkReadWrite',
    name: 'AWSRAMPermissionVpcLatticeServiceNetworkReadWrite',
    resourceType: SERVICE_NETWORK,
    version: '2',
    createdAt: Date.parse('2023-03-31T00:00:00Z'),
  },
];

export const managedPermissions: RamPart = {
  rules: {
    'ListPermissions.maxResults': { range: [1, 500] },
    'ListResourceSharePermissions.maxResults': { range: [1, 500] },
  },

  handlers: {
    ListPermissions(input) {
      const page = ramPage(
        MANAGED,
        input,
        permission =>
          input.permissionType !== 'CUSTOMER_MANAGED' &&
          (!input.resourceType ||
            permission.resourceType.toLowerCase() ===
              input.resourceType.toLowerCase()),
      );
      return {
        permissions: page.items.map(p => summaryOf(p, 'ATTACHABLE')),
        nextToken: page.nextToken,
      };
    },

    ListResourceSharePermissions(input, call) {
      const arn = input.resourceShareArn!;
      const share = ownShares(call).find(own => own.arn === arn);
      if (!placeOf(arn) || !share) {
        throw unknownShare(arn);
      }
      const page = ramPage(MANAGED, input, permission =>
        share.permissionArns.includes(permission.arn),
      );
      return {
        permissions: page.items.map(p => summaryOf(p, 'ASSOCIATED')),
        nextToken: page.nextToken,
      };
    },
  },
};

/** The permissions asked for; throws if AWS manages no such permission. */
export function knownPermissions(arns: string[] = []): string[] {
  for (const arn of arns) {
    if (!MANAGED.some(permission => permission.arn === arn)) {
      throw invalidParameter(`The permission ${arn} does not exist.`);
    }
  }
  return [...arns];
}

/** Each type of resource in a share has its default permission unless another was asked for. */
export function addDefaultPermissions(
  share: ResourceShare,
  resourceArns: string[],
): void {
  for (const { arn, resourceType } of MANAGED) {
    const needed = resourceArns.some(r => resourceTypeOf(r) === resourceType);
    if (needed && !share.permissionArns.includes(arn)) {
      share.permissionArns.push(arn);
    }
  }
}

function summaryOf(
  permission: ManagedPermission,
  status: 'ATTACHABLE' | 'ASSOCIATED',
): ResourceSharePermissionSummary {
  return {
    arn: permission.arn,
    name: permission.name,
    resourceType: permission.resourceType,
    version: permission.version,
    defaultVersion: true,
    isResourceTypeDefault: true,
    permissionType: 'AWS_MANAGED',
    featureSet: 'STANDARD',
    status,
    creationTime: new Date(permission.createdAt),
    lastUpdatedTime: new Date(permission.createdAt),
  };
}
