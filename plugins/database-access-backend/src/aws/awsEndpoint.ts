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

import { DatabaseAccessConfig } from '../config';

/** Services that are called, by IAM's prefixes. */
export type AwsService = NonNullable<
  DatabaseAccessConfig['endpoints']
>[number]['service'];

/**
 * Where a service is called: simulated AWS, or what config says of the Region, or of the service everywhere.
 *
 * @returns undefined for AWS's own, or what the SDK reads of `AWS_ENDPOINT_URL_<SERVICE>`
 */
export function awsEndpoint(
  config: Pick<DatabaseAccessConfig, 'endpoints' | 'simulatedAws'>,
  service: AwsService,
  region: string,
): string | undefined {
  if (config.simulatedAws) {
    return config.simulatedAws.endpoint;
  }
  const ofService = (config.endpoints ?? []).filter(
    endpoint => endpoint.service === service,
  );
  const meant =
    ofService.find(endpoint => endpoint.region === region) ??
    ofService.find(endpoint => endpoint.region === undefined);
  return meant?.url;
}
