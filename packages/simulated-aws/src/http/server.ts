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

import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import type { AddressInfo } from 'net';
import { LostAnswer } from '../core/errors';
import { DnsServer, startDnsServer } from '../network/dnsServer';
import type { WireAnswer } from '../wire/http';
import { parseUrl } from '../wire/locate';
import { answerControl, CONTROL_PREFIX } from './control';
import {
  hangUpOf,
  listenOnLoopback,
  readBody,
  send,
  wireRequest,
} from './nodeHttp';
import { Simulation, SimulationOptions } from './Simulation';
import { startTicking } from './ticking';

/** @public */
export interface SimulatedAwsServerOptions extends SimulationOptions {
  /** For HTTP over TCP and for DNS over UDP. Default: one that is free for each. */
  port?: number;
}

/** @public */
export interface SimulatedAwsServer {
  port: number;
  /** `http://127.0.0.1:<port>`, the endpoint for every AWS client. */
  url: string;
  /** Where the names of databases and endpoints are answered, over UDP. */
  dnsPort: number;
  /** Resolves when everything is on disk and nobody is connected. */
  close(): Promise<void>;
}

/**
 * Simulated AWS behind a socket of the loopback interface, for clients in other processes.
 *
 * @public
 */
export async function startSimulatedAws(
  options: SimulatedAwsServerOptions = {},
): Promise<SimulatedAwsServer> {
  const simulation = Simulation.start(options);
  const server = createServer((request, response) => {
    serve(simulation, request, response).catch(error => {
      options.onDefect?.(error);
      response.destroy();
    });
  });
  // Followers of the clock wait half a minute for each answer.
  server.keepAliveTimeout = 65_000;
  await listenOnLoopback(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const dns = await startDns(simulation, server, options.port);
  const url = `http://127.0.0.1:${port}`;
  simulation.aws.listensAt(url, `127.0.0.1:${dns.port}`);
  const stopTicking = startTicking(simulation, options.onDefect);
  await simulation.save();
  return {
    port,
    url,
    dnsPort: dns.port,
    async close() {
      stopTicking();
      await simulation.aws.close();
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, dns.close()]);
      await simulation.save();
    },
  };
}

async function startDns(
  simulation: Simulation,
  server: Server,
  port: number | undefined,
): Promise<DnsServer> {
  try {
    return await startDnsServer(() => simulation.world, { port });
  } catch (error) {
    server.close();
    throw error;
  }
}

async function serve(
  simulation: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (!body) {
    send(response, json(413, { error: 'The request is too large.' }));
    return;
  }
  const answer = await answerTo(simulation, request, response, body);
  // Whoever reads an answer may rely on it, so it is on disk first.
  await simulation.save();
  if (answer) {
    send(response, answer);
  } else {
    response.destroy();
  }
}

/** Undefined: the answer is lost. */
async function answerTo(
  simulation: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<WireAnswer | undefined> {
  const url = parseUrl(request.url ?? '/');
  const method = request.method ?? 'GET';
  const signal = hangUpOf(response);
  if (url.pathname.startsWith(CONTROL_PREFIX)) {
    const control = await answerControl(simulation, {
      method,
      url,
      body: body.toString('utf8'),
      signal,
    });
    return json(control.status, control.body);
  }
  try {
    return await simulation.aws.handle(wireRequest(request, body, signal));
  } catch (error) {
    if (error instanceof LostAnswer) {
      return undefined;
    }
    throw error;
  }
}

function json(status: number, body: object): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(`${JSON.stringify(body)}\n`),
  };
}
