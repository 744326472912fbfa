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
import type { WireAnswer, WireRequest } from '../wire/http';
import { parseUrl } from '../wire/locate';
import { answerControl, CONTROL_PREFIX } from './control';
import { Simulation, SimulationOptions } from './Simulation';

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

/** No request of AWS that is simulated comes near this. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

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
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const dns = await startDns(simulation, server, options.port);
  await simulation.save();
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    dnsPort: dns.port,
    async close() {
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, dns.close()]);
      await simulation.save();
    },
  };
}

/** Nobody outside this machine may reach an AWS that believes every signature. */
function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
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
  const hungUp = new AbortController();
  response.on('close', () => hungUp.abort());
  if (url.pathname.startsWith(CONTROL_PREFIX)) {
    const control = await answerControl(simulation, {
      method,
      url,
      body: body.toString('utf8'),
      signal: hungUp.signal,
    });
    return json(control.status, control.body);
  }
  try {
    return await simulation.aws.handle(
      wireRequest(request, body, hungUp.signal),
    );
  } catch (error) {
    if (error instanceof LostAnswer) {
      return undefined;
    }
    throw error;
  }
}

function wireRequest(
  request: IncomingMessage,
  body: Buffer,
  signal: AbortSignal,
): WireRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value ?? '';
  }
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers,
    body,
    signal,
  };
}

/** Undefined: it is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) {
      chunks.push(chunk);
    }
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}

function json(status: number, body: object): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(`${JSON.stringify(body)}\n`),
  };
}

function send(response: ServerResponse, answer: WireAnswer) {
  const { status, headers, body } = answer;
  const length = status === 204 ? {} : { 'content-length': body.length };
  response.writeHead(status, { ...headers, ...length });
  response.end(body);
}
