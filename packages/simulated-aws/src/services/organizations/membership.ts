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
import { organizationsState } from './state';

/** The organisation that this account belongs to. */
export function organizationOf(world: World, accountId: string) {
  return organizationsState
    .all(world)
    .map(({ state }) => state.organization)
    .find(organization =>
      organization?.accounts.some(account => account.id === accountId),
    );
}

export function inSameOrganization(
  world: World,
  oneAccountId: string,
  otherAccountId: string,
): boolean {
  const organization = organizationOf(world, oneAccountId);
  return (
    organization !== undefined &&
    organization.accounts.some(account => account.id === otherAccountId)
  );
}

/** EnableSharingWithAwsOrganization was called once in the management account. */
export function sharesWithinOrganization(
  world: World,
  accountId: string,
): boolean {
  return (
    organizationOf(world, accountId)?.trustedServices.includes(
      'ram.amazonaws.com',
    ) ?? false
  );
}

/** The ARNs by which a resource share may mean this account beside its id. */
export function organizationsCovering(
  world: World,
  accountId: string,
): string[] {
  const organization = organizationOf(world, accountId);
  if (!organization) {
    return [];
  }
  const account = organization.accounts.find(a => a.id === accountId);
  return [organization.arn, ...(account?.organizationalUnitArns ?? [])];
}
