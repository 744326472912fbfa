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
import { databaseRefOf } from './databaseRefOf';
import { examples } from './describe.examples';
import { tellFindings } from './findings';

/**
 * Tells a template what AWS says of a database, as the person who runs it may see it. It changes nothing, so a dry run
 * does the same.
 *
 * @public
 */
export function createDescribeDatabaseAction(
  options: DatabaseAccessActionOptions,
) {
  return createTemplateAction({
    id: 'database-access:describe',
    description: 'Reads what AWS says of a database of the catalog',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        databaseRef: z =>
          z.string({
            description:
              'Entity ref of the database, e.g. resource:default/orders-postgres',
          }),
      },
      output: {
        arn: z => z.string({ description: 'ARN of the instance or cluster' }),
        accountId: z => z.string({ description: 'AWS account' }),
        region: z => z.string({ description: 'AWS Region' }),
        engine: z =>
          z.string({ description: 'For example postgres' }).optional(),
        engineVersion: z => z.string().optional(),
        status: z =>
          z.string({ description: "RDS's own status word" }).optional(),
        host: z =>
          z.string({ description: 'Host name that clients use' }).optional(),
        port: z => z.number().optional(),
        readAt: z =>
          z.string({ description: 'When AWS said so, ISO 8601' }).optional(),
        stale: z =>
          z
            .boolean({
              description: 'AWS could not be asked now and said this before',
            })
            .optional(),
        requestable: z =>
          z.boolean({
            description: 'Nothing stands in the way of a request',
          }),
        findings: z =>
          z.array(
            z.object({
              code: z.string(),
              severity: z.enum(['blocking', 'warning', 'info']),
              message: z.string(),
              awsMessage: z.string().optional(),
              remedy: z.string().optional(),
            }),
            { description: 'What a person should know, the worst first' },
          ),
      },
    },
    async handler(ctx) {
      const name = databaseRefOf(ctx.input.databaseRef);
      const ask = asInitiator(options, ctx);
      const database = await ask((api, call) => api.getDatabase(name, call));

      ctx.output('arn', database.arn);
      ctx.output('accountId', database.accountId);
      ctx.output('region', database.region);
      ctx.output('findings', database.findings);
      ctx.output(
        'requestable',
        !database.findings.some(finding => finding.severity === 'blocking'),
      );
      tellFindings(database.findings, ctx.logger);
      if (!database.reading) {
        return;
      }
      const { facts, readAt, stale } = database.reading;
      ctx.output('engine', facts.engine);
      ctx.output('engineVersion', facts.engineVersion);
      ctx.output('status', facts.status);
      ctx.output('host', facts.endpoint?.host);
      ctx.output('port', facts.port);
      ctx.output('readAt', readAt);
      ctx.output('stale', stale);
      ctx.logger.info(
        `${database.entityRef} is ${facts.engine} ${facts.engineVersion} in account ${database.accountId} (${database.accountName}), says AWS at ${readAt}`,
      );
    },
  });
}
