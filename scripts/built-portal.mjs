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

/**
 * `node scripts/built-portal.mjs <port>`: builds the frontend with the config of this environment, as for a release, and
 * serves it. Pages of it come in a second, where those of the development server take ten.
 */
import express from 'express';
import { join } from 'node:path';
import { backstageCli, root, runMain, runNode } from './lib/project.mjs';

const app = join(root, 'packages', 'app');
const port = Number(process.argv[2]);

await runMain(async () => {
  const code = await runNode([backstageCli, 'package', 'build'], { cwd: app });
  if (code !== 0) {
    return code;
  }
  const dist = join(app, 'dist');
  const server = express()
    .use(express.static(dist, { immutable: true, maxAge: '1h', index: false }))
    // Every other address is one of the app's own.
    .use((_, response) => response.sendFile(join(dist, 'index.html')))
    .listen(port, '127.0.0.1');
  return new Promise((_, reject) => server.once('error', reject));
});
