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
import { organizationsCovering } from '../organizations/membership';
import { ramState, ResourceShare } from './state';

/**
 * Whether this account sees another account's resource by a resource share now: resource and principal associated, an
 * invitation accepted where one was needed, and AWS's propagation over.
 */
export function isSharedWith(
  world: World,
  options: { resourceArn: string; accountId: string },
): boolean {
  return sharesReaching(world, options.accountId).some(share =>
    share.associations.some(
      a =>
        a.type === 'RESOURCE' &&
        a.status === 'ASSOCIATED' &&
        a.associatedEntity === options.resourceArn,
    ),
  );
}

/** The ARNs of everything that other accounts share with this one. */
export function resourcesSharedWith(world: World, accountId: string): string[] {
  const arns = sharesReaching(world, accountId).flatMap(share =>
    share.associations
      .filter(a => a.type === 'RESOURCE' && a.status === 'ASSOCIATED')
      .map(a => a.associatedEntity),
  );
  return [...new Set(arns)];
}

/** The shares of other accounts that this account sees now. */
export function sharesReaching(
  world: World,
  accountId: string,
): ResourceShare[] {
  return ramState
    .all(world)
    .filter(owner => owner.accountId !== accountId)
    .flatMap(owner => Object.values(owner.state.shares))
    .filter(share => shareReaches(world, share, accountId));
}

/** Whether an associated principal of this share covers the account, and AWS has made it known to it. */
export function shareReaches(
  world: World,
  share: ResourceShare,
  accountId: string,
): boolean {
  const now = world.clock.now();
  return (
    share.status === 'ACTIVE' &&
    share.associations.some(
      a =>
        a.type === 'PRINCIPAL' &&
        a.status === 'ASSOCIATED' &&
        a.visibleAt !== undefined &&
        a.visibleAt <= now &&
        principalCovers(world, a.associatedEntity, accountId),
    )
  );
}

/** Whether a share's principal (an account id, an OU or an organisation) covers this account. */
export function principalCovers(
  world: World,
  principal: string,
  accountId: string,
): boolean {
  if (/^\d{12}$/.test(principal)) {
    return principal === accountId;
  }
  return organizationsCovering(world, accountId).includes(principal);
}
