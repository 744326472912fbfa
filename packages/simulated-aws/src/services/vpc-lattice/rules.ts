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

import type { ValueRule, ValueRules } from '../../core/Service';

export const IP_ADDRESS_TYPES = ['IPV4', 'IPV6', 'DUALSTACK'] as const;

/** 3 to 40 of a-z, 0-9 and `-`; not AWS's own prefix; no hyphen at an end, nor two in a row. */
export function nameRule(ownPrefix: string): ValueRule {
  return {
    length: [3, 40],
    pattern: new RegExp(`^(?!${ownPrefix})(?!-)(?!.*-$)(?!.*--)[a-z0-9-]+$`),
  };
}

export const GATEWAY_IDENTIFIER = identifierRule('rgw', 'resourcegateway');
export const CONFIGURATION_IDENTIFIER = identifierRule(
  'rcfg',
  'resourceconfiguration',
);
export const ASSOCIATION_IDENTIFIER = identifierRule(
  'rea',
  'resourceendpointassociation',
);
export const NETWORK_IDENTIFIER: ValueRule = {
  ...identifierRule('sn', 'servicenetwork'),
  length: [3, 2048],
};
export const RESOURCE_ASSOCIATION_IDENTIFIER: ValueRule = {
  ...identifierRule('snra', 'servicenetworkresourceassociation'),
  length: [22, 2048],
};
export const VPC_ASSOCIATION_IDENTIFIER = identifierRule(
  'snva',
  'servicenetworkvpcassociation',
);
export const SUBSCRIPTION_IDENTIFIER = identifierRule(
  'als',
  'accesslogsubscription',
);
export const LOGGED_RESOURCE_IDENTIFIER: ValueRule = {
  length: [17, 200],
  pattern:
    /^((sn|svc|rcfg)-[0-9a-z]{17}|arn(:[a-z0-9]+([.-][a-z0-9]+)*){2}(:([a-z0-9]+([.-][a-z0-9]+)*)?){2}:(servicenetwork\/sn|resourceconfiguration\/rcfg|service\/svc)-[0-9a-z]{17})$/,
};
export const LOG_DESTINATION: ValueRule = {
  length: [20, 2048],
  pattern:
    /^arn(:[a-z0-9]+([.-][a-z0-9]+)*){2}(:([a-z0-9]+([.-][a-z0-9]+)*)?){2}:([^/].*)?$/,
};
export const VPC_IDENTIFIER: ValueRule = {
  length: [5, 50],
  pattern: /^vpc-([0-9a-z]{8}|[0-9a-z]{17})$/,
};
export const PAGE_SIZE: ValueRule = { range: [1, 100] };
export const TAGGABLE_ARN: ValueRule = {
  length: [0, 1224],
  pattern: /^arn:[a-z0-9][-.a-z0-9]*:vpc-lattice:[-.a-z0-9]*:(\d{12})?:[^/].*$/,
};

export function tagRules(operation: string): ValueRules {
  return {
    [`${operation}.tags`]: { length: [0, 200] },
    [`${operation}.tags{}`]: { length: [0, 256] },
  };
}

function identifierRule(prefix: string, kind: string): ValueRule {
  const id = `${prefix}-[0-9a-z]{17}`;
  return {
    length: [17, 2048],
    pattern: new RegExp(
      `^(${id}|arn:[a-z0-9-]+:vpc-lattice:[a-zA-Z0-9-]+:\\d{12}:${kind}/${id})$`,
    ),
  };
}
