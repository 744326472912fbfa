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

import { Command, InvalidArgumentError } from 'commander';
import type { Doubts } from './doubts';
import { problemWithDoubt } from './http/control';
import { SimulatedAwsServer, startSimulatedAws } from './http/server';

interface CliOptions {
  port: number;
  state?: string;
  latencyScale: number;
  doubt: Partial<Doubts>;
  empty: boolean;
}

/**
 * The command `simulated-aws`.
 *
 * @param argv - as `process.argv`
 *
 * @public
 */
export async function main(argv: string[]): Promise<void> {
  const options = readArguments(argv);
  try {
    const server = await startSimulatedAws({
      port: options.port,
      stateFile: options.state,
      latencyScale: options.latencyScale,
      doubts: options.doubt,
      onDefect: error => process.stderr.write(`${error.stack}\n`),
      ...(options.empty ? { populate: () => {} } : {}),
    });
    process.stdout.write(
      `Simulated AWS is ready: ${server.url} (DNS: 127.0.0.1:${server.dnsPort}, UDP)\n`,
    );
    closeOnSignals(server);
  } catch (error) {
    process.stderr.write(`${explain(error as Error, options)}\n`);
    process.exitCode = 1;
  }
}

function readArguments(argv: string[]): CliOptions {
  return new Command('simulated-aws')
    .description(
      'An AWS of simulated accounts on 127.0.0.1, for real AWS clients. An access key id of twelve digits is the admin of that account; signatures are not verified.',
    )
    .option(
      '--port <number>',
      'TCP port of the endpoint and UDP port of its DNS; 0 takes free ones',
      readPort,
      4566,
    )
    .option('--state <file>', 'keep everything in this file between two runs')
    .option(
      '--latency-scale <factor>',
      'multiply the time that AWS takes for its changes; throttles stay',
      readFactor,
      1,
    )
    .option(
      '--doubt <name=answer>',
      'answer what AWS does not document, see GET /_simulated/doubts; repeatable',
      addDoubt,
      {},
    )
    .option('--empty', 'start without the example company', false)
    .parse(argv)
    .opts<CliOptions>();
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  }
  return port;
}

function readFactor(text: string): number {
  const factor = Number(text);
  if (text.trim() === '' || !(factor >= 0 && factor < Infinity)) {
    throw new InvalidArgumentError('It must be a number, 0 or more.');
  }
  return factor;
}

function addDoubt(text: string, known: Partial<Doubts>): Partial<Doubts> {
  const [name, ...answer] = text.split('=');
  const problem = problemWithDoubt(name, answer.join('='));
  if (problem) {
    throw new InvalidArgumentError(problem);
  }
  return { ...known, [name]: answer.join('=') };
}

function explain(error: Error, { port }: CliOptions): string {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    ? `Port ${port} of 127.0.0.1 is taken: stop what listens there or choose another with --port.`
    : error.message;
}

function closeOnSignals(server: SimulatedAwsServer) {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close().then(() => process.exit(0));
    });
  }
}
