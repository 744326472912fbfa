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

import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SimulatedAws, simulatedClientConfig } from '@towpath/simulated-aws';
import type { Lane } from '../config';

/** Somebody who may do everything in an account, without asking the portal. */
export function adminOf(
  { aws }: { aws: SimulatedAws },
  { accountId, region }: Lane,
) {
  const options = simulatedClientConfig(aws, { accountId, region });
  return {
    ec2: new EC2Client(options),
    iam: new IAMClient(options),
    route53: new Route53Client(options),
  };
}
