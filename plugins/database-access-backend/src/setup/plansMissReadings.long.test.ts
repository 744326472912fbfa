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
  DeleteRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { WISH } from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';
import { READINGS } from './readings';

const ORDERS = '333333333333';
const ANALYTICS = '666666666666';
const READ = 'database-access-read';

const REFUSAL =
  /Account (\d{12}) \([^)]+\) refused (\S+) to its role (\S+) in [a-z0-9-]+(?:, because that takes \S+, too)?: allow (\S+) in the role's policy/;

afterEach(stopPortals);

jest.setTimeout(300_000);

describe('a plan whose read roles may read nothing', () => {
  it('names one action after the other, with its account, until it is whole', async () => {
    const portal = await startPortal();
    const iamOf = (accountId: string) =>
      new IAMClient({
        region: 'us-east-1',
        endpoint: portal.awsUrl,
        credentials: { accessKeyId: accountId, secretAccessKey: 'simulated' },
      });
    for (const accountId of [ORDERS, ANALYTICS]) {
      const iam = iamOf(accountId);
      const { PolicyNames } = await iam.send(
        new ListRolePoliciesCommand({ RoleName: READ }),
      );
      for (const PolicyName of PolicyNames!) {
        await iam.send(
          new DeleteRolePolicyCommand({ RoleName: READ, PolicyName }),
        );
      }
    }

    const missed: string[] = [];
    let plan: { digest?: string } | undefined;
    while (!plan) {
      const { body } = await portal.as('requester').post('/plans', WISH);
      const [sentence, accountId, , roleName, action] =
        REFUSAL.exec(JSON.stringify(body)) ?? [];
      if (!sentence) {
        plan = body;
        break;
      }
      expect(roleName).toBe(READ);
      const miss = `${accountId} ${action}`;
      expect(missed).not.toContain(miss);
      missed.push(miss);
      await iamOf(accountId).send(
        new PutRolePolicyCommand({
          RoleName: READ,
          PolicyName: action.replace(':', '-'),
          PolicyDocument: JSON.stringify({
            Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
          }),
        }),
      );
      // What was read is kept for half a minute.
      portal.awsClock.advance(31);
    }
    expect(plan?.digest).toEqual(expect.any(String));
    expect(missed.length).toBeGreaterThan(8);
    const known = new Set(READINGS.map(({ action }) => action));
    const actions = missed.map(miss => miss.split(' ')[1]);
    expect(actions.filter(action => !known.has(action))).toEqual([]);
  });
});
