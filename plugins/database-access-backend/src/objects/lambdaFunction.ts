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
  CreateFunctionCommand,
  DeleteFunctionCommand,
  FunctionConfiguration,
  GetFunctionConfigurationCommand,
  ListTagsCommand,
  paginateListFunctions,
  Runtime,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, LaneClients, roleArn } from '../aws';
import { isOneOf } from './assessStatus';
import {
  awsCodeOf,
  foreign,
  notVisibleYet,
  removeOnce,
  unlessNotFound,
} from './awsAnswers';
import { Assessment, defineObjectType, ObjectRef } from './ObjectType';
import { carriesOurTag, isNamedAsOurs } from './ours';
import { lambdaRate } from './rates';
import { arn, IS_OURS, reading, TAGGED_AS_OURS } from './statements';
import type { FollowedName } from './updater/handler';
import { updaterCode, UPDATER_HANDLER } from './updater/updaterCode';

export type LambdaFunctionSpec = {
  /** For people. */
  readonly database: string;
  readonly host: string;
  readonly port: number;
  readonly targetGroupArn: string;
  /** Of a cluster: the name of its readers, and what follows them. */
  readonly readerHost?: string;
  readonly readerTargetGroupArn?: string;
  readonly readersOf?: string;
  /** The ranges of the database's subnets. */
  readonly within: readonly string[];
};

export interface LambdaFunctionState {
  arn: string;
  name: string;
  status?: string;
  statusReason?: string;
  /** Of the last change. */
  updateStatus?: string;
  updateReason?: string;
  /** Of its deployment package. */
  codeSha256?: string;
  /** What is corrected if it is not as it shall be. */
  settings: Settings;
  /** The role that config names; absent if it names none. */
  roleWanted?: string;
}

interface Settings {
  runtime?: string;
  handler?: string;
  role?: string;
  timeout?: number;
  memorySize?: number;
  /** `TOWPATH_NAMES`. */
  names?: string;
}

/** It carries the SDK that the updater uses. */
const RUNTIME: Runtime = 'nodejs22.x';
/** How long a failover may take to show in DNS after RDS told of it, and two health checks. */
const TIMEOUT_SECONDS = 180;
/** The least that AWS gives, and enough. */
const MEMORY_MB = 128;

/** IAM knows a new role at once, and Lambda some seconds later: then it says the same as of a wrong one. */
const ROLE_REFUSED = /role/i;

/** The updater: it follows the database while the portal is down. Its code is replaced when the portal ships another. */
export const lambdaFunction = defineObjectType<
  LambdaFunctionSpec,
  LambdaFunctionState
