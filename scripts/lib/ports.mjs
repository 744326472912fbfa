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

import { createServer } from 'node:net';
import { Complaint } from './project.mjs';

/** Complains in one sentence if something listens on this port already. */
export async function expectFree(port, what) {
  for (const host of ['127.0.0.1', '::']) {
    if (await isTaken(port, host)) {
      throw new Complaint(
        `Port ${port} is taken, and ${what} needs it: stop what listens there, then start again.`,
      );
    }
  }
}

function isTaken(port, host) {
  return new Promise(resolve => {
    const server = createServer();
    // A machine without IPv6 is no machine with a taken port.
    server.once('error', error => resolve(error.code === 'EADDRINUSE'));
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve(false)),
    );
  });
}

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
