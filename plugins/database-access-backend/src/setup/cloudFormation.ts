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

import type { AccountConfig, DatabaseAccessConfig } from '../config';
import { sidesOf } from './accountKinds';
import {
  HubPolicies,
  hasUpdaters,
  landing,
  portalTrust,
  UPDATER_TRUST,
} from './accountRoles';
import {
  PolicySets,
  policySets,
  observationOf,
  RolePurpose,
} from './policySets';

/** A template as CloudFormation takes it: JSON. */
export interface CloudFormationTemplate {
  AWSTemplateFormatVersion: '2010-09-09';
  Description: string;
  Parameters: Record<string, object>;
  Resources: Record<string, { Type: string; Properties: object }>;
  Outputs?: Record<string, object>;
}

/** What is said of a parameter that is an ExternalId. */
const EXTERNAL_ID_RULE = {
  Type: 'String',
  NoEcho: true,
  MinLength: 2,
  MaxLength: 1224,
  AllowedPattern: '[\\w+=,.@:/-]*',
};

/**
 * Templates by what they are for: `hub`, and one for each kind of account, e.g. `provider` or `provider-consumer`. The
 * accounts of a kind need the same roles; what is an account's own is a parameter.
 */
export function cloudFormationTemplates(
  config: DatabaseAccessConfig,
  options: { hubPrincipal?: string; accountIds?: readonly string[] } = {},
): Record<string, CloudFormationTemplate> {
  const sets = policySets(config);
  const { hub } = landing(config, options);
  const templates: Record<string, CloudFormationTemplate> = {
    hub: hubTemplate(config, hub),
  };
  const accounts = [...config.accounts.values()].filter(
    ({ accountId }) => options.accountIds?.includes(accountId) ?? true,
  );
  for (const [kind, group] of byKind(config, accounts)) {
    templates[kind] = accountTemplate(config, group, {
      sets,
      kind,
      principal: hub.principal,
    });
  }
  return templates;
}

/** Accounts that need the same roles. Role names are part of a template, since a stack is rarely asked for them. */
function byKind(config: DatabaseAccessConfig, accounts: AccountConfig[]) {
  const groups = new Map<string, AccountConfig[]>();
  const kindOfShape = new Map<string, string>();
  for (const account of accounts) {
    const { roles, updaterRole, privateDnsName, accessLogGroup } = account;
    const parts = [
      ...sidesOf(config, account),
      ...(hasUpdaters(config, account) ? ['updater'] : []),
      ...(privateDnsName ? ['private-name'] : []),
      ...(accessLogGroup && sidesOf(config, account).includes('provider')
        ? ['access-log']
        : []),
    ];
    const shape = JSON.stringify([parts, roles, updaterRole]);
    const named = parts.join('-') || 'unused';
    const taken = [...kindOfShape.values()].filter(
      kind => kind.replace(/-\d+$/, '') === named,
    ).length;
    const kind =
      kindOfShape.get(shape) ?? (taken ? `${named}-${taken + 1}` : named);
    kindOfShape.set(shape, kind);
    groups.set(kind, [...(groups.get(kind) ?? []), account]);
  }
  return groups;
}

