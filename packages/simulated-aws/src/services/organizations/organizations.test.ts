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
  DescribeAccountCommand,
  DescribeOrganizationCommand,
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
  ListAccountsCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListRootsCommand,
  OrganizationsClient,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';
import { GLOBAL_REGION } from '../../core/state';
import type { Doubts } from '../../doubts';
import { SimulatedAws } from '../../SimulatedAws';
import { simulatedClientConfig } from '../../testing/clients';
import { organizations } from '.';
import { organizationsState } from './state';

const MANAGEMENT = '111111111111';
const MEMBER = '333333333333';
const OUTSIDER = '888888888888';

function start(doubts: Partial<Doubts> = {}) {
  const aws = SimulatedAws.create({
    world: { doubts },
    services: [organizations],
  });
  const account = (id: string, name: string) => ({
    id,
    name,
    email: `${name}@example.com`,
    joinedAt: 0,
  });
  organizationsState.of(aws.world, {
    accountId: MANAGEMENT,
    region: GLOBAL_REGION,
  }).organization = {
    id: 'o-exampleorg',
    arn: `arn:aws:organizations::${MANAGEMENT}:organization/o-exampleorg`,
    managementAccountId: MANAGEMENT,
    rootId: 'r-root',
    accounts: [account(MANAGEMENT, 'hub'), account(MEMBER, 'orders')],
    trustedServices: [],
  };
  const as = (accountId: string) =>
    new OrganizationsClient(simulatedClientConfig(aws, { accountId }));
  return { as };
}

describe('an organisation', () => {
  it.each([MANAGEMENT, MEMBER])('is described to %s', async accountId => {
    const { as } = start();
    const answer = await as(accountId).send(new DescribeOrganizationCommand());
    expect(answer.Organization).toMatchObject({
      Id: 'o-exampleorg',
      MasterAccountId: MANAGEMENT,
      MasterAccountEmail: 'hub@example.com',
    });
  });

  it('is not in use for accounts outside', async () => {
    const { as } = start();
    await expect(
      as(OUTSIDER).send(new DescribeOrganizationCommand()),
    ).rejects.toMatchObject({
      name: 'AWSOrganizationsNotInUseException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it.each([
    ['ListAccounts', new ListAccountsCommand()],
    ['ListRoots', new ListRootsCommand()],
    ['DescribeAccount', new DescribeAccountCommand({ AccountId: MEMBER })],
    [
      'EnableAWSServiceAccess',
      new EnableAWSServiceAccessCommand({
        ServicePrincipal: 'ram.amazonaws.com',
      }),
    ],
  ])('lets only its management account call %s', async (_name, command) => {
    const { as } = start();
    await as(MANAGEMENT).send(command as any);
    await expect(as(MEMBER).send(command as any)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('lists its accounts in pages', async () => {
    const { as } = start();
    const pages: string[][] = [];
    for await (const page of paginateListAccounts(
      { client: as(MANAGEMENT), pageSize: 1 },
      {},
    )) {
      pages.push(page.Accounts!.map(account => account.Name!));
    }
    expect(pages).toEqual([['hub'], ['orders']]);
    await expect(
      as(MANAGEMENT).send(new ListAccountsCommand({ NextToken: 'nonsense' })),
    ).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  it('knows no account but its own', async () => {
    const { as } = start();
    await expect(
      as(MANAGEMENT).send(new DescribeAccountCommand({ AccountId: OUTSIDER })),
    ).rejects.toMatchObject({ name: 'AccountNotFoundException' });
  });

  it('trusts services until it does not', async () => {
    const { as } = start();
    const client = as(MANAGEMENT);
    const service = { ServicePrincipal: 'ram.amazonaws.com' };
    const trusted = async () => {
      const answer = await client.send(
        new ListAWSServiceAccessForOrganizationCommand(),
      );
      return answer.EnabledServicePrincipals;
    };
    await client.send(new EnableAWSServiceAccessCommand(service));
    await client.send(new EnableAWSServiceAccessCommand(service));
    expect(await trusted()).toEqual([service]);
    await client.send(new DisableAWSServiceAccessCommand(service));
    expect(await trusted()).toEqual([]);
  });

  it('may or may not tell members which services it trusts (aws.md §1.0 F7)', async () => {
    const ask = (doubts: Partial<Doubts>) =>
      start(doubts)
        .as(MEMBER)
        .send(new ListAWSServiceAccessForOrganizationCommand());
    await expect(
      ask({ 'member-sees-service-access': 'denied' }),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(
      ask({ 'member-sees-service-access': 'allowed' }),
    ).resolves.toMatchObject({ EnabledServicePrincipals: [] });
  });
});
