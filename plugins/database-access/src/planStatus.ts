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
  ERROR_CODES,
  Finding,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';

/** What says that an account was not read, and so that nobody knows what else stands in the way. */
const UNREAD: readonly string[] = [
  ERROR_CODES.accountRefused,
  ERROR_CODES.accountMismatch,
  ERROR_CODES.awsUnavailable,
  ERROR_CODES.awsThrottled,
  ERROR_CODES.awsBusy,
];

/** Why a plan is incomplete: which accounts could not be read. Empty for one that is complete, be it blocked or not. */
export function unreadOf(plan: Plan): Finding[] {
  return plan.findings.filter(
    ({ code, severity }) => severity === 'blocking' && UNREAD.includes(code),
  );
}

/** What stands in the way of a plan. */
export function blockingOf(plan: Plan): Finding[] {
  return plan.findings.filter(({ severity }) => severity === 'blocking');
}

/** There is a plan, all of it was worked out, and nothing stands in the way. */
export function isAgreeable(plan: Plan): boolean {
  return plan.digest !== undefined && blockingOf(plan).length === 0;
}

/** Something about a plan is wrong, or should be known before it is agreed on. */
export function planStandsOut(plan: Plan): boolean {
  return plan.findings.some(({ severity }) => severity !== 'info');
}

/** What says that nobody may agree to a plan, so that it is of no use to know who would decide. */
const REFUSALS: readonly string[] = [
  ERROR_CODES.policyRefuses,
  ERROR_CODES.emergencyNotEntitled,
];

/** A policy says that it must not be, whoever agrees. */
export function isRefused(plan: Plan): boolean {
  return blockingOf(plan).some(({ code }) => REFUSALS.includes(code));
}