function accountTemplate(
  config: DatabaseAccessConfig,
  accounts: AccountConfig[],
  options: { sets: PolicySets; kind: string; principal: string },
): CloudFormationTemplate {
  const { sets, kind, principal } = options;
  const [account] = accounts;
  const withUpdaters = hasUpdaters(config, account);
  const { privateDnsName } = account;
  const policies = [
    ...sidesOf(config, account).flatMap(side => sets.bySide[side]),
    ...(withUpdaters ? sets.updater : []),
    ...(privateDnsName ? sets.privateName : []),
    ...(account.accessLogGroup && sidesOf(config, account).includes('provider')
      ? sets.accessLog
      : []),
    ...observationOf(sets, sidesOf(config, account)),
  ];
  const trust = parameterized(
    portalTrust('${HubPrincipal}', '${ExternalId}'),
    (name: string) => `\${${name}}`,
  );
  const roles: Array<[RolePurpose, string, unknown]> = [
    ['read', account.roles.read, trust],
    ['provision', account.roles.provision, trust],
    ...(withUpdaters
      ? [
          ['updater', account.updaterRole!, UPDATER_TRUST] as [
            RolePurpose,
            string,
            unknown,
          ],
        ]
      : []),
  ];
  const fill = placeholdersOf(config, account);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Towpath ${
      config.installation
    }: roles of ${kind} accounts (${accounts
      .map(({ accountId }) => accountId)
      .join(', ')})`.slice(0, 1024),
    Parameters: {
      ExternalId: {
        ...EXTERNAL_ID_RULE,
        Description:
          'The ExternalId that databaseAccess.accounts has for this account; each account has its own',
      },
      HubPrincipal: {
        Type: 'String',
        Description: 'ARN of the role or user as which the portal runs',
        AllowedPattern: 'arn:aws[a-z-]*:iam::[0-9]{12}:(root|role/.+|user/.+)',
        ...(principal.startsWith('arn:') && { Default: principal }),
      },
      ...(privateDnsName && {
        PrivateDnsDomain: {
          Type: 'String',
          Description:
            'privateLink.privateDnsName.domain of this account in the portal’s config',
          ...(accounts.length === 1 && { Default: privateDnsName.domain }),
        },
        HostedZoneId: {
          Type: 'String',
          Description:
            'privateLink.privateDnsName.hostedZoneId of this account in the portal’s config',
          ...(accounts.length === 1 && {
            Default: privateDnsName.hostedZoneId,
          }),
        },
      }),
    },
    Resources: Object.fromEntries([
      ...roles.map(([purpose, name, document]) => [
        logicalId(purpose, 'role'),
        {
          Type: 'AWS::IAM::Role',
          Properties: {
            ...nameAndPath(name),
            AssumeRolePolicyDocument: document,
          },
        },
      ]),
      ...policies.map(({ name, purpose, document }) => [
        logicalId(name, 'policy'),
        {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: {
            Description: `Towpath ${config.installation}, ${name}`,
            Roles: [{ Ref: logicalId(purpose, 'role') }],
            PolicyDocument: parameterized(document, fill),
          },
        },
      ]),
    ]),
    Outputs: Object.fromEntries(
      roles.map(([purpose]) => [
        logicalId(purpose, 'role-arn'),
        {
          Description: `The role for ${purpose}`,
          Value: { 'Fn::GetAtt': [logicalId(purpose, 'role'), 'Arn'] },
        },
      ]),
    ),
  };
}

function hubTemplate(
  { installation }: DatabaseAccessConfig,
  { policies }: HubPolicies,
): CloudFormationTemplate {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Towpath ${installation}: what the portal’s own role may do`,
    Parameters: {
      HubRoleName: {
        Type: 'String',
        Description:
          'Name of the role as which the portal runs, without its path',
        AllowedPattern: '[\\w+=,.@-]{1,64}',
      },
    },
    Resources: Object.fromEntries(
      policies.map(({ name, document }) => [
        logicalId(name, 'policy'),
        {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: {
            Description: `Towpath ${installation}, ${name}`,
            Roles: [{ Ref: 'HubRoleName' }],
            PolicyDocument: document,
          },
        },
      ]),
    ),
  };
}

/** `database-access/read` is the role `read` on the path `/database-access/`. */
function nameAndPath(name: string) {
  const at = name.lastIndexOf('/') + 1;
  return {
    RoleName: name.slice(at),
    ...(at > 0 && { Path: `/${name.slice(0, at)}` }),
  };
}

/** What stands for the account's own in CloudFormation. */
function placeholdersOf(
  { installation, reachability }: DatabaseAccessConfig,
  { roles, updaterRole }: AccountConfig,
): (name: string) => string {
  const own: Record<string, string> = {
    partition: '${AWS::Partition}',
    accountId: '${AWS::AccountId}',
    installation,
    readRole: roles.read,
    provisionRole: roles.provision,
    updaterRole: updaterRole ?? '',
    domain: '${PrivateDnsDomain}',
    hostedZoneId: '${HostedZoneId}',
    proberPrefix: reachability?.proberPrefix ?? '',
  };
  return name => own[name];
}

/** The same with CloudFormation's own placeholders, and `Fn::Sub` around each text that has one. */
function parameterized(
  value: unknown,
  fill: (name: string) => string,
): unknown {
  if (typeof value === 'string') {
    const text = value.replace(/\$\{(\w+)\}/g, (_, name) => fill(name));
    return text.includes('${') ? { 'Fn::Sub': text } : text;
  }
  if (Array.isArray(value)) {
    return value.map(item => parameterized(item, fill));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        parameterized(item, fill),
      ]),
    );
  }
  return value;
}

/** CloudFormation's names for resources are letters and digits: `provision-provider-1` becomes `ProvisionProvider1Policy`. */
function logicalId(...names: string[]): string {
  return names
    .flatMap(name => name.split('-'))
    .map(word => word[0].toUpperCase() + word.slice(1))
    .join('');
}
