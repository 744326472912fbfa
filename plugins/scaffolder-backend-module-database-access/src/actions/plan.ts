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
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { asInitiator, DatabaseAccessActionOptions } from './asInitiator';
import { CONNECT_VIA, JOIN } from './connectVia';
import { databaseRefOf } from './databaseRefOf';
import { sentenceOf, tellFindings } from './findings';
import { examples } from './plan.examples';

/**
 * Tells a template what would be built, what that opens and what it costs. It changes nothing, so a dry run does the same.
 *
 * @public
 */
export function createPlanDatabaseAccessAction(
  options: DatabaseAccessActionOptions,
) {
  return createTemplateAction({
    id: 'database-access:plan',
    description:
      'Plans access to a database from a network: what is built, what it opens, what it costs. Changes nothing',
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
              description:
                'How to connect: recommended (the default), a family, or one pattern',
            })
            .optional(),
        join: z =>
          z
            .enum(JOIN, {
              description:
                'Over a service network: how the network joins it, by a VPC endpoint, which is the default, or by the association of its VPC',
            })
            .optional(),
        overrideReason: z =>
          z
            .string({
              description:
                'Why another way than the recommended one; the owners read it',
            })
            .max(2000)
            .optional(),
        changes: z =>
          z
            .string({
              description:
                'Id of the living share of this network and database that the new one takes over from',
            })
            .optional(),
        expectedGbPerMonth: z =>
          z
            .number({
              description:
                'GB a month that will be moved, for the estimate of the cost only',
            })
            .nonnegative()
            .optional(),
        emergency: z =>
          z
            .boolean({
              description:
                'It cannot wait for a decision: for those whom the policy entitles to that, for a short time; somebody looks at it afterwards',
            })
            .optional(),
        stopIfBlocked: z =>
          z
            .boolean({
              description:
                'Fail if something stands in the way of a request; true by default',
            })
            .optional(),
      },
      output: {
        pattern: z => z.string({ description: 'How it would be connected' }),
        reasons: z =>
          z.array(z.string(), {
            description: 'Why this pattern, one sentence each',
          }),
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
        recommendedPattern: z =>
          z
            .string({
              description:
                'What the rules recommend; absent if AWS was not read',
            })
            .optional(),
        cheapestPattern: z =>
          z
            .string({
              description:
                'The cheapest that would work; absent if a price is unknown',
            })
            .optional(),
        comparison: z =>
          z
            .array(
              z.object({
                pattern: z.string(),
                title: z.string(),
                verdict: z.enum([
                  'recommended',
                  'possible',
                  'impossible',
                  'forbidden',
                  'unavailable',
                ]),
                reasons: z.array(z.string()),
                monthlyCost: z.number().optional(),
                monthlyCostAtVolume: z.number().optional(),
              }),
              {
                description:
                  'All patterns, the recommended first: what became of each, and why; absent if AWS was not read',
              },
            )
            .optional(),
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
        deciders: z =>
          z.array(z.string(), {
            description:
              'Refs of the groups or people of whom one must approve, never the one who asks; empty while nobody knows them',
          }),
        reviewers: z =>
          z
            .array(z.string(), {
              description:
                'Of an emergency: refs of the groups or people of whom one of each must look at it afterwards',
            })
            .optional(),
        requestable: z =>
          z.boolean({ description: 'Nothing stands in the way of a request' }),
        planDigest: z =>
          z
            .string({
              description:
                'What database-access:request needs; absent if something stands in the way',
            })
            .optional(),
      },
    },
    async handler(ctx) {
      const { databaseRef, stopIfBlocked, ...wish } = ctx.input;
      const { namespace, name } = databaseRefOf(databaseRef);
      const ask = asInitiator(options, ctx);
      const plan = await ask((api, call) =>
        api.plan(
          { ...wish, databaseRef: `resource:${namespace}/${name}` },
          call,
        ),
      );

      tellFindings(plan.findings, ctx.logger);
      const blocking = plan.findings.filter(f => f.severity === 'blocking');
      if (blocking.length && stopIfBlocked !== false) {
        throw new ConflictError(
          `Access to ${plan.databaseRef} from network ${
            wish.network
          } cannot be asked for: ${blocking
            .map(finding => `${sentenceOf(finding)} (${finding.code})`)
            .join(' ')}`,
        );
      }

      ctx.output('pattern', plan.pattern);
      ctx.output('reasons', plan.reasons);
      ctx.output('monthlyCost', plan.cost.fixedMonthly);
      ctx.output('monthlyCostAtVolume', plan.cost.monthlyAtVolume);
      ctx.output('recommendedPattern', plan.recommendation?.pattern);
      ctx.output('cheapestPattern', plan.recommendation?.cheapest);
      ctx.output('comparison', comparisonOf(plan));
      ctx.output('findings', plan.findings);
      const deciders = plan.deciders?.refs ?? [];
      ctx.output('deciders', deciders);
      ctx.output('reviewers', plan.deciders?.review);
      ctx.output('requestable', blocking.length === 0);
      ctx.output('planDigest', plan.digest);
      if (deciders.length) {
        ctx.logger.info(
          `Would be decided by ${deciders.join(
            ' or ',
          )}; whoever asks cannot decide it`,
        );
      }
      for (const object of plan.objects) {
        ctx.logger.info(
          `Would ${object.verb} ${object.title} in account ${object.accountId} (${object.accountName}), ${object.region}`,
        );
      }
      for (const opening of plan.opens) {
        ctx.logger.info(
          `Would open ${opening.host}:${opening.port} to network ${opening.network} (${opening.vpcId} in account ${opening.accountId})`,
        );
      }
    },
  });
}

function comparisonOf({ recommendation }: Plan) {
  return recommendation?.options.map(({ cost, ...option }) => ({
    ...option,
    monthlyCost: cost?.fixedMonthly,
    monthlyCostAtVolume: cost?.monthlyAtVolume,
  }));
}
