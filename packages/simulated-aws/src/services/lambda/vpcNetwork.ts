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

import { parseIpv4 } from '../../core/ipv4';
import type { World } from '../../core/World';
import { resolveName } from '../../network/dns';
import { allInstances } from '../../network/names';
import { follow, Reachability } from '../../network/reachable';
import { certificateNames } from '../../network/tls';
import type { FunctionVpc } from './state';

/** What a connection meets: nothing that answers, or the first words of a database and its certificate. */
export type Met =
  | { error: 'ECONNREFUSED' | 'ETIMEDOUT' }
  | { error?: undefined; protocol: 'postgres' | 'mysql'; names: string[] };

/** The network that a function is attached to. */
export interface VpcNetwork {
  resolve(name: string): { addresses: string[] };
  connect(to: { host: string; port: number }): Met;
}

/** What is there, and does not take the connection, refuses it; anything else is silence. */
const REFUSES = ['database', 'port'];

/** The data plane as code in a VPC meets it: by the wires, whatever AWS reports. */
export function vpcNetwork(world: World, vpc: FunctionVpc): VpcNetwork {
  /** By address: an endpoint may carry several names, and leads by the one that was asked for. */
  const asked = new Map<string, string>();
  return {
    resolve(name) {
      world.settle();
      const { addresses } = resolveName(world, { vpcId: vpc.vpcId, name });
      addresses.forEach(address => asked.set(address, name));
      return { addresses };
    },
    connect({ host, port }) {
      world.settle();
      const name = parseIpv4(host) === undefined ? host : asked.get(host);
      return meet(world, vpc, { name: name ?? host, port });
    },
  };
}

function meet(
  world: World,
  { vpcId, subnetIds, groupIds }: FunctionVpc,
  to: { name: string; port: number },
): Met {
  const targets = new Set(
    allInstances(world).map(
      ({ instance, cluster }) => cluster?.arn ?? instance.arn,
    ),
  );
  const tries = [...targets].flatMap(arn =>
    subnetIds.flatMap(subnet =>
      groupIds.map(sg =>
        follow(world, { from: vpcId, to: arn, subnet, sg, ...to }),
      ),
    ),
  );
  const open = tries.find(({ answer }) => answer.reachable);
  if (open?.way.found) {
    const { found } = open.way;
    return {
      protocol: /mysql|mariadb/.test(found.instance.engine)
        ? 'mysql'
        : 'postgres',
      names: certificateNames(found),
    };
  }
  return {
    error: tries.some(({ answer }) => isRefused(answer))
      ? 'ECONNREFUSED'
      : 'ETIMEDOUT',
  };
}

function isRefused({ hops }: Reachability): boolean {
  const broken = hops.filter(({ ok }) => !ok);
  return (
    broken.length > 0 && broken.every(({ name }) => REFUSES.includes(name))
  );
}
