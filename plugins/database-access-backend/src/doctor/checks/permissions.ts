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
  ContextEntry,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, LaneClients, missingKeys } from '../../aws';
import type { Purpose } from '../../config';
import {
  AccountRole,
  accountRoles,
  PolicyStatementDocument,
} from '../../setup';
import { fail, failed, Found, isRefused, ok, warn } from '../CheckResult';
import { Check, nameOf, Patient, setupHint } from '../Patient';
import { tryCalls } from '../tryCalls';

const LONGEST_WAIT_MS = 16_000;

/** What the portal can do without, and what it cannot say then. */
const OPTIONAL: ReadonlyMap<string, string> = new Map([
  [
    'cloudtrail:LookupEvents',
    'so nobody says who changed something outside of the portal',
  ],
]);

/** Actions and what keeps them from working, in words that end a sentence. */
type Denied = Map<string, string>;

/** What IAM answers of a role. */
interface Said {
  denied: Denied;
  /** Actions of which it cannot say anything, and the condition keys that only the call itself brings. */
  unsaid: Map<string, readonly string[]>;
}

/** Whether a role may do what the portal needs of it: asked of IAM, which does nothing then. */
export function permissionsOf(purpose: Purpose): Check {
  return {
    name: ({ account }) => `permissions of ${account.roles[purpose]}`,
    needsReadRole: true,
    async run(patient) {
      const role = roleOf(patient, purpose);
      const statements = role.policies.flatMap(p => p.document.Statement);
      if (statements.length === 0) {
        return [
          warn(
            `Config names no owner of databases and no network for account ${patient.account.accountId}, so its role ${role.name} needs to do nothing.`,
            `Give it an owner or a network in the portal's config, or remove it from databaseAccess.accounts.`,
          ),
        ];
      }
      try {
        return await asked(patient, role, statements);
      } catch (error) {
        if (!isRefused(error)) {
          return [failed(error)];
        }
        return tried(patient, purpose, role, statements);
      }
    },
  };
}

function roleOf(patient: Patient, purpose: Purpose): AccountRole {
  const { config, account, sets, portal } = patient;
  const { roles } = accountRoles(config, account, {
    sets,
    principal: portal.arn,
    externalId: '',
  });
  return roles.find(role => role.purpose === purpose)!;
}

async function asked(
  patient: Patient,
  role: AccountRole,
  statements: PolicyStatementDocument[],
): Promise<Found[]> {
  const { account, lanes } = patient;
  const aws = patient.read(lanes[0]);
  const said: Said = { denied: new Map(), unsaid: new Map() };
  const own = new Set(
    statements.flatMap(each => contextOf(each).map(nameOfKey)),
  );
  for (const statement of statements) {
    const { region } = lanes[0];
    await askIam(aws, { role, statement, region, own }, said);
  }
  const { denied, unsaid } = said;
  if (denied.size + unsaid.size > 0) {
    return [...missing(patient, role, denied), ...unknown(patient, role, said)];
  }
  const actions = new Set(statements.flatMap(({ Action }) => Action));
  return [
    ok(
      `IAM says that the role ${role.name} of account ${account.accountId} may do all ${actions.size} actions that the portal needs of it.`,
    ),
  ];
}

function missing(
  { account }: Patient,
  role: AccountRole,
  denied: Denied,
): Found[] {
  const refused = `${nameOf(account)} does not let its role ${role.name} do`;
  const remedy = `In account ${account.accountId}, let ${
    role.arn
  } do it; ${setupHint(account)}.`;
  const sentences = [...denied]
    .filter(([action]) => !OPTIONAL.has(action))
    .map(([action, why]) => `${action} (${why})`);
  return [
    ...(sentences.length > 0
      ? [fail(`${refused} ${sentences.join(', ')}.`, remedy)]
      : []),
    ...[...denied]
      .filter(([action]) => OPTIONAL.has(action))
      .map(([action, why]) =>
        warn(`${refused} ${action} (${why}), ${OPTIONAL.get(action)}.`, remedy),
      ),
  ];
}

