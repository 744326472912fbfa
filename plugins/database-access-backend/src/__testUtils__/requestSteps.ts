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

import { AccessRequest } from '@towpath/backstage-plugin-database-access-common';
import { PersonName, startPortal } from './startPortal';

/** A portal that a test has started. */
export type Portal = Awaited<ReturnType<typeof startPortal>>;

/** What the example's requester asks for. */
export const WISH = {
  databaseRef: 'resource:default/orders-postgres',
  network: 'analytics-databricks',
  durationSeconds: 86_400,
};

/** The digest of what would be built now. */
export async function planDigest(
  portal: Portal,
  options: { by?: PersonName; wish?: object } = {},
): Promise<string> {
  const { status, body } = await portal
    .as(options.by ?? 'requester')
    .post('/plans', { ...WISH, ...options.wish });
  if (status !== 200 || !body.digest) {
    throw new Error(`${status} ${JSON.stringify(body)}`);
  }
  return body.digest;
}

/** Files the example's request. */
export async function fileRequest(
  portal: Portal,
  options: {
    by?: PersonName;
    start?: 'automatic' | 'manual';
    key?: string;
    wish?: object;
  } = {},
): Promise<AccessRequest> {
  const { by = 'requester', start = 'manual', key = 'key-1', wish } = options;
  const { status, body } = await portal.as(by).post('/requests', {
    ...WISH,
    ...wish,
    purpose: 'Monthly revenue report',
    start,
    planDigest: await planDigest(portal, { by, wish }),
    idempotencyKey: key,
  });
  if (status !== 201) {
    throw new Error(`${status} ${JSON.stringify(body)}`);
  }
  return body;
}

/** One person's word on a request, with the digest that it has. */
export function decide(
  portal: Portal,
  request: Pick<AccessRequest, 'id' | 'planDigest'>,
  options: {
    by?: PersonName;
    decision?: 'approve' | 'deny';
    comment?: string;
    planDigest?: string;
  } = {},
) {
  const { by = 'owner', decision = 'approve', comment } = options;
  return portal.as(by).post(`/requests/${request.id}/decisions`, {
    decision,
    comment,
    planDigest: options.planDigest ?? request.planDigest,
  });
}
