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

import { AccountConfig } from '../config';
import { plantedSides } from './__testUtils__/plantedSides';
import { organizationFindings } from './organizationFindings';

/** What config says of the account of the network. */
function configWith(allowOutsideOrganization?: boolean) {
  const { accountId } = plantedSides({ network: 'partner' }).network;
  return {
    accounts: new Map(
      allowOutsideOrganization === undefined
        ? []
        : [
            [
              accountId,
              { accountId, allowOutsideOrganization } as AccountConfig,
            ],
          ],
    ),
  };
}

const inAnother = plantedSides({
  network: 'partner',
  consumer: { organizationId: 'o-other' },
});

describe('an account outside of the organisation', () => {
  it.each([[configWith(false)], [configWith()]])(
    'SEC-20: stands in the way unless config allows it, with the key that would',
    config => {
      expect(organizationFindings(config, inAnother)).toEqual([
        {
          code: 'outside_organization',
          severity: 'blocking',
          message: expect.stringMatching(
            /^Account 888888888888 \(partner\) is not in one organisation with account 333333333333 of orders-postgres, /,
          ),
          remedy: expect.stringContaining(
            'set allowOutsideOrganization: true for account 888888888888 in databaseAccess.accounts',
          ),
        },
      ]);
    },
  );

  it('is told of where config allows it', () => {
    expect(organizationFindings(configWith(true), inAnother)).toEqual([
      {
        code: 'outside_organization',
        severity: 'info',
        message: expect.stringContaining('AWS sends an invitation'),
      },
    ]);
  });

  it('SEC-20: is also one of no organisation, whose database is in none either', () => {
    const inNone = plantedSides({
      network: 'partner',
      provider: { organizationId: undefined },
      consumer: { organizationId: undefined },
    });
    expect(organizationFindings(configWith(false), inNone)).toMatchObject([
      { severity: 'blocking' },
    ]);
  });

  it('is none where both are in one, whatever config says', () => {
    for (const allowed of [true, false, undefined]) {
      expect(organizationFindings(configWith(allowed), plantedSides())).toEqual(
        [],
      );
    }
  });
});
