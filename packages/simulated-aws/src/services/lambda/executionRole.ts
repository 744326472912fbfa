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

import type { World } from '../../core/World';
import { resourcePolicyAllows } from '../iam/resourcePolicy';
import { roleByArn } from '../iam/roles';
import type { Role } from '../iam/state';
import { openSession } from '../sts/assumeRole';
import { invalid } from './refusals';
import type { LambdaFunction } from './state';

const LAMBDA = 'lambda.amazonaws.com';

/** The role must let Lambda in by its trust policy (AWS Lambda Developer Guide, "Execution role"). */
export function assumableRole(world: World, roleArn: string): Role {
  const role = roleByArn(world, roleArn);
  const trusted =
    role &&
    resourcePolicyAllows(role.trustPolicy, {
      principals: [LAMBDA],
      action: 'sts:AssumeRole',
      resource: role.arn,
      context: {},
    });
  if (!trusted) {
    throw invalid(
      'The role defined for the function cannot be assumed by Lambda.',
    );
  }
  return role;
}

const SESSION_SECONDS = 12 * 3600;

/** The keys that a function finds in its environment. */
export function executionCredentials(
  world: World,
  { role, name }: LambdaFunction,
): Record<string, string> {
  const session = openSession(world, assumableRole(world, role), {
    sessionName: name,
    tags: {},
    expiresAt: world.clock.now() + SESSION_SECONDS * 1000,
  });
  return {
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
  };
}
