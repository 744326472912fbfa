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

import { resolve } from 'path';
import { ConfigReader } from '@backstage/config';
import { ConfigSources } from '@backstage/config-loader';
import { DatabaseAccessConfig, readDatabaseAccessConfig } from '../config';

const rootDir = resolve(__dirname, '../../../..');

/** The `databaseAccess` of this repository's `app-config.yaml`, which `npm start` runs with. */
export async function developmentSection(): Promise<any> {
  const config = await ConfigSources.toConfig(
    ConfigSources.default({
      rootDir,
      argv: ['--config', 'app-config.yaml'],
      env: {},
    }),
  );
  config.close();
  return structuredClone(config.get('databaseAccess'));
}

/** The same, read as the backend reads it, with changes. */
export async function developmentConfig(
  change: (section: any) => void = () => {},
): Promise<DatabaseAccessConfig> {
  const databaseAccess = await developmentSection();
  change(databaseAccess);
  return readDatabaseAccessConfig(new ConfigReader({ databaseAccess }), {
    environment: 'development',
  });
}
