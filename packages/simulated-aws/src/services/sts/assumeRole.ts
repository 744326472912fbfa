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

import type {
  AssumeRoleCommandInput,
  AssumeRoleCommandOutput,
} from '@aws-sdk/client-sts';
import { AwsError } from '../../core/errors';
import type { Call, Caller } from '../../core/Service';
import { GLOBAL_REGION } from '../../core/state';
import type { World } from '../../core/World';
import { authorize, contextOf } from '../iam/authorize';
import {
  evaluate,
  parsePolicy,
  RequestContext,
  Statement,
} from '../iam/policy';
import { roleByArn, roleOfCaller } from '../iam/roles';
import type { Role } from '../iam/state';
import { Session, stsState } from './state';

const DEFAULT_SECONDS = 3600;
const CHAINED_MAX_SECONDS = 3600;
const POLICY_MAX_CHARACTERS = 2048;
const KEEP_EXPIRED_MS = 24 * 3600 * 1000;

/** aws.md §4.1. */
export function assumeRole(
  input: AssumeRoleCommandInput,
  call: Call,
): Omit<AssumeRoleCommandOutput, '$metadata'> {
  const roleArn = input.RoleArn!;
  checkArn(roleArn);
  checkPolicy(input.Policy);
  const tags = tagsOf(input, call.caller);
  const sourceIdentity =
    input.SourceIdentity ?? call.caller.session?.sourceIdentity;
  const role = mustBeTrusted(input, call, tags, sourceIdentity);
  const seconds = durationOf(input, call, role);
  const session = openSession(call.world, role, {
    sessionName: input.RoleSessionName!,
    sourceIdentity,
    tags,
    transitiveTagKeys: [
      ...(call.caller.session?.transitiveTagKeys ?? []),
      ...(input.TransitiveTagKeys ?? []),
    ],
    policy: input.Policy,
    expiresAt: call.now + seconds * 1000,
  });
  return describe(session);
}

function checkArn(roleArn: string) {
  if (!/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(roleArn)) {
    throw new AwsError('ValidationError', `${roleArn} is invalid`, {}, 400);
  }
}

function checkPolicy(policy: string | undefined) {
  if (policy === undefined) {
    return;
  }
  if (policy.length > POLICY_MAX_CHARACTERS) {
    throw new AwsError(
      'PackedPolicyTooLarge',
      `Packed policy consumes ${packedSize(
        policy,
      )}% of allotted space, please use smaller policy.`,
    );
  }
  try {
    parsePolicy(policy);
  } catch (error) {
    throw new AwsError('MalformedPolicyDocument', (error as Error).message);
  }
}

function packedSize(policy: string): number {
  return Math.ceil((policy.length / POLICY_MAX_CHARACTERS) * 100);
}

/** The tags of the new session: those asked for, and those that a chain hands on. */
function tagsOf(
  input: AssumeRoleCommandInput,
  caller: Caller,
): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const { Key, Value } of input.Tags ?? []) {
    tags[Key!] = Value!;
  }
  for (const key of caller.session?.transitiveTagKeys ?? []) {
    tags[key] = caller.session!.tags[key];
  }
  return tags;
}

/** Everything that the role's account and the caller's account must allow; AWS tells no more than that one did not. */
function mustBeTrusted(
  input: AssumeRoleCommandInput,
  call: Call,
  tags: Record<string, string>,
  sourceIdentity: string | undefined,
): Role {
  const role = roleByArn(call.world, input.RoleArn!);
  const inherited = call.caller.session?.sourceIdentity;
  if (inherited && sourceIdentity !== inherited) {
    // A source identity stays for the whole chain.
    throw denied(call, 'sts:SetSourceIdentity', input.RoleArn!);
  }
  const actions = [
    'sts:AssumeRole',
    ...(Object.keys(tags).length ? ['sts:TagSession'] : []),
    ...(sourceIdentity ? ['sts:SetSourceIdentity'] : []),
  ];
  const context = sessionContext(input, tags, sourceIdentity);
  for (const action of actions) {
    if (!role || !mayAssume(role, call, action, context)) {
      throw denied(call, action, input.RoleArn!);
    }
  }
  return role!;
}

