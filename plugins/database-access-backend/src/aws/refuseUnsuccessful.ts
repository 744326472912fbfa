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

import { UnsuccessfulItem } from '@aws-sdk/client-ec2';
import { classifyAwsError } from './classifyAwsError';
import { LaneClients } from './LaneClients';

/**
 * EC2's batch calls answer 200 whatever happened, and list what did not: this throws the first of those, as if the call
 * had failed.
 *
 * @param operation - for example `ec2:DeleteVpcEndpoints`
 * @param isFine - error codes that are as good as success
 */
export function refuseUnsuccessful(
  unsuccessful: UnsuccessfulItem[] | undefined,
  aws: LaneClients,
  operation: string,
  isFine: (code: string) => boolean,
): void {
  for (const error of unsuccessfulItems(
    unsuccessful,
    aws,
    operation,
    isFine,
  ).values()) {
    throw error;
  }
}

/**
 * What did not happen in a batch call, by the id of the thing, each as if a call of its own had failed.
 *
 * @param operation - for example `ec2:DeleteVpcEndpoints`
 * @param isFine - error codes that are as good as success
 */
export function unsuccessfulItems(
  unsuccessful: UnsuccessfulItem[] | undefined,
  aws: LaneClients,
  operation: string,
  isFine: (code: string) => boolean,
): Map<string, Error> {
  const { account, region } = aws;
  const call = {
    account,
    region,
    roleName: account.roles.provision,
    operation,
  };
  return new Map(
    (unsuccessful ?? [])
      .filter(item => !isFine(item.Error?.Code ?? ''))
      .map(item => {
        const error = errorOf(item);
        return [item.ResourceId ?? '', classifyAwsError(error, call) ?? error];
      }),
  );
}

function errorOf({ ResourceId, Error: error }: UnsuccessfulItem): Error {
  const { Code: name = 'UnknownError', Message: message } = error ?? {};
  return Object.assign(new Error(message ?? `${ResourceId}: ${name}`), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  });
}
