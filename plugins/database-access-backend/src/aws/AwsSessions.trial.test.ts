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
  GetRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { adminOf } from '../__testUtils__/adminOf';
import {
  ANALYTICS,
  REGION,
  simulatedCompany,
} from '../__testUtils__/simulatedCompany';

const lane = { accountId: ANALYTICS, region: REGION };

/** Somebody of the account edits the trust policy of its provision role. */
async function changeTrust(
  company: Awaited<ReturnType<typeof simulatedCompany>>,
  edit: (statement: Record<string, unknown>) => void,
): Promise<void> {
  const { iam } = adminOf(company, lane);
  const RoleName = 'database-access-provision';
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const trust = JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!));
  edit(trust.Statement[0]);
  await iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName,
      PolicyDocument: JSON.stringify(trust),
    }),
  );
}

describe('SEC-1: the trial of a provision role', () => {
  it('asks for it with the ExternalId, and then must be refused without', async () => {
    const { sessions, calls } = await simulatedCompany();
    await sessions.tryProvisionRole(lane);
    expect(calls(o => o === 'sts:AssumeRole')).toBe(2);
  });

  it('refuses a role that opens without an ExternalId, and says what to add where', async () => {
    const company = await simulatedCompany();
    await changeTrust(company, statement => delete statement.Condition);

    await expect(company.sessions.tryProvisionRole(lane)).rejects.toMatchObject(
      {
        code: 'account_refused',
        verdict: 'needs-a-person',
        message: expect.stringContaining(
          'Account 666666666666 (analytics) let the portal do sts:AssumeRole of its role database-access-provision without an ExternalId',
        ),
        remedy: expect.stringContaining(
          'arn:aws:iam::666666666666:role/database-access-provision',
        ),
      },
    );
  });

  it('says so if the role does not trust the portal', async () => {
    const company = await simulatedCompany();
    await changeTrust(company, statement => {
      statement.Principal = { AWS: `arn:aws:iam::${ANALYTICS}:root` };
    });
    await expect(company.sessions.tryProvisionRole(lane)).rejects.toThrow(
      'Account 666666666666 (analytics) refused sts:AssumeRole of its role database-access-provision',
    );
  });

  it('proves nothing by an answer that is no refusal', async () => {
    const { sessions, aws, world } = await simulatedCompany();
    const handle = aws.handle.bind(aws);
    jest.spyOn(aws, 'handle').mockImplementation(async request => {
      const asked = new URLSearchParams(Buffer.from(request.body).toString());
      if (asked.get('Action') === 'AssumeRole' && !asked.has('ExternalId')) {
        world.faults.add({ operation: 'sts:AssumeRole', kind: 'throttle' });
      }
      return handle(request);
    });
    await expect(sessions.tryProvisionRole(lane)).rejects.toMatchObject({
      code: 'aws_throttled',
    });
  });
});
