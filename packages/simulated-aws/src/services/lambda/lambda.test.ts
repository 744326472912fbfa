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

import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import {
  AddPermissionCommandInput,
  CreateFunctionCommandInput,
  Lambda,
} from '@aws-sdk/client-lambda';
import { SQS } from '@aws-sdk/client-sqs';
import { STS } from '@aws-sdk/client-sts';
import { exampleCompany } from '../../company/exampleCompany';
import { populate } from '../../company/populate';
import { SimulatedClock } from '../../core/clock';
import { World } from '../../core/World';
import { resolveName } from '../../network/dns';
import { SimulatedAws } from '../../SimulatedAws';
import { simulatedClientConfig } from '../../testing/clients';
import { zipOf } from '../../testing/zipOf';

// A process is started for each run.
jest.setTimeout(60_000);

const OWNER = '333333333333';
const ROLE = `arn:aws:iam::${OWNER}:role/updater`;
const FUNCTION = `arn:aws:lambda:us-east-1:${OWNER}:function:updater`;
const RULE = `arn:aws:events:us-east-1:${OWNER}:rule/hear`;
const QUEUE_URL = `https://sqs.us-east-1.amazonaws.com/${OWNER}/answers`;

const policy = (...Statement: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement });

const trusts = (Service: string) =>
  policy({
    Effect: 'Allow',
    Principal: { Service },
    Action: 'sts:AssumeRole',
  });

const ECHO = `
  exports.handler = async (event, context) => ({
    event,
    name: context.functionName,
    greeting: process.env.GREETING,
  });
`;

/** Tells who it is, and what it got, by a queue. */
const TELLS = `
  const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
  exports.handler = async event => {
    // Else the client believes the queue's URL more than the endpoint that it was given.
    const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
    await sqs.send(new SendMessageCommand({
      QueueUrl: process.env.QUEUE_URL,
      MessageBody: JSON.stringify(event),
    }));
  };
`;

/** Tells how much time it has left when it has waited, which passes by the simulated clock. */
const WAITS = `
  const { setTimeout: sleep } = require('timers/promises');
  ${TELLS.replace('exports.handler = async event', 'const tell = async event')}
  exports.handler = async ({ seconds }, context) => {
    await sleep(seconds * 1000);
    await tell({ left: context.getRemainingTimeInMillis() });
  };
`;

const opened: SimulatedAws[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(aws => aws.close()));
});

async function setup() {
  const clock = SimulatedClock.frozen();
  const world = new World({ clock });
  const aws = SimulatedAws.create({
    world,
    onDefect: error => {
      throw error;
    },
  });
  opened.push(aws);
  const config = simulatedClientConfig(aws, { accountId: OWNER });
  const lambda = new Lambda(config);
  const iam = new IAM(config);
  const sqs = new SQS(config);
  await iam.createRole({
    RoleName: 'updater',
    AssumeRolePolicyDocument: trusts('lambda.amazonaws.com'),
  });
  await iam.putRolePolicy({
    RoleName: 'updater',
    PolicyName: 'may',
    PolicyDocument: policy({
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: `arn:aws:sqs:us-east-1:${OWNER}:answers`,
    }),
  });
  await sqs.createQueue({ QueueName: 'answers' });
  const create = (
    code: string,
    input: Partial<CreateFunctionCommandInput> = {},
  ) =>
    lambda.createFunction({
      FunctionName: 'updater',
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: ROLE,
      Code: { ZipFile: zipOf({ 'index.js': code }) },
      ...input,
    });
  return {
    aws,
    clock,
    world,
    lambda,
    iam,
    sqs,
    events: new EventBridge(config),
    create,
    /** And waits until it can run. */
    async made(code: string, input: Partial<CreateFunctionCommandInput> = {}) {
      await create(code, input);
      clock.advance(3);
    },
    async invoke(event: unknown = {}) {
      const answer = await lambda.invoke({
        FunctionName: 'updater',
        Payload: Buffer.from(JSON.stringify(event)),
        LogType: 'Tail',
      });
      return {
        status: answer.StatusCode,
        error: answer.FunctionError,
        log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
        payload: JSON.parse(Buffer.from(answer.Payload!).toString()),
      };
    },
    async told() {
      await aws.idle();
      const { Messages = [] } = await sqs.receiveMessage({
        QueueUrl: QUEUE_URL,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 43_200,
      });
      return Messages.map(({ Body }) => JSON.parse(Body!));
    },
  };
}

