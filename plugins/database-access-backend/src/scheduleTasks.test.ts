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

import { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Domain } from './createDomain';
import { scheduleTasks } from './scheduleTasks';

/** A domain in which everything is called and finds nothing, but for what fails. */
async function setup(failing: string[]) {
  const called: string[] = [];
  const roomOf = (room: string) =>
    new Proxy(
      {},
      {
        get: (_, method) => async () => {
          const name = `${room}.${String(method)}`;
          called.push(name);
          if (failing.includes(name)) {
            throw new Error(`${name} fails`);
          }
          return [];
        },
      },
    );
  const domain = new Proxy(
    { then: undefined },
    { get: (_, room) => roomOf(String(room)) },
  ) as unknown as Domain;
  const tasks = new Map<string, (signal: AbortSignal) => unknown>();
  const logger = mockServices.logger.mock();
  await scheduleTasks(
    {
      auditor: mockServices.auditor.mock(),
      logger,
      scheduler: mockServices.scheduler.mock({
        scheduleTask: async (
          task: SchedulerServiceTaskScheduleDefinition & {
            id: string;
            fn: (signal: AbortSignal) => unknown;
          },
        ) => {
          tasks.set(task.id, task.fn);
        },
      }),
    },
    domain,
  );
  const run = async (id: string) =>
    tasks.get(id)!(new AbortController().signal);
  return { called, logger, run };
}

describe('what happens by the time of day', () => {
  it.each([
    [
      'database-access-expire',
      [
        'shares.expire',
        'patience.act',
        'starter.lapse',
        'reviews.remind',
        'engine.wake',
      ],
    ],
    [
      'database-access-remind',
      ['reminders.remind', 'recertification.look', 'engine.wake'],
    ],
    [
      'database-access-owners',
      [
        'shares.followOwners',
        'requests.followOwners',
        'extensions.followOwners',
        'reviews.followOwners',
      ],
    ],
    ['database-access-use', ['useWatch.look', 'idleShares.look']],
  ])('does all of %s, though each part of it fails', async (id, parts) => {
    const failing = parts.filter(part => part !== 'engine.wake');
    const { called, logger, run } = await setup(failing);
    await run(id);
    expect(called).toEqual(parts);
    for (const part of failing) {
      expect(logger.error).toHaveBeenCalledWith(
        expect.stringContaining(`${part} fails`),
      );
    }
  });
});