>({
  type: 'lambda/function',
  title: 'Updater',
  partOf: 'updater',
  identity: 'name',
  permissions: {
    read: [
      reading(
        'lambda:GetFunctionConfiguration',
        'lambda:ListFunctions',
        'lambda:ListTags',
      ),
    ],
    provision: [
      {
        actions: ['lambda:CreateFunction', 'lambda:TagResource'],
        resources: [arn('lambda', 'function:dba-${installation}-*')],
        conditions: TAGGED_AS_OURS,
      },
      {
        actions: [
          'lambda:DeleteFunction',
          'lambda:UpdateFunctionCode',
          'lambda:UpdateFunctionConfiguration',
        ],
        resources: [arn('lambda', 'function:dba-${installation}-*')],
        conditions: IS_OURS,
      },
      // The role that config names, to nobody but Lambda.
      {
        actions: ['iam:PassRole'],
        resources: ['arn:${partition}:iam::${accountId}:role/${updaterRole}'],
        conditions: {
          StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
        },
      },
    ],
  },
  rates: {
    create: lambdaRate('CreateFunction'),
    remove: lambdaRate('DeleteFunction'),
  },
  budgetSeconds: 10 * 60,

  async find(aws, ref) {
    const found = await get(aws, ref.awsId ?? ref.name);
    return found && (ref.awsId || (await isOurs(aws, ref, found.arn)))
      ? found
      : undefined;
  },

  async create(aws, ref) {
    const operation = 'lambda:CreateFunction';
    const role = roleOf(aws);
    if (!role) {
      throw noRole(aws, operation);
    }
    try {
      return toState(
        aws,
        await aws.lambda.send(
          new CreateFunctionCommand({
            FunctionName: ref.name,
            Description: `Follows ${ref.spec.database} to where it fails over`,
            Runtime: RUNTIME,
            Handler: UPDATER_HANDLER,
            Role: role,
            Timeout: TIMEOUT_SECONDS,
            MemorySize: MEMORY_MB,
            Environment: environmentOf(ref.spec),
            Code: { ZipFile: updaterCode().zip },
            Tags: ref.tags,
          }),
        ),
      );
    } catch (error) {
      if (awsCodeOf(error) === 'ResourceConflictException') {
        return ourOwn(aws, ref, { operation, cause: error });
      }
      throw roleRefused(aws, { operation, role, error }) ?? error;
    }
  },

  remove: (aws, _ref, state) =>
    removeOnce(
      () =>
        aws.lambda.send(new DeleteFunctionCommand({ FunctionName: state.arn })),
      async () => !!(await get(aws, state.arn)),
    ),

  async *list(aws, installation) {
    const pages = paginateListFunctions({ client: aws.lambda }, {});
    for await (const page of pages) {
      yield* (page.Functions ?? [])
        .filter(found => isNamedAsOurs(found.FunctionName, installation))
        .map(found => toState(aws, found));
    }
  },

  correction: {
    needed: correctionOf,
    async make(aws, ref, state) {
      if (settingsDiffer(ref, state)) {
        await aws.lambda.send(
          new UpdateFunctionConfigurationCommand({
            FunctionName: state.arn,
            Runtime: RUNTIME,
            Handler: UPDATER_HANDLER,
            Timeout: TIMEOUT_SECONDS,
            MemorySize: MEMORY_MB,
            Environment: environmentOf(ref.spec),
            ...(hasOtherRole(state) && { Role: state.roleWanted }),
          }),
        );
        return;
      }
      await aws.lambda.send(
        new UpdateFunctionCodeCommand({
          FunctionName: state.arn,
          ZipFile: updaterCode().zip,
        }),
      );
    },
    rate: lambdaRate('UpdateFunctionCode'),
  },

  assess,
  awsId: state => state.arn,
  outputs: ({ arn: functionArn, name }) => ({
    functionArn,
    functionName: name,
  }),
});

function assess({
  status,
  statusReason,
  updateStatus,
  updateReason,
}: LambdaFunctionState): Assessment {
  if (isOneOf(status, 'Pending')) {
    return { condition: 'pending', awsStatus: status, reason: statusReason };
  }
  if (isOneOf(status, 'Failed')) {
    return { condition: 'broken', awsStatus: status, reason: statusReason };
  }
  // AWS lets one sleep that was not invoked for long, and wakes it by itself.
  if (!isOneOf(status, 'Active', 'Inactive')) {
    return {
      condition: 'unknown',
      awsStatus: status,
      reason: `AWS says ${
        status ?? 'nothing of its status'
      }, which this version does not know.`,
    };
  }
  if (isOneOf(updateStatus, 'InProgress')) {
    return { condition: 'pending', awsStatus: updateStatus };
  }
  return isOneOf(updateStatus, 'Failed')
    ? { condition: 'degraded', awsStatus: updateStatus, reason: updateReason }
    : { condition: 'ready', awsStatus: status };
}

/** As the handler reads it: the writer's name, and the readers'. */
function namesOf(spec: LambdaFunctionSpec): FollowedName[] {
  const { database, host, port, targetGroupArn, within } = spec;
  const common = { port, within: [...within] };
  const { readerHost, readerTargetGroupArn, readersOf } = spec;
  return [
    { targetGroupArn, database, host, ...common },
    ...(readerHost && readerTargetGroupArn
      ? [
          {
            targetGroupArn: readerTargetGroupArn,
            database: `the readers of ${database}`,
            host: readerHost,
            readersOf,
            ...common,
          },
        ]
      : []),
  ];
}

function environmentOf(spec: LambdaFunctionSpec) {
  return { Variables: { TOWPATH_NAMES: JSON.stringify(namesOf(spec)) } };
}

/** Where config names none, it keeps the one that it has. */
function hasOtherRole({ settings, roleWanted }: LambdaFunctionState): boolean {
  return roleWanted !== undefined && roleWanted !== settings.role;
}

function settingsDiffer(
  { spec }: ObjectRef<LambdaFunctionSpec>,
  state: LambdaFunctionState,
): boolean {
  const { settings } = state;
  return (
    hasOtherRole(state) ||
    settings.runtime !== RUNTIME ||
    settings.handler !== UPDATER_HANDLER ||
    settings.timeout !== TIMEOUT_SECONDS ||
    settings.memorySize !== MEMORY_MB ||
    settings.names !== environmentOf(spec).Variables.TOWPATH_NAMES
  );
}

