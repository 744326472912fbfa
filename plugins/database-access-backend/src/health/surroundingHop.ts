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
  Health,
  Hop,
  HopCause,
} from '@towpath/backstage-plugin-database-access-common';
import { isStale, problemWith, ReadingTerms } from './readings';
import { worstOf } from './severity';

/** Something that packets meet beside a share's objects, as it was read last. */
export interface KnownSurrounding {
  kind: string;
  awsId: string;
  accountId: string;
  accountName: string;
  region: string;
  /** Absent: AWS has no such thing. */
  state?: unknown;
  /** ISO 8601, UTC; absent: it was never read. */
  readAt?: string;
  /** ISO 8601, UTC: it was said to be otherwise before. */
  changedAt?: string;
}

/** The same, known to be there. */
export interface There<T> extends KnownSurrounding {
  state: T;
}

/** What is wrong with something that was read. */
export interface Trouble {
  health: Exclude<Health, 'healthy'>;
  cause: HopCause;
  awsStatus?: string;
  symptom: string;
  reason: string;
  /** Arguments of the AWS CLI that show it. */
  check: string;
  remedy: string;
}

/** What a hop asks of what is around a path. */
export interface SurroundingHop<T> {
  name: string;
  items: readonly KnownSurrounding[];
  /** AWS has it no more. */
  gone(item: KnownSurrounding): Trouble;
  /** The worst first counts. */
  troubles(item: There<T>): Trouble[];
  /** AWS's own word while all is well. */
  awsStatus?(item: There<T>): string | undefined;
}

/** Judges what is around a path by what was read of it. */
export function surroundingHop<T>(
  hop: SurroundingHop<T>,
  terms: ReadingTerms,
): Hop {
  const judged = hop.items.flatMap(item =>
    judge(hop, item, terms).map(trouble => ({ item, ...trouble })),
  );
  const worst = worstOf(judged);
  const common = {
    name: hop.name,
    objects: [],
    readAt: oldestReading(hop.items),
  };
  if (!worst) {
    const [first] = hop.items;
    return {
      ...common,
      health: 'healthy',
      awsStatus: first && hop.awsStatus?.(first as There<T>),
      since: newestChange(hop.items),
    };
  }
  const { item, check, ...trouble } = worst;
  return {
    ...common,
    ...trouble,
    since: item.changedAt,
    ...(check && {
      check: {
        accountId: item.accountId,
        accountName: item.accountName,
        region: item.region,
        command: `aws ${check} --region ${item.region}`,
      },
    }),
  };
}

function judge<T>(
  hop: SurroundingHop<T>,
  item: KnownSurrounding,
  terms: ReadingTerms,
): Array<Omit<Trouble, 'check'> & { check?: string }> {
  const problem = problemWith(item, item.kind, terms);
  if (problem) {
    return [
      {
        health: 'unknown',
        cause: 'account-unreadable',
        symptom: 'Nobody knows whether packets pass here.',
        reason: problem.message,
        remedy: problem.remedy ?? lookAtLane(item),
      },
    ];
  }
  if (isStale({ type: item.kind, readAt: item.readAt }, terms)) {
    return [
      {
        health: 'unknown',
        cause: 'not-read',
        symptom: 'Nobody knows whether packets pass here.',
        reason: item.readAt
          ? `${item.awsId} was last read at ${item.readAt}.`
          : `${item.awsId} was not read yet.`,
        remedy: lookAtLane(item),
      },
    ];
  }
  return item.state === undefined
    ? [hop.gone(item)]
    : hop.troubles(item as There<T>);
}

/** How sentences call where something is. */
export function placeOf(item: {
  accountId: string;
  accountName: string;
  region: string;
}): string {
  return `account ${item.accountId} (${item.accountName}), ${item.region}`;
}

/** What to do where AWS could not be asked. */
export function lookAtLane(item: Parameters<typeof placeOf>[0]): string {
  return `See under Lanes whether ${placeOf(item)}, can be read.`;
}

/** All of it is as it is since the last part of it changed. */
function newestChange(items: readonly KnownSurrounding[]): string | undefined {
  return items
    .flatMap(({ changedAt }) => changedAt ?? [])
    .sort()
    .at(-1);
}

/** All of it was read when the oldest part of it was. */
function oldestReading(items: readonly KnownSurrounding[]): string | undefined {
  const times = items.flatMap(({ readAt }) => readAt ?? []).sort();
  return times.length === items.length ? times[0] : undefined;
}
