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

/**
 * What happens when a database moves to another address, in this order.
 *
 * @public
 */
export const FAILOVER_STEPS = [
  'event',
  'moved',
  'registered',
  'healthy',
  'gone',
] as const;

/**
 * One of them: `event`, AWS told of it; `moved`, DNS names another address; `registered`, the load balancer has that
 * address; `healthy`, the load balancer reaches the database there; `gone`, it sends nothing to the old address any more.
 *
 * @public
 */
export type FailoverStepName = (typeof FAILOVER_STEPS)[number];

/**
 * What AWS told of a database.
 *
 * @public
 */
export interface DatabaseEvent {
  /** AWS's own, e.g. `RDS-EVENT-0013`. */
  id: string;
  /** In AWS's words. */
  message: string;
  /** ISO 8601, UTC: when it happened, as AWS says. */
  occurredAt?: string;
}

/**
 * One step of a failover.
 *
 * @public
 */
export interface FailoverStep {
  name: FailoverStepName;
  /** ISO 8601, UTC. Absent: it has not happened, or not yet. */
  at?: string;
  /** Which addresses it was about: of `gone`, the old ones; of `event`, none. */
  addresses: string[];
  /** What the timeline says of it. */
  message?: string;
}

/**
 * How far a failover is: `waiting`, AWS told of something and the database has not moved; `unmoved`, nor did it later;
 * `moving`; `done`, every address in use is healthy and no old one is left.
 *
 * @public
 */
export type FailoverStatus = 'waiting' | 'unmoved' | 'moving' | 'done';

/**
 * One move of a database behind a share's load balancer, or an event that may have been one.
 *
 * @public
 */
export interface Failover {
  /** Of its first entry in the share's timeline, and the object's key. */
  id: string;
  /** The key of the share's object that follows the database: a cluster's writer and its readers are followed apart. */
  objectKey: string;
  /** What people call that object, e.g. `Addresses of orders-postgres`. */
  title: string;
  status: FailoverStatus;
  /** What was known first: AWS's event, or another answer of DNS. */
  cause: 'event' | 're-resolution';
  /** ISO 8601, UTC. */
  startedAt: string;
  /** ISO 8601, UTC: when it was done. */
  endedAt?: string;
  /** All of `FAILOVER_STEPS`, in their order. */
  steps: FailoverStep[];
  /** What AWS told meanwhile, the oldest first; `at` is when the portal heard it. */
  events: Array<DatabaseEvent & { at: string }>;
}
