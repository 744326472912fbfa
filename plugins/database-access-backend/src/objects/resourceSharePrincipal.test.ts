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
  GetResourceShareInvitationsCommand,
  RAMClient,
  RejectResourceShareInvitationCommand,
} from '@aws-sdk/client-ram';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';

const HOUR = 3600;

describe('an account of a resource share', () => {
  behavesLikeAnObject({
    node: 'principal',
    creates: 'ram:AssociateResourceShare',
    removes: 'ram:DisassociateResourceShare',
  });

  it('waits for the invitation to be accepted outside the organisation', async () => {
    const b = await bench('principal', 'partner');
    const state = await b.makeReady();
    expect(b.type.assess(state!)).toMatchObject({
      condition: 'pending',
      awsStatus: 'ASSOCIATING',
      reason: expect.stringContaining('accept the invitation'),
    });
  });

  it('is broken when nobody accepted for 12 hours, and invites again when it is made anew', async () => {
    const b = await bench('principal', 'partner');
    await b.make();
    b.clock.advance(12 * HOUR + 60);
    const failed = await b.find();
    expect(b.type.assess(failed!)).toMatchObject({
      condition: 'broken',
      awsStatus: 'FAILED',
      reason: expect.stringContaining('within 12 hours'),
    });

    await b.type.remove(b.provision, b.ref(), failed!);
    b.clock.advance(60);
    expect(await b.find()).toBeUndefined();
    await b.make();
    expect(b.type.assess((await b.find())!)).toMatchObject({
      awsStatus: 'ASSOCIATING',
    });
  });

  it('says when the account said no', async () => {
    const b = await bench('principal', 'partner');
    await b.make();
    b.clock.advance(60);
    const admin = new RAMClient(
      simulatedClientConfig(b.aws, { accountId: b.facts.network.accountId }),
    );
    const { resourceShareInvitations = [] } = await admin.send(
      new GetResourceShareInvitationsCommand({}),
    );
    const [{ resourceShareInvitationArn }] = resourceShareInvitations;
    await admin.send(
      new RejectResourceShareInvitationCommand({ resourceShareInvitationArn }),
    );
    expect(b.type.assess((await b.find())!)).toMatchObject({
      condition: 'broken',
      awsStatus: 'FAILED',
      reason: expect.stringContaining('rejected the invitation'),
    });
  });
});
