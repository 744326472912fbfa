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

import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { asInitiator, DatabaseAccessActionOptions } from './asInitiator';
import { examples } from './revoke.examples';
import { LONGEST_WATCH_MINUTES, realTime, Time, watch } from './watch';

const USUAL_WATCH_MINUTES = 15;

type WaitUntil = 'accepted' | 'cut' | 'removed';

/**
 * Ends a share: access is cut first, the rest is cleaned up after. Aborting the task stops watching, not the removal. A
 * dry run ends nothing.
 *
 * @public
 */
export function createRevokeDatabaseAccessAction(
  options: DatabaseAccessActionOptions & { time?: Time },
) {
  const { time = realTime } = options;
  return createTemplateAction({
    id: 'database-access:revoke',
    description: 'Takes access to a database away',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        shareId: z => z.string({ description: 'Id of the share' }),
        reason: z =>
          z.string({ description: 'Why; kept in the timeline of the share' }),
        leave: z =>
          z
            .enum(['network', 'database'], {
              description:
                'Of a share in a zone: whether its network leaves the zone with all its databases, which is the default, or its database with all its networks',
            })
            .optional(),
        waitUntil: z =>
          z
            .enum(['accepted', 'cut', 'removed'], {
              description:
                'When the step ends: once the backend has accepted it, which is the default, once access is cut, or once everything is gone from AWS',
            })
            .optional(),
        timeoutMinutes: z =>
          z
            .number({
              description: `How long to wait, ${LONGEST_WATCH_MINUTES} at most and ${USUAL_WATCH_MINUTES} by default; the removal goes on after it`,
            })
            .positive()
            .max(LONGEST_WATCH_MINUTES)
            .optional(),
      },
      output: {
        shareId: z => z.string({ description: 'Id of the share' }),
        status: z =>
          z.enum(['revoking', 'revoked'], {
            description: 'Revoked once everything is gone from AWS',
          }),
        cutAt: z =>
          z
            .string({
              description: 'When access was cut, ISO 8601; absent until then',
            })
            .optional(),
      },
    },
    async handler(ctx) {
      const { shareId, reason, leave } = ctx.input;
      const { waitUntil = 'accepted', timeoutMinutes = USUAL_WATCH_MINUTES } =
        ctx.input;
      ctx.output('shareId', shareId);
      if (ctx.isDryRun) {
        ctx.logger.info('Dry run: nothing is revoked');
        ctx.output('status', 'revoking');
        return;
      }

      const ask = asInitiator(options, ctx);
      const read = () => ask((api, call) => api.getShare(shareId, call));
      let accepted: Share | undefined;
      await ctx.checkpoint({
        key: `revoke.${shareId}`,
        fn: async () => {
          accepted = await ask((api, call) =>
            api.revokeShare(shareId, { reason, ...(leave && { leave }) }, call),
          );
        },
      });
      let share = accepted ?? (await read());
      if (!isThere(share, waitUntil)) {
        share =
          (await watch({
            read,
            isOver: reading =>
              isThere(reading, waitUntil) || reading.lifecycle === 'stuck',
            minutes: timeoutMinutes,
            time,
            signal: ctx.signal,
            onSilence: error =>
              ctx.logger.warn(
                `The backend does not answer, asking again: ${error.message}`,
              ),
          })) ?? share;
      }

      if (share.lifecycle === 'stuck' && !isThere(share, waitUntil)) {
        throw new ConflictError(
          `Share ${shareId} is stuck while it is removed: ${
            share.reason ?? 'no reason is known'
          } (share_stuck)`,
        );
      }
      ctx.output(
        'status',
        share.lifecycle === 'revoked' ? 'revoked' : 'revoking',
      );
      ctx.output('cutAt', share.cutAt);
      if (isThere(share, waitUntil)) {
        ctx.logger.info(
          share.cutAt
            ? `Access over share ${shareId} was cut at ${share.cutAt}`
            : `Share ${shareId} is being revoked`,
        );
      } else {
        ctx.logger.warn(
          `Share ${shareId} is not ${waitUntil} after ${timeoutMinutes} minutes; its removal goes on`,
        );
      }
    },
  });
}

function isThere(share: Share, waitUntil: WaitUntil): boolean {
  switch (waitUntil) {
    case 'accepted':
      return true;
    case 'cut':
      return share.cutAt !== undefined || share.lifecycle === 'revoked';
    default:
      return share.lifecycle === 'revoked';
  }
}
