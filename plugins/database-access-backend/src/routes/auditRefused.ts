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
import { ErrorRequestHandler } from 'express';
import { auditedAlready, discreet } from './audited';
import { changeAt } from './changes';

/**
 * The auditor event of what never came to its route, since nobody could read it: whoever tries to change something leaves
 * a trace, however malformed the try is. Stands behind all routes.
 */
export function auditRefused(auditor: AuditorService): ErrorRequestHandler {
  // Four parameters are what makes it a handler of errors.
  return async (error, req, _res, _next) => {
    const change = auditedAlready(req) ? undefined : changeAt(req);
    if (change) {
      const auditorEvent = await auditor.createEvent({
        ...change.event,
        request: req,
        meta: change.meta,
      });
      await auditorEvent.fail({ error: discreet(error) });
    }
    throw error;
  };
}
