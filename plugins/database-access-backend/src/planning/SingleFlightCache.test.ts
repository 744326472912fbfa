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
import { SingleFlightCache } from './SingleFlightCache';

describe('SingleFlightCache', () => {
  const clock = new DrivenClock();
  const newCache = () =>
    new SingleFlightCache<string>({ clock, maxAgeSeconds: 30 });

  it('asks once while an answer is young, and for each key', async () => {
    const cache = newCache();
    const ask = jest.fn(async () => 'answer');

    await Promise.all([cache.get('a', ask), cache.get('a', ask)]);
    clock.advance(29);
    await cache.get('a', ask);
    expect(ask).toHaveBeenCalledTimes(1);

    await cache.get('b', ask);
    expect(ask).toHaveBeenCalledTimes(2);

    clock.advance(1);
    await cache.get('a', ask);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('does not keep a failure', async () => {
    const cache = newCache();
    await expect(
      cache.get('a', async () => {
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');
    await expect(cache.get('a', async () => 'mended')).resolves.toBe('mended');
  });
});
