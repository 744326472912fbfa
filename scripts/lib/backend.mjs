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

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './project.mjs';

const require = createRequire(import.meta.url);

/** A module of the backend plugin's sources, compiled while it is loaded, e.g. `setup`. */
export function loadBackend(path) {
  require('@backstage/cli/config/nodeTransform.cjs');
  return require(join(root, 'plugins', 'database-access-backend', 'src', path));
}

/**
 * The config as the backend reads it: `app-config.yaml` and `app-config.local.yaml`, or the files of `--config` instead,
 * then the variables `APP_CONFIG_…`.
 */
export async function readConfig(args) {
  const { ConfigSources } = require('@backstage/config-loader');
  const config = await ConfigSources.toConfig(
    ConfigSources.default({ rootDir: root, argv: args }),
  );
  config.close();
  return config;
}
