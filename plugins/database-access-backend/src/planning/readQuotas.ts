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

/** The quotas that findings speak of, by what Service Quotas calls their services: aws.md §1.6. */
export const QUOTA_CODES = {
  'vpc-lattice': {
    serviceNetworks: 'L-9CAD07FB',
    configurations: 'L-5FF8F9B9',
    gatewaysPerVpc: 'L-0DCA4434',
    resourcesPerServiceNetwork: 'L-6095700C',
    vpcsPerServiceNetwork: 'L-EF6E2D62',
    endpointsPerServiceNetwork: 'L-89DEA27F',
  },
  vpc: {
    interfaceEndpointsPerVpc: 'L-29B6F2EB',
    resourceEndpointsPerVpc: 'L-CA6CC422',
    serviceNetworkEndpointsPerVpc: 'L-3B4E38D2',
    securityGroups: 'L-E79EC296',
    rulesPerSecurityGroup: 'L-0EA8095F',
  },
  elasticloadbalancing: {
    loadBalancers: 'L-69A177A2',
    targetGroups: 'L-B22855CB',
  },
} as const;

export type QuotaService = keyof typeof QUOTA_CODES;

/**
 * The quotas of one service by their codes: aws.md §1.0 F6. A quota that nobody has asked to raise AWS may show among its
 * defaults only: https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html
 *
 * @throws AwsCallError if AWS does not say
 */
export async function readQuotas(
  { serviceQuotas: client }: LaneClients,
  serviceCode: QuotaService,
): Promise<Map<string, Quota>> {
  const options = { client, pageSize: 100 };
  const input = { ServiceCode: serviceCode };
  const applied = await collect(paginateListServiceQuotas(options, input));
  const shown = new Set(applied.map(({ code }) => code));
  const isComplete = Object.values(QUOTA_CODES[serviceCode]).every(code =>
    shown.has(code),
  );
  const defaults = isComplete
    ? []
    : await unlessRefused(
        collect(paginateListAWSDefaultServiceQuotas(options, input)),
      );
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
