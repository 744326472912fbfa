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

import {
  ShareExtension,
  ShareExtensions,
} from '@towpath/backstage-plugin-database-access-common';
import { active, pending } from './requests';

/** Asked for by whoever has the access; waits for an owner of the database. */
export const pendingExtension: ShareExtension = {
  id: 'extension-1',
  shareId: active.id,
  requestId: active.requestId,
  status: 'pending',
  askedBy: active.requesterRef,
  requesterRef: active.requesterRef,
  databaseRef: active.databaseRef,
  network: active.network.name,
  durationSeconds: 1_209_600,
  reason: 'The migration takes two weeks longer',
  expiresAt: active.expiresAt,
  until: '2026-08-27T09:20:00.000Z',
  together: [
    {
      shareId: active.id,
      network: active.network.name,
      databaseRef: active.databaseRef,
    },
  ],
  deciderRefs: pending.deciderRefs,
  decisions: [],
  actions: { decide: false, cancel: true },
  cannotDecideBecause: 'You cannot decide how long your own access lasts',
  createdAt: '2026-08-11T10:00:00.000Z',
  updatedAt: '2026-08-11T10:00:00.000Z',
};

/** The same, as an owner of the database sees it. */
export const extensionToDecide: ShareExtension = {
  ...pendingExtension,
  actions: { decide: true, cancel: false },
  cannotDecideBecause: undefined,
};

/** It may be extended, and nobody has asked for that. */
export const extensionsOfShare: ShareExtensions = {
  items: [],
  offer: {
    mayExtend: true,
    from: '2026-08-09T21:20:00.000Z',
    longestSeconds: 7_776_000,
    needsDecision: true,
    deciderRefs: pending.deciderRefs,
    extended: 0,
    mostExtensions: 3,
    together: pendingExtension.together,
  },
  remindsAt: ['2026-08-12T09:20:00.000Z', '2026-08-13T08:20:00.000Z'],
};
