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
  FailoverStepName,
  TimelineDetails,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { FAILOVER_KINDS, failoversOf, kindOfStep } from './failovers';

const START = Date.parse('2026-11-25T02:00:00.000Z');

const time = (seconds: number) =>
  new Date(START + seconds * 1000).toISOString();

/** A timeline written down as second, step, what it is about. */
function timeline(
  ...lines: Array<[number, FailoverStepName, TimelineDetails & { of?: string }]>
): TimelineEntry[] {
  return lines.map(([seconds, step, { of, ...details }], index) => ({
    id: index + 1,
    at: time(seconds),
    actor: 'user:default/requester',
    kind: kindOfStep(step),
    message: `${step} ${details.addresses ?? details.event?.id}`,
    objectKey: details.event ? undefined : of ?? 'targets',
    details,
  }));
}

const STARTED = {
  event: {
    id: 'RDS-EVENT-0013',
    message: 'Multi-AZ instance failover started',
  },
};
const COMPLETED = {
  event: {
    id: 'RDS-EVENT-0049',
    message: 'Multi-AZ instance failover completed',
  },
};
const OLD = { addresses: ['10.20.0.5'] };
const NEW = { addresses: ['10.20.1.7'] };

const writer = { key: 'targets', title: 'Addresses of catalog-aurora' };
const readers = {
  key: 'reader-targets',
  title: 'Addresses of the readers of catalog-aurora',
};

function told(entries: TimelineEntry[], seconds = 10_000) {
  return failoversOf(entries, {
    followers: [writer],
    now: new Date(time(seconds)),
  });
}

/** The steps that have happened, with their seconds. */
function stepsOf({ steps }: { steps: Array<{ name: string; at?: string }> }) {
  return steps
    .filter(({ at }) => at)
    .map(({ name, at }) => [name, (Date.parse(at!) - START) / 1000]);
}

