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
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import {
  PRIVATE_NAME,
  withPrivateName,
} from '../__testUtils__/withPrivateName';
import type { EndpointServiceVerificationState } from './endpointServiceVerification';

const benchOf = () =>
  bench('service-verification', 'analytics', withPrivateName());

/** The verification where nobody has written the text. */
async function withoutText() {
  const b = await benchOf();
  const row = b.engine.row(b.graph, 'verification-record');
  const type = b.engine.typeOf(row);
  const ref = b.engine.refOf(b.graph, row);
  await type.remove(b.engine.provision(row), ref, row.state);
  b.clock.advance(120);
  return {
    ...b,
    writeText: (value: string = ref.spec.value) =>
      type.create(
        b.engine.provision(row),
        { ...ref, spec: { ...ref.spec, value } },
        'token',
      ),
  };
}

describe('the verification of a domain', () => {
  behavesLikeAnObject({
    node: 'service-verification',
    creates: 'ec2:StartVpcEndpointServicePrivateDnsVerification',
    isMadeTwice: true,
    ...withPrivateName(),
  });

  it('is pending until AWS has looked, and verified then', async () => {
    const b = await benchOf();
    expect(b.type.assess(await b.make())).toEqual({
      condition: 'pending',
      awsStatus: 'pendingVerification',
    });
    b.clock.advance(5);
    expect(b.type.assess((await b.find())!)).toMatchObject({
      condition: 'pending',
    });
    b.clock.advance(120);
    expect(b.type.assess((await b.find())!)).toMatchObject({
      condition: 'ready',
      awsStatus: 'verified',
    });
  });

  it('fails with a sentence that names record, text and name, and is asked for again', async () => {
    const b = await withoutText();
    const failed: EndpointServiceVerificationState = (await b.makeReady())!;
    expect(failed.verification).toBe('failed');
    const { condition, reason } = b.type.assess(failed);
    expect(condition).toBe('broken');
    for (const part of [PRIVATE_NAME, failed.recordName, failed.recordValue]) {
      expect(reason).toContain(part);
    }
    expect(b.type.correction!.needed(b.ref(), failed)).toContain('look again');

    // A second look without the text fails the same way.
    const asked = await b.type.correction!.make(b.provision, b.ref(), failed);
    expect(b.type.assess(asked)).toMatchObject({
      condition: 'pending',
      reason,
    });
    const look = { at: b.clock.now(), before: asked };
    const looking = await b.type.find(b.watch, { ...b.ref(), look });
    expect(b.type.assess(looking!)).toMatchObject({
      condition: 'pending',
      reason,
    });
    b.clock.advance(120);
    expect((await b.find())!.verification).toBe('failed');

    await b.writeText();
    b.clock.advance(120);
    await b.type.correction!.make(b.provision, b.ref(), (await b.find())!);
    b.clock.advance(120);
    const verified = (await b.type.find(b.watch, { ...b.ref(), look }))!;
    expect(b.type.assess(verified)).toEqual({
      condition: 'ready',
      awsStatus: 'verified',
    });
    expect(b.type.correction!.needed(b.ref(), verified)).toBeUndefined();
  });

  it('fails where the text is another one', async () => {
    const b = await withoutText();
    await b.writeText('vpce:somebody-elses');
    b.clock.advance(120);
    expect((await b.makeReady())!.verification).toBe('failed');
  });

  it('counts as never asked for as long as nobody knows', async () => {
    const b = await withoutText();
    await b.makeReady();
    expect(await b.find()).toMatchObject({ verification: 'failed' });
    expect(await b.findByName()).toBeUndefined();
  });
});
