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

import type { Move } from './ObjectType';
import { isSame, without } from './lists';
import { inServiceOf, isSettled, TargetsState } from './targetsState';
import { servingOf } from './targetStep';

type Step = Omit<Move, 'isLast'>;

/**
 * The steps that a database's addresses have made between two looks, whoever registered and deregistered. Where nobody
 * knows where the database is, it is where it was.
 */
export function movesBetween(
  before: TargetsState,
  after: TargetsState,
): Move[] {
  const now = { ...after, wanted: after.wanted ?? after.known ?? [] };
  const steps = [
    moved(before, now),
    registered(before, now),
    healthy(before, now),
    gone(before, now),
  ].filter(step => step !== undefined);
  return steps.map((step, index) => ({
    ...step,
    isLast: index === steps.length - 1 && isSettled(now),
  }));
}

type Now = TargetsState & { wanted: string[] };

function moved(before: TargetsState, now: Now): Step | undefined {
  const { database, wanted } = now;
  const was = before.known ?? wanted;
  return isSame(was, wanted)
    ? undefined
    : {
        step: 'moved',
        addresses: without(wanted, was),
        message: `DNS says that ${database} moved from ${was.join(
          ', ',
        )} to ${wanted.join(', ')}`,
      };
}

function registered(before: TargetsState, now: Now): Step | undefined {
  const fresh = without(inServiceOf(now), inServiceOf(before));
  const addresses = fresh.filter(address => now.wanted.includes(address));
  return someOf(addresses, {
    step: 'registered',
    message: `${addresses.join(', ')} of ${now.database} is registered`,
  });
}

/** One that is healthy again where it was did not move. */
function healthy(before: TargetsState, now: Now): Step | undefined {
  if (before.movedAt === undefined && now.movedAt === undefined) {
    return undefined;
  }
  const { wanted, database } = now;
  const already = servingAddresses({ ...before, wanted });
  const addresses = without(servingAddresses(now), already);
  return someOf(addresses, {
    step: 'healthy',
    message: `${addresses.join(', ')} of ${database} is healthy`,
  });
}

function servingAddresses(
  state: Pick<TargetsState, 'targets' | 'wanted'>,
): string[] {
  return servingOf(state).map(({ address }) => address);
}

function gone(before: TargetsState, now: Now): Step | undefined {
  const left = without(inServiceOf(before), inServiceOf(now));
  const addresses = without(left, now.wanted);
  return someOf(addresses, {
    step: 'gone',
    message: `${addresses.join(', ')} of ${now.database} is deregistered`,
  });
}

function someOf(
  addresses: string[],
  step: Omit<Step, 'addresses'>,
): Step | undefined {
  return addresses.length ? { ...step, addresses } : undefined;
}
