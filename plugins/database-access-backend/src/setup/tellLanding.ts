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

import type { AccountRole, AccountRoles, Landing } from './accountRoles';
import type { Side } from './sampleFacts';

const WANTED_FOR: Record<Side, string> = {
  provider: 'its databases are shared',
  consumer: 'databases are used from its networks',
  networking: 'it owns a service network that others use',
};

const PURPOSES: Record<AccountRole['purpose'], string> = {
  read: 'looks and never changes anything',
  provision: 'builds and takes away, and touches nothing that is not its own',
  updater: 'is what the updaters of its databases run as',
};

/** The landing as a person reads it who has to make it: who runs what where. */
export function tellLanding({ installation, hub, accounts }: Landing): string {
  return [
    `# What the installation "${installation}" needs in AWS`,
    '',
    `## The portal: ${hub.principal}`,
    '',
    'Whoever administers the portal’s own account attaches this to the role as which the portal runs. It may assume the',
    'roles below and read AWS’s price list; whatever else it does, it does as one of them.',
    '',
    ...hub.policies.flatMap(policy =>
      printed(`policy ${policy.name}`, policy.document),
    ),
    ...accounts.flatMap(tellAccount),
    'The same as templates for CloudFormation: --format cloudformation. Whether it is all there: yarn doctor.',
    '',
  ].join('\n');
}

function tellAccount(account: AccountRoles): string[] {
  const { accountId, name, sides, roles } = account;
  const why = sides.map(side => WANTED_FOR[side]).join(', and ');
  return [
    `## Account ${accountId} (${name})`,
    '',
    sides.length > 0
      ? `It is entered because ${why}. Whoever administers account ${accountId} makes ${roles.length} roles there.`
      : `Config names no owner of databases and no network for account ${accountId}, so its roles may do nothing.`,
    '',
    ...roles.flatMap(role => tellRole(accountId, role)),
  ];
}

function tellRole(accountId: string, role: AccountRole): string[] {
  return [
    `### Role ${role.name} of account ${accountId}`,
    '',
    `It ${PURPOSES[role.purpose]}. ARN: ${role.arn}`,
    '',
    ...printed('trust policy', role.trust),
    ...role.policies.flatMap(policy =>
      printed(
        `managed policy ${policy.name}, ${
          JSON.stringify(policy.document).length
        } of 6144 characters`,
        policy.document,
      ),
    ),
  ];
}

function printed(title: string, document: object): string[] {
  const text = title[0].toUpperCase() + title.slice(1);
  return [`${text}:`, '', JSON.stringify(document, undefined, 2), ''];
}
