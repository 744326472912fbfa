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

describe('the provider’s side of an endpoint', () => {
  it('is found as soon as there is an endpoint, without a change', async () => {
    const b = await bench('association');
    const before = b.changes();
    const made = await b.make();
    expect(b.changes()).toBe(before);
    expect(made.vpcEndpointId).toBe(b.ref().spec.vpcEndpointId);
    expect(b.type.assess(made)).toMatchObject({ condition: 'ready' });
    expect(b.type.outputs(made)).toMatchObject({
      associationId: expect.stringMatching(/^rea-/),
    });
  });

  it('waits while the provider does not see the endpoint', async () => {
    const b = await bench('association');
    const elsewhere = {
      ...b.ref(),
      spec: { ...b.ref().spec, vpcEndpointId: 'vpce-0123456789abcdef0' },
    };
    expect(await b.type.find(b.watch, elsewhere)).toBeUndefined();
    await expect(
      b.type.create(b.provision, elsewhere, 'token'),
    ).rejects.toMatchObject({ verdict: 'retry-later' });
  });

  it('cuts the path from the provider’s side alone when it is removed', async () => {
    const b = await bench('association');
    const state = await b.make();
    expect(b.reaches(b.facts)).toBe(true);
    const before = b.changes();
    await b.type.remove(b.provision, b.ref(), state);
    expect(b.changes() - before).toBe(1);
    expect(b.reaches(b.facts)).toBe(false);
    expect(await b.find()).toBeUndefined();
    await expect(
      b.type.remove(b.provision, b.ref(), state),
    ).resolves.toBeUndefined();
  });

  it('SEC-18: is never that of another endpoint, whichever id the row has', async () => {
    const b = await bench('association');
    const made = await b.make();
    const ofStranger = {
      ...b.ref(),
      awsId: b.type.awsId(made),
      spec: { ...b.ref().spec, vpcEndpointId: 'vpce-0123456789abcdef0' },
    };
    expect(await b.type.find(b.watch, ofStranger)).toBeUndefined();
    expect(await b.find()).toEqual(made);
  });

  it('lists the endpoints of strangers, too', async () => {
    const b = await bench('association');
    const { id } = await b.make();
    const ids: string[] = [];
    for await (const listed of b.type.list(b.watch, b.config.installation)) {
      ids.push(b.type.awsId(listed));
    }
    expect(ids).toEqual([id]);
  });
});
