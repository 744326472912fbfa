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
  DisableAWSServiceAccessCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { exampleCompany, simulatedClientConfig } from '@towpath/simulated-aws';
import {
  ORDERS,
  PARTNER,
  REGION,
  simulatedCompany,
} from '../__testUtils__/simulatedCompany';
import { readOrganizationSharing } from './readOrganizationSharing';

async function setup(members: 'allowed' | 'denied') {
  const company = await simulatedCompany({
    doubts: { 'member-sees-service-access': members },
  });
  const management = new OrganizationsClient(
    simulatedClientConfig(company.aws, {
      accountId: exampleCompany.organization.managementAccountId,
    }),
  );
  return {
    switchOff: () =>
      management.send(
        new DisableAWSServiceAccessCommand({
          ServicePrincipal: 'ram.amazonaws.com',
        }),
      ),
    read: (accountId: string) =>
      readOrganizationSharing(
        company.sessions.read({ accountId, region: REGION }),
      ),
  };
}

describe('whether RAM shares inside the organisation', () => {
  it('is read where AWS tells members', async () => {
    const { read, switchOff } = await setup('allowed');
    expect(await read(ORDERS)).toBe(true);
    await switchOff();
    expect(await read(ORDERS)).toBe(false);
  });

  it('is unknown where it does not, and of an account in none', async () => {
    expect(await (await setup('denied')).read(ORDERS)).toBe(undefined);
    expect(await (await setup('allowed')).read(PARTNER)).toBe(undefined);
  });
});
