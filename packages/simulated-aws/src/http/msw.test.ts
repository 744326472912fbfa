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
  CreateRoleCommand,
  IAMClient,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { setupServer } from 'msw/node';
import { SimulatedAws } from '../SimulatedAws';
import { simulatedAwsHandlers } from './msw';

const ENDPOINT = 'http://simulated-aws.example';

describe('simulatedAwsHandlers', () => {
  const aws = SimulatedAws.create();
  const server = setupServer(
    ...simulatedAwsHandlers(aws, { endpoint: ENDPOINT }),
  );
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterAll(() => server.close());

  const iam = new IAMClient({
    region: 'us-east-1',
    endpoint: ENDPOINT,
    credentials: { accessKeyId: '333333333333', secretAccessKey: 'any' },
    maxAttempts: 1,
  });
  const create = (RoleName: string) =>
    iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument:
          '{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:*"}}',
      }),
    );

  it('answers clients that were made elsewhere', async () => {
    await create('read');
    await expect(create('read')).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
    });
  });

  it('loses answers as a network does', async () => {
    aws.world.faults.add({ operation: 'iam:CreateRole', kind: 'lost-answer' });
    await expect(create('kept')).rejects.not.toHaveProperty('$fault');
    const { Roles } = await iam.send(new ListRolesCommand({}));
    expect(Roles?.map(role => role.RoleName)).toContain('kept');
  });
});
