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

import { partitionOf, roleArn } from '../aws';
import type { AccountConfig, DatabaseAccessConfig } from '../config';
import { sidesOf } from './accountKinds';
import { fitIntoPolicies } from './fitIntoPolicies';
import {
  PolicySets,
  policySets,
  observationOf,
  RolePurpose,
} from './policySets';
import type { PolicyDocument } from './rolePolicies';
import type { Side } from './sampleFacts';

/** Who may assume a role, as IAM takes it. */
export interface TrustPolicy {
  Version: '2012-10-17';
  Statement: Array<{
    Effect: 'Allow';
    Principal: { AWS: string } | { Service: string };
    Action: string[];
    Condition?: { StringEquals: { 'sts:ExternalId': string } };
  }>;
}

/** A role that must exist in an account. */
export interface AccountRole {
  purpose: RolePurpose;
  /** With its path if it has one. */
  name: string;
  arn: string;
  trust: TrustPolicy;
  /** Managed policies of the account that are attached to it. */
  policies: Array<{ name: string; document: PolicyDocument }>;
}

/** What one account of config must have. */
export interface AccountRoles {
  accountId: string;
  name: string;
  sides: Side[];
  roles: AccountRole[];
}

/** What the portal's own principal must be allowed. */
export interface HubPolicies {
  /** ARN of the role or user as which the portal runs. */
  principal: string;
  policies: Array<{ name: string; document: PolicyDocument }>;
}

/** Everything that must exist before anything works. */
export interface Landing {
  installation: string;
  hub: HubPolicies;
  accounts: AccountRoles[];
}

export interface LandingOptions {
  /** ARN of the role or user as which the portal runs. Default: simulated AWS's, or words that say what is missing. */
  hubPrincipal?: string;
  /** Of these only. Default: all of config. */
  accountIds?: readonly string[];
  /** Default: words stand for them. */
  showExternalIds?: boolean;
}

/** What stands for the portal's principal where nobody has said it. */
export const UNKNOWN_PRINCIPAL =
  '<the ARN of the role or user as which the portal runs>';

/** Lambda, and nobody else. */
export const UPDATER_TRUST: TrustPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: ['sts:AssumeRole'],
    },
  ],
};

/** The roles that the accounts of config must have, and what the portal's own principal needs. */
export function landing(
  config: DatabaseAccessConfig,
  options: LandingOptions = {},
): Landing {
  const sets = policySets(config);
  const principal = options.hubPrincipal ?? usualPrincipal(config);
  const accounts = [...config.accounts.values()];
  return {
    installation: config.installation,
    hub: { principal, policies: hubPolicies(accounts) },
    accounts: accounts
      .filter(
        ({ accountId }) => options.accountIds?.includes(accountId) ?? true,
      )
      .map(account =>
        accountRoles(config, account, {
          sets,
          principal,
          externalId: externalIdOf(account, options.showExternalIds ?? false),
        }),
      ),
  };
}

/** The policies of an account's roles, as in the landing, for whoever compares them with what is there. */
export function accountRoles(
  config: DatabaseAccessConfig,
  account: AccountConfig,
  options: { sets: PolicySets; principal: string; externalId: string },
): AccountRoles {
  const { sets, principal, externalId } = options;
  const { accountId, name, regions, roles, updaterRole } = account;
  const sides = sidesOf(config, account);
  const templates = [
    ...sides.flatMap(side => sets.bySide[side]),
    ...(hasUpdaters(config, account) ? sets.updater : []),
    ...(account.privateDnsName && sides.includes('provider')
      ? sets.privateName
      : []),
    ...(account.accessLogGroup && sides.includes('provider')
      ? sets.accessLog
      : []),
    ...observationOf(sets, sides),
  ];
  const policiesOf = (purpose: RolePurpose) =>
    templates
      .filter(template => template.purpose === purpose)
      .map(template => ({
        name: template.name,
        document: filledIn(template.document, config, account),
      }));
  const role = (
    purpose: RolePurpose,
    roleName: string,
    trust: TrustPolicy,
  ): AccountRole => ({
    purpose,
    name: roleName,
    arn: roleArn(accountId, regions[0], roleName),
    trust,
    policies: policiesOf(purpose),
  });
  const trust = portalTrust(principal, externalId);
  return {
    accountId,
    name,
    sides,
    roles: [
      role('read', roles.read, trust),
      role('provision', roles.provision, trust),
      ...(hasUpdaters(config, account)
        ? [role('updater', updaterRole!, UPDATER_TRUST)]
        : []),
    ],
  };
}

/** Whether the databases of an account get updaters. */
export function hasUpdaters(
  config: DatabaseAccessConfig,
  account: AccountConfig,
): boolean {
  return (
    config.updater === true &&
    account.updaterRole !== undefined &&
    sidesOf(config, account).includes('provider')
  );
}

/** The portal, with this account's own ExternalId. */
export function portalTrust(
  principal: string,
  externalId: string,
): TrustPolicy {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: principal },
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  };
}

/** The portal itself may assume these roles and read AWS's public price list; everything else is done as one of them. */
function hubPolicies(accounts: AccountConfig[]): HubPolicies['policies'] {
  const documents = fitIntoPolicies({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        Resource: accounts.flatMap(({ accountId, regions, roles }) =>
          [roles.read, roles.provision].map(name =>
            roleArn(accountId, regions[0], name),
          ),
        ),
      },
      { Effect: 'Allow', Action: ['pricing:GetProducts'], Resource: '*' },
    ],
  });
  return documents.map((document, i) => ({
    name: documents.length > 1 ? `hub-${i + 1}` : 'hub',
    document,
  }));
}

/** The document with what is the account's own. */
export function filledIn(
  document: PolicyDocument,
  { installation, reachability }: DatabaseAccessConfig,
  account: AccountConfig,
): PolicyDocument {
  const own: Record<string, string | undefined> = {
    partition: partitionOf(account.regions[0]),
    accountId: account.accountId,
    installation,
    readRole: account.roles.read,
    provisionRole: account.roles.provision,
    updaterRole: account.updaterRole,
    domain: account.privateDnsName?.domain,
    hostedZoneId: account.privateDnsName?.hostedZoneId,
    proberPrefix: reachability?.proberPrefix,
  };
  return JSON.parse(
    JSON.stringify(document).replace(
      /\$\{(\w+)\}/g,
      (placeholder, name) => own[name] ?? placeholder,
    ),
  );
}

function usualPrincipal({ simulatedAws }: DatabaseAccessConfig): string {
  return simulatedAws
    ? `arn:aws:iam::${simulatedAws.accountId}:root`
    : UNKNOWN_PRINCIPAL;
}

function externalIdOf(
  { accountId, externalId }: AccountConfig,
  isShown: boolean,
): string {
  if (!externalId) {
    return `<an ExternalId for account ${accountId}, which config lacks>`;
  }
  return isShown
    ? externalId.reveal()
    : `<the ExternalId of account ${accountId}>`;
}
