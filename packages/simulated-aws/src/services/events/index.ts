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

import * as sdk from '@aws-sdk/client-eventbridge';
import { defineService } from '../../core/Service';
import { jsonRefusals } from '../jsonRefusals';
import { receiveDelivery } from './bus';
import { eventsObjects } from './objects';
import type { EventsPart } from './part';
import { putEvents } from './putEvents';
import { ruleHandlers } from './ruleHandlers';
import { targets } from './targets';

const parts: EventsPart[] = [ruleHandlers, targets, putEvents];

/** The default bus of EventBridge, with rules for events and rules that fire by themselves. */
export const events = defineService<typeof sdk>({
  sdk,
  prefix: 'events',
  handlers: Object.assign({}, ...parts.map(part => part.handlers)),
  permissions: Object.assign({}, ...parts.map(part => part.permissions)),
  rules: Object.assign({}, ...parts.map(part => part.rules)),
  timers: Object.assign({}, ...parts.map(part => part.timers)),
  refusals: jsonRefusals({
    invalid: 'ValidationException',
    throttled: 'ThrottlingException',
  }),
  receive: receiveDelivery,
  objects: eventsObjects,
});
