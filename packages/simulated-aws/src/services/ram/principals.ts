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

import type { World } from '../../core/World';
import {
  inSameOrganization,
  organizationOf,
  sharesWithinOrganization,
} from '../organizations/membership';
import {
  invalidParameter,
  onlyWithinOrganization,
  unknownResource,
} from './refusals';

/** Whoever is outside the owner's organisation, or in one that RAM does not share with, has to be invited. */
export function isExternal(
  world: World,
  ownerAccountId: string,
  principal: string,
): boolean {
  return (
    /^\d{12}$/.test(principal) &&
    !(
      inSameOrganization(world, ownerAccountId, principal) &&
      sharesWithinOrganization(world, ownerAccountId)
    )
  );
}

/**
 * Principals are account ids and ARNs of the own organisation and its units. Lattice's resources cannot be shared with
 * IAM roles and users (AWS RAM User Guide, shareable resources).
 */
export function refuseUnlessPrincipal(
  world: World,
  share: { ownerAccountId: string; allowExternalPrincipals: boolean },
  principal: string,
): void {
  if (/^arn:[^:]+:iam:/.test(principal)) {
    throw invalidParameter(
      `${principal}: VPC Lattice resources cannot be shared with IAM roles and users. Share with their account.`,
    );
  }
  if (/^arn:[^:]+:organizations:/.test(principal)) {
    refuseUnlessOwnOrganization(world, share.ownerAccountId, principal);
    return;
  }
  if (!/^\d{12}$/.test(principal)) {
    throw invalidParameter(
      `${principal} is neither an account id nor the ARN of an organization or organizational unit.`,
    );
  }
  if (principal === share.ownerAccountId) {
    throw invalidParameter(
      `Account ${principal} owns the resource share; it needs no share to see its own resources.`,
    );
  }
  if (
    isExternal(world, share.ownerAccountId, principal) &&
    !share.allowExternalPrincipals
  ) {
    throw onlyWithinOrganization();
  }
}

function refuseUnlessOwnOrganization(
  world: World,
  ownerAccountId: string,
  arn: string,
): void {
  const organization = organizationOf(world, ownerAccountId);
  const known = [
    organization?.arn,
    ...(organization?.accounts ?? []).flatMap(
      account => account.organizationalUnitArns ?? [],
    ),
  ];
  if (!known.includes(arn)) {
    const [, id] = arn.split('/');
    throw unknownResource(
      arn.includes(':ou/') ? `OrganizationalUnit ${arn}` : `Organization ${id}`,
    );
  }
  if (!sharesWithinOrganization(world, ownerAccountId)) {
    throw onlyWithinOrganization();
  }
}
