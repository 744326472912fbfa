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

import type { Caller } from '../../core/Service';
import { GLOBAL_REGION } from '../../core/state';
import type { World } from '../../core/World';
import { Session, stsState } from './state';

export interface PresentedCredentials {
  accessKeyId?: string;
  sessionToken?: string;
}

export type Recognition =
  | { caller: Caller }
  | { refused: 'missing' | 'unknown' | 'expired'; accountId?: string };

/**
 * Who presents these credentials. An access key id of twelve digits is the admin of that account, whatever the secret;
 * any other must come from AssumeRole. Signatures are not verified: secrets prove nothing here.
 */
export function recognise(
  world: World,
  { accessKeyId, sessionToken }: PresentedCredentials,
): Recognition {
  if (!accessKeyId) {
    return { refused: 'missing' };
  }
  if (/^\d{12}$/.test(accessKeyId)) {
    return { caller: adminOf(accessKeyId) };
  }
  const session = sessionOf(world, accessKeyId);
  if (!session || session.sessionToken !== sessionToken) {
    return { refused: 'unknown' };
  }
  if (session.expiresAt <= world.clock.now()) {
    return { refused: 'expired', accountId: session.accountId };
  }
  return { caller: callerOfSession(session) };
}

export function sessionOf(
  world: World,
  accessKeyId: string,
): Session | undefined {
  for (const { region, state } of stsState.all(world)) {
    if (region === GLOBAL_REGION && state.sessions[accessKeyId]) {
      return state.sessions[accessKeyId];
    }
  }
  return undefined;
}

function adminOf(accountId: string): Caller {
  return {
    accountId,
    arn: `arn:aws:iam::${accountId}:root`,
    userId: accountId,
  };
}

function callerOfSession(session: Session): Caller {
  const { accountId, roleName, roleId, sessionName } = session;
  return {
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    userId: `${roleId}:${sessionName}`,
    session: {
      roleName,
      sessionName,
      sourceIdentity: session.sourceIdentity,
      tags: session.tags,
      transitiveTagKeys: session.transitiveTagKeys,
      policy: session.policy,
    },
  };
}
