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

import { ReadBucket } from './ReadBucket';

describe('ReadBucket', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** How many of so many reads had their turn. */
  function takeAll(bucket: ReadBucket, reads: number) {
    const turns = { had: 0, refused: 0 };
    for (let i = 0; i < reads; i++) {
      bucket
        .take()
        .then(granted => (granted ? (turns.had += 1) : (turns.refused += 1)));
    }
    return turns;
  }

  it('lets a page through at once, then two reads a second', async () => {
    const turns = takeAll(new ReadBucket(), 10);

    await jest.advanceTimersByTimeAsync(0);
    expect(turns.had).toBe(4);
    await jest.advanceTimersByTimeAsync(1000);
    expect(turns.had).toBe(6);
    await jest.advanceTimersByTimeAsync(2000);
    expect(turns.had).toBe(10);
  });

  it('fills up again while nobody reads', async () => {
    const bucket = new ReadBucket();
    takeAll(bucket, 4);
    await jest.advanceTimersByTimeAsync(60_000);

    const turns = takeAll(bucket, 6);
    await jest.advanceTimersByTimeAsync(0);
    expect(turns.had).toBe(4);
  });

  it('refuses at once what would wait longer than ten seconds', async () => {
    const turns = takeAll(new ReadBucket(), 30);

    await jest.advanceTimersByTimeAsync(0);
    expect(turns.refused).toBe(6);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(turns.had).toBe(24);
  });
});
