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
  createPermission,
} from '@backstage/plugin-permission-common';
import {
  databaseAccessAuditReadPermission,
  databaseAccessRequestReadPermission,
} from '@towpath/backstage-plugin-database-access-common';
import { ExamplePolicy } from './module';

const PLATFORM = 'group:default/platform-team';

const policy = new ExamplePolicy({ platformTeam: [PLATFORM] });

const user = (...groups: string[]) =>
  ({
    info: {
      userEntityRef: 'user:default/somebody',
      ownershipEntityRefs: ['user:default/somebody', ...groups],
    },
  } as never);

describe('the example policy', () => {
  it('leaves to everybody what is not about databases', async () => {
    const permission = createPermission({
      name: 'catalog.entity.create',
      attributes: { action: 'create' },
    });
    await expect(policy.handle({ permission }, user())).resolves.toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });

  it('shows people their own requests, and the platform team all', async () => {
    const permission = databaseAccessRequestReadPermission;
    await expect(policy.handle({ permission }, user())).resolves.toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
    });
    await expect(
      policy.handle({ permission }, user(PLATFORM)),
    ).resolves.toEqual({ result: AuthorizeResult.ALLOW });
  });

  it('keeps the audit trail for the platform team', async () => {
    const permission = databaseAccessAuditReadPermission;
    await expect(policy.handle({ permission }, user())).resolves.toEqual({
      result: AuthorizeResult.DENY,
    });
    await expect(policy.handle({ permission })).resolves.toEqual({
      result: AuthorizeResult.DENY,
    });
  });
});
