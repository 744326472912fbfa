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
  ConsumerNetworks,
  DatabaseDetails,
  InstallationDetails,
} from './types';

/**
 * Options of every call.
 *
 * @public
 */
export interface DatabaseAccessRequestOptions {
  /** A Backstage token; the browser's fetch adds it by itself. */
  token?: string;
  signal?: AbortSignal;
}

/**
 * The API of the `database-access` backend, for the browser and for Node.
 *
 * @public
 */
export interface DatabaseAccessApi {
  getInstallation(
    options?: DatabaseAccessRequestOptions,
  ): Promise<InstallationDetails>;

  /**
   * What AWS says of a database of the catalog. An account that refuses is a finding, not an error.
   *
   * @throws ResponseError with a `code` of `ERROR_CODES` in `body.error`, e.g. 404 `database_not_found`
   */
  getDatabase(
    entity: { namespace: string; name: string },
    options?: DatabaseAccessRequestOptions,
  ): Promise<DatabaseDetails>;

  /** The networks that the caller's groups own. */
  listNetworks(
    options?: DatabaseAccessRequestOptions,
  ): Promise<ConsumerNetworks>;
}
