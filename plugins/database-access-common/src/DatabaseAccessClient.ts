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

import { ResponseError } from '@backstage/errors';
import {
  DatabaseAccessApi,
  DatabaseAccessRequestOptions,
} from './DatabaseAccessApi';
import {
  ConsumerNetworks,
  DatabaseDetails,
  InstallationDetails,
} from './types';

/**
 * The API over HTTP.
 *
 * @public
 */
export class DatabaseAccessClient implements DatabaseAccessApi {
  readonly #discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #fetchApi: { fetch: typeof fetch };

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi ?? { fetch };
  }

  getInstallation(
    options?: DatabaseAccessRequestOptions,
  ): Promise<InstallationDetails> {
    return this.#get('/v1/installation', options);
  }

  getDatabase(
    entity: { namespace: string; name: string },
    options?: DatabaseAccessRequestOptions,
  ): Promise<DatabaseDetails> {
    const { namespace, name } = entity;
    return this.#get(
      `/v1/databases/${encodeURIComponent(namespace)}/${encodeURIComponent(
        name,
      )}`,
      options,
    );
  }

  listNetworks(
    options?: DatabaseAccessRequestOptions,
  ): Promise<ConsumerNetworks> {
    return this.#get('/v1/networks', options);
  }

  async #get<T>(
    path: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<T> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('database-access');
    const response = await this.#fetchApi.fetch(`${baseUrl}${path}`, {
      signal: options?.signal,
      headers: options?.token
        ? { Authorization: `Bearer ${options.token}` }
        : {},
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }
}
