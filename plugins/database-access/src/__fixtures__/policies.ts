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
  AccessRequest,
  Plan,
  SeatState,
} from '@towpath/backstage-plugin-database-access-common';
import { NO_ACTIONS, pending, plan, started } from './requests';

const PRODUCTION = {
  rule: 'config/production',
  because: 'The owner and the network team agree to production.',
};
const CONFIDENTIAL = {
  rule: 'config/confidential',
  because: 'Two of the privacy team look at confidential data first.',
};

const owners: SeatState = {
  ref: 'group:default/orders-team',
  role: 'database-owner',
  count: 1,
  stage: 2,
  rules: [PRODUCTION.rule],
  filledBy: [],
  isOpen: false,
};
const networkOwners: SeatState = {
  ...owners,
  ref: 'group:default/network-team',
  role: 'network-owner',
};
const privacy: SeatState = {
  ref: 'group:default/privacy-team',
  role: 'named',
  count: 2,
  stage: 1,
  rules: [CONFIDENTIAL.rule],
  filledBy: ['user:default/ana'],
  isOpen: true,
};

/** Two of one team first, then one of each of two others. */
export const stagedPlan: Plan = {
  ...plan,
  deciders: {
    refs: [privacy.ref, owners.ref, networkOwners.ref],
    requesterMayDecide: false,
    seats: [privacy, owners, networkOwners],
    defaultSeconds: 86_400,
    longestSeconds: 30 * 86_400,
    policy: [PRODUCTION, CONFIDENTIAL],
  },
};

/** Ana has agreed; one more of her team is missing, and the others have to wait. */
export const staged: AccessRequest = {
  ...pending,
  plan: stagedPlan,
  deciderRefs: stagedPlan.deciders!.refs,
  seats: [privacy, owners, networkOwners],
  decisions: [
    {
      id: 'dec-ana',
      deciderRef: 'user:default/ana',
      decision: 'approve',
      planDigest: pending.planDigest,
      generation: 1,
      decidedAt: '2026-08-06T09:14:00.000Z',
    },
  ],
  waiting: {
    since: '2026-08-06T09:12:03.000Z',
    asked: [
      { ref: 'group:default/privacy-team', at: '2026-08-06T09:12:03.000Z' },
    ],
    remindedAt: '2026-08-07T09:12:03.000Z',
    remindAt: '2026-08-08T09:12:03.000Z',
    escalateAt: '2026-08-09T09:12:03.000Z',
    escalatesTo: 'group:default/platform-team',
    expiresAt: '2026-08-20T09:12:03.000Z',
  },
};

/** Nobody need be asked. */
export const automaticPlan: Plan = {
  ...plan,
  deciders: {
    refs: [],
    requesterMayDecide: false,
    seats: [],
    automatic: ['config/development'],
    policy: [
      {
        rule: 'config/development',
        because: 'Nobody is asked for a development database.',
      },
    ],
  },
};

/** As the one who decides sees it, who may ask something. */
export const askable: AccessRequest = {
  ...pending,
  actions: { ...NO_ACTIONS, decide: true, ask: true },
};

/** As the requester sees it, who has to answer. */
export const questioned: AccessRequest = {
  ...pending,
  status: 'questioned',
  messages: [
    {
      id: 'message-1',
      kind: 'question',
      authorRef: 'user:default/database-owner',
      text: 'Would the replica do?',
      at: '2026-08-06T10:00:00.000Z',
    },
  ],
  actions: { ...NO_ACTIONS, answer: true, cancel: true },
  cannotDecideBecause: 'You cannot decide your own request',
  waiting: {
    since: '2026-08-06T10:00:00.000Z',
    asked: [],
    expiresAt: '2026-08-20T10:00:00.000Z',
  },
};

/** It began before anybody was asked, and the reader has to look at it. */
export const emergency: AccessRequest = {
  ...started,
  plan: {
    ...plan,
    deciders: {
      refs: [],
      requesterMayDecide: false,
      seats: [],
      automatic: ['config/emergency'],
      review: ['group:default/orders-team'],
    },
  },
  deciderRefs: [],
  seats: [],
  decisions: [],
  emergency: {
    refs: ['group:default/orders-team'],
    dueAt: '2026-08-07T09:12:03.000Z',
  },
  actions: { ...NO_ACTIONS, review: true },
};
