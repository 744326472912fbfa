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

import * as sdk from '@aws-sdk/client-lambda';
import { defineService } from '../../core/Service';
import { jsonRefusals } from '../jsonRefusals';
import { lambdaBucket } from './buckets';
import { functions } from './functions';
import { receiveDelivery } from './invocation';
import { lambdaObjects } from './objects';
import type { LambdaPart } from './part';
import { policies } from './policies';
import { running } from './running';
import { tags } from './tags';

const parts: LambdaPart[] = [functions, policies, running, tags];

/** Functions in Node, which run for real. */
export const lambda = defineService<typeof sdk>({
  sdk,
  prefix: 'lambda',
  handlers: Object.assign({}, ...parts.map(part => part.handlers)),
  permissions: Object.assign({}, ...parts.map(part => part.permissions)),
  rules: Object.assign({}, ...parts.map(part => part.rules)),
  timers: Object.assign({}, ...parts.map(part => part.timers)),
  bucket: lambdaBucket,
  refusals: jsonRefusals({
    invalid: 'InvalidParameterValueException',
    throttled: 'TooManyRequestsException',
  }),
  receive: receiveDelivery,
  objects: lambdaObjects,
});
