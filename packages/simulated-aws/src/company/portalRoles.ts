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

import { ACCESS_LOG_POLICY } from './accessLogPolicies';
import type { CompanyAccount, PortalSide } from './Company';
import { PRIVATE_NAME_POLICIES } from './privateNamePolicies';
import { REACHABILITY_POLICIES } from './reachabilityPolicies';
import { ROLE_POLICIES } from './rolePolicies';
import { UPDATER_POLICIES } from './updaterPolicies';

const EVERYTHING: PortalSide[] = ['provider', 'consumer', 'networking'];

/** What the portal's role for this purpose may do in this account, by the names of the policies. */
export function permissionsPolicies(
  purpose: 'read' | 'provision',
  account: CompanyAccount,
  installation: string,
): Record<string, string> {
  const sides = account.portalSides ?? EVERYTHING;
  return Object.fromEntries(
    sides.flatMap(side => {
      const documents = ROLE_POLICIES[side][purpose];
      return documents.map((document, i) => [
        `${purpose}-${side}${documents.length > 1 ? `-${i + 1}` : ''}`,
        filledIn(document, account, installation),
      ]);
    }),
  );
}

/** What a role of the account may do because its databases have updaters. */
export function updaterPolicy(
  purpose: keyof typeof UPDATER_POLICIES,
  account: CompanyAccount,
  installation: string,
): string {
  return filledIn(UPDATER_POLICIES[purpose], account, installation);
}

/** What the role that changes things may do because of private DNS names: on the side of a database, or of a network. */
export function privateNamePolicy(
  side: keyof typeof PRIVATE_NAME_POLICIES,
  account: CompanyAccount,
  installation: string,
): string {
  return filledIn(PRIVATE_NAME_POLICIES[side], account, installation);
}

/** What the role that changes things may do to keep access logs. */
export function accessLogPolicy(
  account: CompanyAccount,
  installation: string,
): string {
  return filledIn(ACCESS_LOG_POLICY, account, installation);
}

/** What the role that changes things may do to find out whether shares can be reached. */
export function reachabilityPolicy(
  means: keyof typeof REACHABILITY_POLICIES,
  account: CompanyAccount,
  installation: string,
): string {
  return filledIn(REACHABILITY_POLICIES[means], account, installation);
}

function filledIn(
  policy: object,
  account: CompanyAccount,
  installation: string,
): string {
  return JSON.stringify(policy)
    .replaceAll('${partition}', 'aws')
    .replaceAll('${accountId}', account.id)
    .replaceAll('${installation}', installation)
    .replaceAll('${readRole}', account.readRole?.name ?? '')
    .replaceAll('${provisionRole}', account.provisionRole?.name ?? '')
    .replaceAll('${updaterRole}', account.updaterRole?.name ?? '')
    .replaceAll('${domain}', account.publicZone?.name ?? '')
    .replaceAll('${hostedZoneId}', account.publicZone?.id ?? '')
    .replaceAll('${proberPrefix}', account.proberPrefix ?? '');
}

/** Lambda, and nobody else. */
export const UPDATER_TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: ['sts:AssumeRole'],
    },
  ],
});

/** Who may assume the portal's roles: the portal's account with this account's own ExternalId, or nobody but the account. */
export function trustPolicy(
  account: CompanyAccount,
  portalAccountId: string,
): string {
  const portal = account.readRole?.trustsPortal;
  const trusted = portal ? portalAccountId : account.id;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${trusted}:root` },
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Condition: {
          StringEquals: { 'sts:ExternalId': account.readRole?.externalId },
        },
      },
    ],
  });
}