describe('the failovers that a timeline tells of', () => {
  it('have each step with its time, its addresses and its sentence', () => {
    const [failover, ...others] = told(
      timeline(
        [0, 'event', STARTED],
        [60, 'moved', NEW],
        [61, 'registered', NEW],
        [96, 'healthy', NEW],
        [97, 'gone', { ...OLD, isLast: true }],
      ),
    );
    expect(others).toEqual([]);
    expect(failover).toEqual({
      id: '1-targets',
      objectKey: 'targets',
      title: 'Addresses of catalog-aurora',
      status: 'done',
      cause: 'event',
      startedAt: time(0),
      endedAt: time(97),
      steps: [
        {
          name: 'event',
          at: time(0),
          addresses: [],
          message: 'event RDS-EVENT-0013',
        },
        {
          name: 'moved',
          at: time(60),
          addresses: ['10.20.1.7'],
          message: 'moved 10.20.1.7',
        },
        {
          name: 'registered',
          at: time(61),
          addresses: ['10.20.1.7'],
          message: 'registered 10.20.1.7',
        },
        {
          name: 'healthy',
          at: time(96),
          addresses: ['10.20.1.7'],
          message: 'healthy 10.20.1.7',
        },
        {
          name: 'gone',
          at: time(97),
          addresses: ['10.20.0.5'],
          message: 'gone 10.20.0.5',
        },
      ],
      events: [{ ...STARTED.event, at: time(0) }],
    });
  });

  it('are noticed without an event as well', () => {
    const [failover] = told(
      timeline([60, 'moved', NEW], [61, 'registered', NEW]),
    );
    expect(failover).toMatchObject({
      cause: 're-resolution',
      status: 'moving',
      startedAt: time(60),
      events: [],
    });
    expect(failover.endedAt).toBeUndefined();
    expect(failover.steps.map(({ name }) => name)).toEqual([
      'event',
      'moved',
      'registered',
      'healthy',
      'gone',
    ]);
    expect(stepsOf(failover)).toEqual([
      ['moved', 60],
      ['registered', 61],
    ]);
  });

  it.each([
    ['that is told before it is over', 70],
    ['that is told after it was over', 120],
  ])('have the end %s', (_, seconds) => {
    const lines = timeline(
      [0, 'event', STARTED],
      [60, 'moved', NEW],
      [97, 'gone', { ...OLD, isLast: true }],
      [seconds, 'event', COMPLETED],
    ).sort((a, b) => (a.at < b.at ? -1 : 1));
    const failovers = told(lines);
    expect(failovers).toHaveLength(1);
    expect(failovers[0].events.map(({ id }) => id)).toEqual([
      'RDS-EVENT-0013',
      'RDS-EVENT-0049',
    ]);
    expect(stepsOf(failovers[0])[0]).toEqual(['event', 0]);
  });

  it('are two if a second one begins when the first is over', () => {
    const failovers = told(
      timeline(
        [0, 'event', STARTED],
        [60, 'moved', NEW],
        [97, 'gone', { ...OLD, isLast: true }],
        [98, 'event', STARTED],
        [150, 'moved', OLD],
      ),
    );
    expect(failovers.map(({ status, cause }) => [status, cause])).toEqual([
      ['done', 'event'],
      ['moving', 'event'],
    ]);
  });

  it('are one if the database moves on before it has come to rest', () => {
    const [failover, ...others] = told(
      timeline(
        [0, 'event', STARTED],
        [60, 'moved', NEW],
        [61, 'registered', NEW],
        [70, 'moved', { addresses: ['10.20.2.9'] }],
        [71, 'registered', { addresses: ['10.20.2.9'] }],
      ),
    );
    expect(others).toEqual([]);
    expect(stepsOf(failover)).toEqual([
      ['event', 0],
      ['moved', 70],
      ['registered', 71],
    ]);
    expect(failover.steps[1].addresses).toEqual(['10.20.2.9']);
    expect(failover.steps[2].addresses).toEqual(['10.20.2.9']);
  });

  it('wait for a database of which something was told, and then say that it did not move', () => {
    const lines = timeline([0, 'event', STARTED]);
    expect(told(lines, 599)[0].status).toBe('waiting');
    expect(told(lines, 601)[0].status).toBe('unmoved');
    // What moves long after is another matter.
    const later = told([...lines, ...timeline([2_000, 'moved', NEW])]);
    expect(later.map(({ status, cause }) => [status, cause])).toEqual([
      ['unmoved', 'event'],
      ['moving', 're-resolution'],
    ]);
  });

  it('are none if only an address came or went, or became healthy', () => {
    expect(
      told(
        timeline(
          [0, 'registered', OLD],
          [10, 'healthy', { ...OLD, isLast: true }],
          [20, 'gone', NEW],
        ),
      ),
    ).toEqual([]);
  });

  it('are apart for the writer and the readers of a cluster, and the event is of both', () => {
    const failovers = failoversOf(
      timeline(
        [0, 'event', STARTED],
        [45, 'moved', NEW],
        [46, 'moved', { ...OLD, of: 'reader-targets' }],
        [90, 'gone', { ...OLD, isLast: true }],
      ),
      { followers: [writer, readers], now: new Date(time(100)) },
    );
    expect(
      failovers.map(({ objectKey, status, steps }) => [
        objectKey,
        status,
        stepsOf({ steps }),
      ]),
    ).toEqual([
      [
        'targets',
        'done',
        [
          ['event', 0],
          ['moved', 45],
          ['gone', 90],
        ],
      ],
      [
        'reader-targets',
        'moving',
        [
          ['event', 0],
          ['moved', 46],
        ],
      ],
    ]);
  });

  it('are told by entries of these kinds', () => {
    expect(FAILOVER_KINDS).toEqual([
      'failover.event',
      'failover.moved',
      'failover.registered',
      'failover.healthy',
      'failover.gone',
    ]);
  });
});
