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

import { createHash } from 'crypto';
import type {
  CreateFunctionCommandInput,
  FunctionConfiguration,
  UpdateFunctionConfigurationCommandInput,
  VpcConfig,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../core/errors';
import { pageOf } from '../../core/paging';
import type { Call } from '../../core/Service';
import { ec2State } from '../ec2/state';
import { assumableRole } from './executionRole';
import { functionArn, functionMeant, onFunction, requestTags } from './lookup';
import type { LambdaPart } from './part';
import { conflict, invalid } from './refusals';
import { LambdaFunction, lambdaState } from './state';
import { unzip } from './zip';

const SETTLED = 'lambda/settled';

/** A few seconds in practice; AWS says only that it takes "about a minute" with a VPC. */
const SETTLING_SECONDS = 3;

/** AWS has more of them; to accept and forget what a caller wants would be a lie. */
const TAKEN = [
  'FunctionName',
  'Runtime',
  'Role',
  'Handler',
  'Code',
  'Description',
  'Timeout',
  'MemorySize',
  'PackageType',
  'Environment',
  'Tags',
  'Architectures',
  'RevisionId',
  'VpcConfig',
];

const NAME = { length: [1, 64] as [number, number], pattern: /^[\w-]+$/ };

const MOST_ENVIRONMENT_BYTES = 4096;

/** "Reserved environment variables": the runtime sets these itself. */
const RESERVED =
  /^(_HANDLER|AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|LAMBDA_.*|ACCESS_KEY.*|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_.*|TZ)$/;

function checkTaken(input: object) {
  const other = Object.entries(input).find(
    ([name, value]) => value !== undefined && !TAKEN.includes(name),
  );
  if (other) {
    throw invalid(`Simulated AWS has no functions with ${other[0]}.`);
  }
}

function checkEnvironment(variables: Record<string, string> = {}) {
  const reserved = Object.keys(variables).filter(name => RESERVED.test(name));
  if (reserved.length) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(
        ', ',
      )}`,
    );
  }
  const size = Buffer.byteLength(JSON.stringify(variables));
  if (size > MOST_ENVIRONMENT_BYTES) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.`,
    );
  }
}

/** What AWS says of a package, and refuses at once if it is none. */
function readZip(zip: Uint8Array | undefined, handler: string) {
  if (!zip) {
    throw invalid(
      'Simulated AWS takes the code of a function as ZipFile only.',
    );
  }
  const bytes = Buffer.from(zip);
  try {
    unzip(bytes);
  } catch (error) {
    throw invalid(
      `Could not unzip uploaded file. Please check your file, then try to upload again: ${
        (error as Error).message
      }.`,
    );
  }
  if (!/^[^\s.]+(\.[^\s.]+)+$/.test(handler)) {
    throw invalid(`The handler ${handler} is not <file>.<name>.`);
  }
  return {
    zip: bytes.toString('base64'),
    codeSha256: createHash('sha256').update(bytes).digest('base64'),
    codeSize: bytes.length,
  };
}

/** Subnets and security groups of one VPC; its interfaces, which AWS makes and shares between functions, are not modelled. */
function vpcOf(
  call: Call,
  { SubnetIds = [], SecurityGroupIds = [] }: VpcConfig = {},
): Pick<LambdaFunction, 'vpc'> {
  if (!SubnetIds.length && !SecurityGroupIds.length) {
    return {};
  }
  const { subnets, securityGroups } = ec2State.of(call.world, call);
  const wrong = [
    ...SubnetIds.filter(id => !subnets[id]),
    ...SecurityGroupIds.filter(id => !securityGroups[id]),
  ];
  if (wrong.length || !SubnetIds.length || !SecurityGroupIds.length) {
    throw invalid(
      `Error occurred while DescribeSubnets. EC2 Error Message: ${
        wrong.join(', ') || 'SubnetIds and SecurityGroupIds'
      } must be there.`,
    );
  }
  const vpcs = new Set([
    ...SubnetIds.map(id => subnets[id].vpcId),
    ...SecurityGroupIds.map(id => securityGroups[id].vpcId),
  ]);
  if (vpcs.size > 1) {
    throw invalid('Security groups and subnets must be of one VPC.');
  }
  const [vpcId] = vpcs;
  return { vpc: { vpcId, subnetIds: SubnetIds, groupIds: SecurityGroupIds } };
}

