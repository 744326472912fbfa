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

import { organizationOf } from '../organizations/membership';
import type { RamPart } from './part';
import { notPermitted } from './refusals';

const RAM = 'ram.amazonaws.com';

export const organization: RamPart = {
  handlers: {
    EnableSharingWithAwsOrganization(_input, call) {
      const own = organizationOf(call.world, call.accountId);
      if (own?.managementAccountId !== call.accountId) {
        throw notPermitted(
          `Account ${call.accountId} is not the management account of an organization; only that one can enable sharing.`,
        );
      }
      if (!own.trustedServices.includes(RAM)) {
        own.trustedServices.push(RAM);
      }
      return { returnValue: true };
    },
  },
};
