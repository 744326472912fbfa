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

import { PermissionsService } from '@backstage/backend-plugin-api';
import {
  databaseAccessPolicyReadPermission,
  PolicyExplanation,
  PolicyQuestion,
} from '@towpath/backstage-plugin-database-access-common';
import { explain, Policies } from '../policy';
import { Person } from '../requests';
import { authorize } from './authorize';

/** What the policies of the portal would say, for those who keep them. */
export class AuthorizedPolicy {
  readonly #policies: Policies;
  readonly #permissions: PermissionsService;

  constructor(options: {
    policies: Policies;
    permissions: PermissionsService;
  }) {
    this.#policies = options.policies;
    this.#permissions = options.permissions;
  }

  async explain(
    person: Person,
    question: PolicyQuestion,
  ): Promise<PolicyExplanation> {
    await authorize(
      this.#permissions,
      databaseAccessPolicyReadPermission,
      person.credentials,
    );
    return explain(this.#policies, question);
  }
}
