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
  Lambda,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { ORDERS } from '../__testUtils__/simulatedCompany';
import { withUpdater } from '../__testUtils__/withUpdater';
import { lambdaFunction, LambdaFunctionState } from './lambdaFunction';
import { sameZip } from './updater/sameZip';
import { updaterCode } from './updater/updaterCode';

const { pattern, facts } = withUpdater();

const scene = () => bench('updater', 'analytics', { pattern, facts });

const ROLE = `arn:aws:iam::${ORDERS}:role/database-access-updater`;

describe('the updater', () => {
  behavesLikeAnObject({
    node: 'updater',
    creates: 'lambda:CreateFunction',
    removes: 'lambda:DeleteFunction',
    pattern,
    facts,
  });

  it('runs our code, as the role of config, and knows what to follow', async () => {
    const b = await scene();
    const state = (await b.makeReady()) as LambdaFunctionState;
    expect(state).toMatchObject({
      codeSha256: updaterCode().sha256,
      settings: { role: ROLE, runtime: 'nodejs22.x' },
    });
    const { targetGroupArn } = b.engine.row(b.graph, 'target-group').outputs;
    expect(JSON.parse(state.settings.names!)).toEqual([
      {
        targetGroupArn,
        database: 'orders-postgres',
        host: facts.database.host,
        port: 5432,
        within: facts.database.subnets.map(subnet => subnet.cidrBlock).sort(),
      },
    ]);
  });

  it('follows the readers of a cluster by their own group', async () => {
    const { facts: cluster } = withUpdater('catalog-aurora');
    const b = await bench('updater', 'analytics', { pattern, facts: cluster });
    const state = (await b.makeReady()) as LambdaFunctionState;
    const arnOf = (key: string) =>
      b.engine.row(b.graph, key).outputs.targetGroupArn;
    expect(JSON.parse(state.settings.names!)).toMatchObject([
      { host: cluster.database.host, targetGroupArn: arnOf('target-group') },
      {
        host: cluster.database.readerHost,
        targetGroupArn: arnOf('reader-target-group'),
        readersOf: 'catalog-aurora',
      },
    ]);
  });

  it.each<[string, UpdateFunctionConfigurationCommandInput | Buffer]>([
    [
      'other code',
      sameZip([{ path: 'index.mjs', content: Buffer.from('// Older.') }]),
    ],
    ['another time limit', { FunctionName: '', Timeout: 3 }],
    [
      'other names',
      { FunctionName: '', Environment: { Variables: { TOWPATH_NAMES: '[]' } } },
    ],
  ])('with %s is set right by one call', async (_, change) => {
    const b = await scene();
    const right = (await b.makeReady()) as LambdaFunctionState;
    const { correction } = lambdaFunction;
    expect(correction!.needed(b.ref(), right)).toBeUndefined();
    const lambda = new Lambda(
      simulatedClientConfig(b.aws, { accountId: ORDERS }),
    );
    if (Buffer.isBuffer(change)) {
      await lambda.updateFunctionCode({
        FunctionName: right.arn,
        ZipFile: change,
      });
    } else {
      await lambda.updateFunctionConfiguration({
        ...change,
        FunctionName: right.arn,
      });
    }
    b.clock.advance(10);
    const wrong = (await b.find()) as LambdaFunctionState;
    expect(correction!.needed(b.ref(), wrong)).toContain('orders-postgres');
    const before = b.changes();
    await correction!.make(b.provision, b.ref(), wrong);
    expect(b.changes() - before).toBe(1);
    b.clock.advance(10);
    expect(await b.find()).toEqual(right);
  });

  it('gets another role when config names another', async () => {
    const b = await scene();
    const right = (await b.makeReady()) as LambdaFunctionState;
    const other = `${ROLE}-2`;
    const wrong = { ...right, roleWanted: other };
    expect(lambdaFunction.correction!.needed(b.ref(), wrong)).toContain(
      'other settings',
    );
    const send = jest
      .spyOn(b.provision.lambda, 'send')
      .mockImplementation(async () => ({}));
    await lambdaFunction.correction!.make(b.provision, b.ref(), wrong);
    const [[command]] = send.mock.calls;
    expect(command).toBeInstanceOf(UpdateFunctionConfigurationCommand);
    expect(command.input).toMatchObject({ Role: other });
    // And keeps what it has when config names none.
    const none = { ...right, roleWanted: undefined };
    expect(lambdaFunction.correction!.needed(b.ref(), none)).toBeUndefined();
  });

  it('is not made without a role in config', async () => {
    const b = await scene();
    b.provision.account.updaterRole = undefined;
    await expect(b.make()).rejects.toMatchObject({
      code: 'updater_role_missing',
      verdict: 'needs-a-person',
      message: expect.stringContaining('roles.updater'),
    });
    expect(b.calls(o => o === 'lambda:CreateFunction')).toBe(0);
  });

  it('asks for a person when the role of config is none that Lambda can assume', async () => {
    const b = await scene();
    // One that may be passed to Lambda, and does not trust it.
    b.world.faults.add({
      operation: 'lambda:CreateFunction',
      kind: 'error',
      code: 'InvalidParameterValueException',
      message: 'The role defined for the function cannot be assumed by Lambda.',
    });
    await expect(b.make()).rejects.toMatchObject({
      code: 'updater_role_missing',
      verdict: 'needs-a-person',
      message: expect.stringContaining(ROLE),
    });
  });

  it('is not taken from somebody else who has its name', async () => {
    const b = await scene();
    const lambda = new Lambda(
      simulatedClientConfig(b.aws, { accountId: ORDERS }),
    );
    await lambda.createFunction({
      FunctionName: b.ref().name,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: ROLE,
      Code: { ZipFile: updaterCode().zip },
    });
    expect(await b.findByName()).toBeUndefined();
    await expect(b.make()).rejects.toMatchObject({
      code: 'aws_object_foreign',
    });
  });

  it.each([
    ['Active', 'Successful', 'ready'],
    ['Inactive', 'Successful', 'ready'],
    ['Pending', undefined, 'pending'],
    ['Active', 'InProgress', 'pending'],
    ['Active', 'Failed', 'degraded'],
    ['Failed', undefined, 'broken'],
    ['Dreaming', undefined, 'unknown'],
  ])('is assessed: %s, %s', (status, updateStatus, condition) => {
    const state = { arn: 'arn', name: 'name', settings: {} };
    expect(
      lambdaFunction.assess({ ...state, status, updateStatus }),
    ).toMatchObject({ condition });
  });
});
