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
  AuditorService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { Domain } from './createDomain';
import { StoredRequest, StoredShare } from './store';

/**
 * What happens by the time of day. Each task does what is due and nothing else, so it may come late, twice or on any
 * replica.
 */
export async function scheduleTasks(
  services: {
    auditor: AuditorService;
    logger: LoggerService;
    scheduler: SchedulerService;
  },
  domain: Domain,
): Promise<void> {
  const { auditor, logger, scheduler } = services;
  const {
    extensions,
    healthWatch,
    recertification,
    reminders,
    removalFindings,
  } = domain;
  const { engine, outbox, patience, priceList, requests, reviews, shares } =
    domain;
  const {
    idleShares,
    quotaWatch,
    reachabilityWork,
    starter,
    timelines,
    useWatch,
  } = domain;
  const tellExpired = async (
    ended: readonly StoredShare[],
    more: JsonObject = {},
  ) => {
    for (const { id, requestId } of ended) {
      await tell(auditor, {
        eventId: 'share-expire',
        meta: {
          shareId: id,
          requestId,
          ...more,
          timeline: await timelines.witness(requestId),
        },
      });
    }
  };
  await scheduler.scheduleTask({
    id: 'database-access-start',
    frequency: { seconds: 15 },
    timeout: { minutes: 5 },
    scope: 'global',
    fn: async signal => {
      await starter.startDue(signal);
      engine.wake();
    },
  });
  await scheduler.scheduleTask({
    id: 'database-access-expire',
    frequency: { seconds: 30 },
    timeout: { minutes: 5 },
    scope: 'global',
    fn: async signal => {
      // What goes back is not over: those who decide have their time again.
      const tellOver = async (over: StoredRequest[]) => {
        for (const { id, planDigest, status } of over) {
          await tell(auditor, {
            eventId: 'request-expire',
            meta: {
              requestId: id,
              planDigest,
              actionType: status,
              timeline: await timelines.witness(id),
            },
          });
        }
      };
      await each(logger, [
        async () => tellExpired(await shares.expire()),
        async () => tellOver(await patience.act(signal)),
        async () => tellOver(await starter.lapse(signal)),
        () => reviews.remind(signal),
      ]);
      engine.wake();
    },
  });
  await scheduler.scheduleTask({
    id: 'database-access-health',
    frequency: { seconds: 30 },
    timeout: { minutes: 5 },
    scope: 'global',
    fn: async signal => {
      if (await healthWatch.look(signal)) {
        engine.wake();
      }
    },
  });
  await scheduler.scheduleTask({
    id: 'database-access-owners',
    frequency: { minutes: 5 },
    timeout: { minutes: 5 },
    scope: 'global',
    fn: async signal => {
      await each(logger, [
        () => shares.followOwners(signal),
        () => requests.followOwners(signal),
        () => extensions.followOwners(signal),
        () => reviews.followOwners(signal),
      ]);
    },
  });
  await scheduler.scheduleTask({
    id: 'database-access-remind',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    scope: 'global',
    fn: async signal => {
      await each(logger, [
        () => reminders.remind(signal),
        async () =>
          tellExpired(await recertification.look(signal), {
            actionType: 'not-certified',
          }),
      ]);
      engine.wake();
    },
  });
  await scheduler.scheduleTask({
    id: 'database-access-removals',
    frequency: { minutes: 10 },
    timeout: { minutes: 5 },
    scope: 'global',
    fn: signal => removalFindings.look(signal),
  });
  await scheduler.scheduleTask({
    id: 'database-access-use',
    frequency: { hours: 1 },
    timeout: { minutes: 15 },
    scope: 'global',
    fn: async signal => {
      await each(logger, [
        () => useWatch.look(signal),
        () => idleShares.look(signal),
      ]);
    },
  });
  await scheduler.scheduleTask({
    id: 'database-access-quotas',
    frequency: { minutes: 15 },
    // What people wait for is read first.
    initialDelay: { minutes: 1 },
    timeout: { minutes: 15 },
    scope: 'global',
    fn: signal => quotaWatch.look(signal),
  });
  await scheduler.scheduleTask({
    id: 'database-access-reachability',
    frequency: { seconds: 2 },
    timeout: { minutes: 5 },
    scope: 'global',
    fn: signal => reachabilityWork.work(signal),
  });
  await scheduler.scheduleTask({
    id: 'database-access-tell',
    frequency: { seconds: 2 },
    timeout: { minutes: 1 },
    scope: 'local',
    fn: () => outbox.flush(),
  });
  await scheduler.scheduleTask({
    id: 'database-access-prices',
    frequency: { hours: 24 },
    timeout: { minutes: 15 },
    scope: 'global',
    fn: signal => priceList.refresh(signal),
  });
}

/** One after the other. What stands in the way of one is told in the log, and stands in the way of no other. */
async function each(
  logger: LoggerService,
  steps: ReadonlyArray<() => Promise<unknown>>,
): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      logger.error(
        `A part of what is due was not done, and is tried again: ${
          toError(error).message
        }`,
      );
    }
  }
}

/** What the hour has done already, in nobody's name. */
async function tell(
  auditor: AuditorService,
  event: { eventId: string; meta: JsonObject },
): Promise<void> {
  const auditorEvent = await auditor.createEvent({
    ...event,
    severityLevel: 'medium',
  });
  await auditorEvent.success();
}
