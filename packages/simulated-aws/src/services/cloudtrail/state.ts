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

import { defineState } from '../../core/state';

/** What an event is about. */
export interface TrailResource {
  name: string;
  /** For example `AWS::EC2::SecurityGroup`; absent where it is not known by the name. */
  type?: string;
}

/** A call that changed something, as CloudTrail keeps it. Times are milliseconds. */
export interface TrailEvent {
  id: string;
  name: string;
  /** For example `ec2.amazonaws.com`. */
  source: string;
  at: number;
  /** Nobody finds it before. */
  visibleAt: number;
  username: string;
  resources: TrailResource[];
  /** The whole event: JSON. */
  record: string;
}

/** The event history that every account has in each Region, without a trail of its own. */
export interface CloudTrailState {
  eventHistory: TrailEvent[];
}

export const cloudTrailState = defineState<CloudTrailState>(
  'cloudtrail',
  () => ({ eventHistory: [] }),
);
