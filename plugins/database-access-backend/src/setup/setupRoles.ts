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

import { parseArgs } from 'util';
import type { DatabaseAccessConfig } from '../config';
import { landing } from './accountRoles';
import { cloudFormationTemplates } from './cloudFormation';
import { tellLanding } from './tellLanding';

export const SETUP_ROLES_USAGE = `yarn setup:roles [options]

Prints the IAM roles that the accounts of the portal's config need. It calls nobody and changes nothing.

  --config <file>         config to read instead of app-config.yaml; repeatable, as for the backend
  --account <id>          only this account of config; repeatable
  --format <name>         human (the default), json, or cloudformation: a template for each kind of account
  --hub-principal <arn>   the role or user as which the portal runs
  --show-external-ids     print them; without it words stand for them
`;

const FORMATS = ['human', 'json', 'cloudformation'];

/** What is wrong with how somebody called a command; its message is for that person. */
export class UsageError extends Error {}

/**
 * What `yarn setup:roles` prints.
 *
 * @throws UsageError if the options cannot be meant so
 */
export function setupRoles(
  config: DatabaseAccessConfig,
  args: string[],
): string {
  const options = readOptions(config, args);
  const { format, hubPrincipal, accountIds, showExternalIds } = options;
  if (format === 'cloudformation') {
    return asJson(
      cloudFormationTemplates(config, { hubPrincipal, accountIds }),
    );
  }
  const made = landing(config, { hubPrincipal, accountIds, showExternalIds });
  return format === 'json' ? asJson(made) : tellLanding(made);
}

function readOptions(config: DatabaseAccessConfig, args: string[]) {
  const values = parsed(args);
  if (!FORMATS.includes(values.format)) {
    throw new UsageError(
      `--format must be ${FORMATS.join(' or ')}, not ${values.format}.`,
    );
  }
  const hubPrincipal = values['hub-principal'];
  if (
    hubPrincipal !== undefined &&
    !/^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/\S+)$/.test(hubPrincipal)
  ) {
    throw new UsageError(
      `--hub-principal must be the ARN of an IAM role or user such as arn:aws:iam::111111111111:role/backstage, not ${hubPrincipal}.`,
    );
  }
  const unknown = values.account?.find(id => !config.accounts.has(id));
  if (unknown !== undefined) {
    throw new UsageError(
      `Account ${unknown} does not stand in databaseAccess.accounts; there are ${[
        ...config.accounts.keys(),
      ].join(', ')}.`,
    );
  }
  return {
    format: values.format,
    hubPrincipal,
    accountIds: values.account,
    showExternalIds: values['show-external-ids'],
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        config: { type: 'string', multiple: true },
        account: { type: 'string', multiple: true },
        format: { type: 'string', default: 'human' },
        'hub-principal': { type: 'string' },
        'show-external-ids': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function asJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
