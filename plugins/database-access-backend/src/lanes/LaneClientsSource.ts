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

import type { LaneClients, LaneSession, ShareSession } from '../aws';
import type { Lane } from '../config';

/** Where lanes get their clients. Both throw an AwsCallError if config does not let the portal enter. */
export interface LaneClientsSource {
  /** May look and not change. */
  read(lane: Lane): LaneClients;
  /** May change this share's objects and nothing else, or remove these objects of several shares and nothing else. */
  provision(lane: Lane, session: ShareSession | LaneSession): LaneClients;
}
