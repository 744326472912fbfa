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

import { refuse } from './refusals';

/** What an attribute may be: one of these words, a number of this range, or any text. */
type Kind = readonly string[] | { range: [number, number] } | 'text';

const BOOLEAN = ['true', 'false'] as const;

interface Attribute {
  byDefault: string;
  kind: Kind;
}

type Attributes = Record<string, Attribute>;

/** Attributes of a Network Load Balancer (API Reference, LoadBalancerAttribute). */
export const LOAD_BALANCER_ATTRIBUTES: Attributes = {
  'access_logs.s3.enabled': { byDefault: 'false', kind: BOOLEAN },
  'access_logs.s3.bucket': { byDefault: '', kind: 'text' },
  'access_logs.s3.prefix': { byDefault: '', kind: 'text' },
  'deletion_protection.enabled': { byDefault: 'false', kind: BOOLEAN },
  'dns_record.client_routing_policy': {
    byDefault: 'any_availability_zone',
    kind: [
      'availability_zone_affinity',
      'partial_availability_zone_affinity',
      'any_availability_zone',
    ],
  },
  'load_balancing.cross_zone.enabled': { byDefault: 'false', kind: BOOLEAN },
  'secondary_ips.auto_assigned.per_subnet': {
    byDefault: '0',
    kind: { range: [0, 7] },
  },
  'zonal_shift.config.enabled': { byDefault: 'false', kind: BOOLEAN },
};

/** Attributes of a target group of a Network Load Balancer (API Reference, TargetGroupAttribute). */
export const TARGET_GROUP_ATTRIBUTES: Attributes = {
  'deregistration_delay.timeout_seconds': {
    byDefault: '300',
    kind: { range: [0, 3600] },
  },
  'deregistration_delay.connection_termination.enabled': {
    byDefault: 'false',
    kind: BOOLEAN,
  },
  'load_balancing.cross_zone.enabled': {
    byDefault: 'use_load_balancer_configuration',
    kind: ['true', 'false', 'use_load_balancer_configuration'],
  },
  'preserve_client_ip.enabled': { byDefault: 'false', kind: BOOLEAN },
  'proxy_protocol_v2.enabled': { byDefault: 'false', kind: BOOLEAN },
  'stickiness.enabled': { byDefault: 'false', kind: BOOLEAN },
  'stickiness.type': { byDefault: 'source_ip', kind: ['source_ip'] },
  'target_group_health.dns_failover.minimum_healthy_targets.count': {
    byDefault: '1',
    kind: 'text',
  },
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': {
    byDefault: 'off',
    kind: 'text',
  },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': {
    byDefault: '1',
    kind: 'text',
  },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage':
    { byDefault: 'off', kind: 'text' },
  'target_health_state.unhealthy.connection_termination.enabled': {
    byDefault: 'true',
    kind: BOOLEAN,
  },
  'target_health_state.unhealthy.draining_interval_seconds': {
    byDefault: '0',
    kind: { range: [0, 360000] },
  },
};

interface KeyAndValue {
  Key?: string;
  Value?: string;
}

export function defaultsOf(known: Attributes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(known).map(([key, { byDefault }]) => [key, byDefault]),
  );
}

export function toAttributeList(attributes: Record<string, string>) {
  return Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
}

/**
 * The change that a Modify…Attributes call wants.
 *
 * @param noun - `Load balancer` or `Target group`
 */
export function checkedAttributes(
  known: Attributes,
  list: KeyAndValue[] | undefined,
  noun: string,
): Record<string, string> {
  return Object.fromEntries(
    (list ?? []).map(({ Key: key = '', Value: value = '' }) => {
      const attribute = Object.hasOwn(known, key) ? known[key] : undefined;
      if (!attribute) {
        throw refuse(
          'InvalidConfigurationRequest',
          `${noun} attribute key '${key}' is not recognized`,
        );
      }
      if (!fits(attribute.kind, value)) {
        throw refuse(
          'InvalidConfigurationRequest',
          `${noun} attribute value '${value}' of '${key}' is not valid`,
        );
      }
      return [key, value];
    }),
  );
}

function fits(kind: Kind, value: string): boolean {
  if (kind === 'text') {
    return true;
  }
  if ('range' in kind) {
    const [least, most] = kind.range;
    return (
      /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
    );
  }
  return kind.includes(value);
}
