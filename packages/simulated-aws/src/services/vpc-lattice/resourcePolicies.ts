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

import type { Call } from '../../core/Service';
import { ownConfiguration } from './configurationAccess';
import { parseLatticeArn } from './identifiers';
import { ownNetwork } from './networkAccess';
import type { LatticePart } from './part';
import { toTouchArn } from './permissions';
import { invalid, notFound } from './refusals';
import { vpcLatticeState } from './state';

const POLICY_ARN = {
  length: [20, 200] as [number, number],
  pattern:
    /^arn:[a-z0-9.-]+:[a-z0-9.-]+:[a-z0-9.-]*:[a-z0-9.-]*:(servicenetwork\/sn|service\/svc|resourceconfiguration\/rcfg)-[0-9a-z]{17}$/,
};

/** Policies on resource configurations and service networks; RAM writes its own beside them, for which its caller needs PutResourcePolicy. */
export const resourcePolicies: LatticePart = {
  rules: {
    'PutResourcePolicy.resourceArn': POLICY_ARN,
    'PutResourcePolicy.policy': { length: [1, 10000], pattern: /\S/ },
    'GetResourcePolicy.resourceArn': POLICY_ARN,
    'DeleteResourcePolicy.resourceArn': POLICY_ARN,
  },

  permissions: {
    PutResourcePolicy: (input, call) =>
      toTouchArn(call, 'PutResourcePolicy', input.resourceArn ?? '*'),
    GetResourcePolicy: (input, call) =>
      toTouchArn(call, 'GetResourcePolicy', input.resourceArn ?? '*'),
    DeleteResourcePolicy: (input, call) =>
      toTouchArn(call, 'DeleteResourcePolicy', input.resourceArn ?? '*'),
  },

  handlers: {
    PutResourcePolicy(input, call) {
      const { arn, policies } = policiesFor(
        call,
        'PutResourcePolicy',
        input.resourceArn!,
      );
      if (!isPolicy(input.policy!)) {
        throw invalid('policy', 'The policy is not a JSON policy document.');
      }
      policies[arn] = input.policy!;
      return {};
    },

    GetResourcePolicy(input, call) {
      const { arn, policies } = policiesFor(
        call,
        'GetResourcePolicy',
        input.resourceArn!,
      );
      if (policies[arn] === undefined) {
        throw notFound('RESOURCE_POLICY', arn);
      }
      return { policy: policies[arn] };
    },

    DeleteResourcePolicy(input, call) {
      const { arn, policies } = policiesFor(
        call,
        'DeleteResourcePolicy',
        input.resourceArn!,
      );
      if (policies[arn] === undefined) {
        throw notFound('RESOURCE_POLICY', arn);
      }
      delete policies[arn];
      return {};
    },
  },
};

function policiesFor(call: Call, operation: string, resourceArn: string) {
  const { arn } =
    parseLatticeArn(resourceArn)?.kind === 'servicenetwork'
      ? ownNetwork(call, operation, resourceArn)
      : ownConfiguration(call, operation, resourceArn);
  return {
    arn,
    policies: vpcLatticeState.of(call.world, call).resourcePolicies,
  };
}

function isPolicy(text: string): boolean {
  try {
    const statements = [JSON.parse(text)?.Statement].flat();
    return statements.every(s => typeof s === 'object' && s !== null);
  } catch {
    return false;
  }
}
