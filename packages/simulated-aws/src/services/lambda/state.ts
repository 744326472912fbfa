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

import { defineState } from '../../core/state';

/** One statement of a function's own policy, as AddPermission wrote it. */
export interface PermissionStatement {
  Sid: string;
  Effect: 'Allow';
  Principal: string | { Service: string } | { AWS: string };
  Action: string;
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

/** The VPC that a function is attached to: all that it connects to lies in there, but for AWS itself. */
export interface FunctionVpc {
  vpcId: string;
  subnetIds: string[];
  groupIds: string[];
}

export interface LambdaFunction {
  name: string;
  arn: string;
  runtime: string;
  handler: string;
  /** ARN of the role that it runs as. */
  role: string;
  description: string;
  timeoutSeconds: number;
  memorySize: number;
  environment: Record<string, string>;
  vpc?: FunctionVpc;
  /** The deployment package, base64. */
  zip: string;
  /** Of the package, base64, as AWS answers it. */
  codeSha256: string;
  codeSize: number;
  modifiedAt: number;
  revisionId: string;
  state: 'Pending' | 'Active';
  lastUpdate: 'Successful' | 'InProgress';
  tags: Record<string, string>;
  /** In the order in which they were added. */
  policy: PermissionStatement[];
  /** What it did last, for people who look at the simulation. */
  lastRun?: { at: number; requestId: string; error?: string };
}

export interface LambdaState {
  functions: Record<string, LambdaFunction>;
}

export const lambdaState = defineState<LambdaState>('lambda', () => ({
  functions: {},
}));
