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

import * as sdk from '@aws-sdk/client-sqs';
import { defineService } from '../../core/Service';
import { receiveDelivery } from './delivery';
import { messages } from './messages';
import { sqsObjects } from './objects';
import type { SqsPart } from './part';
import { queues } from './queues';
import { sqsRefusals } from './refusals';

const parts: SqsPart[] = [messages, queues];

/** Standard queues. */
export const sqs = defineService<typeof sdk>({
  sdk,
  prefix: 'sqs',
  handlers: Object.assign({}, ...parts.map(part => part.handlers)),
  permissions: Object.assign({}, ...parts.map(part => part.permissions)),
  rules: Object.assign({}, ...parts.map(part => part.rules)),
  refusals: sqsRefusals,
  receive: receiveDelivery,
  objects: sqsObjects,
});
