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
  GetRoleCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { AwsCallError, missingKeys, partitionOf, roleArn } from '../../aws';
import { hasUpdaters } from '../../setup';
import { fail, failed, Found, isRefused, ok, warn } from '../CheckResult';
import { Check, nameOf, Patient, setupHint } from '../Patient';
import { readTrust } from '../trustPolicy';

/** Roles that services of AWS have of their own, and what makes them: aws.md §4.4. */
const SERVICE_LINKED = [
  { service: 'vpc-lattice.amazonaws.com', name: 'AWSServiceRoleForVpcLattice' },
  {
    service: 'elasticloadbalancing.amazonaws.com',
    name: 'AWSServiceRoleForElasticLoadBalancing',
  },
];

/** Whether AWS's services have their own roles in the account, or may make them when they are first used. */
export const serviceLinkedRoles: Check = {
  name: 'service-linked roles',
  needsReadRole: true,
  async run(patient) {
    const { sides, sets } = patient;
    const policies = JSON.stringify(sides.map(side => sets.bySide[side]));
    // Whose role may have one made makes something that needs it.
    const needed = SERVICE_LINKED.filter(({ service }) =>
      policies.includes(service),
    );
    const found = await Promise.all(
      needed.map(async ({ service, name }) => {
        try {
          return await serviceLinkedRole(patient, service, name);
        } catch (error) {
          return isRefused(error)
            ? warn(
                `The role ${patient.account.roles.read} of account ${patient.account.accountId} may not look whether ${name} is there.`,
              )
            : failed(error);
        }
      }),
    );
    return found;
  },
};

async function serviceLinkedRole(
  patient: Patient,
  service: string,
  name: string,
): Promise<Found> {
  const { account, lanes, read } = patient;
  const { iam } = read(lanes[0]);
  if (await roleIn(patient, name)) {
    return ok(`${name} is there.`);
  }
  const partition = partitionOf(lanes[0].region);
  const { EvaluationResults = [] } = await iam.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: roleArn(
        account.accountId,
        lanes[0].region,
        account.roles.provision,
      ),
      ActionNames: ['iam:CreateServiceLinkedRole'],
      ResourceArns: [
        `arn:${partition}:iam::${account.accountId}:role/aws-service-role/${service}/${name}`,
      ],
      ContextEntries: [
        {
          ContextKeyName: 'iam:AWSServiceName',
          ContextKeyType: 'string',
          ContextKeyValues: [service],
        },
      ],
    }),
  );
  if (EvaluationResults.every(each => each.EvalDecision === 'allowed')) {
    return ok(
      `${name} is not there yet; ${service} makes it at its first use.`,
    );
  }
  const remedy = `In account ${
    account.accountId
  }, aws iam create-service-linked-role --aws-service-name ${service}, or allow iam:CreateServiceLinkedRole; ${setupHint(
    account,
  )}.`;
  const unsaid = EvaluationResults.flatMap(missingKeys);
  return unsaid.length > 0
    ? warn(
        `${name} is not there yet, and IAM cannot say whether the role ${
          account.roles.provision
        } may let ${service} make it: a policy asks for ${unsaid.join(
          ', ',
        )}, which only the call itself brings.`,
        remedy,
      )
    : fail(
        `${nameOf(account)} has no ${name}, and its role ${
          account.roles.provision
        } may not let ${service} make it.`,
        remedy,
      );
}

/** Whether the role is there as which the updaters of the account's databases run. */
export const updaterRole: Check = {
  name: 'role of the updater',
  needsReadRole: true,
  async run(patient) {
    const { config, account, sides } = patient;
    if (!config.updater || !sides.includes('provider')) {
      return [];
    }
    if (!hasUpdaters(config, account)) {
      return [
        warn(
          `Config wants updaters and names no role for them in account ${account.accountId}, so its databases get none.`,
          `Make the role that docs/failover-updater.md describes, and set roles.updater in the entry of account ${account.accountId}.`,
        ),
      ];
    }
    const name = account.updaterRole!;
    const role = await roleIn(patient, name.split('/').pop()!);
    if (!role) {
      return [
        fail(
          `${nameOf(
            account,
          )} has no role ${name}, as which the updaters of its databases would run.`,
          `Make it, or correct roles.updater in the portal's config; ${setupHint(
            account,
          )}.`,
        ),
      ];
    }
    const trusted = readTrust(role.AssumeRolePolicyDocument ?? '').flatMap(
      ({ principals }) => principals,
    );
    return trusted.includes('lambda.amazonaws.com')
      ? [ok(`Lambda may run updaters as ${name}.`)]
      : [
          fail(
            `The role ${name} of account ${account.accountId} trusts ${
              trusted.join(', ') || 'nobody'
            }, and not lambda.amazonaws.com, so no updater can run as it.`,
            `In account ${
              account.accountId
            }, let its trust policy name lambda.amazonaws.com; ${setupHint(
              account,
            )}.`,
          ),
        ];
  },
};

async function roleIn({ read, lanes }: Patient, RoleName: string) {
  try {
    const { Role } = await read(lanes[0]).iam.send(
      new GetRoleCommand({ RoleName }),
    );
    return Role;
  } catch (error) {
    if (
      error instanceof AwsCallError &&
      error.awsCode?.startsWith('NoSuchEntity')
    ) {
      return undefined;
    }
    throw error;
  }
}
