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

import { createServer, IncomingMessage, ServerResponse } from 'http';
import type { AddressInfo } from 'net';
import type { WireAnswer, WireRequest } from '../wire/http';
import {
  hangUpOf,
  listenOnLoopback,
  readBody,
  send,
  wireRequest,
} from './nodeHttp';

type Answer = (request: WireRequest) => Promise<WireAnswer>;

/** A way in that is open. */
export interface Loopback {
  url: string;
  close(): Promise<void>;
}

/** A way into a simulated AWS that has no socket, for code that runs in a process of its own. It keeps no process alive. */
export async function openLoopback(answer: Answer): Promise<Loopback> {
  const server = createServer((request, response) => {
    serve(answer, request, response).catch(() => response.destroy());
  });
  await listenOnLoopback(server, 0);
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      const closed = new Promise<void>(resolve =>
        server.close(() => resolve()),
      );
      server.closeAllConnections();
      return closed;
    },
  };
}

async function serve(
  answer: Answer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const signal = hangUpOf(response);
  if (!body) {
    response.destroy();
    return;
  }
  send(response, await answer(wireRequest(request, body, signal)));
}
