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
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListServiceQuotasCommand,
  ListServiceQuotasCommandInput,
  paginateListAWSDefaultServiceQuotas,
  paginateListServiceQuotas,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import type { Doubts } from '../../doubts';
import { SimulatedAws } from '../../SimulatedAws';
import { simulatedClientConfig } from '../../testing/clients';
import { serviceQuotas } from '.';
import { serviceQuotasState } from './state';

const ACCOUNT = '333333333333';

function setup(doubts: Partial<Doubts> = {}) {
  const aws = SimulatedAws.create({
    world: { doubts },
    services: [serviceQuotas],
  });
  const as = (accountId: string, region?: string) =>
    new ServiceQuotasClient(simulatedClientConfig(aws, { accountId, region }));
  return {
    as,
    client: as(ACCOUNT),
    granted: serviceQuotasState.of(aws.world, {
      accountId: ACCOUNT,
      region: 'us-east-1',
    }).granted,
  };
}

const INTERFACE_ENDPOINTS = { ServiceCode: 'vpc', QuotaCode: 'L-29B6F2EB' };

describe('GetServiceQuota', () => {
  it.each([
    ['vpc-lattice', 'L-9CAD07FB', 50],
    ['vpc-lattice', 'L-5FF8F9B9', 2000],
    ['vpc-lattice', 'L-0DCA4434', 500],
    ['vpc', 'L-29B6F2EB', 50],
    ['vpc', 'L-CA6CC422', 200],
    ['elasticloadbalancing', 'L-69A177A2', 50],
  ])('answers %s %s', async (ServiceCode, QuotaCode, Value) => {
    const { Quota } = await setup().client.send(
      new GetServiceQuotaCommand({ ServiceCode, QuotaCode }),
    );
    expect(Quota).toMatchObject({
      ServiceCode,
      QuotaCode,
      Value,
      QuotaArn: `arn:aws:servicequotas:us-east-1:${ACCOUNT}:${ServiceCode}/${QuotaCode}`,
      QuotaAppliedAtLevel: 'ACCOUNT',
    });
  });

  it('answers what this account was granted in this Region, and what all have', async () => {
    const { as, client, granted } = setup();
    granted['L-29B6F2EB'] = 120;
    const value = async (of: ServiceQuotasClient) => {
      const { Quota } = await of.send(
        new GetServiceQuotaCommand(INTERFACE_ENDPOINTS),
      );
      return Quota!.Value;
    };
    expect(await value(client)).toBe(120);
    expect(await value(as(ACCOUNT, 'eu-west-1'))).toBe(50);
    expect(await value(as('444444444444'))).toBe(50);
    const { Quota } = await client.send(
      new GetAWSDefaultServiceQuotaCommand(INTERFACE_ENDPOINTS),
    );
    expect(Quota).toMatchObject({
      Value: 50,
      QuotaArn: 'arn:aws:servicequotas:us-east-1::vpc/L-29B6F2EB',
    });
  });

  it('says of gateways what the doubt says (aws.md §1.6)', async () => {
    const { client } = setup({ 'gateways-per-vpc': '100' });
    const { Quota } = await client.send(
      new GetServiceQuotaCommand({
        ServiceCode: 'vpc-lattice',
        QuotaCode: 'L-0DCA4434',
      }),
    );
    expect(Quota!.Value).toBe(100);
  });

  it.each([
    [{ ServiceCode: 'vpc', QuotaCode: 'L-00000000' }],
    [{ ServiceCode: 'rds', QuotaCode: 'L-29B6F2EB' }],
  ])('knows no %o', async input => {
    await expect(
      setup().client.send(new GetServiceQuotaCommand(input)),
    ).rejects.toMatchObject({
      name: 'NoSuchResourceException',
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('ListServiceQuotas', () => {
  it('comes in pages, and so do the defaults', async () => {
    const { client } = setup();
    for (const paginate of [
      paginateListServiceQuotas,
      paginateListAWSDefaultServiceQuotas,
    ]) {
      const codes: string[] = [];
      for await (const page of paginate(
        { client, pageSize: 3 },
        { ServiceCode: 'vpc-lattice' },
      )) {
        expect(page.Quotas!.length).toBeLessThanOrEqual(3);
        codes.push(...page.Quotas!.map(({ QuotaCode }) => QuotaCode!));
      }
      expect(new Set(codes).size).toBe(8);
      expect(codes).toHaveLength(8);
    }
  });

  it('gives one when asked for one', async () => {
    const { Quotas } = await setup().client.send(
      new ListServiceQuotasCommand(INTERFACE_ENDPOINTS),
    );
    expect(Quotas!.map(({ QuotaName }) => QuotaName)).toEqual([
      'Interface VPC endpoints per VPC',
    ]);
  });

  it.each<[ListServiceQuotasCommandInput, string]>([
    [{ ServiceCode: 'nothing' }, 'NoSuchResourceException'],
    [{ ServiceCode: '' }, 'IllegalArgumentException'],
    [{ ServiceCode: 'vpc', MaxResults: 101 }, 'IllegalArgumentException'],
    [
      { ServiceCode: 'vpc', NextToken: 'bm9uc2Vuc2U=' },
      'InvalidPaginationTokenException',
    ],
  ])('refuses %o', async (input, name) => {
    await expect(
      setup().client.send(new ListServiceQuotasCommand(input)),
    ).rejects.toMatchObject({ name });
  });
});
