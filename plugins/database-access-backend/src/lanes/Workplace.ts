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

import { LoggerService } from '@backstage/backend-plugin-api';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { Lane } from '../config';
import type { ObjectType } from '../objects';
import { Store } from '../store';
import { LaneClientsSource } from './LaneClientsSource';
import { Random } from './waits';

/** Where a crash leaves different things behind. */
export const CRASH_POINTS = [
  'before-intent',
  'after-intent',
  'after-call',
  'after-outcome',
] as const;

/** One of them. */
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** A mutating call that the engine makes. */
export type Action = 'create' | 'correct' | 'remove' | 'cut';

/** What everybody who works a lane needs. */
export interface Workplace {
  store: Store;
  objectTypes: ReadonlyMap<string, ObjectType>;
  clients: LaneClientsSource;
  clock: Clock;
  logger: LoggerService;
  installation: string;
  /** Types whose objects may be in a lane at all. */
  typesIn(lane: Lane): ReadonlySet<string>;
  /** Whether CloudTrail is asked who changed something outside of the portal. */
  askCloudTrail: boolean;
  leaseMs: number;
  callDeadlineMs: number;
  random: Random;
  /** Waits at a point of a call, for an object or a share's cut; the tests crash there. */
  reached(point: CrashPoint, action: Action, id: string): Promise<void>;
}
