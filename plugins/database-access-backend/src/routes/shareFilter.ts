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
  Share,
  ShareFilter,
  UNTAGGED,
} from '@towpath/backstage-plugin-database-access-common';

const DAY_MS = 24 * 3_600_000;

/** What no query knows: it follows from readings, the hour, or the plan. */
export type StateFilter = Pick<
  ShareFilter,
  | 'health'
  | 'sync'
  | 'pattern'
  | 'environment'
  | 'accountId'
  | 'ownerRef'
  | 'expiresWithinDays'
>;

/** What a share says of itself to each of them. */
const FITS: {
  [F in keyof StateFilter]-?: (
    share: Share,
    wanted: NonNullable<StateFilter[F]>,
    now: Date,
  ) => boolean;
} = {
  health: (share, wanted) => share.health === wanted,
  sync: (share, wanted) => share.sync === wanted,
  pattern: (share, wanted) => share.pattern === wanted,
  environment: (share, wanted) => environmentOf(share) === wanted,
  accountId: (share, wanted) => accountOf(share) === wanted,
  ownerRef: (share, wanted) => isSame(share.ownerRef, wanted),
  expiresWithinDays: (share, days, now) =>
    share.lifecycle !== 'revoking' &&
    Date.parse(share.expiresAt) - now.getTime() <= days * DAY_MS,
};

const FIELDS = Object.keys(FITS) as Array<keyof StateFilter>;

/** Whether any of them is asked for. */
export function asksForState(filter: StateFilter): boolean {
  return FIELDS.some(field => filter[field] !== undefined);
}

/** Whether a share is what all of them want. */
export function fits(share: Share, filter: StateFilter, now: Date): boolean {
  return FIELDS.every(field => {
    const wanted = filter[field];
    const fit = FITS[field] as (
      share: Share,
      wanted: unknown,
      now: Date,
    ) => boolean;
    return wanted === undefined || fit(share, wanted, now);
  });
}

/** What the environment tag of its database says. */
export function environmentOf({ plan }: Share): string {
  return plan.database?.environment ?? UNTAGGED;
}

/** The account of its database. */
export function accountOf({ databaseArn }: Share): string {
  return databaseArn.split(':')[4];
}

function isSame(ref: string, other: string): boolean {
  return ref.toLocaleLowerCase('en-US') === other.toLocaleLowerCase('en-US');
}