/** What is denied anyway is not said twice. */
function unknown(
  { account }: Patient,
  role: AccountRole,
  { denied, unsaid }: Said,
): Found[] {
  const actions = [...unsaid.keys()].filter(action => !denied.has(action));
  const keys = new Set(actions.flatMap(action => unsaid.get(action)!));
  return actions.length === 0
    ? []
    : [
        warn(
          `IAM cannot say whether the role ${role.name} of account ${
            account.accountId
          } may do ${actions.join(', ')}: a policy asks for ${[...keys].join(
            ', ',
          )}, which only the call itself brings.`,
          `See with a first access whether they work, or let ${
            role.arn
          } do them without that condition; ${setupHint(account)}.`,
        ),
      ];
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
async function askIam(
  aws: LaneClients,
  question: {
    role: AccountRole;
    statement: PolicyStatementDocument;
    region: string;
    /**
     * The condition keys of what the role shall be allowed. That another of its statements asks for one of them says nothing of
     * this one, which brings its own.
     */
    own: ReadonlySet<string>;
  },
  { denied, unsaid }: Said,
): Promise<void> {
  const { role, statement, region, own } = question;
  const resources = [statement.Resource].flat().filter(r => r !== '*');
  let Marker: string | undefined;
  do {
    const command = new SimulatePrincipalPolicyCommand({
      PolicySourceArn: role.arn,
      ActionNames: statement.Action,
      ...(resources.length > 0 && {
        ResourceArns: resources.map(resource => anExample(resource, region)),
      }),
      ContextEntries: contextOf(statement),
      Marker,
    });
    const answer = await patiently(() => aws.iam.send(command));
    for (const result of answer.EvaluationResults ?? []) {
      if (result.EvalDecision === 'allowed') {
        continue;
      }
      const foreign = missingKeys(result).filter(
        key => !own.has(key.toLowerCase()),
      );
      if (foreign.length > 0) {
        unsaid.set(result.EvalActionName!, foreign);
        continue;
      }
      const byOrganization =
        result.OrganizationsDecisionDetail?.AllowedByOrganizations === false;
      const why = byOrganization
        ? 'a policy of the organisation forbids it'
        : `${
            result.EvalDecision === 'explicitDeny'
              ? 'a policy denies it'
              : 'no policy allows it'
          } on ${result.EvalResourceName}`;
      denied.set(result.EvalActionName!, why);
    }
    Marker = answer.IsTruncated ? answer.Marker : undefined;
  } while (Marker);
}

/** IAM answers everybody of an account at one pace, which AWS does not publish. The doctor's deadline ends it. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let wait = 1_000; ; wait *= 2) {
    try {
      return await ask();
    } catch (error) {
      const isThrottled =
        error instanceof AwsCallError &&
        error.code === ERROR_CODES.awsThrottled;
      if (!isThrottled || wait > LONGEST_WAIT_MS) {
        throw error;
      }
    }
    await new Promise(resolve => {
      setTimeout(resolve, wait);
    });
  }
}

/** `arn:aws:ec2:*:1:vpc/*` asks of all VPCs, and IAM is asked about one. */
function anExample(resource: string, region: string): string {
  const [arn, partition, service, inRegion, account, ...rest] =
    resource.split(':');
  return [
    ...[arn, partition, service],
    inRegion === '*' ? region : inRegion,
    account === '*' ? '000000000000' : account,
    rest.join(':').replaceAll('*', 'doctor'),
  ].join(':');
}

/** What AWS would know of a request that this statement is for. */
function contextOf({ Condition }: PolicyStatementDocument): ContextEntry[] {
  return Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]): ContextEntry => {
      const value = operator === 'Null' ? 'doctor' : [values].flat()[0];
      return {
        ContextKeyName: key,
        ContextKeyType: operator.startsWith('ForA') ? 'stringList' : 'string',
        ContextKeyValues: [value.replaceAll('*', 'doctor')],
      };
    }),
  );
}

/** IAM tells keys apart by their letters only. */
function nameOfKey({ ContextKeyName }: ContextEntry): string {
  return ContextKeyName!.toLowerCase();
}

/** IAM may not be asked, so what can be tried without changing anything is tried, and the rest is named. */
async function tried(
  patient: Patient,
  purpose: Purpose,
  role: AccountRole,
  statements: PolicyStatementDocument[],
): Promise<Found[]> {
  const actions = [...new Set(statements.flatMap(({ Action }) => Action))];
  const { denied, untested } = await tryCalls(patient, purpose, actions);
  const { account } = patient;
  const found: Found[] = [];
  if (denied.length > 0) {
    const why = 'it was refused when it was tried';
    found.push(
      ...missing(patient, role, new Map(denied.map(action => [action, why]))),
    );
  }
  if (untested.length > 0) {
    found.push(
      warn(
        `The role ${account.roles.read} of account ${
          account.accountId
        } may not ask IAM what ${
          role.name
        } may do, and these could not be tried without changing something: ${untested.join(
          ', ',
        )}.`,
        `Allow iam:SimulatePrincipalPolicy to ${
          account.roles.read
        } to know; ${setupHint(account)}.`,
      ),
    );
  }
  return found.length > 0
    ? found
    : [ok(`All that the role ${role.name} needs was tried and worked.`)];
}
