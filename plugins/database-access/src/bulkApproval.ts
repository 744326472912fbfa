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

import { Entity } from '@backstage/catalog-model';
import { AccessRequest } from '@towpath/backstage-plugin-database-access-common';
import { classificationOf, isProduction } from './environmentOf';
import { planStandsOut } from './planStatus';
import { openedPairs } from './serviceNetworks';

/** As many as the backend takes at once. */
export const MOST_AT_ONCE = 50;

/** Why a request has to be decided on its own page; undefined for one that is like many others. */
export type WhyAlone = 'cannot' | 'comment' | 'risk' | 'findings' | 'beside';

/**
 * Approving several at once is for what nobody has to look at twice.
 *
 * @param entity - what the catalog has of the database
 */
export function whyAlone(
  request: AccessRequest,
  entity: Entity | undefined,
): WhyAlone | undefined {
  const { plan, actions } = request;
  if (!actions.decide || request.joinedSince || plan.digest === undefined) {
    return 'cannot';
  }
  if (plan.deciders?.commentRequired) {
    return 'comment';
  }
  const database = { planned: plan.database, entity };
  if (isProduction(database) || classificationOf(database)) {
    return 'risk';
  }
  if (planStandsOut(plan)) {
    return 'findings';
  }
  const concernsOthers =
    openedPairs(plan).beside.length > 0 || plan.change?.together !== undefined;
  return concernsOthers ? 'beside' : undefined;
}

/** Requests of the same rules are alike: whoever approves one knows what the policy looks at in the other. */
export function rulesOf({ plan }: AccessRequest): string {
  const rules = (plan.deciders?.policy ?? []).map(({ rule }) => rule);
  return [...new Set(rules)].sort().join(', ');
}
