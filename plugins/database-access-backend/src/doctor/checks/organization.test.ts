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

import type { Patient } from '../Patient';
import { organizations } from './organization';

/** An account of an organisation, of none, or that does not say. */
const patientIn = (
  accountId: string,
  organizationId: string | undefined | Error,
) =>
  ({
    account: { accountId, name: accountId },
    lanes: [{ accountId, region: 'us-east-1' }],
    read: () => ({
      organizations: {
        send: async () => {
          if (organizationId instanceof Error) {
            throw organizationId;
          }
          return { Organization: organizationId && { Id: organizationId } };
        },
      },
    }),
  } as unknown as Patient);

describe('Organisations of accounts', () => {
  it('are compared with each other where nobody knows that of the portal', async () => {
    const found = await organizations(undefined, [
      patientIn('111111111111', 'o-ours'),
      patientIn('222222222222', 'o-ours'),
      patientIn('333333333333', 'o-theirs'),
      patientIn('444444444444', undefined),
      patientIn('555555555555', new Error('refused')),
    ]);
    expect(found).toEqual([
      {
        verdict: 'warn',
        said: 'The accounts of config are in several organisations: o-ours (111111111111, 222222222222), o-theirs (333333333333). What one shares with an account of another is an invitation, which the portal accepts there itself.',
        remedy: expect.stringContaining('allowOutsideOrganization'),
      },
    ]);
  });

  it('say nothing more where all accounts are in one, or each is told apart from the portal’s already', async () => {
    const theirs = [
      patientIn('111111111111', 'o-ours'),
      patientIn('333333333333', 'o-theirs'),
    ];
    expect(await organizations('o-ours', theirs)).toEqual([]);
    expect(await organizations(undefined, theirs.slice(1))).toEqual([]);
  });
});
