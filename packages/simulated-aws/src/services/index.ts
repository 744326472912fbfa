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

import type { SimulatedService } from '../core/Service';
import { cloudTrail } from './cloudtrail';
import { cloudWatch } from './cloudwatch';
import { ec2 } from './ec2';
import { elasticLoadBalancing } from './elasticloadbalancing';
import { events } from './events';
import { iam } from './iam';
import { lambda } from './lambda';
import { logs } from './logs';
import { organizations } from './organizations';
import { pricing } from './pricing';
import { ram } from './ram';
import { rds } from './rds';
import { route53 } from './route53';
import { serviceQuotas } from './servicequotas';
import { sns } from './sns';
import { sqs } from './sqs';
import { sts } from './sts';
import { vpcLattice } from './vpc-lattice';

/** Every simulated service. */
export const allServices: SimulatedService[] = [
  ec2,
  elasticLoadBalancing,
  events,
  iam,
  lambda,
  logs,
  organizations,
  pricing,
  ram,
  rds,
  route53,
  serviceQuotas,
  sns,
  sqs,
  sts,
  vpcLattice,
  // It hears what the others have done.
  cloudTrail,
  // It looks at what the others have noticed of a change.
  cloudWatch,
];
