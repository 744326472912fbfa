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

import type { Call } from '../../core/Service';
import { parseLatticeArn } from '../vpc-lattice/identifiers';
import { ownShares, sharesFromOthers } from './lookup';
import { ramPage } from './paging';
import type { RamPart } from './part';
import { resourceExists, resourceTypeOf } from './shareableResources';
import type { ResourceShare, ShareAssociation } from './state';

/** What is in shares, and who: the two sides of the associations that hold. */
export const resources: RamPart = {
  rules: {
    'ListResources.resourceOwner': { enum: ['SELF', 'OTHER-ACCOUNTS'] },
    'ListResources.maxResults': { range: [1, 500] },
    'ListPrincipals.resourceOwner': { enum: ['SELF', 'OTHER-ACCOUNTS'] },
    'ListPrincipals.maxResults': { range: [1, 500] },
  },

  handlers: {
    ListResources(input, call) {
      const { resourceArns, resourceShareArns, principal } = input;
      const page = ramPage(
        associated(call, input.resourceOwner, 'RESOURCE'),
        input,
        ({ share, association }) =>
          wanted(resourceArns, association.associatedEntity) &&
          wanted(resourceShareArns, share.arn) &&
          (!input.resourceType ||
            resourceTypeOf(association.associatedEntity)?.toLowerCase() ===
              input.resourceType.toLowerCase()) &&
          (!principal || hasPrincipal(share, principal)),
      );
      return {
        resources: page.items.map(({ share, association }) => ({
          arn: association.associatedEntity,
          type: resourceTypeOf(association.associatedEntity),
          resourceShareArn: share.arn,
          status: resourceExists(call.world, association.associatedEntity)
            ? ('AVAILABLE' as const)
            : ('UNAVAILABLE' as const),
          creationTime: new Date(association.createdAt),
          lastUpdatedTime: new Date(association.updatedAt),
          resourceRegionScope: 'REGIONAL' as const,
        })),
        nextToken: page.nextToken,
      };
    },

    ListPrincipals(input, call) {
      const { principals, resourceShareArns, resourceArn } = input;
      const owner = input.resourceOwner;
      const page = ramPage(
        owner === 'SELF'
          ? associated(call, owner, 'PRINCIPAL')
          : ownersOf(sharesFromOthers(call)),
        input,
        ({ share, association }) =>
          wanted(principals, association.associatedEntity) &&
          wanted(resourceShareArns, share.arn) &&
          (!input.resourceType ||
            share.associations.some(
              a =>
                resourceTypeOf(a.associatedEntity)?.toLowerCase() ===
                input.resourceType?.toLowerCase(),
            )) &&
          (!resourceArn ||
            share.associations.some(
              a => a.associatedEntity === resourceArn && holds(a),
            )),
      );
      return {
        principals: page.items.map(({ share, association }) => ({
          id: association.associatedEntity,
          resourceShareArn: share.arn,
          creationTime: new Date(association.createdAt),
          lastUpdatedTime: new Date(association.updatedAt),
          external: association.external,
        })),
        nextToken: page.nextToken,
      };
    },
  },
};

interface InShare {
  arn: string;
  createdAt: number;
  share: ResourceShare;
  association: ShareAssociation;
}

function associated(
  call: Call,
  owner: string | undefined,
  type: ShareAssociation['type'],
): InShare[] {
  const shares = owner === 'SELF' ? ownShares(call) : sharesFromOthers(call);
  return shares.flatMap(share =>
    share.associations
      .filter(a => a.type === type && holds(a))
      .filter(
        a =>
          type === 'PRINCIPAL' ||
          parseLatticeArn(a.associatedEntity)?.region === call.region,
      )
      .map(association => ({
        arn: `${share.arn}/${association.associatedEntity}`,
        createdAt: association.createdAt,
        share,
        association,
      })),
  );
}

/** With OTHER-ACCOUNTS the principals are those who share with the caller (AWS RAM API Reference, ListPrincipals). */
function ownersOf(shares: ResourceShare[]): InShare[] {
  return shares.map(share => ({
    arn: share.arn,
    createdAt: share.createdAt,
    share,
    association: {
      type: 'PRINCIPAL' as const,
      associatedEntity: share.ownerAccountId,
      status: 'ASSOCIATED' as const,
      external: share.associations.some(
        a => a.type === 'PRINCIPAL' && a.external,
      ),
      createdAt: share.createdAt,
      updatedAt: share.updatedAt,
    },
  }));
}

function holds(association: ShareAssociation): boolean {
  return association.status === 'ASSOCIATED';
}

function hasPrincipal(share: ResourceShare, principal: string): boolean {
  return share.associations.some(
    a => a.type === 'PRINCIPAL' && holds(a) && a.associatedEntity === principal,
  );
}

function wanted(list: string[] | undefined, value: string): boolean {
  return !list?.length || list.includes(value);
}
