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

/**
 * `yarn build:simulated-roles`: writes the policies of the portal's roles in simulated AWS, which are exactly those that
 * `yarn setup:roles` prints where config uses everything. A test says when it has to be run again.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import prettier from 'prettier';
import { loadBackend } from './lib/backend.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root, runMain } from './lib/project.mjs';

const file = join(
  root,
  ...['packages', 'simulated-aws', 'src', 'company', 'rolePolicies.ts'],
);

await runMain(async () => {
  await ensureInstalled();
  const { allRolePolicies } = loadBackend('setup');
  const [licence] = readFileSync(file, 'utf8').split('*/');
  const source = `${licence}*/

import type { PortalSide } from './Company';

/**
 * What the portal's two roles may do in an account, by what the account is wanted for. Written by
 * \`yarn build:simulated-roles\` from what the portal's object types declare.
 *
 * @public
 */
export const ROLE_POLICIES: Record<
  PortalSide,
  Record<'read' | 'provision', object[]>
> = ${JSON.stringify(allRolePolicies())};
`;
  const options = await prettier.resolveConfig(file);
  writeFileSync(
    file,
    prettier.format(source, { ...options, parser: 'typescript' }),
  );
});
