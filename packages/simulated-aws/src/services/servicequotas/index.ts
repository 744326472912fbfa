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

import * as sdk from '@aws-sdk/client-service-quotas';
import { AwsError } from '../../core/errors';
import { pageOf } from '../../core/paging';
import { Call, defineService } from '../../core/Service';
import { jsonRefusals } from '../jsonRefusals';
import { defaultValueOf, Quota, QUOTAS, SERVICE_NAMES } from './quotas';
import { serviceQuotasState } from './state';

const SERVICE_CODE = { length: [1, 63] as [number, number] };
const QUOTA_CODE = { length: [1, 128] as [number, number] };
const MAX_RESULTS = { range: [1, 100] as [number, number] };

const notFound = () =>
  new AwsError(
    'NoSuchResourceException',
    'The request failed because the specified service quota does not exist.',
  );

function quotasOf(serviceCode: string): Quota[] {
  const found = QUOTAS.filter(quota => quota.serviceCode === serviceCode);
  if (!found.length) {
    throw notFound();
  }
  return found;
}

function quotaOf(serviceCode: string, quotaCode: string): Quota {
  const found = quotasOf(serviceCode).find(quota => quota.code === quotaCode);
  if (!found) {
    throw notFound();
  }
  return found;
}

/** What every account has. */
function defaultAnswer(call: Call, quota: Quota): sdk.ServiceQuota {
  const { serviceCode, code } = quota;
  return {
    ServiceCode: serviceCode,
    ServiceName: SERVICE_NAMES[serviceCode],
    QuotaArn: `arn:aws:servicequotas:${call.region}::${serviceCode}/${code}`,
    QuotaCode: code,
    QuotaName: quota.name,
    Value: defaultValueOf(quota, call.world.doubts),
    Unit: 'None',
    Adjustable: quota.adjustable,
    GlobalQuota: false,
  };
}

/** What this account has; its ARN names the account, that of a default does not. */
function appliedAnswer(call: Call, quota: Quota): sdk.ServiceQuota {
  const { granted } = serviceQuotasState.of(call.world, call);
  const { accountId, region } = call;
  const { serviceCode, code } = quota;
  const answer = defaultAnswer(call, quota);
  return {
    ...answer,
    QuotaArn: `arn:aws:servicequotas:${region}:${accountId}:${serviceCode}/${code}`,
    Value: granted[code] ?? answer.Value,
    QuotaAppliedAtLevel: 'ACCOUNT',
  };
}

function page(
  quotas: Quota[],
  input: { NextToken?: string; MaxResults?: number },
) {
  const found = pageOf(quotas, quota => quota.code, {
    token: input.NextToken,
    size: input.MaxResults ?? 100,
  });
  if (!found) {
    throw new AwsError(
      'InvalidPaginationTokenException',
      'Invalid input was provided: the pagination token is not valid.',
    );
  }
  return {
    items: found.items,
    rest: found.nextToken ? { NextToken: found.nextToken } : {},
  };
}

/** What accounts may have of each thing. */
export const serviceQuotas = defineService<typeof sdk>({
  sdk,
  prefix: 'servicequotas',
  refusals: jsonRefusals({
    invalid: 'IllegalArgumentException',
    throttled: 'TooManyRequestsException',
  }),
  rules: {
    'ListServiceQuotas.ServiceCode': SERVICE_CODE,
    'ListServiceQuotas.QuotaCode': QUOTA_CODE,
    'ListServiceQuotas.MaxResults': MAX_RESULTS,
    'ListAWSDefaultServiceQuotas.ServiceCode': SERVICE_CODE,
    'ListAWSDefaultServiceQuotas.MaxResults': MAX_RESULTS,
    'GetServiceQuota.ServiceCode': SERVICE_CODE,
    'GetServiceQuota.QuotaCode': QUOTA_CODE,
    'GetAWSDefaultServiceQuota.ServiceCode': SERVICE_CODE,
    'GetAWSDefaultServiceQuota.QuotaCode': QUOTA_CODE,
  },
  handlers: {
    ListServiceQuotas(input, call) {
      const { items, rest } = page(
        quotasOf(input.ServiceCode!).filter(
          ({ code }) => code === (input.QuotaCode ?? code),
        ),
        input,
      );
      return { Quotas: items.map(q => appliedAnswer(call, q)), ...rest };
    },

    ListAWSDefaultServiceQuotas(input, call) {
      const { items, rest } = page(quotasOf(input.ServiceCode!), input);
      return { Quotas: items.map(q => defaultAnswer(call, q)), ...rest };
    },

    GetServiceQuota(input, call) {
      const quota = quotaOf(input.ServiceCode!, input.QuotaCode!);
      return { Quota: appliedAnswer(call, quota) };
    },

    GetAWSDefaultServiceQuota(input, call) {
      const quota = quotaOf(input.ServiceCode!, input.QuotaCode!);
      return { Quota: defaultAnswer(call, quota) };
    },
  },
});
