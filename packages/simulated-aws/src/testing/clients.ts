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

import type { SimulatedAws } from '../SimulatedAws';
import type { SdkRequestHandler } from '../wire/sdkRequestHandler';

/** @public */
export interface SimulatedClientOptions {
  /** Default `us-east-1`. */
  region?: string;
  /** Signs as this account's admin. */
  accountId?: string;
  /** Signs with what AssumeRole answered, instead. */
  credentials?: {
    AccessKeyId?: string;
    SecretAccessKey?: string;
    SessionToken?: string;
  };
}

/**
 * The configuration of an SDK client that talks to this simulated AWS without a socket: `new EC2Client(simulatedClientConfig(aws, { accountId: '333333333333' }))`.
 *
 * @public
 */
export function simulatedClientConfig(
  aws: SimulatedAws,
  options: SimulatedClientOptions,
): {
  region: string;
  endpoint: string;
  credentials: {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
  };
  maxAttempts: number;
  requestHandler: SdkRequestHandler;
} {
  const { region = 'us-east-1', accountId = '', credentials } = options;
  return {
    region,
    endpoint: 'http://simulated-aws',
    credentials: {
      accessKeyId: credentials?.AccessKeyId ?? accountId,
      secretAccessKey: credentials?.SecretAccessKey ?? 'not-verified',
      sessionToken: credentials?.SessionToken,
    },
    // A test that wants to see an error does not want it tried again.
    maxAttempts: 1,
    requestHandler: aws.requestHandler(),
  };
}
