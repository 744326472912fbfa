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

import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { Translate } from '../Translate';
import { DigestText } from './DigestText';
import { Fact } from './FactList';
import { MonthlyCost } from './MonthlyCost';
import { Requester } from './Requester';

/** What was asked for and agreed on: the same of a request and of the share that it became. */
export function agreedFacts(
  agreed: {
    purpose: string;
    requesterRef: string;
    databaseRef: string;
    plan: Plan;
    planDigest: string | undefined;
  },
  t: Translate,
): Fact[] {
  const { network, pattern, cost } = agreed.plan;
  return [
    { label: t('share.purpose'), value: agreed.purpose },
    {
      label: t('share.requester'),
      value: <Requester entityRef={agreed.requesterRef} />,
    },
    {
      label: t('share.database'),
      value: (
        <EntityRefLink entityRef={agreed.databaseRef} defaultKind="resource" />
      ),
    },
    { label: t('share.network'), value: network.title },
    {
      label: t('share.account'),
      value: t('facts.accountValue', {
        name: network.accountName,
        id: network.accountId,
      }),
    },
    { label: t('share.pattern'), value: t(`pattern.${pattern}`) },
    ...zoneFacts(agreed.plan, t),
    { label: t('share.cost'), value: <MonthlyCost cost={cost} /> },
    ...(agreed.planDigest
      ? [
          {
            label: t('plan.digest'),
            value: <DigestText digest={agreed.planDigest} />,
          },
        ]
      : []),
  ];
}

/** In which zone a path is, and how its network joins the service network; nothing for a path over none. */
export function zoneFacts(
  { zone, join }: Pick<Plan, 'zone' | 'join'>,
  t: Translate,
): Fact[] {
  return [
    ...(zone ? [{ label: t('share.zone'), value: zone }] : []),
    ...(join ? [{ label: t('share.join'), value: t(`join.${join}`) }] : []),
  ];
}
