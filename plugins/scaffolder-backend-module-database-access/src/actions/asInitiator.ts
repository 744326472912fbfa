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
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { CustomErrorBase, isError, ResponseError } from '@backstage/errors';
import {
  DatabaseAccessApi,
  DatabaseAccessRequestOptions,
} from '@towpath/backstage-plugin-database-access-common';

/**
 * What every action needs to reach the backend.
 *
 * @public
 */
export interface DatabaseAccessActionOptions {
  auth: AuthService;
  client: DatabaseAccessApi;
}

/** Asks the backend in the name of whoever started the task. */
export type Ask = <T>(
  question: (
    api: DatabaseAccessApi,
    options: DatabaseAccessRequestOptions,
  ) => Promise<T>,
) => Promise<T>;

/** What the backend refused: its sentence, with the code that stays when the sentence changes. */
export class RefusedError extends CustomErrorBase {
  readonly name = 'RefusedError';
  readonly statusCode: number;

  constructor(message: string, statusCode: number) {
    super(message);
    this.statusCode = statusCode;
  }
}

/**
 * Speaks for the initiator and never for `ctx.user`: whoever retries a task becomes its initiator, while `ctx.user` stays
 * the person who first ran it. Each question gets a fresh token, so that a long watch does not outlive one.
 */
export function asInitiator(
  { auth, client }: DatabaseAccessActionOptions,
  ctx: {
    getInitiatorCredentials(): Promise<BackstageCredentials>;
    signal?: AbortSignal;
  },
): Ask {
  return async question => {
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await ctx.getInitiatorCredentials(),
      targetPluginId: 'database-access',
    });
    try {
      return await question(client, { token, signal: ctx.signal });
    } catch (error) {
      throw isResponseError(error) ? refusal(error) : error;
    }
  };
}

function isResponseError(error: unknown): error is ResponseError {
  return isError(error) && error.name === 'ResponseError';
}

function refusal({ body, cause, statusCode }: ResponseError): RefusedError {
  const { code } = body.error as { code?: unknown };
  return new RefusedError(
    typeof code === 'string' ? `${cause.message} (${code})` : cause.message,
    statusCode,
  );
}