function newFunction(
  call: Call,
  input: CreateFunctionCommandInput,
): LambdaFunction {
  const name = input.FunctionName!;
  const { Runtime = '', Handler = '', Role = '' } = input;
  if (!/^nodejs\d+\.x$/.test(Runtime)) {
    throw invalid(
      `Simulated AWS runs Node only (nodejs20.x and the like), not ${Runtime}.`,
    );
  }
  const code = readZip(input.Code?.ZipFile, Handler);
  checkEnvironment(input.Environment?.Variables);
  assumableRole(call.world, Role);
  return {
    name,
    arn: functionArn(call, name),
    runtime: Runtime,
    handler: Handler,
    role: Role,
    description: input.Description ?? '',
    timeoutSeconds: input.Timeout ?? 3,
    memorySize: input.MemorySize ?? 128,
    environment: input.Environment?.Variables ?? {},
    ...vpcOf(call, input.VpcConfig),
    ...code,
    modifiedAt: call.now,
    revisionId: call.world.ids.uuid(),
    state: 'Pending',
    lastUpdate: 'Successful',
    tags: input.Tags ?? {},
    policy: [],
  };
}

export function configurationOf(fn: LambdaFunction): FunctionConfiguration {
  return {
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    Runtime: fn.runtime as FunctionConfiguration['Runtime'],
    Role: fn.role,
    Handler: fn.handler,
    CodeSize: fn.codeSize,
    CodeSha256: fn.codeSha256,
    Description: fn.description,
    Timeout: fn.timeoutSeconds,
    MemorySize: fn.memorySize,
    LastModified: new Date(fn.modifiedAt).toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: fn.revisionId,
    State: fn.state,
    ...(fn.state === 'Pending'
      ? {
          StateReason: 'The function is being created.',
          StateReasonCode: 'Creating' as const,
        }
      : {}),
    LastUpdateStatus: fn.lastUpdate,
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    ...(fn.vpc && {
      VpcConfig: {
        VpcId: fn.vpc.vpcId,
        SubnetIds: fn.vpc.subnetIds,
        SecurityGroupIds: fn.vpc.groupIds,
        Ipv6AllowedForDualStack: false,
      },
    }),
    ...(Object.keys(fn.environment).length
      ? { Environment: { Variables: fn.environment } }
      : {}),
  };
}

