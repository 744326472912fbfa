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
import { Check, nameOf } from '../Patient';

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
