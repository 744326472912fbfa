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
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { RAMClient } from '@aws-sdk/client-ram';
import { RDSClient } from '@aws-sdk/client-rds';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { AccountConfig } from '../config';

/** Clients of one lane, all with the credentials of one session. What they throw are `AwsCallError`s. */
export interface LaneClients {
  account: AccountConfig;
  region: string;
  ec2: EC2Client;
  organizations: OrganizationsClient;
  ram: RAMClient;
  rds: RDSClient;
  vpcLattice: VPCLatticeClient;
}
