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

import { SimulatedClock } from '../core/clock';
import { answerControl } from './control';
import { Simulation } from './Simulation';

describe('GET /_simulated/clock?after=', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function follow() {
    const simulation = Simulation.start({
      clock: SimulatedClock.frozen(),
      services: [],
      populate: () => {},
    });
    const hangUp = new AbortController();
    const version = simulation.clockVersion;
    const answer = answerControl(simulation, {
      method: 'GET',
      url: new URL(`http://aws/_simulated/clock?after=${version}`),
      body: '',
      signal: hangUp.signal,
    });
    return { simulation, hangUp, version, answer };
  }

  it('answers after half a minute though nobody drove the clock', async () => {
    const { answer, version } = follow();
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(30_000);
    await expect(answer).resolves.toMatchObject({
      status: 200,
      body: { version, rate: 0 },
    });
  });

  it('waits for nobody who has hung up', async () => {
    const { answer, hangUp } = follow();
    hangUp.abort();
    await answer;
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind when the clock is driven', async () => {
    const { answer, simulation } = follow();
    simulation.clock.advance(1);
    await answer;
    expect(jest.getTimerCount()).toBe(0);
  });
});
