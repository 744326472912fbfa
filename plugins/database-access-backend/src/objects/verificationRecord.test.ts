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

import { ChangeResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { adminOf } from '../__testUtils__/adminOf';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { withPrivateName } from '../__testUtils__/withPrivateName';
import type { VerificationRecordState } from './verificationRecord';

const benchOf = () =>
  bench('verification-record', 'analytics', withPrivateName());

describe('the proof of a domain', () => {
  behavesLikeAnObject({
    node: 'verification-record',
    creates: 'route53:ChangeResourceRecordSets',
    removes: 'route53:ChangeResourceRecordSets',
    inAnySession: true,
    ...withPrivateName(),
  });

  it('is the text that AWS asks for, where AWS asks for it', async () => {
    const b = await benchOf();
    const state: VerificationRecordState = (await b.makeReady())!;
    const { outputs } = b.engine.row(b.graph, 'service-name');
    expect(state).toMatchObject({
      name: outputs.textName,
      value: outputs.text,
    });
    expect(state.isAltered).toBeUndefined();
  });

  it('is not ready before all of Route 53 knows it', async () => {
    const b = await benchOf();
    const made = await b.make();
    expect(b.type.assess(made)).toMatchObject({ condition: 'pending' });
    const later = async (seconds: number) => {
      b.clock.advance(seconds);
      const look = { at: b.clock.now(), before: made };
      return b.type.assess((await b.type.find(b.watch, { ...b.ref(), look }))!);
    };
    expect(await later(1)).toMatchObject({ condition: 'pending' });
    expect(await later(60)).toEqual({ condition: 'ready' });
  });

  it('is set right when somebody alters it', async () => {
    const b = await benchOf();
    const { zoneId, name } = (await b.makeReady())!;
    await adminOf(b, b.facts.database).route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: zoneId,
        ChangeBatch: {
          Changes: [
            {
              Action: 'UPSERT',
              ResourceRecordSet: {
                Name: name,
                Type: 'TXT',
                TTL: 60,
                ResourceRecords: [{ Value: '"nonsense"' }],
              },
            },
          ],
        },
      }),
    );
    b.clock.advance(5);
    const altered = (await b.find())!;
    expect(b.type.assess(altered)).toMatchObject({
      condition: 'broken',
      reason: expect.stringContaining("'nonsense'"),
    });
    expect(b.type.correction!.needed(b.ref(), altered)).toContain(
      b.ref().spec.value,
    );
    await b.type.correction!.make(b.provision, b.ref(), altered);
    const mended = (await b.find())!;
    expect(b.type.correction!.needed(b.ref(), mended)).toBeUndefined();
  });

  it('can be removed when what AWS asked for is known no more', async () => {
    const b = await benchOf();
    const made = await b.makeReady();
    const ref = {
      ...b.ref(),
      spec: { zoneId: b.ref().spec.zoneId, name: undefined, value: undefined },
    };
    const state = (await b.type.find(b.watch, ref))!;
    expect(state).toMatchObject({ name: made!.name });
    await b.type.remove(b.provision, ref, state);
    expect(await b.find()).toBeUndefined();
  });

  it.each([
    ['a text of the domain itself', { name: 'orders.example.com' }],
    ['a text of another name', { name: 'mail.orders.example.com' }],
    ['a text in another zone', { zoneId: 'Z0000000000000000000' }],
  ])('can be no other text: %s', async (_, change) => {
    const b = await benchOf();
    const ref = { ...b.ref(), spec: { ...b.ref().spec, ...change } };
    await expect(
      b.type.create(b.provision, ref, 'token'),
    ).rejects.toMatchObject({ code: 'account_refused' });
  });
});
