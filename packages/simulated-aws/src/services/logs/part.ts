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

import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { SimulatedService } from '../../core/Service';

/** What one matter of CloudWatch Logs adds to the service. */
export type LogsPart = Pick<
  SimulatedService<typeof sdk>,
  'handlers' | 'permissions' | 'rules'
>;
