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
  paginateListAWSDefaultServiceQuotas,
  paginateListServiceQuotas,
  ServiceQuota,
} from '@aws-sdk/client-service-quotas';
import { LaneClients } from '../aws';
import { unlessRefused } from './unlessRefused';

/** How much of something a lane may have. */
export interface Quota {
  serviceCode: string;
  /** For example `L-9CAD07FB`. */
  code: string;
  name: string;
  limit: number;
  /** AWS raises it for who asks. */
  adjustable: boolean;
}

/**
 * The quotas of one service by their codes: aws.md §1.0 F6. A quota that nobody has asked to raise AWS may show among its
 * defaults only: https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html
 *
 * @throws AwsCallError if AWS does not say
 */
export async function readQuotas(
  { serviceQuotas: client }: LaneClients,
  serviceCode: string,
): Promise<Map<string, Quota>> {
  const options = { client, pageSize: 100 };
  const input = { ServiceCode: serviceCode };
  const [defaults, applied] = await Promise.all([
    unlessRefused(collect(paginateListAWSDefaultServiceQuotas(options, input))),
    collect(paginateListServiceQuotas(options, input)),
  ]);
  return new Map(
    [...(defaults ?? []), ...applied].map(quota => [quota.code, quota]),
  );
}

async function collect(
  pages: AsyncIterable<{ Quotas?: ServiceQuota[] }>,
): Promise<Quota[]> {
  const found: Quota[] = [];
  for await (const { Quotas = [] } of pages) {
    for (const quota of Quotas) {
      if (quota.Value !== undefined) {
        found.push({
          serviceCode: quota.ServiceCode ?? '',
          code: quota.QuotaCode ?? '',
          name: quota.QuotaName ?? '',
          limit: quota.Value,
          adjustable: quota.Adjustable ?? false,
        });
      }
    }
  }
  return found;
}
