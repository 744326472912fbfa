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
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  databaseAccessAuditReadPermission,
  databaseAccessInventoryReadPermission,
  databaseAccessOverviewReadPermission,
  databaseAccessPermissions,
  databaseAccessOrphanReadPermission,
  databaseAccessPolicyReadPermission,
  databaseAccessRequestCancelPermission,
  databaseAccessRequestReadPermission,
  databaseAccessShareReadPermission,
  RESOURCE_TYPE_DATABASE_ACCESS_REQUEST,
  RESOURCE_TYPE_DATABASE_ACCESS_SHARE,
} from '@towpath/backstage-plugin-database-access-common';
import {
  createDatabaseAccessRequestConditionalDecision,
  createDatabaseAccessShareConditionalDecision,
  databaseAccessRequestConditions,
  databaseAccessShareConditions,
} from './permissions';

/**
 * Who answers for the portal, and who looks at what happened.
 *
 * @public
 */
export interface DatabaseAccessRoles {
  /** Entity refs of groups and people who see and may end everything. */
  platformTeam: readonly string[];
  /** Those who see everything and change nothing. */
  auditors?: readonly string[];
}

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/** What only those see who answer for the portal, or look at it. */
const OF_OVERSEERS = [
  databaseAccessAuditReadPermission,
  databaseAccessInventoryReadPermission,
  databaseAccessOrphanReadPermission,
  databaseAccessOverviewReadPermission,
  databaseAccessPolicyReadPermission,
];

/** What those see who look at it. */
const SEEN_BY_AUDITORS = [
  ...OF_OVERSEERS,
  databaseAccessRequestReadPermission,
  databaseAccessShareReadPermission,
];

/**
 * The part of a permission policy that is about databases: requesters and owners see and touch what is theirs, the
 * platform team everything, auditors see everything. Whatever it allows, the rules of Towpath hold: nobody decides their
 * own request, for example.
 *
 * @param user - their refs as of the sign-in: `userEntityRef` and `ownershipEntityRefs`
 * @returns undefined for a permission of another plugin
 * @public
 */
export function decideDatabaseAccess(
  permission: Permission,
  user: { userEntityRef: string; ownershipEntityRefs: readonly string[] },
  roles: DatabaseAccessRoles,
): PolicyDecision | undefined {
  if (!databaseAccessPermissions.some(own => isPermission(permission, own))) {
    return undefined;
  }
  const refs = [...new Set([user.userEntityRef, ...user.ownershipEntityRefs])];
  const isOneOf = (others: readonly string[] = []) =>
    others.some(ref => refs.includes(ref));
  if (isOneOf(roles.platformTeam)) {
    return ALLOW;
  }
  const isAny = (others: readonly Permission[]) =>
    others.some(other => isPermission(permission, other as never));
  if (isOneOf(roles.auditors) && isAny(SEEN_BY_AUDITORS)) {
    return ALLOW;
  }
  if (isAny(OF_OVERSEERS)) {
    return DENY;
  }
  return ofTheirs(permission, user.userEntityRef, refs);
}

function ofTheirs(
  permission: Permission,
  userRef: string,
  ownerRefs: string[],
): PolicyDecision {
  if (isResourcePermission(permission, RESOURCE_TYPE_DATABASE_ACCESS_REQUEST)) {
    const { isDatabaseOwner, isNetworkOwner, isRequester } =
      databaseAccessRequestConditions;
    const asked = isRequester({ userRefs: [userRef] });
    return createDatabaseAccessRequestConditionalDecision(
      permission,
      isPermission(permission, databaseAccessRequestCancelPermission)
        ? asked
        : {
            anyOf: [
              asked,
              isDatabaseOwner({ ownerRefs }),
              isNetworkOwner({ ownerRefs }),
            ],
          },
    );
  }
  if (isResourcePermission(permission, RESOURCE_TYPE_DATABASE_ACCESS_SHARE)) {
    const { isDatabaseOwner, isNetworkOwner, isRequester } =
      databaseAccessShareConditions;
    return createDatabaseAccessShareConditionalDecision(permission, {
      anyOf: [
        isRequester({ userRefs: [userRef] }),
        isDatabaseOwner({ ownerRefs }),
        isNetworkOwner({ ownerRefs }),
      ],
    });
  }
  return ALLOW;
}
