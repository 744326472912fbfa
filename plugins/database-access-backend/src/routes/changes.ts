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

import { AuditorServiceCreateEventOptions } from '@backstage/backend-plugin-api';

/** How an auditor knows a route. */
export type AuditedAs = Required<
  Pick<AuditorServiceCreateEventOptions, 'eventId' | 'severityLevel'>
>;

/** Every route that changes something, or makes others work: whoever adds one names it here. */
export const CHANGES = {
  '/v1/plans': { eventId: 'plan-create', severityLevel: 'low' },
  '/v1/requests': { eventId: 'request-create', severityLevel: 'medium' },
  '/v1/requests/:requestId/decisions': {
    eventId: 'request-decide',
    severityLevel: 'high',
  },
  '/v1/decisions': { eventId: 'request-decide', severityLevel: 'high' },
  '/v1/requests/:requestId/questions': {
    eventId: 'request-ask',
    severityLevel: 'medium',
  },
  '/v1/requests/:requestId/answers': {
    eventId: 'request-answer',
    severityLevel: 'medium',
  },
  '/v1/requests/:requestId/reviews': {
    eventId: 'request-review',
    severityLevel: 'high',
  },
  '/v1/requests/:requestId/cancel': {
    eventId: 'request-cancel',
    severityLevel: 'medium',
  },
  '/v1/requests/:requestId/start': {
    eventId: 'request-start',
    severityLevel: 'high',
  },
  '/v1/shares/:shareId/revoke': {
    eventId: 'share-revoke',
    severityLevel: 'high',
  },
  '/v1/shares/:shareId/retry': {
    eventId: 'share-retry',
    severityLevel: 'medium',
  },
  '/v1/shares/:shareId/reachability': {
    eventId: 'share-probe',
    severityLevel: 'medium',
  },
  '/v1/shares/:shareId/extensions': {
    eventId: 'share-extend',
    severityLevel: 'medium',
  },
  '/v1/extensions/:extensionId/decisions': {
    eventId: 'extension-decide',
    severityLevel: 'high',
  },
  '/v1/extensions/:extensionId/cancel': {
    eventId: 'extension-cancel',
    severityLevel: 'medium',
  },
  '/v1/orphans/proposals': {
    eventId: 'orphan-propose',
    severityLevel: 'medium',
  },
  '/v1/orphans/confirmations': {
    eventId: 'orphan-confirm',
    severityLevel: 'high',
  },
  '/v1/shares/certifications': {
    eventId: 'share-certify',
    severityLevel: 'high',
  },
} satisfies Record<string, AuditedAs>;

const PATTERNS = Object.entries(CHANGES).map(([path, event]) => ({
  event,
  // As Express reads them: in any case, with or without a slash at the end.
  pattern: new RegExp(`^${path.replace(/:(\w+)/, '(?<$1>[^/]+)')}/?$`, 'i'),
}));

/** Which of them is meant by a call, and what its address names. */
export function changeAt(call: {
  method: string;
  path: string;
}): { event: AuditedAs; meta: Record<string, string> } | undefined {
  if (call.method !== 'POST') {
    return undefined;
  }
  for (const { event, pattern } of PATTERNS) {
    const match = pattern.exec(call.path);
    if (match) {
      return { event, meta: { ...match.groups } };
    }
  }
  return undefined;
}
