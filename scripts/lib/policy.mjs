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

import { loadBackend } from './backend.mjs';
import { Complaint, root } from './project.mjs';

/** The config of the portal, or one sentence that points at the line. */
export function readPolicyConfig(rootConfig) {
  const { pointAtLine, readDatabaseAccessConfig } = loadBackend('config');
  try {
    return readDatabaseAccessConfig(rootConfig, {});
  } catch (error) {
    const { message } = pointAtLine(error, { argv: process.argv, cwd: root });
    throw new Complaint(message);
  }
}
