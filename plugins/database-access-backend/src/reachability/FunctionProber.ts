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
  PROBE_LAYERS,
  ProbeLayer,
} from '@towpath/backstage-plugin-database-access-common';
import {
  DatabaseAccessProber,
  ProbeContext,
  ProbeResult,
  ProbeTarget,
} from '@towpath/backstage-plugin-database-access-node';

const OUTCOMES = ['passed', 'failed', 'skipped'];

/** Sentences of a function that is not ours are kept short. */
const LONGEST = 1_000;

/**
 * Asks a function that each network has in its account, attached to the clients' VPC: it opens a connection as they would
 (prober/index.mjs, docs/reachability.md).
 */
export class FunctionProber implements DatabaseAccessProber {
  readonly title = 'a function in the network';
  readonly #prefix: string;

  /** @param prefix - the function of a network is named `<prefix>-<network>` */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  async probe(
    { endpoint, engine, network }: ProbeTarget,
    context: ProbeContext,
  ): Promise<ProbeResult> {
    const { host, port } = endpoint;
    const functionName = `${this.#prefix}-${network.name}`;
    const answer = await context.invokeFunction(functionName, {
      host,
      port,
      protocol: /mysql|mariadb/.test(engine) ? 'mysql' : protocolOf(engine),
    });
    return { layers: layersIn(answer, functionName) };
  }
}

function protocolOf(engine: string): 'postgres' | 'other' {
  return /postgres/.test(engine) ? 'postgres' : 'other';
}

/** @throws Error if it answered something else */
function layersIn(answer: unknown, functionName: string): ProbeLayer[] {
  const { layers } = (answer ?? {}) as { layers?: unknown };
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new Error(
      `The function ${functionName} answered no layers: see that its code is that of docs/reachability.md.`,
    );
  }
  return layers.map(layer => {
    const { name, outcome, message, remedy } = (layer ?? {}) as ProbeLayer;
    if (
      !PROBE_LAYERS.includes(name) ||
      !OUTCOMES.includes(outcome) ||
      typeof message !== 'string'
    ) {
      throw new Error(
        `The function ${functionName} answered a layer that is none: see that its code is that of docs/reachability.md.`,
      );
    }
    return {
      name,
      outcome,
      message: message.slice(0, LONGEST),
      ...(typeof remedy === 'string' && { remedy: remedy.slice(0, LONGEST) }),
    };
  });
}
