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

import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  AccessOpinion,
  AccessPolicy,
  AccessQuestion,
} from '@towpath/backstage-plugin-database-access-node';

/** Where Open Policy Agent is asked, and how. */
export interface OpaOptions {
  url: string;
  /** Below `/v1/data`. */
  path: string;
  token?: string;
}

const PATH = /^[A-Za-z_][\w]*(?:\/[A-Za-z_][\w]*)*$/;

/** Reads `databaseAccess.opa`. */
export function readOpaOptions(config: Config): OpaOptions {
  const opa = config.getConfig('databaseAccess.opa');
  const url = opa.getString('url');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InputError(
      `databaseAccess.opa.url must be an http or https address such as http://127.0.0.1:8181, but is '${url}'`,
    );
  }
  const path = opa.getString('path');
  if (!PATH.test(path)) {
    throw new InputError(
      `databaseAccess.opa.path must be the path of a rule such as towpath/opinions, but is '${path}'`,
    );
  }
  return { url, path, token: opa.getOptionalString('token') };
}

/**
 * Asks Open Policy Agent. The question is its `input`; the rule's value is the list of opinions, empty if it has none
 * (https://www.openpolicyagent.org/docs/rest-api#get-a-document-with-input). Whatever else it answers is an error, and an
 * error refuses.
 */
export class OpaPolicy implements AccessPolicy {
  readonly id = 'opa';
  readonly #options: OpaOptions;

  constructor(options: OpaOptions) {
    this.#options = options;
  }

  async judge(
    question: AccessQuestion,
    { signal }: { signal: AbortSignal },
  ): Promise<AccessOpinion[]> {
    const { url, path, token } = this.#options;
    const response = await fetch(new URL(`/v1/data/${path}`, url), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ input: question }),
      // Only the address in config is asked, wherever it would lead on to.
      redirect: 'error',
      signal,
    });
    if (!response.ok) {
      throw new Error(`Open Policy Agent answered ${response.status}`);
    }
    const { result } = (await response.json()) as { result?: unknown };
    if (!Array.isArray(result)) {
      // Without a result there is no such rule: a policy that is not loaded must not allow.
      throw new Error(
        result === undefined
          ? `Open Policy Agent has no rule ${path}`
          : `the rule ${path} of Open Policy Agent is no list of opinions`,
      );
    }
    return result;
  }
}
