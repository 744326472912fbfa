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
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  PermissionCriteria,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  ConditionTransformer,
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import {
  DatabaseAccessFilter,
  DatabaseAccessResource,
} from '@towpath/backstage-plugin-database-access-node';
import { Criteria } from '../store';

type Field = DatabaseAccessFilter['field'];

/** What a policy says of one kind of thing, for one and for lists of them. */
export interface Conditional {
  isAuthorized: (
    decision: PolicyDecision,
    resource: DatabaseAccessResource | undefined,
  ) => boolean;
  transform: ConditionTransformer<DatabaseAccessFilter>;
}

/** Asks the permission framework about requests or shares. */
export class ConditionalPermissions {
  readonly #permissions: PermissionsService;
  readonly #conditional: Conditional;

  constructor(permissions: PermissionsService, conditional: Conditional) {
    this.#permissions = permissions;
    this.#conditional = conditional;
  }

  async allows(
    permission: ResourcePermission,
    resource: DatabaseAccessResource,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    return this.#conditional.isAuthorized(decision, resource);
  }

  /** @throws NotAllowedError unless the policy allows it */
  async demand(
    permission: ResourcePermission,
    resource: DatabaseAccessResource,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (!(await this.allows(permission, resource, credentials))) {
      throw new NotAllowedError(`The permission ${permission.name} is missing`);
    }
  }

  /** What a list is to be narrowed by: `nothing` is to be shown, or what fits, or everything. */
  async narrowing(
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<'nothing' | Criteria<Field> | undefined> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return undefined;
      case AuthorizeResult.CONDITIONAL:
        return toCriteria(this.#conditional.transform(decision.conditions));
      default:
        return 'nothing';
    }
  }
}

function toCriteria(
  criteria: PermissionCriteria<DatabaseAccessFilter>,
): Criteria<Field> {
  if (isAndCriteria(criteria)) {
    return { allOf: criteria.allOf.map(toCriteria) };
  }
  if (isOrCriteria(criteria)) {
    return { anyOf: criteria.anyOf.map(toCriteria) };
  }
  if (isNotCriteria(criteria)) {
    return { not: toCriteria(criteria.not) };
  }
  return criteria;
}
