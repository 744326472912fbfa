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
  RequestStatus,
} from '@towpath/backstage-plugin-database-access-common';
import { Tone } from './components/tone';

/** How each status of a request looks. */
export const TONE_OF_REQUEST: Record<RequestStatus, Tone> = {
  pending: 'info',
  questioned: 'warning',
  approved: 'progress',
  started: 'ok',
  denied: 'error',
  cancelled: 'neutral',
  expired: 'neutral',
};

/** Nothing about the request changes any more; what it became is told by its share. */
export function isRequestFinal(request: AccessRequest): boolean {
  return !['pending', 'questioned', 'approved'].includes(request.status);
}
