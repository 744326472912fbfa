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

import type { World } from '../../core/World';
import type { Way } from '../../network/attempt';
import type { ReachabilityQuestion } from '../../network/question';
import { follow, Reachability } from '../../network/reachable';
import type { Station } from '../../network/stations';
import { logConnections } from '../vpc-lattice/accessLogs';
import { networkAt } from '../vpc-lattice/networkAccess';
import { countAtDatabase } from './databases';
import { countAtGateway } from './gateways';
import { recordBeforeAsking, recordLevels } from './levels';
import { countAtLoadBalancer } from './loadBalancers';
import { countAtEndpoint, countAtService } from './privateLink';

/**
 * What a client and a database say to each other within one minute.
 *
 * @public
 */
export interface Traffic extends ReachabilityQuestion {
  bytesToDatabase: number;
  bytesToClient: number;
  /** Default 1. */
  connections?: number;
  /** Default now. Not later, and not before what it passes was made: it takes the way that there is now. */
  at?: Date;
}

/**
 * Nobody could have said this at that time.
 *
 * @public
 */
export class ImpossibleTrafficError extends Error {}

/**
 * What became of the connections: they carried what was said; the client hung up, for it met the wrong one; somebody
 * refused them; nobody answered.
 */
export type Outcome = 'passed' | 'hung up' | 'reset' | 'dropped';

/** The traffic, as each station on its way sees it. */
export interface Passage {
  /** Milliseconds since the epoch. */
  at: number;
  outcome: Outcome;
  connections: number;
  bytesToDatabase: number;
  bytesToClient: number;
}

/**
 * Lets a client talk to a database, if it reaches it. It shows in the metrics of what it passes, if AWS publishes any of
 * them, in the access logs that somebody keeps of it, and nowhere else: bytes that cannot pass are processed by nobody.
 *
 * @throws UnknownObjectError if VPC, subnet, security group or database do not exist
 * @throws ImpossibleTrafficError
 *
 * @public
 */
export function sendTraffic(world: World, traffic: Traffic): Reachability {
  world.settle();
  const { bytesToDatabase, bytesToClient, connections = 1 } = traffic;
  const at = traffic.at?.getTime() ?? world.clock.now();
  const { answer, way } = follow(world, traffic);
  const outcome = outcomeOf(answer, way);
  const reached: Way = {
    ...way,
    stations: stationsReached(answer, way),
    found: outcome === 'passed' ? way.found : undefined,
  };
  checkMoment(world, reached, at);
  count(world, reached, {
    at,
    outcome,
    connections,
    bytesToDatabase,
    bytesToClient,
  });
  return answer;
}

/** The hop that says whether a packet came in there. */
const ENTRANCE: Record<Station['kind'], string> = {
  endpoint: 'endpoint',
  'endpoint service': 'endpoint service',
  'load balancer': 'listener',
  gateway: 'gateway',
  'service network': 'resource association',
};

function stationsReached(
  { hops }: Reachability,
  { stations = [] }: Way,
): Station[] {
  const broken = hops.findIndex(({ ok }) => !ok);
  const open = broken === -1 ? hops : hops.slice(0, broken);
  const names = open.map(({ name }) => name);
  return stations.filter(({ kind }) => names.includes(ENTRANCE[kind]));
}

function checkMoment(world: World, { stations = [], found }: Way, at: number) {
  if (!(at <= world.clock.now())) {
    const now = new Date(world.clock.now()).toISOString();
    throw new ImpossibleTrafficError(
      `Nobody can have sent anything after now, which is ${now}.`,
    );
  }
  const made = [
    ...stations.map(station => {
      switch (station.kind) {
        case 'endpoint':
          return station.endpoint.createdAt;
        case 'endpoint service':
          return station.service.createdAt;
        case 'load balancer':
          return station.loadBalancer.createdAt;
        case 'gateway':
          return station.gateway.createdAt;
        default:
          return networkAt(world, station.networkArn)?.createdAt ?? 0;
      }
    }),
    ...(found ? [found.instance.createdAt] : []),
  ];
  const youngest = Math.max(...made);
  if (at < youngest) {
    const since = new Date(youngest).toISOString();
    throw new ImpossibleTrafficError(
      `The way that there is now exists since ${since}; nothing went over it before.`,
    );
  }
}

function outcomeOf({ hops }: Reachability, { found }: Way): Outcome {
  switch (hops.find(({ ok }) => !ok)?.name) {
    case undefined:
      return 'passed';
    case 'writer':
      // A standby takes no connections, and a reader does.
      return found ? 'hung up' : 'reset';
    case 'TLS':
      return 'hung up';
    case 'database':
    case 'port':
      return 'reset';
    default:
      return 'dropped';
  }
}

function count(world: World, way: Way, passage: Passage) {
  const { stations = [], found } = way;
  const balancing = stations.find(station => station.kind === 'load balancer');
  for (const station of stations) {
    switch (station.kind) {
      case 'endpoint':
        countAtEndpoint(world, station, passage);
        break;
      case 'endpoint service':
        countAtService(world, station, balancing, passage);
        break;
      case 'load balancer':
        countAtLoadBalancer(world, station, passage);
        break;
      case 'gateway':
        countAtGateway(world, station, passage);
        break;
      // AWS has no metric of service networks over TCP, and a log.
      default:
    }
  }
  logConnections(world, way, passage);
  if (found) {
    recordBeforeAsking(world, found);
    countAtDatabase(world, found, passage);
    recordLevels(world, found);
  }
}