describe('a function', () => {
  it('runs with its event, its environment and its context', async () => {
    const { made, invoke } = await setup();
    await made(ECHO, { Environment: { Variables: { GREETING: 'hello' } } });
    expect(await invoke({ a: 1 })).toMatchObject({
      status: 200,
      error: undefined,
      payload: { event: { a: 1 }, name: 'updater', greeting: 'hello' },
    });
  });

  it('may be a module, and find the SDK as Lambda gives it', async () => {
    const { made, invoke } = await setup();
    await made('', {
      Code: {
        ZipFile: zipOf({
          'index.mjs': `
            import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
            export const handler = async () => {
              const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand());
              return { Arn, home: process.env.HOME, region: process.env.AWS_REGION };
            };
          `,
        }),
      },
    });
    // As its role, in this AWS, and with nothing of the process that runs it.
    expect(await invoke()).toMatchObject({
      payload: {
        Arn: `arn:aws:sts::${OWNER}:assumed-role/updater/updater`,
        region: 'us-east-1',
      },
    });
  });

  it('finds nothing of this machine but the SDK, not even its environment', async () => {
    const { made, invoke } = await setup();
    await made(`
      exports.handler = async () => {
        const found = [];
        for (const name of ['@aws-sdk/client-sqs', 'msw', '@backstage/config']) {
          try { require.resolve(name); found.push(name); } catch {}
        }
        return { found, names: Object.keys(process.env).filter(n => !/^(AWS|LAMBDA|NODE_CHANNEL)/.test(n)) };
      };
    `);
    expect((await invoke()).payload).toEqual({
      found: ['@aws-sdk/client-sqs'],
      names: ['_HANDLER', 'TZ'],
    });
  });

  it('may do what its role may, and no more', async () => {
    const { made, invoke, told, iam } = await setup();
    await made(TELLS, {
      Environment: { Variables: { QUEUE_URL } },
    });
    expect((await invoke({ a: 1 })).error).toBeUndefined();
    expect(await told()).toEqual([{ a: 1 }]);
    await iam.deleteRolePolicy({ RoleName: 'updater', PolicyName: 'may' });
    const { error, payload } = await invoke({ a: 2 });
    expect(error).toBe('Unhandled');
    expect(payload.errorMessage).toMatch(/not authorized to perform/);
    expect(await told()).toEqual([]);
  });

  it.each(['http://192.0.2.1/', 'http://sqs.us-east-1.amazonaws.com/'])(
    'reaches this machine only, not %s',
    async url => {
      const { made, invoke } = await setup();
      await made(`
        exports.handler = () => new Promise((resolve, reject) => {
          require('http').get('${url}', resolve).on('error', reject);
        });
      `);
      expect(await invoke()).toMatchObject({
        error: 'Unhandled',
        payload: { errorMessage: expect.stringContaining('this machine only') },
      });
    },
  );

  it.each([
    [
      'throws',
      'exports.handler = async () => { throw new TypeError("no") };',
      { errorType: 'TypeError', errorMessage: 'no', trace: expect.any(Array) },
    ],
    [
      'answers its callback with an error',
      'exports.handler = (e, c, done) => done(new Error("no"));',
      { errorType: 'Error', errorMessage: 'no' },
    ],
    [
      'ends its process',
      'exports.handler = async () => process.exit(3);',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(/exit status 3$/),
      },
    ],
    [
      'never ends',
      'exports.handler = async () => { for (;;) {} };',
      {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(
          /Task timed out after 1.00 seconds$/,
        ),
      },
    ],
    [
      'has no such handler',
      'exports.other = async () => {};',
      { errorType: 'Runtime.HandlerNotFound' },
    ],
    ['is no JavaScript', 'exports.handler = ', { errorType: 'SyntaxError' }],
  ])('that %s is reported as AWS reports it', async (_, code, payload) => {
    const { made, invoke } = await setup();
    await made(code, { Timeout: 1 });
    expect(await invoke()).toMatchObject({
      status: 200,
      error: 'Unhandled',
      payload,
    });
  });

  it('resolves names as the simulated AWS does', async () => {
    const { made, invoke, world } = await setup();
    populate(world);
    const { host } =
      exampleCompany.accounts['orders-prod'].databases['orders-postgres'];
    await made(`
      const { resolve4, Resolver } = require('dns/promises');
      exports.handler = async () => [
        await resolve4('${host}'),
        await new Resolver().resolve4('${host}'),
      ];
    `);
    const { addresses } = resolveName(world, { name: host });
    expect(addresses).toHaveLength(1);
    expect((await invoke()).payload).toEqual([addresses, addresses]);
  });

  it('waits by the simulated clock, and no longer than it may run', async () => {
    const { aws, made, lambda, told, clock, world } = await setup();
    await made(WAITS, {
      Environment: { Variables: { QUEUE_URL } },
      Timeout: 60,
    });
    const run = async (seconds: number) => {
      await lambda.invoke({
        FunctionName: 'updater',
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify({ seconds })),
      });
      await aws.idle();
    };
    const pass = (seconds: number) => {
      clock.advance(seconds);
      world.settle();
    };
    await run(50);
    pass(49);
    expect(await told()).toEqual([]);
    pass(1);
    const [{ left }] = await told();
    expect(left).toBeLessThanOrEqual(10_000);
    expect(left).toBeGreaterThan(0);

    await run(61);
    pass(60);
    expect(await told()).toEqual([]);
    const { functions } = world.documents[`lambda/${OWNER}/us-east-1`] as any;
    expect(functions.updater.lastRun.error).toMatch(/timed out after 60.00/);
  });

  it('ends with the simulated AWS that runs it', async () => {
    const { aws, made, lambda, world } = await setup();
    await made(WAITS, { Environment: { Variables: { QUEUE_URL } } });
    await lambda.invoke({
      FunctionName: 'updater',
      InvocationType: 'Event',
      Payload: Buffer.from('{"seconds": 2}'),
    });
    await aws.idle();
    await aws.close();
    const { functions } = world.documents[`lambda/${OWNER}/us-east-1`] as any;
    expect(functions.updater.lastRun.error).toMatch(/signal: SIGKILL/);
  });

  it('shows what it printed', async () => {
    const { made, invoke } = await setup();
    await made(`exports.handler = (e, c, done) => {
      console.log('looking at', e.a);
      done(null, 'fine');
    };`);
    expect(await invoke({ a: 7 })).toMatchObject({
      payload: 'fine',
      log: expect.stringContaining('looking at 7'),
    });
  });

  it('is pending at first, and cannot run yet', async () => {
    const { create, invoke, lambda, clock } = await setup();
    expect(await create(ECHO)).toMatchObject({
      State: 'Pending',
      StateReasonCode: 'Creating',
      CodeSha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    });
    await expect(invoke()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: expect.stringContaining('Pending'),
      $metadata: { httpStatusCode: 409 },
    });
    clock.advance(3);
    const { Configuration } = await lambda.getFunction({
      FunctionName: FUNCTION,
    });
    expect(Configuration).toMatchObject({
      State: 'Active',
      LastUpdateStatus: 'Successful',
      FunctionArn: FUNCTION,
      Timeout: 3,
    });
    await expect(create(ECHO)).rejects.toMatchObject({
      name: 'ResourceConflictException',
    });
  });

  it('is updated, one change after the other', async () => {
    const { made, invoke, lambda, clock } = await setup();
    await made(ECHO);
    const FunctionName = 'updater';
    const before = await lambda.getFunctionConfiguration({ FunctionName });
    const ZipFile = zipOf({
      'index.js': 'exports.handler = async () => process.env.GREETING;',
    });
    const changed = await lambda.updateFunctionCode({ FunctionName, ZipFile });
    expect(changed.LastUpdateStatus).toBe('InProgress');
    expect(changed.CodeSha256).not.toBe(before.CodeSha256);
    const configure = () =>
      lambda.updateFunctionConfiguration({
        FunctionName,
        Environment: { Variables: { GREETING: 'again' } },
      });
    await expect(configure()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: expect.stringContaining('An update is in progress'),
    });
    clock.advance(3);
    await configure();
    expect((await invoke()).payload).toBe('again');
    clock.advance(3);
    await expect(
      lambda.updateFunctionCode({
        FunctionName,
        ZipFile,
        RevisionId: before.RevisionId,
      }),
    ).rejects.toMatchObject({ name: 'PreconditionFailedException' });
  });

  it('is listed, tagged and deleted', async () => {
    const { made, lambda } = await setup();
    await made(ECHO, { Tags: { owner: 'orders' } });
    expect(await lambda.listFunctions({})).toMatchObject({
      Functions: [{ FunctionName: 'updater' }],
    });
    await lambda.tagResource({ Resource: FUNCTION, Tags: { b: '2' } });
    await lambda.untagResource({ Resource: FUNCTION, TagKeys: ['owner'] });
    expect(await lambda.listTags({ Resource: FUNCTION })).toMatchObject({
      Tags: { b: '2' },
    });
    await lambda.deleteFunction({ FunctionName: 'updater' });
    await expect(
      lambda.deleteFunction({ FunctionName: 'updater' }),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${FUNCTION}`,
    });
  });

  it.each<[string, Partial<CreateFunctionCommandInput>]>([
    ['no archive', { Code: { ZipFile: Buffer.from('x') } }],
    ['another runtime', { Runtime: 'python3.13' }],
    ['a handler without a name', { Handler: 'index' }],
    ['too long a time', { Timeout: 901 }],
    ['no such role', { Role: `${ROLE}-other` }],
    [
      'a VPC that is not there',
      { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } },
    ],
    [
      'a reserved variable',
      { Environment: { Variables: { AWS_REGION: 'eu-west-1' } } },
    ],
    [
      'too many variables',
      { Environment: { Variables: { A: 'x'.repeat(4096) } } },
    ],
  ])('is refused with %s', async (_, input) => {
    const { create } = await setup();
    await expect(create(ECHO, input)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('needs a role that trusts Lambda, and a maker who may pass it', async () => {
    const { create, iam, aws } = await setup();
    await iam.createRole({
      RoleName: 'other',
      AssumeRolePolicyDocument: trusts('ec2.amazonaws.com'),
    });
    await expect(
      create(ECHO, { Role: `arn:aws:iam::${OWNER}:role/other` }),
    ).rejects.toMatchObject({
      message: 'The role defined for the function cannot be assumed by Lambda.',
    });
    await iam.createRole({
      RoleName: 'maker',
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Principal: { AWS: OWNER },
        Action: 'sts:AssumeRole',
      }),
    });
    const allow = (...Action: string[]) =>
      iam.putRolePolicy({
        RoleName: 'maker',
        PolicyName: 'may',
        PolicyDocument: policy({ Effect: 'Allow', Action, Resource: '*' }),
      });
    const { Credentials } = await new STS(
      simulatedClientConfig(aws, { accountId: OWNER }),
    ).assumeRole({
      RoleArn: `arn:aws:iam::${OWNER}:role/maker`,
      RoleSessionName: 'maker',
    });
    const maker = new Lambda(
      simulatedClientConfig(aws, { credentials: Credentials }),
    );
    const make = () =>
      maker.createFunction({
        FunctionName: 'updater',
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Role: ROLE,
        Code: { ZipFile: zipOf({ 'index.js': ECHO }) },
      });
    await allow('lambda:CreateFunction');
    await expect(make()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`iam:PassRole on resource: ${ROLE}`),
    });
    await allow('lambda:CreateFunction', 'iam:PassRole');
    await make();
  });
});

describe('a function’s own policy', () => {
  const permission: AddPermissionCommandInput = {
    FunctionName: 'updater',
    StatementId: 'rule',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: RULE,
  };

  it('is read as it was written, one statement after the other', async () => {
    const { made, lambda } = await setup();
    await made(ECHO);
    const FunctionName = 'updater';
    await expect(lambda.getPolicy({ FunctionName })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const { Statement } = await lambda.addPermission(permission);
    const statement = {
      Sid: 'rule',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: FUNCTION,
      Condition: { ArnLike: { 'AWS:SourceArn': RULE } },
    };
    expect(JSON.parse(Statement!)).toEqual(statement);
    const { Policy } = await lambda.getPolicy({ FunctionName });
    expect(JSON.parse(Policy!)).toMatchObject({ Statement: [statement] });
    await expect(lambda.addPermission(permission)).rejects.toMatchObject({
      name: 'ResourceConflictException',
    });
    const remove = () =>
      lambda.removePermission({ FunctionName, StatementId: 'rule' });
    await remove();
    await expect(remove()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('lets a rule run it, for events and by the clock', async () => {
    const { made, lambda, events, told, clock, world } = await setup();
    await made(TELLS, { Environment: { Variables: { QUEUE_URL } } });
    await events.putRule({
      Name: 'hear',
      EventPattern: '{"source": ["me"]}',
      ScheduleExpression: 'rate(1 minute)',
    });
    await events.putTargets({
      Rule: 'hear',
      Targets: [{ Id: 'updater', Arn: FUNCTION }],
    });
    const put = () =>
      events.putEvents({
        Entries: [{ Source: 'me', DetailType: 'Hello', Detail: '{}' }],
      });
    await put();
    expect(await told()).toEqual([]);
    await lambda.addPermission(permission);
    await put();
    expect(await told()).toMatchObject([{ 'detail-type': 'Hello' }]);
    clock.advance(60);
    world.settle();
    expect(await told()).toMatchObject([{ 'detail-type': 'Scheduled Event' }]);
  });
});

describe('a run that nobody waits for', () => {
  it('is tried again after one minute and after two more', async () => {
    const { aws, made, lambda, clock, world } = await setup();
    await made('exports.handler = async () => { throw new Error("no") };');
    const runs = async (advance: number) => {
      const before = world.documents[`lambda/${OWNER}/us-east-1`] as any;
      const { lastRun } = before.functions.updater;
      clock.advance(advance);
      world.settle();
      await aws.idle();
      return before.functions.updater.lastRun !== lastRun;
    };
    expect(
      await lambda.invoke({ FunctionName: 'updater', InvocationType: 'Event' }),
    ).toMatchObject({ StatusCode: 202 });
    await aws.idle();
    expect(await runs(59)).toBe(false);
    expect(await runs(1)).toBe(true);
    expect(await runs(119)).toBe(false);
    expect(await runs(1)).toBe(true);
    expect(await runs(600)).toBe(false);
  });

  it('may be asked for dry', async () => {
    const { made, lambda } = await setup();
    await made(TELLS);
    expect(
      await lambda.invoke({
        FunctionName: 'updater',
        InvocationType: 'DryRun',
      }),
    ).toMatchObject({ StatusCode: 204 });
    await expect(
      lambda.invoke({ FunctionName: 'updater', Payload: Buffer.from('{') }),
    ).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
  });
});
