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

import { DoubtName, Doubts } from '../../doubts';

/** How much of something an account may have. */
export interface Quota {
  serviceCode: string;
  code: string;
  name: string;
  /** What AWS gives every account. */
  value: number;
  adjustable: boolean;
  /** Where AWS's documents contradict each other, the answer to this is the value. */
  doubt?: DoubtName & 'gateways-per-vpc';
}

export const SERVICE_NAMES: Record<string, string> = {
  'vpc-lattice': 'Amazon VPC Lattice',
  vpc: 'Amazon Virtual Private Cloud (Amazon VPC)',
  elasticloadbalancing: 'Elastic Load Balancing (ELB)',
};

type Row = [code: string, name: string, value: number, adjustable: boolean];

const ofService = (serviceCode: string, rows: Row[]): Quota[] =>
  rows.map(([code, name, value, adjustable]) => ({
    serviceCode,
    code,
    name,
    value,
    adjustable,
  }));

/**
 * What is simulated of AWS's quotas: aws.md §1.6. The codes of the quotas that it names without one are those that
 * public tools ask for (aws-quota-checker and the like).
 */
export const QUOTAS: readonly Quota[] = [
  ...ofService('vpc-lattice', [
    ['L-9CAD07FB', 'Service networks per Region', 50, true],
    ['L-5FF8F9B9', 'Resource configurations per Region', 2000, true],
    ['L-6095700C', 'Resource configurations per service network', 500, true],
    ['L-9BC96FEF', 'Child resource configurations per group', 60, true],
    ['L-EF6E2D62', 'VPC associations per service network', 500, true],
    ['L-89DEA27F', 'VPC endpoints per service network', 200, true],
    ['L-73D0F278', 'Domain verifications per Region', 5, true],
  ]),
  {
    serviceCode: 'vpc-lattice',
    code: 'L-0DCA4434',
    name: 'Resource gateways per VPC',
    value: 500,
    adjustable: true,
    doubt: 'gateways-per-vpc',
  },
  ...ofService('vpc', [
    ['L-29B6F2EB', 'Interface VPC endpoints per VPC', 50, true],
    ['L-CA6CC422', 'Resource VPC endpoints per VPC', 200, true],
    ['L-3B4E38D2', 'Service network VPC endpoints per VPC', 50, true],
    ['L-E79EC296', 'VPC security groups per Region', 2500, true],
    ['L-0EA8095F', 'Inbound or outbound rules per security group', 60, true],
  ]),
  ...ofService('elasticloadbalancing', [
    ['L-69A177A2', 'Network Load Balancers per Region', 50, true],
    ['L-B22855CB', 'Target Groups per Region', 3000, true],
    ['L-57A373D6', 'Listeners per Network Load Balancer', 50, false],
    [
      'L-B211E961',
      'Targets per Availability Zone per Network Load Balancer',
      500,
      true,
    ],
    ['L-EEF1AD04', 'Targets per Network Load Balancer', 3000, true],
  ]),
];

/** What this quota is in a world where the doubts are answered so. */
export function defaultValueOf(quota: Quota, doubts: Doubts): number {
  return quota.doubt ? Number(doubts[quota.doubt]) : quota.value;
}
