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
import { AwsCallError, LaneClients } from '../aws';
import { countEndpointsInto } from './countEndpointsInto';
import { ListedObject, listObjects } from './listObjects';
import { Quota, QUOTA_CODES, QuotaService, readQuotas } from './readQuotas';

const {
  'vpc-lattice': LATTICE,
  vpc: VPC,
  elasticloadbalancing: ELB,
} = QUOTA_CODES;

const SERVICE_NETWORK = 'vpc-lattice/service-network';

/** From this share of a quota on, who raises quotas should hear of it. */
export const SCARCE = 0.8;

/** What an account may be to a share. */
type Side = 'provider' | 'consumer' | 'networking';

/** How much of a quota is used, in one place. */
export interface QuotaUse extends Quota {
  /** What is counted, e.g. `security groups`. */
  what: string;
  /** For example a VPC, where each has its own; empty: the Region. */
  place: string;
  used: number;
}

/** The quotas of a lane, as far as AWS says. */
export interface QuotaReading {
  used: QuotaUse[];
  /** Quotas that were counted; each may be used in several places, or in none. */
  counted: number;
  /** Why some could not be counted. */
  unread: Array<{ what: string; error: AwsCallError }>;
}

interface Counter {
  serviceCode: QuotaService;
  code: string;
  what: string;
  sides: readonly Side[];
  /** By the place. */
  count(aws: LaneClients): Promise<Map<string, number>>;
}

/** Those that shares take from, as far as the `read` roles of such accounts can count; aws.md §1.6. */
const COUNTERS: readonly Counter[] = [
  {
    serviceCode: 'vpc-lattice',
    code: LATTICE.configurations,
    what: 'resource configurations',
    sides: ['provider'],
    count: aws => listed(aws, 'vpc-lattice/resource-configuration'),
  },
  {
    serviceCode: 'elasticloadbalancing',
    code: ELB.loadBalancers,
    what: 'Network Load Balancers',
    sides: ['provider'],
    count: aws => listed(aws, 'elbv2/load-balancer'),
  },
  {
    serviceCode: 'elasticloadbalancing',
    code: ELB.targetGroups,
    what: 'target groups',
    sides: ['provider'],
    count: aws => listed(aws, 'elbv2/target-group'),
  },
  {
    serviceCode: 'vpc-lattice',
    code: LATTICE.serviceNetworks,
    what: 'service networks',
    sides: ['networking'],
    count: aws => listed(aws, SERVICE_NETWORK),
  },
  {
    serviceCode: 'vpc-lattice',
    code: LATTICE.resourcesPerServiceNetwork,
    what: 'resources in a service network',
    sides: ['networking'],
    count: aws => perNetwork(aws, ({ holds }) => holds?.resources),
  },
  {
    serviceCode: 'vpc-lattice',
    code: LATTICE.vpcsPerServiceNetwork,
    what: 'VPCs in a service network',
    sides: ['networking'],
    count: aws => perNetwork(aws, ({ holds }) => holds?.vpcs),
  },
  {
    serviceCode: 'vpc-lattice',
    code: LATTICE.endpointsPerServiceNetwork,
    what: 'endpoints of a service network',
    sides: ['networking'],
    count: aws => perNetwork(aws, ({ id }) => countEndpointsInto(aws, id)),
  },
  {
    serviceCode: 'vpc',
    code: VPC.securityGroups,
    what: 'security groups',
    sides: ['provider', 'consumer'],
    count: securityGroups,
  },
  {
    serviceCode: 'vpc',
    code: VPC.interfaceEndpointsPerVpc,
    what: 'interface endpoints',
    sides: ['consumer'],
    count: aws => endpoints(aws, 'Interface'),
  },
  {
    serviceCode: 'vpc',
    code: VPC.resourceEndpointsPerVpc,
    what: 'resource endpoints',
    sides: ['consumer'],
    count: aws => endpoints(aws, 'Resource'),
  },
];

/** How much of its quotas a lane uses. What AWS does not say is said, and keeps nothing else from being counted. */
export async function readQuotaUse(
  aws: LaneClients,
  sides: readonly Side[],
): Promise<QuotaReading> {
  const reading: QuotaReading = { used: [], counted: 0, unread: [] };
  const counters = COUNTERS.filter(counter =>
    counter.sides.some(side => sides.includes(side)),
  );
  const limits = new Map<QuotaService, Promise<Map<string, Quota>>>();
  const limitsOf = (service: QuotaService) => {
    const known = limits.get(service) ?? readQuotas(aws, service);
    limits.set(service, known);
    return known;
  };
  // One after the other: nobody waits for it, and others want to read, too.
  for (const { serviceCode, code, what, count } of counters) {
    try {
      const quota = (await limitsOf(serviceCode)).get(code);
      if (quota) {
        const used = await count(aws);
        reading.counted += 1;
        reading.used.push(
          ...[...used].map(([place, number]) => ({
            ...quota,
            what,
            place,
            used: number,
          })),
        );
      }
    } catch (error) {
      if (!(error instanceof AwsCallError)) {
        throw error;
      }
      reading.unread.push({ what, error });
    }
  }
  return reading;
}

async function perNetwork(
  aws: LaneClients,
  count: (network: ListedObject) => number | undefined | Promise<number>,
): Promise<Map<string, number>> {
  const used = new Map<string, number>();
  for (const network of (await listObjects(aws, SERVICE_NETWORK)) ?? []) {
    used.set(network.name, (await count(network)) ?? 0);
  }
  return used;
}

async function listed(
  aws: LaneClients,
  type: string,
): Promise<Map<string, number>> {
  return new Map([['', (await listObjects(aws, type))?.length ?? 0]]);
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
