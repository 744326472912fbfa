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

import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { AwsSessions } from '../aws';
import type { AccountConfig, DatabaseAccessConfig } from '../config';
import { PolicySets, policySets, sidesOf } from '../setup';
import { CHECKS, organizations, ramSharing } from './checks';
import { CheckResult, failed, Found, fail, ok, warn } from './CheckResult';
import { Check, nameOf, Patient, PortalIdentity } from './Patient';

/** How long one account may take; those beside it are told meanwhile. */
const DEADLINE_MS = 60_000;

export interface ExamineOptions {
  /** Of these only. Default: all of config. */
  accountIds?: readonly string[];
  /** Real milliseconds. Default: a minute. */
  deadlineMs?: number;
}

/**
 * Looks at everything that must be right before anything works. It reads, asks and tries without doing; it changes
 * nothing. What is wrong with one account hides nothing of another, and delays it no longer than the deadline.
 */
export async function examine(
  config: DatabaseAccessConfig,
  sessions: AwsSessions,
  options: ExamineOptions = {},
): Promise<CheckResult[]> {
  const own = sessions.inOwnName();
  try {
    const portal = await whoIsPortal(own);
    if ('verdict' in portal) {
      return [told('portal', 'credentials', portal)];
    }
    const sets = policySets(config);
    const patients = [...config.accounts.values()]
      .filter(
        ({ accountId }) => options.accountIds?.includes(accountId) ?? true,
      )
      .map(account => patientOf(account, { config, sessions, portal, sets }));
    const { deadlineMs = DEADLINE_MS } = options;
    const [sharing, several, ...accounts] = await Promise.all([
      within(deadlineMs, ramSharing(own.organizations, patients), () => [
        warn('Nobody said in time whether RAM shares inside the organisation.'),
      ]),
      within(deadlineMs, organizations(portal.organizationId, patients), () => [
        warn('Not all accounts said in time which organisation they are in.'),
      ]),
      ...patients.map(patient => examineAccount(patient, deadlineMs)),
    ]);
    return [
      told('portal', 'credentials', ok(`The portal is ${portal.arn}.`)),
      ...sharing.map(found => told('portal', 'sharing by RAM', found)),
      ...several.map(found => told('portal', 'organisations', found)),
      ...accounts.flat(),
    ];
  } finally {
    own.sts.destroy();
    own.organizations.destroy();
  }
}

/** Who the portal is, or why AWS does not know it. */
async function whoIsPortal(
  own: ReturnType<AwsSessions['inOwnName']>,
): Promise<PortalIdentity | Found> {
  try {
    const { Account, Arn } = await own.sts.send(
      new GetCallerIdentityCommand({}),
    );
    return {
      accountId: Account!,
      arn: Arn!,
      ...(await ownOrganization(own)),
    };
  } catch (error) {
    return fail(
      `The portal has no AWS credentials of its own that work, so nothing else was looked at: ${
        (error as Error).name
      }.`,
      'Give its process a role, or set aws.mainAccount in its config; in development, start simulated AWS with npm start.',
    );
  }
}

/** The portal's own principal needs to be allowed nothing but its roles: then nothing is known of its organisation. */
async function ownOrganization({
  organizations: client,
}: ReturnType<AwsSessions['inOwnName']>): Promise<
  Pick<PortalIdentity, 'organizationId'>
> {
  try {
    const { Organization } = await client.send(
      new DescribeOrganizationCommand({}),
    );
    return { organizationId: Organization?.Id };
  } catch {
    return {};
  }
}

function patientOf(
  account: AccountConfig,
  common: {
    config: DatabaseAccessConfig;
    sessions: AwsSessions;
    portal: PortalIdentity;
    sets: PolicySets;
  },
): Patient {
  const { accountId, regions } = account;
  return {
    ...common,
    account,
    sides: sidesOf(common.config, account),
    lanes: regions.map(region => ({ accountId, region })),
    // At the pace of AWS: nobody else of this process reads there.
    read: lane => common.sessions.watch(lane),
  };
}

/** The roles first: without the one that reads nothing else can be looked at. */
async function examineAccount(
  patient: Patient,
  deadlineMs: number,
): Promise<CheckResult[]> {
  const first = CHECKS.filter(check => !check.needsReadRole);
  const later = CHECKS.filter(check => check.needsReadRole);
  const until = Date.now() + deadlineMs;
  const left = () => Math.max(0, until - Date.now());
  const roles = await Promise.all(
    first.map(check => runCheck(patient, check, left())),
  );
  const [readRole] = roles;
  if (readRole.some(({ verdict }) => verdict === 'fail')) {
    const { account } = patient;
    return [
      ...roles.flat(),
      told(
        account.accountId,
        'everything else',
        warn(
          `${nameOf(account)} was looked at no further, because its role ${
            account.roles.read
          } is not as it must be.`,
        ),
      ),
    ];
  }
  const others = await Promise.all(
    later.map(check => runCheck(patient, check, left())),
  );
  return [...roles, ...others].flat();
}

async function runCheck(
  patient: Patient,
  check: Check,
  deadlineMs: number,
): Promise<CheckResult[]> {
  const { account } = patient;
  const name =
    typeof check.name === 'string' ? check.name : check.name(patient);
  const tooLate = () => [
    fail(
      `${nameOf(account)} did not answer in time.`,
      `See whether the portal's network reaches AWS in ${account.regions.join(
        ', ',
      )}, and ask again.`,
    ),
  ];
  let found: Found[];
  try {
    found = await within(deadlineMs, check.run(patient), tooLate);
  } catch (error) {
    found = [failed(error)];
  }
  return found.map(one => told(account.accountId, one.check ?? name, one));
}

function told(account: string, check: string, found: Found): CheckResult {
  return { ...found, account, check };
}

/** What the work gives, or what is said if it takes too long; then nobody waits for it any more. */
async function within<T>(
  milliseconds: number,
  work: Promise<T>,
  tooLate: () => T,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>(resolve => {
    timer = setTimeout(() => resolve(tooLate()), milliseconds);
  });
  // Whoever comes after the deadline is not heard, and must not end the process.
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
