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

import { DrivenClock } from '../__testUtils__/DrivenClock';
import { LaneCredentials } from './LaneCredentials';

describe('LaneCredentials', () => {
  const clock = new DrivenClock();

  /** Hands out numbered sessions of one hour. */
  function setup() {
    let count = 0;
    const assume = jest.fn(async () => {
      count += 1;
      return {
        accessKeyId: `session-${count}`,
        secretAccessKey: 'secret',
        expiration: new Date(clock.now().getTime() + 3_600_000),
      };
    });
    return { assume, credentials: new LaneCredentials({ assume, clock }) };
  }

  it('assumes the role once, however many need it at the same time', async () => {
    const { assume, credentials } = setup();
    const all = await Promise.all([1, 2, 3].map(() => credentials.get()));
    expect(all.map(c => c.accessKeyId)).toEqual(Array(3).fill('session-1'));
    expect(assume).toHaveBeenCalledTimes(1);
  });

  it('keeps a session until five minutes before its end', async () => {
    const { credentials } = setup();
    await credentials.get();

    clock.advance(54 * 60);
    await expect(credentials.get()).resolves.toMatchObject({
      accessKeyId: 'session-1',
    });
    clock.advance(2 * 60);
    await expect(credentials.get()).resolves.toMatchObject({
      accessKeyId: 'session-2',
    });
  });

  it('asks again after a refusal', async () => {
    const { assume, credentials } = setup();
    assume.mockRejectedValueOnce(new Error('refused'));
    await expect(credentials.get()).rejects.toThrow('refused');
    await expect(credentials.get()).resolves.toMatchObject({
      accessKeyId: 'session-1',
    });
  });

  it('forgets a session once, although several calls found it over', async () => {
    const { assume, credentials } = setup();
    const over = await credentials.get();

    credentials.forget(over);
    await credentials.get();
    credentials.forget(over);
    await expect(credentials.get()).resolves.toMatchObject({
      accessKeyId: 'session-2',
    });
    expect(assume).toHaveBeenCalledTimes(2);
  });
});
