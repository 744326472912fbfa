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
import {
  AccessRequest,
  Share,
  ShareObject,
} from '@towpath/backstage-plugin-database-access-common';
import { Ask, asInitiator, DatabaseAccessActionOptions } from './asInitiator';
import { examples } from './provision.examples';
import { LONGEST_WATCH_MINUTES, realTime, Time, watch } from './watch';

const USUAL_WATCH_MINUTES = 30;

interface Progress {
  status: 'pending' | Share['lifecycle'];
  share?: Share;
}

/**
 * Has an approved request built, or joins a build that goes on already, and watches it. The build belongs to the
 * backend: however the task ends, it goes on. A dry run starts nothing.
 *
 * @public
 */
export function createProvisionDatabaseAccessAction(
  options: DatabaseAccessActionOptions & { time?: Time },
) {
  const { time = realTime } = options;
  return createTemplateAction({
    id: 'database-access:provision',
    description:
      'Starts or joins the build of an approved request and watches it until it is active',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        requestId: z =>
          z.string({
            description: 'Id of the request, from database-access:request',
          }),
        timeoutMinutes: z =>
          z
            .number({
              description: `How long to watch, ${LONGEST_WATCH_MINUTES} at most and ${USUAL_WATCH_MINUTES} by default; the build goes on after it`,
            })
            .positive()
            .max(LONGEST_WATCH_MINUTES)
            .optional(),
      },
      output: {
        status: z =>
          z.enum(['pending', 'building', 'active'], {
            description:
              '`pending` if the request waits for its decision, `building` if the time was over before the end',
          }),
        shareId: z => z.string({ description: 'Id of the share' }).optional(),
        health: z =>
          z
            .enum(['healthy', 'pending', 'degraded', 'broken', 'unknown'], {
              description: 'Whether the path works',
            })
            .optional(),
        outputs: z =>
          z
            .record(z.string(), {
              description: 'Every id, ARN and name that AWS gave, by its name',
            })
            .optional(),
        host: z =>
          z.string({ description: 'Host name that clients use' }).optional(),
        port: z => z.number().optional(),
        snippets: z =>
          z
            .array(
              z.object({
                title: z.string(),
                language: z.string(),
                code: z.string(),
              }),
              { description: 'How to connect, without a password' },
            )
            .optional(),
      },
    },
    async handler(ctx) {
      const { requestId, timeoutMinutes = USUAL_WATCH_MINUTES } = ctx.input;
      if (ctx.isDryRun) {
        ctx.logger.info('Dry run: nothing is started');
        ctx.output('status', 'pending');
        return;
      }

      const read = progressReader({
        requestId,
        ask: asInitiator(options, ctx),
        tell: sentence => ctx.logger.info(sentence),
        tellReady: object =>
          // A task that goes on after a crash keeps its log, and what is in it is not written again.
          ctx.checkpoint({
            key: `ready.${object.id}`,
            fn: () => {
              ctx.logger.info(readySentence(object));
            },
          }),
      });
      let last: Progress | undefined;
      try {
        last = await watch({
          read,
          isOver: ({ status }) => status !== 'building',
          minutes: timeoutMinutes,
          time,
          signal: ctx.signal,
          onSilence: error =>
            ctx.logger.warn(
              `The backend does not answer, asking again: ${error.message}`,
            ),
        });
      } catch (error) {
        if (ctx.signal?.aborted) {
          ctx.logger.warn(
            `Stopped watching request ${requestId}; its build goes on`,
          );
        }
        throw error;
      }

      const share = last?.share;
      const status = last?.status ?? 'building';
      if (
        status !== 'pending' &&
        status !== 'building' &&
        status !== 'active'
      ) {
        throw new ConflictError(endSentence(status, share));
      }
      ctx.output('status', status);
      if (status === 'pending') {
        ctx.logger.info(
          `Request ${requestId} waits for its decision: /database-access/requests/${requestId}`,
        );
      }
      if (status === 'building') {
        ctx.logger.warn(overtimeSentence(requestId, timeoutMinutes, share));
      }
      if (!share) {
        return;
      }
      ctx.output('shareId', share.id);
      ctx.output('health', share.health);
      ctx.output('host', share.endpoint.host);
      ctx.output('port', share.endpoint.port);
      ctx.output('snippets', share.snippets);
      ctx.output(
        'outputs',
        Object.fromEntries(
          share.outputs.map(({ name, value }) => [name, value]),
        ),
      );
      if (status === 'active') {
        ctx.logger.info(
          `Share ${share.id} is active: ${share.endpoint.host}:${share.endpoint.port} from network ${share.network.name}, health ${share.health}`,
        );
      }
    },
  });
}

