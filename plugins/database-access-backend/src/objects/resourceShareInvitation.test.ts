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

import { bench } from '../__testUtils__/behavesLikeAnObject';

const HOUR = 3600;

/** The partner is outside the organisation, and the account of the share is associated. */
async function invited() {
  const b = await bench('invitation', 'partner');
  const principal = b.engine.row(b.graph, 'principal');
  const associate = () =>
    b.engine
      .typeOf(principal)
      .create(
        b.engine.provision(principal),
        b.engine.refOf(b.graph, principal),
        'token',
      );
  await associate();
  return {
    ...b,
    associate,
    /** Time passes in which somebody looks: AWS's steps follow one another. */
    async visible() {
      b.clock.advance(30);
      await b.find();
      b.clock.advance(30);
    },
  };
}

describe('an accepted invitation', () => {
  it('waits until AWS has delivered the invitation', async () => {
    const b = await invited();
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'retry-later',
      code: 'aws_not_visible_yet',
    });
  });

  it('is made by accepting, and ready when the account sees the share', async () => {
    const b = await invited();
    b.clock.advance(30);
    expect(await b.find()).toBeUndefined();
    const before = b.changes();
    expect(b.type.assess(await b.make())).toMatchObject({
      condition: 'pending',
    });
    expect(b.changes() - before).toBe(1);
    await b.visible();
    expect(b.type.assess((await b.find())!)).toMatchObject({
      condition: 'ready',
    });
  });

  it('is found again when the answer to accepting was lost', async () => {
    const b = await invited();
    b.clock.advance(30);
    b.world.faults.add({
      operation: 'ram:AcceptResourceShareInvitation',
      kind: 'lost-answer',
    });
    await expect(b.make()).rejects.toMatchObject({ verdict: 'retry-later' });
    await expect(b.make()).rejects.toThrow('does not see the share yet');
    await b.visible();
    expect(b.type.assess((await b.findByName())!)).toMatchObject({
      condition: 'ready',
    });
  });

  it('waits for another one after 12 hours, and says so', async () => {
    const b = await invited();
    b.clock.advance(12 * HOUR + 60);
    expect(await b.find()).toBeUndefined();
    await expect(b.make()).rejects.toThrow('within 12 hours');

    await b.associate();
    b.clock.advance(30);
    await b.make();
    await b.visible();
    expect(b.type.assess((await b.find())!)).toMatchObject({
      condition: 'ready',
    });
  });

  it('does not take an old acceptance for a new one', async () => {
    const b = await invited();
    b.clock.advance(30);
    await b.make();
    await b.visible();
    const principal = b.engine.row(b.graph, 'principal');
    const type = b.engine.typeOf(principal);
    const ref = b.engine.refOf(b.graph, principal);
    const state = await type.find(b.engine.watch(principal), ref);
    await type.remove(b.engine.provision(principal), ref, state!);
    b.clock.advance(60);

    expect(await b.find()).toBeUndefined();
    await expect(b.make()).rejects.toMatchObject({ verdict: 'retry-later' });

    await b.associate();
    await expect(b.make()).rejects.toMatchObject({ verdict: 'retry-later' });
    b.clock.advance(30);
    await b.make();
    await b.visible();
    expect(b.type.assess((await b.find())!)).toMatchObject({
      condition: 'ready',
    });
  });

  it('is in the list that a sweep reads', async () => {
    const b = await invited();
    b.clock.advance(30);
    const made = await b.make();
    await b.visible();
    const ids: string[] = [];
    for await (const listed of b.type.list(b.watch, b.config.installation)) {
      ids.push(b.type.awsId(listed));
    }
    expect(ids).toEqual([b.type.awsId(made)]);
  });

  it('needs no call to end, because it ends with the share', async () => {
    const b = await invited();
    expect(b.type.endsWithParent).toBe(true);
  });
});