/** Nothing else may be changed while a function is being made or changed. */
export function expectSettled(fn: LambdaFunction) {
  if (fn.state === 'Pending') {
    throw conflict(
      'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    );
  }
  if (fn.lastUpdate === 'InProgress') {
    throw conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${fn.arn}`,
    );
  }
}

function checkRevision(fn: LambdaFunction, revisionId: string | undefined) {
  if (revisionId !== undefined && revisionId !== fn.revisionId) {
    throw new AwsError(
      'PreconditionFailedException',
      'The RevisionId provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      { Type: 'User' },
    );
  }
}

function settleLater(call: Call, { name, revisionId }: LambdaFunction) {
  call.world.after(SETTLING_SECONDS, SETTLED, {
    accountId: call.accountId,
    region: call.region,
    name,
    revisionId,
  });
}

function beginUpdate(call: Call, fn: LambdaFunction, revisionId?: string) {
  expectSettled(fn);
  checkRevision(fn, revisionId);
  fn.lastUpdate = 'InProgress';
  fn.modifiedAt = call.now;
  fn.revisionId = call.world.ids.uuid();
  settleLater(call, fn);
}

function applyConfiguration(
  call: Call,
  fn: LambdaFunction,
  input: UpdateFunctionConfigurationCommandInput,
) {
  checkEnvironment(input.Environment?.Variables);
  if (input.Role) {
    assumableRole(call.world, input.Role);
  }
  beginUpdate(call, fn, input.RevisionId);
  fn.role = input.Role ?? fn.role;
  fn.handler = input.Handler ?? fn.handler;
  fn.runtime = input.Runtime ?? fn.runtime;
  fn.description = input.Description ?? fn.description;
  fn.timeoutSeconds = input.Timeout ?? fn.timeoutSeconds;
  fn.memorySize = input.MemorySize ?? fn.memorySize;
  fn.environment = input.Environment?.Variables ?? fn.environment;
}

/** Who gives a role to a service must be allowed to pass it (IAM user guide, iam:PassRole). */
function passing(role: string | undefined) {
  return role
    ? [
        {
          action: 'iam:PassRole',
          resources: [role],
          context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
        },
      ]
    : [];
}

export const functions: LambdaPart = {
  rules: {
    'CreateFunction.FunctionName': NAME,
    'CreateFunction.Timeout': { range: [1, 900] },
    'CreateFunction.MemorySize': { range: [128, 10_240] },
    'CreateFunction.Description': { length: [0, 256] },
    'CreateFunction.Tags{key}': { length: [1, 128] },
    'CreateFunction.Tags{}': { length: [0, 256] },
    'UpdateFunctionConfiguration.Timeout': { range: [1, 900] },
    'UpdateFunctionConfiguration.MemorySize': { range: [128, 10_240] },
    'ListFunctions.MaxItems': { range: [1, 10_000] },
  },
  permissions: {
    CreateFunction: (input, call) => {
      const context = requestTags(input.Tags);
      const name = input.FunctionName!;
      return [
        ...onFunction(call, name, { context }),
        ...(input.Tags && Object.keys(input.Tags).length
          ? onFunction(call, name, { context, action: 'lambda:TagResource' })
          : []),
        ...passing(input.Role),
      ];
    },
    UpdateFunctionConfiguration: (input, call) => [
      ...onFunction(call, input.FunctionName!),
      ...passing(input.Role),
    ],
    UpdateFunctionCode: (input, call) => onFunction(call, input.FunctionName!),
    GetFunction: (input, call) => onFunction(call, input.FunctionName!),
    GetFunctionConfiguration: (input, call) =>
      onFunction(call, input.FunctionName!),
    DeleteFunction: (input, call) => onFunction(call, input.FunctionName!),
  },
  timers: {
    [SETTLED]: (world, { accountId, region, name, revisionId }) => {
      const place = { accountId, region };
      const fn = lambdaState.of(world, place).functions[name];
      if (fn?.revisionId === revisionId) {
        fn.state = 'Active';
        fn.lastUpdate = 'Successful';
      }
    },
  },
  handlers: {
    CreateFunction(input, call) {
      checkTaken(input);
      const { functions: known } = lambdaState.of(call.world, call);
      if (known[input.FunctionName!]) {
        throw conflict(`Function already exist: ${input.FunctionName}`);
      }
      const fn = newFunction(call, input);
      known[fn.name] = fn;
      settleLater(call, fn);
      return configurationOf(fn);
    },

    GetFunction(input, call) {
      const fn = functionMeant(call, input.FunctionName!);
      return {
        Configuration: configurationOf(fn),
        Code: {
          RepositoryType: 'S3',
          // AWS gives a link that lives ten minutes; nothing stands behind this one.
          Location: `https://simulated-lambda-code.s3.amazonaws.com/${fn.name}`,
        },
        ...(Object.keys(fn.tags).length ? { Tags: fn.tags } : {}),
      };
    },

    GetFunctionConfiguration(input, call) {
      return configurationOf(functionMeant(call, input.FunctionName!));
    },

    ListFunctions(input, call) {
      const all = Object.values(lambdaState.of(call.world, call).functions);
      const page = pageOf(all, ({ name }) => name, {
        token: input.Marker,
        // "A maximum of 50 items in each response, even if you set the number higher."
        size: Math.min(input.MaxItems ?? 50, 50),
      });
      if (!page) {
        throw invalid('Invalid pagination token');
      }
      return {
        Functions: page.items.map(configurationOf),
        ...(page.nextToken ? { NextMarker: page.nextToken } : {}),
      };
    },

    UpdateFunctionCode(input, call) {
      const fn = functionMeant(call, input.FunctionName!);
      const code = readZip(input.ZipFile, fn.handler);
      beginUpdate(call, fn, input.RevisionId);
      Object.assign(fn, code);
      return configurationOf(fn);
    },

    UpdateFunctionConfiguration(input, call) {
      checkTaken({ ...input, ...(input.VpcConfig && { Vpc: 'another' }) });
      const fn = functionMeant(call, input.FunctionName!);
      applyConfiguration(call, fn, input);
      return configurationOf(fn);
    },

    DeleteFunction(input, call) {
      const { name } = functionMeant(call, input.FunctionName!);
      delete lambdaState.of(call.world, call).functions[name];
      return { StatusCode: 204 };
    },
  },
};
