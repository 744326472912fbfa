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

import { organizationOf } from '../../aws';
import { fail, failed, Found, ok, warn } from '../CheckResult';
import { Check, nameOf, Patient } from '../Patient';

/**
 * Whether the accounts are in one organisation, where nobody knows that of the portal: its own principal needs to be allowed
 * nothing but its roles. Else each account says how it stands to the portal's.
 */
export async function organizations(
  ofPortal: string | undefined,
  patients: readonly Patient[],
): Promise<Found[]> {
  if (ofPortal) {
    return [];
  }
  const accountsIn = new Map<string, string[]>();
  await Promise.all(
    patients.map(async ({ account, lanes, read }) => {
      // What keeps one from saying is told of that account.
      const own = await organizationOf(read(lanes[0])).catch(() => undefined);
      if (own) {
        const others = accountsIn.get(own) ?? [];
        accountsIn.set(own, [...others, account.accountId].sort());
      }
    }),
  );
  if (accountsIn.size < 2) {
    return [];
  }
  const all = [...accountsIn]
    .map(([id, accounts]) => `${id} (${accounts.join(', ')})`)
    .sort();
  return [
    warn(
      `The accounts of config are in several organisations: ${all.join(
        ', ',
      )}. What one shares with an account of another is an invitation, which the portal accepts there itself.`,
      `Nothing is shared with an account outside of the database's organisation until its entry in databaseAccess.accounts has allowOutsideOrganization: true. Allow organizations:DescribeOrganization to the portal's own principal to see how each stands to the portal's.`,
    ),
  ];
}

/** Whether the account is in the portal's organisation. */
export const organization: Check = {
  name: 'organisation',
  needsReadRole: true,
  async run({ account, lanes, portal, read }) {
    let own: string | undefined;
    try {
      own = await organizationOf(read(lanes[0]));
    } catch (error) {
      return [failed(error)];
    }
    const { allowOutsideOrganization, organizationalUnit } = account;
    if (own && (!portal.organizationId || own === portal.organizationId)) {
      return [ok(`It is in the organisation ${own}.`)];
    }
    const where = own
      ? `is in the organisation ${own}, and the portal in ${portal.organizationId}`
      : 'is in no organisation';
    const found: Found = organizationalUnit
      ? fail(
          `${nameOf(
            account,
          )} ${where}, but config says that it lies in the organisational unit ${organizationalUnit}.`,
          `Let the account join, or remove organizationalUnit from its entry in databaseAccess.accounts.`,
        )
      : warn(
          `${nameOf(
            account,
          )} ${where}: what is shared with it is an invitation, which the portal accepts there itself.`,
          allowOutsideOrganization
            ? undefined
            : `Nothing of other accounts is shared with it until its entry in databaseAccess.accounts has allowOutsideOrganization: true.`,
        );
    return [found];
  },
};
