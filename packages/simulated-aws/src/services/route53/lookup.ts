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
import { refuse } from './refusals';
import { HostedZone, route53State } from './state';

/** Ids are answered with what they are ids of before them, and may be sent so. */
export function bareId(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

export function ownZone(call: Call, id: string): HostedZone {
  const zone = route53State.of(call.world, call).zones[bareId(id)];
  if (!zone) {
    throw refuse(
      'NoSuchHostedZone',
      `No hosted zone found with ID: ${bareId(id)}`,
    );
  }
  return zone;
}

export function zoneArn(id: string | undefined): string {
  return `arn:aws:route53:::hostedzone/${bareId(id ?? '*')}`;
}

/** As Route 53 keeps names: in lower case, with a dot at the end. */
export function normalName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower : `${lower}.`;
}

/** Names sort from their end: `com.example.www` (API Reference, ListResourceRecordSets). */
export function sortName(name: string): string {
  return name.split('.').reverse().join('.');
}

const LABEL = /^[a-z0-9!"#$%&'()*+,\-/:;<=>?@[\]^_`{|}~\\]{1,63}$/;

export function isDomainName(name: string): boolean {
  const labels = normalName(name).slice(0, -1).split('.');
  return (
    normalName(name).length <= 255 && labels.every(label => LABEL.test(label))
  );
}

/** Whether a name is this domain or below it; both with a dot at the end. */
export function isInDomain(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}
