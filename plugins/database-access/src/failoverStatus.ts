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
  Failover,
  FailoverStatus,
  FailoverStep,
  parseDatabaseArn,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { Tone } from './components/tone';

/** How a failover looks. */
export const TONE_OF_FAILOVER: Record<FailoverStatus, Tone> = {
  waiting: 'progress',
  moving: 'progress',
  done: 'ok',
  unmoved: 'neutral',
};

/** A step has been seen, may still come, or was passed over. */
export type StepProgress = 'done' | 'awaited' | 'passed';

/** How far a step of a failover is. What was not seen before a later step will not come any more. */
export function progressOfStep(
  step: FailoverStep,
  { status, steps }: Failover,
): StepProgress {
  if (step.at) {
    return 'done';
  }
  const later = steps.slice(steps.indexOf(step) + 1);
  const isOver = status === 'done' || status === 'unmoved';
  return isOver || later.some(({ at }) => at) ? 'passed' : 'awaited';
}

/** Whole seconds since a failover began; undefined without a moment. */
export function secondsInto(
  failover: Failover,
  moment: string | undefined,
): number | undefined {
  return moment === undefined
    ? undefined
    : Math.round((Date.parse(moment) - Date.parse(failover.startedAt)) / 1000);
}

/** The addresses of one step. */
export function addressesOf(
  failover: Failover,
  name: FailoverStep['name'],
): string[] {
  return failover.steps.find(step => step.name === name)?.addresses ?? [];
}

/**
 * The last failover of each object that follows the database, since a cluster's writer and readers move apart, and those
 * before.
 *
 * @param failovers - the newest first
 */
export function partedByAge(failovers: Failover[]): {
  last: Failover[];
  earlier: Failover[];
} {
  const isLast = (failover: Failover) =>
    failovers.find(({ objectKey }) => objectKey === failover.objectKey) ===
    failover;
  return {
    last: failovers.filter(isLast),
    earlier: failovers.filter(failover => !isLast(failover)),
  };
}

/** The timeline's entry tells of a failover. */
export function isPartOfFailover({ kind }: TimelineEntry): boolean {
  return kind.startsWith('failover.');
}

/** The AWS CLI's line that makes a database fail over; undefined if the ARN names none. */
export function failoverCommand(databaseArn: string): string | undefined {
  const database = parseDatabaseArn(databaseArn);
  if (!database) {
    return undefined;
  }
  const { kind, identifier, region } = database;
  return kind === 'instance'
    ? `aws rds reboot-db-instance --db-instance-identifier ${identifier} --force-failover --region ${region}`
    : `aws rds failover-db-cluster --db-cluster-identifier ${identifier} --region ${region}`;
}
