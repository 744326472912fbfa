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

import { GetRoleCommand } from '@aws-sdk/client-iam';
import { AwsCallError, roleArn } from '../../aws';
import type { Purpose } from '../../config';
import { fail, failed, Found, isRefused, ok, warn } from '../CheckResult';
import { Check, nameOf, Patient, setupHint } from '../Patient';
import { readTrust, strangersIn, whyNotTrusted } from '../trustPolicy';

/** Whether the portal gets into a role, and nobody gets in without the account's ExternalId. */
export function trustOf(purpose: Purpose): Check {
  return {
    name: ({ account }) => `trust of ${account.roles[purpose]}`,
    needsReadRole: false,
    async run(patient) {
      const { account, lanes, sessions } = patient;
      try {
        await sessions.tryRole(lanes[0], purpose);
      } catch (error) {
        return [await explained(patient, purpose, failed(error), error)];
      }
      const strangers = await strangersOf(patient, purpose);
      const roleName = account.roles[purpose];
      return strangers.length === 0
        ? [
            ok(
              `${nameOf(
                account,
              )} lets the portal use its role ${roleName}, with its own ExternalId only.`,
            ),
          ]
        : [
            warn(
              `${nameOf(
                account,
              )} lets others use its role ${roleName} beside the portal: ${strangers.join(
                ', ',
              )}.`,
              `In account ${
                account.accountId
              }, name nobody but the portal in the trust policy of ${roleName}; ${setupHint(
                account,
              )}.`,
            ),
          ];
    },
  };
}

/** AWS does not say why a role stays shut; the other role may read the trust policy, and that does. */
async function explained(
  patient: Patient,
  purpose: Purpose,
  plain: Found,
  error: unknown,
): Promise<Found> {
  const { account, lanes, portal } = patient;
  // What AWS itself did not say has its reason in the sentence already.
  const isShut =
    error instanceof AwsCallError && isRefused(error) && error.awsCode;
  if (!account.externalId) {
    return fail(
      plain.said,
      `Make one (openssl rand -hex 16), set it as externalId of account ${
        account.accountId
      }, and let its roles ask for it; ${setupHint(account)}.`,
    );
  }
  if (!isShut) {
    return {
      ...plain,
      remedy:
        plain.remedy ??
        `See what answers the portal in the place of AWS or of account ${account.accountId}, e.g. a proxy or an endpoint in its environment.`,
    };
  }
  const roleName = account.roles[purpose];
  const arn = roleArn(account.accountId, lanes[0].region, roleName);
  const remedy = `In account ${
    account.accountId
  }, correct the trust policy of ${arn}; ${setupHint(account)}.`;
  try {
    const trust = await trustPolicyOf(patient, purpose);
    const why = whyNotTrusted(trust, {
      portal,
      externalId: account.externalId.reveal(),
      actions:
        purpose === 'provision'
          ? ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
          : ['sts:AssumeRole', 'sts:SetSourceIdentity'],
    });
    return fail(
      `${nameOf(account)} does not let the portal use its role ${roleName}: ${
        why ??
        'its trust policy looks right, so a policy of the portal’s own account or of the organisation forbids it'
      }.`,
      remedy,
    );
  } catch (reason) {
    if (
      reason instanceof AwsCallError &&
      reason.awsCode?.startsWith('NoSuchEntity')
    ) {
      return fail(
        `${nameOf(account)} has no role ${roleName}.`,
        `Make it, or correct roles.${purpose} in the portal's config; ${setupHint(
          account,
        )}.`,
      );
    }
    return fail(
      `${plain.said} AWS does not say more: the role may be missing, may not trust ${portal.arn}, or may ask for another ExternalId than that of the portal's config.`,
      remedy,
    );
  }
}

/** Whom else the trust policy lets in; nobody if it may not be read. */
async function strangersOf(
  patient: Patient,
  purpose: Purpose,
): Promise<string[]> {
  try {
    const trust = await trustPolicyOf(patient, purpose);
    return strangersIn(trust, patient.portal);
  } catch (error) {
    if (error instanceof AwsCallError) {
      return [];
    }
    throw error;
  }
}

async function trustPolicyOf(patient: Patient, purpose: Purpose) {
  const { account, lanes } = patient;
  const RoleName = account.roles[purpose].split('/').pop()!;
  const { Role } = await patient
    .read(lanes[0])
    .iam.send(new GetRoleCommand({ RoleName }));
  return readTrust(Role?.AssumeRolePolicyDocument ?? '');
}
