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

import { AuditorService } from '@backstage/backend-plugin-api';
import { Written } from './requests';
import { Timelines } from './routes';

/**
 * Tells the auditor log how far a request has come, whoever moved it: what lanes and the hour do is witnessed like what
 * people do. An export whose last rows were dropped, or that was written anew, does not have the hash that stands there.
 */
export function witnessTo(
  auditor: AuditorService,
  timelines: Timelines,
): (written: Written) => Promise<void> {
  return async ({ kind, requestId, shareId }) => {
    const auditorEvent = await auditor.createEvent({
      eventId: 'timeline-witness',
      severityLevel: 'low',
      meta: {
        kind,
        requestId,
        ...(shareId && { shareId }),
        timeline: await timelines.witness(requestId),
      },
    });
    await auditorEvent.success();
  };
}
