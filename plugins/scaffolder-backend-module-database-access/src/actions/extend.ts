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

import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { asInitiator, DatabaseAccessActionOptions } from './asInitiator';
import { examples } from './extend.examples';

/** The output `extensionId` of a dry run; no extension has it. */
const DRY_RUN_EXTENSION_ID = 'dry-run';

/**
 * Asks for more time for a share. It never decides that. A dry run asks for nothing.
 *
 * @public
 */
export function createExtendDatabaseAccessAction(
  options: DatabaseAccessActionOptions,
) {
  return createTemplateAction({
    id: 'database-access:extend',
    description: 'Asks for more time for access to a database',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        shareId: z => z.string({ description: 'Id of the share' }),
        durationSeconds: z =>
          z
            .number({
              description: 'How much longer access shall last, in seconds',
            })
            .int()
            .positive(),
        reason: z =>
          z
            .string({
              description: 'Why; kept in the timeline of the share',
            })
            .max(2000),
        idempotencyKey: z =>
          z
            .string({
              description:
                'The same key asks once; default: the ids of the task and of the step',
            })
            .max(255)
            .optional(),
      },
      output: {
        extensionId: z => z.string({ description: 'Id of the extension' }),
        shareId: z => z.string({ description: 'Id of the share' }),
        status: z =>
          z.enum(['pending', 'approved', 'denied', 'cancelled', 'expired'], {
            description: 'Where it stands; approved if nobody has to agree',
          }),
        until: z =>
          z
            .string({
              description:
                'When access ends with it, ISO 8601; absent in a dry run',
            })
            .optional(),
        deciders: z =>
          z
            .array(z.string(), {
              description: 'Groups or people who have to agree',
            })
            .optional(),
      },
    },
    async handler(ctx) {
      const { shareId, durationSeconds, reason } = ctx.input;
      const idempotencyKey =
        ctx.input.idempotencyKey ??
        [ctx.task.id, ctx.step?.id].filter(Boolean).join('/');
      ctx.output('shareId', shareId);
      if (ctx.isDryRun) {
        ctx.logger.info('Dry run: nothing is asked for');
        ctx.output('extensionId', DRY_RUN_EXTENSION_ID);
        ctx.output('status', 'pending');
        return;
      }
      const ask = asInitiator(options, ctx);
      const { id, status, until, deciderRefs } = await ask((api, call) =>
        api.extendShare(
          shareId,
          { durationSeconds, reason, idempotencyKey },
          call,
        ),
      );
      ctx.output('extensionId', id);
      ctx.output('status', status);
      ctx.output('until', until);
      ctx.output('deciders', deciderRefs);
      ctx.logger.info(
        status === 'pending'
          ? `Waits for ${deciderRefs.join(
              ', ',
            )}: until then access ends as before`
          : `Access over share ${shareId} ends at ${until}: ${status}`,
      );
    },
  });
}
