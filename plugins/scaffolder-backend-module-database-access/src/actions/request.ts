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
import { AccessRequest } from '@towpath/backstage-plugin-database-access-common';
import { asInitiator, DatabaseAccessActionOptions } from './asInitiator';
import { CONNECT_VIA, JOIN } from './connectVia';
import { databaseRefOf } from './databaseRefOf';
import { examples } from './request.examples';

/** The output `requestId` of a dry run; no request has it. */
const DRY_RUN_REQUEST_ID = 'dry-run';

/**
 * Files a request for what was planned. It never decides one. A dry run files nothing.
 *
 * @public
 */
export function createRequestDatabaseAccessAction(
  options: DatabaseAccessActionOptions,
) {
  return createTemplateAction({
    id: 'database-access:request',
    description:
      'Asks the owners of a database for access from a network, as planned before',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        databaseRef: z =>
          z.string({
            description:
              'Entity ref of the database, e.g. resource:default/orders-postgres',
          }),
        network: z =>
          z.string({
            description: 'Name of a network that a group of yours owns',
          }),
        durationSeconds: z =>
          z
            .number({ description: 'How long access shall last, in seconds' })
            .int()
            .positive(),
        connectVia: z =>
          z
            .enum(CONNECT_VIA, {
              description: 'As it was given to database-access:plan',
            })
            .optional(),
        join: z =>
          z
            .enum(JOIN, {
              description: 'As it was given to database-access:plan',
            })
            .optional(),
        overrideReason: z =>
          z
            .string({
              description: 'As it was given to database-access:plan',
            })
            .max(2000)
            .optional(),
        changes: z =>
          z
            .string({
              description: 'As it was given to database-access:plan',
            })
            .optional(),
        expectedGbPerMonth: z =>
          z
            .number({
              description: 'As it was given to database-access:plan',
            })
            .nonnegative()
            .optional(),
        emergency: z =>
          z
            .boolean({
              description: 'As it was given to database-access:plan',
            })
            .optional(),
        purpose: z =>
          z.string({
            description: 'What the access is for; the owners decide on it',
          }),
        planDigest: z =>
          z.string({
            description:
              'The output of database-access:plan; if the plan has changed since, nothing is filed',
          }),
        start: z =>
          z
            .enum(['automatic', 'manual'], {
              description:
                'Whether it is built as soon as it is approved, which is the default, or when database-access:provision says so',
            })
            .optional(),
        idempotencyKey: z =>
          z
            .string({
              description:
                'The same key files the same request once. Task and step by default; a step with `each` must give one for each item',
            })
            .optional(),
      },
      output: {
        requestId: z => z.string({ description: 'Id of the request' }),
        status: z =>
          z.enum(
            [
              'pending',
              'questioned',
              'approved',
              'started',
              'denied',
              'cancelled',
              'expired',
            ],
            { description: 'Where the request stands' },
          ),
        shareId: z =>
          z
            .string({ description: 'Id of the share that it has become' })
            .optional(),
        pattern: z =>
          z
            .string({
              description: 'How it will be connected; absent in a dry run',
            })
            .optional(),
        reasons: z =>
          z
            .array(z.string(), {
              description: 'Why this pattern, one sentence each',
            })
            .optional(),
        monthlyCost: z =>
          z
            .number({
              description:
                'USD a month without usage; absent if a price is unknown',
            })
            .optional(),
        monthlyCostAtVolume: z =>
          z
            .number({
              description:
                'USD a month with expectedGbPerMonth; absent without it, or if a price is unknown',
            })
            .optional(),
        findings: z =>
          z
            .array(
              z.object({
                code: z.string(),
                severity: z.enum(['blocking', 'warning', 'info']),
                message: z.string(),
                awsMessage: z.string().optional(),
                remedy: z.string().optional(),
              }),
              { description: 'What a person should know, the worst first' },
            )
            .optional(),
        planDigest: z =>
          z
            .string({ description: 'The digest of what the owners decide on' })
            .optional(),
      },
    },
    async handler(ctx) {
      const { databaseRef, idempotencyKey, ...asked } = ctx.input;
      const { namespace, name } = databaseRefOf(databaseRef);
      if (ctx.isDryRun) {
        ctx.logger.info('Dry run: no request is filed');
        ctx.output('requestId', DRY_RUN_REQUEST_ID);
        ctx.output('status', 'pending');
        return;
      }

      const ask = asInitiator(options, ctx);
      const key =
        idempotencyKey ?? [ctx.task.id, ctx.step?.id].filter(Boolean).join('/');
      let filed: AccessRequest | undefined;
      const { requestId } = await ctx.checkpoint({
        // The iterations of a step with `each` share one name, but not this.
        key: `file.${key}.${namespace}/${name}.${asked.network}`,
        fn: async () => {
          filed = await ask((api, call) =>
            api.fileRequest(
              {
                ...asked,
                databaseRef: `resource:${namespace}/${name}`,
                idempotencyKey: key,
              },
              call,
            ),
          );
          return { requestId: filed.id };
        },
      });
      // After a crash or a retry the request is known, but it may have moved on.
      const request =
        filed ?? (await ask((api, call) => api.getRequest(requestId, call)));

      ctx.output('requestId', request.id);
      ctx.output('status', request.status);
      ctx.output('shareId', request.shareId);
      const { plan } = request;
      ctx.output('pattern', plan.pattern);
      ctx.output('reasons', plan.reasons);
      ctx.output('monthlyCost', plan.cost.fixedMonthly);
      ctx.output('monthlyCostAtVolume', plan.cost.monthlyAtVolume);
      ctx.output('findings', plan.findings);
      ctx.output('planDigest', request.planDigest);
      ctx.logger.info(
        request.status === 'pending'
          ? `Request ${request.id} waits for ${request.deciderRefs.join(
              ' or ',
            )}: /database-access/requests/${request.id}`
          : `Request ${request.id} is ${request.status}`,
      );
    },
  });
}