function correctionOf(
  ref: ObjectRef<LambdaFunctionSpec>,
  state: LambdaFunctionState,
): string | undefined {
  if (settingsDiffer(ref, state)) {
    return `The updater of ${ref.spec.database} has other settings than the portal gives it: they are set again.`;
  }
  return state.codeSha256 === updaterCode().sha256
    ? undefined
    : `The updater of ${ref.spec.database} has other code than this version of the portal ships: it is replaced.`;
}

async function get(
  aws: LaneClients,
  nameOrArn: string,
): Promise<LambdaFunctionState | undefined> {
  const found = await unlessNotFound(
    aws.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: nameOrArn }),
    ),
  );
  return found && toState(aws, found);
}

async function isOurs(
  { lambda }: LaneClients,
  ref: ObjectRef<unknown>,
  functionArn: string,
): Promise<boolean> {
  const answer = await unlessNotFound(
    lambda.send(new ListTagsCommand({ Resource: functionArn })),
  );
  return carriesOurTag(answer?.Tags, ref);
}

/** One of this name is there already: the answer to our own creation was lost, or it is somebody else's. */
async function ourOwn(
  aws: LaneClients,
  ref: ObjectRef<LambdaFunctionSpec>,
  { operation, cause }: { operation: string; cause: unknown },
): Promise<LambdaFunctionState> {
  const what = `A function named ${ref.name}`;
  const found = await get(aws, ref.name);
  if (!found) {
    const { accountId, name } = aws.account;
    throw notVisibleYet(
      aws,
      operation,
      `${what} exists and is not to be seen yet in account ${accountId} (${name}).`,
    );
  }
  if (!(await isOurs(aws, ref, found.arn))) {
    throw foreign(aws, operation, what, cause);
  }
  return found;
}

function roleOf({ account, region }: LaneClients): string | undefined {
  const { accountId, updaterRole } = account;
  return updaterRole && roleArn(accountId, region, updaterRole);
}

function noRole({ account, region }: LaneClients, operation: string) {
  const { accountId, name } = account;
  return new AwsCallError({
    message: `Account ${accountId} (${name}) has no role for the updater in the portal's config, so ${operation} was not called: set roles.updater in its entry of databaseAccess.accounts.`,
    code: ERROR_CODES.updaterRoleMissing,
    verdict: 'needs-a-person',
    lane: { accountId, region },
    operation,
  });
}

/** What only people of the account can mend. */
function roleRefused(
  { account, region }: LaneClients,
  options: { operation: string; role: string; error: unknown },
): AwsCallError | undefined {
  const { operation, role, error } = options;
  const awsMessage =
    error instanceof AwsCallError ? error.awsMessage : undefined;
  const awsCode = awsCodeOf(error);
  if (
    awsCode !== 'InvalidParameterValueException' ||
    !ROLE_REFUSED.test(awsMessage ?? '')
  ) {
    return undefined;
  }
  const { accountId, name } = account;
  return new AwsCallError({
    message: `Account ${accountId} (${name}) refused ${operation} in ${region}, because Lambda cannot assume ${role}: make this role, and let its trust policy name lambda.amazonaws.com.`,
    code: ERROR_CODES.updaterRoleMissing,
    verdict: 'needs-a-person',
    lane: { accountId, region },
    operation,
    remedy: `In account ${accountId}, make the role ${role} with the policies that docs/failover-updater.md prints; Retry then makes the updater.`,
    awsMessage,
    awsCode,
  });
}

function toState(
  aws: LaneClients,
  found: FunctionConfiguration,
): LambdaFunctionState {
  return {
    arn: found.FunctionArn!,
    name: found.FunctionName!,
    status: found.State,
    statusReason: found.StateReason,
    updateStatus: found.LastUpdateStatus,
    updateReason: found.LastUpdateStatusReason,
    codeSha256: found.CodeSha256,
    settings: {
      runtime: found.Runtime,
      handler: found.Handler,
      role: found.Role,
      timeout: found.Timeout,
      memorySize: found.MemorySize,
      names: found.Environment?.Variables?.TOWPATH_NAMES,
    },
    roleWanted: roleOf(aws),
  };
}
