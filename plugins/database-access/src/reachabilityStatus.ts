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
  ReachabilityCheck,
  ReachabilityVerdict,
} from '@towpath/backstage-plugin-database-access-common';
import { Tone } from './components/tone';

/** How a check or a part of one stands, as people see it. */
export type ReachabilityState = ReachabilityVerdict | 'running' | 'never';

/** What is shown of each state. */
export const REACHABILITY = {
  reachable: {
    tone: 'ok',
    label: 'reachability.reachable',
    hint: 'reachability.reachableHint',
  },
  'not-reachable': {
    tone: 'error',
    label: 'reachability.notReachable',
    hint: 'reachability.notReachableHint',
  },
  unknown: {
    tone: 'warning',
    label: 'reachability.unknown',
    hint: 'reachability.unknownHint',
  },
  running: {
    tone: 'progress',
    label: 'reachability.running',
    hint: 'reachability.runningHint',
  },
  never: {
    tone: 'neutral',
    label: 'reachability.never',
    hint: 'reachability.neverHint',
  },
} as const satisfies Record<
  ReachabilityState,
  { tone: Tone; label: string; hint: string }
>;

/** A check without a verdict is not over. */
export function stateOf(
  check: Pick<ReachabilityCheck, 'verdict'> | undefined,
): ReachabilityState {
  return check ? check.verdict ?? 'running' : 'never';
}
