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

import { ConfigSection, Rule } from './ConfigSection';

/** Services that are called, by IAM's prefixes. */
export const AWS_SERVICES = [
  'cloudtrail',
  'cloudwatch',
  'ec2',
  'elasticloadbalancing',
  'events',
  'iam',
  'lambda',
  'logs',
  'organizations',
  'pricing',
  'ram',
  'rds',
  'route53',
  'servicequotas',
  'sts',
  'vpc-lattice',
] as const;

/** Where a service is called instead of where AWS has it. */
export interface EndpointConfig {
  service: (typeof AWS_SERVICES)[number];
  /** Absent: in every Region. */
  region?: string;
  url: string;
}

const SERVICE: Rule = {
  pattern: new RegExp(`^(?:${AWS_SERVICES.join('|')})$`),
  must: `be one of ${AWS_SERVICES.join(', ')}`,
};

const ADDRESS: Rule = {
  pattern: /^https:\/\/[a-zA-Z0-9.-]+(?::\d{1,5})?\/?$/,
  must: 'be an https address without a path, e.g. https://vpce-0123456789abcdef0-abcd1234.sts.us-east-1.vpce.amazonaws.com',
};

/** @throws InputError that names the key and how to mend it */
export function readEndpoints(
  root: ConfigSection,
  region: Rule,
): EndpointConfig[] {
  const endpoints: EndpointConfig[] = [];
  for (const entry of root.sections('endpoints')) {
    entry.refuseOtherKeys(['service', 'region', 'url']);
    const endpoint: EndpointConfig = {
      service: entry.string('service', SERVICE) as EndpointConfig['service'],
      ...(entry.has('region') && { region: entry.string('region', region) }),
      url: entry.string('url', ADDRESS),
    };
    const isSecond = endpoints.some(
      other =>
        other.service === endpoint.service && other.region === endpoint.region,
    );
    if (isSecond) {
      throw entry.error(
        'service',
        `is ${endpoint.service} for the same Region a second time: leave one`,
      );
    }
    endpoints.push(endpoint);
  }
  return endpoints;
}
