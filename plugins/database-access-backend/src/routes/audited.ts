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
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { conceal } from '../config';
import { Refused } from './refusals';

/** What only the outcome of a route tells, for its auditor event. */
export type Outcome = JsonObject | undefined | void;

const begun = new WeakSet<object>();

/** Whether a call came as far as its route. */
export function auditedAlready(request: object): boolean {
  return begun.has(request);
}

/** Runs one route between the two halves of its auditor event, refusals included. */
export async function audited(
  auditor: AuditorService,
  event: AuditorServiceCreateEventOptions,
  route: () => Promise<Outcome>,
): Promise<void> {
  if (event.request) {
    begun.add(event.request);
  }
  const auditorEvent = await auditor.createEvent(event);
  let meta: Outcome;
  try {
    meta = await route();
  } catch (error) {
    await auditorEvent.fail({ error: discreet(error) });
    throw error;
  }
  await auditorEvent.success(meta ? { meta } : undefined);
}

/** What was refused among several: each is a failure of its own, as it is for whoever asks for it alone. */
export async function auditRefusals(
  auditor: AuditorService,
  event: AuditorServiceCreateEventOptions,
  items: { called: string; refused: readonly Refused[] },
): Promise<void> {
  for (const { id, error } of items.refused) {
    const auditorEvent = await auditor.createEvent({
      ...event,
      meta: { [items.called]: id },
    });
    await auditorEvent.fail({ error: discreet(error) });
  }
}

/** The same error, in words that repeat no secret. */
export function discreet(thrown: unknown): Error {
  const error = toError(thrown);
  const message = conceal(error.message);
  return message === error.message ? error : new Error(message);
}
