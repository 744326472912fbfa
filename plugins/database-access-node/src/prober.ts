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

import { createExtensionPoint } from '@backstage/backend-plugin-api';
import {
  DatabaseEndpoint,
  ProbeLayer,
} from '@towpath/backstage-plugin-database-access-common';

/**
 * What is to be reached, and from where.
 *
 * @public
 */
export interface ProbeTarget {
  shareId: string;
  databaseArn: string;
  /** For example `postgres`, `aurora-mysql`. */
  engine: string;
  /** What clients connect to: the name that RDS gave it, which its certificate is for. */
  endpoint: DatabaseEndpoint;
  /** Where the clients are. */
  network: {
    name: string;
    accountId: string;
    region: string;
    vpcId: string;
    subnetIds: readonly string[];
    clientSecurityGroupIds: readonly string[];
  };
}

/**
 * What a prober found: the layers that it looked at, each once.
 *
 * @public
 */
export interface ProbeResult {
  layers: readonly ProbeLayer[];
}

/**
 * What the portal does for a prober.
 *
 * @public
 */
export interface ProbeContext {
  /** Aborted when nobody waits any more. */
  signal: AbortSignal;
  /**
   * Invokes a function of the network's account and waits for what it returns, by the portal's `provision` role there.
   *
   * @throws Error whose message names the account, the role, the operation and the fix; or what the function failed with
   */
  invokeFunction(functionName: string, payload: object): Promise<unknown>;
}

/**
 * Opens connections from where clients are, which the portal itself is not. It may be asked again for the same, if the
 * portal ended meanwhile.
 *
 * @public
 */
export interface DatabaseAccessProber {
  /** For people, e.g. `a function in the network's account`. */
  title: string;
  /** @throws Error if it could not try at all: what it tried and failed with is in the result */
  probe(target: ProbeTarget, context: ProbeContext): Promise<ProbeResult>;
}

/**
 * Where a module sets what probes shares.
 *
 * @public
 */
export interface DatabaseAccessProberExtensionPoint {
  /** @throws Error if there is one already */
  setProber(prober: DatabaseAccessProber): void;
}

/**
 * Where a module sets what probes shares.
 *
 * @public
 */
export const databaseAccessProberExtensionPoint =
  createExtensionPoint<DatabaseAccessProberExtensionPoint>({
    id: 'database-access.prober',
  });
