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
  paginateDescribeSecurityGroups,
  paginateDescribeVpcEndpoints,
} from '@aws-sdk/client-ec2';
import {
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { paginateListServiceQuotas } from '@aws-sdk/client-service-quotas';
import { paginateListResourceConfigurations } from '@aws-sdk/client-vpc-lattice';
import type { LaneClients } from '../../aws';
import type { Side } from '../../setup';
import { fail, failed, Found, isRefused, ok, warn } from '../CheckResult';
import { Check, nameOf, Patient } from '../Patient';

/** From here on somebody should know. */
const NEARLY_ALL = 0.8;

/** A quota of AWS, and how much of it is used: by place, where each place has its own. */
interface Counted {
  serviceCode: string;
  code: string;
  what: string;
  side: Side;
  /** By the place, e.g. a VPC; `''` for the Region. */
  used(aws: LaneClients): Promise<Map<string, number>>;
}

/** Those that a new share takes from, as far as the `read` role can count; aws.md §1.6. */
const COUNTED: readonly Counted[] = [
  {
    serviceCode: 'vpc-lattice',
    code: 'L-5FF8F9B9',
    what: 'resource configurations',
    side: 'provider',
    used: ({ vpcLattice: client }) =>
      countBy(paginateListResourceConfigurations({ client }, {}), page =>
        (page.items ?? []).map(() => ''),
      ),
  },
  {
    serviceCode: 'elasticloadbalancing',
    code: 'L-69A177A2',
    what: 'Network Load Balancers',
    side: 'provider',
    used: ({ elasticLoadBalancing: client }) =>
      countBy(paginateDescribeLoadBalancers({ client }, {}), page =>
        (page.LoadBalancers ?? [])
          .filter(({ Type }) => Type === 'network')
          .map(() => ''),
      ),
  },
  {
    serviceCode: 'elasticloadbalancing',
    code: 'L-B22855CB',
    what: 'target groups',
    side: 'provider',
    used: ({ elasticLoadBalancing: client }) =>
      countBy(paginateDescribeTargetGroups({ client }, {}), page =>
        (page.TargetGroups ?? []).map(() => ''),
      ),
  },
  {
    serviceCode: 'vpc',
    code: 'L-E79EC296',
    what: 'security groups',
    side: 'provider',
    used: securityGroups,
  },
  {
    serviceCode: 'vpc',
    code: 'L-E79EC296',
    what: 'security groups',
    side: 'consumer',
    used: securityGroups,
  },
  {
    serviceCode: 'vpc',
    code: 'L-29B6F2EB',
    what: 'interface endpoints',
    side: 'consumer',
    used: aws => endpoints(aws, 'Interface'),
  },
  {
    serviceCode: 'vpc',
    code: 'L-CA6CC422',
    what: 'resource endpoints',
    side: 'consumer',
    used: aws => endpoints(aws, 'Resource'),
  },
];

/** Whether AWS would let more be made. Where nobody may ask, nothing is said. */
export const quotas: Check = {
  name: 'quotas',
  needsReadRole: true,
  async run(patient) {
    const found = await Promise.all(
      patient.lanes.map(({ region }) => inRegion(patient, region)),
    );
    return found.flat();
  },
};

async function inRegion(patient: Patient, region: string): Promise<Found[]> {
  const { account, sides, read } = patient;
  const aws = read({ accountId: account.accountId, region });
  const counted = COUNTED.filter(({ side }) => sides.includes(side)).filter(
    (one, i, all) => all.findIndex(({ code }) => code === one.code) === i,
  );
  try {
    const limits = await quotasOf(aws, counted);
    const found = await Promise.all(
      counted.map(async one => {
        const limit = limits.get(one.code);
        const places = limit === undefined ? [] : [...(await one.used(aws))];
        return places.flatMap(([place, used]) =>
          judged(patient, region, {
            ...one,
            place,
            count: used,
            limit: limit!,
          }),
        );
      }),
    );
    const tight = found.flat();
    return tight.length > 0
      ? tight
      : [ok(`In ${region} ${counted.length} quotas leave room.`)];
  } catch (error) {
    return isRefused(error) ? [] : [failed(error)];
  }
}

function judged(
  { account }: Patient,
  region: string,
  one: Counted & { place: string; count: number; limit: number },
): Found[] {
  const { what, place, count: used, limit, code } = one;
  if (used < limit * NEARLY_ALL) {
    return [];
  }
  const where = place ? `${place}, ${region}` : region;
  const say = used >= limit ? fail : warn;
  return [
    say(
      `${nameOf(account)} has ${used} of at most ${limit} ${what} in ${where}.`,
      `In account ${account.accountId}, ask for more in Service Quotas (${code}, ${region}), or remove what nobody uses.`,
    ),
  ];
}

async function quotasOf(
  { serviceQuotas: client }: LaneClients,
  counted: readonly Counted[],
): Promise<Map<string, number>> {
  const limits = new Map<string, number>();
  const services = new Set(counted.map(({ serviceCode }) => serviceCode));
  for (const ServiceCode of services) {
    for await (const { Quotas } of paginateListServiceQuotas(
      { client },
      { ServiceCode },
    )) {
      for (const { QuotaCode, Value } of Quotas ?? []) {
        limits.set(QuotaCode!, Value!);
      }
    }
  }
  return limits;
}

function securityGroups({ ec2: client }: LaneClients) {
  return countBy(
    paginateDescribeSecurityGroups({ client }, { MaxResults: 1000 }),
    page => (page.SecurityGroups ?? []).map(() => ''),
  );
}

function endpoints({ ec2: client }: LaneClients, type: string) {
  return countBy(
    paginateDescribeVpcEndpoints({ client }, { MaxResults: 1000 }),
    page =>
      (page.VpcEndpoints ?? [])
        .filter(({ VpcEndpointType }) => VpcEndpointType === type)
        .map(({ VpcId }) => VpcId ?? ''),
  );
}

async function countBy<T>(
  pages: AsyncIterable<T>,
  placesOf: (page: T) => string[],
): Promise<Map<string, number>> {
  const used = new Map<string, number>();
  for await (const page of pages) {
    for (const place of placesOf(page)) {
      used.set(place, (used.get(place) ?? 0) + 1);
    }
  }
  return used;
}
