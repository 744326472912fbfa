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
import { Request } from 'express';
import { Person } from '../requests';
import { audited, Outcome } from './audited';
import { personOf } from './people';
import { RouterOptions } from './router';

/** Runs one route for the person who asks, between the two halves of its auditor event. */
export function forPerson(
  req: Request<any, any, any, any, any>,
  options: Pick<RouterOptions, 'auditor' | 'httpAuth' | 'userInfo'>,
  event: Omit<AuditorServiceCreateEventOptions, 'request'>,
  route: (person: Person) => Promise<Outcome>,
): Promise<void> {
  return audited(options.auditor, { ...event, request: req }, async () =>
    route(await personOf(req, options)),
  );
}