/** Reads how far a request has come; starts it if it is approved and nobody has. */
function progressReader(options: {
  requestId: string;
  ask: Ask;
  tell(sentence: string): void;
  /** Called once for each object. */
  tellReady(object: ShareObject): Promise<void>;
}): () => Promise<Progress> {
  const { requestId, ask, tell, tellReady } = options;
  const told = new Set<string>();
  let shareId: string | undefined;

  const readRequest = async (): Promise<AccessRequest> => {
    const request = await ask((api, call) => api.getRequest(requestId, call));
    return request.status === 'approved'
      ? ask((api, call) => api.startRequest(requestId, call))
      : request;
  };

  const readShare = async (id: string): Promise<Progress> => {
    const share = await ask((api, call) => api.getShare(id, call));
    for (const object of share.objects) {
      if (object.condition === 'ready' && !told.has(object.id)) {
        told.add(object.id);
        await tellReady(object);
      }
    }
    return { status: share.lifecycle, share };
  };

  return async () => {
    if (shareId) {
      return readShare(shareId);
    }
    const request = await readRequest();
    failIfOver(request);
    if (!request.shareId) {
      const isPending = request.status === 'pending';
      return { status: isPending ? 'pending' : 'building' };
    }
    shareId = request.shareId;
    tell(`Watching share ${shareId}: /database-access/shares/${shareId}`);
    return readShare(shareId);
  };
}

function failIfOver({ id, status, decisions }: AccessRequest): void {
  if (status === 'denied') {
    const comment = decisions.find(d => d.decision === 'deny')?.comment;
    throw new ConflictError(
      `Request ${id} was denied${
        comment ? `: ${comment}` : ''
      } (request_denied)`,
    );
  }
  if (status === 'cancelled' || status === 'expired') {
    throw new ConflictError(
      `Request ${id} is ${status}, file a new one (request_${status})`,
    );
  }
}

function readySentence(object: ShareObject): string {
  const { title, name, accountId, accountName, region } = object;
  const what = name ? `${title} ${name}` : title;
  const ids = Object.values(object.outputs).join(', ');
  return `${what} is ready in account ${accountId} (${accountName}), ${region}${
    ids ? `: ${ids}` : ''
  }`;
}

function endSentence(status: Share['lifecycle'], share?: Share): string {
  if (status === 'stuck') {
    return `Share ${share?.id} is stuck: ${
      share?.reason ?? 'no reason is known'
    } Retry it or give it up at /database-access/shares/${
      share?.id
    } (share_stuck)`;
  }
  return `Share ${share?.id} is ${status}, so it will not become active (share_${status})`;
}

function overtimeSentence(
  requestId: string,
  minutes: number,
  share?: Share,
): string {
  const waiting = (share?.objects ?? [])
    .filter(
      object => object.wanted === 'present' && object.condition !== 'ready',
    )
    .map(({ title, reason }) => (reason ? `${title} (${reason})` : title));
  return `Request ${requestId} is still being built after ${minutes} minutes, and that goes on${
    waiting.length ? `; it waits for ${waiting.join(', ')}` : ''
  }`;
}