function denied(call: Call, action: string, roleArn: string): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${roleArn}`,
    {},
    403,
  );
}

function sessionContext(
  input: AssumeRoleCommandInput,
  tags: Record<string, string>,
  sourceIdentity: string | undefined,
): RequestContext {
  const context: RequestContext = {
    'sts:RoleSessionName': input.RoleSessionName!,
  };
  if (input.ExternalId !== undefined) {
    context['sts:ExternalId'] = input.ExternalId;
  }
  if (sourceIdentity !== undefined) {
    context['sts:SourceIdentity'] = sourceIdentity;
  }
  if (Object.keys(tags).length) {
    context['aws:TagKeys'] = Object.keys(tags);
  }
  if (input.TransitiveTagKeys?.length) {
    context['sts:TransitiveTagKeys'] = input.TransitiveTagKeys;
  }
  for (const [key, value] of Object.entries(tags)) {
    context[`aws:RequestTag/${key}`] = value;
  }
  return context;
}

/**
 * The role must trust the caller, and the caller's own policies must let it ask. Within one account a role that trusts
 * the caller by name needs no policy of the caller's (IAM user guide, cross-account policy evaluation logic).
 */
function mayAssume(
  role: Role,
  call: Call,
  action: string,
  context: RequestContext,
): boolean {
  const [, , , , accountId] = role.arn.split(':');
  const request = {
    action,
    resource: role.arn,
    context: { ...contextOf(call, role.arn), ...context },
  };
  const statements = parsePolicy(role.trustPolicy);
  const trusts = (principals: string[]) =>
    evaluate(
      statements.filter(statement => isMeant(statement, principals)),
      request,
    ) === 'allowed';
  const byName = [call.caller.arn, roleOfCaller(call)?.arn ?? ''];
  const byAccount = [
    `arn:aws:iam::${call.accountId}:root`,
    call.accountId,
    '*',
  ];
  if (!trusts([...byName, ...byAccount])) {
    return false;
  }
  const denial = authorize(call, {
    action,
    resources: [role.arn],
    context,
  });
  if (!denial || denial.explicit) {
    return !denial;
  }
  return accountId === call.accountId && trusts(byName);
}

function isMeant(statement: Statement, principals: string[]): boolean {
  return statement.principals.some(p => principals.includes(p));
}

/** The role's own limit is one hour or what its account set; a chain never gets more than an hour. */
function durationOf(
  input: AssumeRoleCommandInput,
  call: Call,
  role: Role,
): number {
  const seconds = input.DurationSeconds ?? DEFAULT_SECONDS;
  if (call.caller.session && seconds > CHAINED_MAX_SECONDS) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
      {},
      400,
    );
  }
  if (seconds > role.maxSessionSeconds) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      {},
      400,
    );
  }
  return seconds;
}

/** Hands out keys of a role, once it is clear that it may be. */
export function openSession(
  world: World,
  role: Role,
  wanted: Pick<
    Session,
    | 'sessionName'
    | 'sourceIdentity'
    | 'tags'
    | 'transitiveTagKeys'
    | 'policy'
    | 'expiresAt'
  >,
): Session {
  const [, , , , accountId] = role.arn.split(':');
  const place = { accountId, region: GLOBAL_REGION };
  const { sessions } = stsState.of(world, place);
  forgetLongExpired(sessions, world.clock.now());
  const session: Session = {
    accessKeyId: `ASIA${world.ids.hex(16).toUpperCase()}`,
    secretAccessKey: world.ids.hex(40),
    sessionToken: `simulated-session-${world.ids.hex(64)}`,
    accountId,
    roleName: role.roleName,
    roleId: role.roleId,
    ...wanted,
  };
  sessions[session.accessKeyId] = session;
  return session;
}

/** Expired keys answer ExpiredToken for a day; after that nobody asks for them. */
function forgetLongExpired(sessions: Record<string, Session>, now: number) {
  for (const [key, session] of Object.entries(sessions)) {
    if (session.expiresAt + KEEP_EXPIRED_MS < now) {
      delete sessions[key];
    }
  }
}

function describe(
  session: Session,
): Omit<AssumeRoleCommandOutput, '$metadata'> {
  const { accountId, roleName, roleId, sessionName } = session;
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expiresAt),
    },
    AssumedRoleUser: {
      AssumedRoleId: `${roleId}:${sessionName}`,
      Arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    },
    ...(session.policy ? { PackedPolicySize: packedSize(session.policy) } : {}),
    ...(session.sourceIdentity
      ? { SourceIdentity: session.sourceIdentity }
      : {}),
  };
}
