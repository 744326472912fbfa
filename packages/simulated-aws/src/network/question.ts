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

import type { Place } from '../core/state';
import type { World } from '../core/World';
import { formatIpv4, parseCidr } from '../core/ipv4';
import { ec2State, Ec2State, Subnet } from '../services/ec2/state';
import { rdsState } from '../services/rds/state';

/**
 * Can a client in this VPC talk to this database?
 *
 * @public
 */
export interface ReachabilityQuestion {
  /** Id of the client's VPC. */
  from: string;
  /** ARN of an RDS instance or cluster. */
  to: string;
  /** The client's subnet. Absent: any of the VPC. */
  subnet?: string;
  /** The client's security group. Absent: any of the VPC. */
  sg?: string;
  /** The host name (or address) that the client asks for. Absent: the database's own. */
  name?: string;
  /** Absent: the database's own. With a reader endpoint's name, a reader is good enough. */
  port?: number;
  /** The client verifies the server's name, and talks to nobody else. */
  tls?: 'verify-full';
}

/**
 * The question names something that does not exist.
 *
 * @public
 */
export class UnknownObjectError extends Error {}

/** The database that is asked for. */
export interface Target {
  arn: string;
  host: string;
  /** Of a cluster. */
  readerHost?: string;
  port: number;
}

/** A machine in the client's VPC, as it might be. */
export interface Client {
  place: Place;
  vpcId: string;
  subnet: Subnet;
  address: string;
  groupId: string;
}

/** @throws UnknownObjectError */
export function findTarget(world: World, arn: string): Target {
  for (const { state } of rdsState.all(world)) {
    for (const cluster of Object.values(state.clusters)) {
      if (cluster.arn === arn) {
        const { endpoint: host, readerEndpoint: readerHost, port } = cluster;
        return { arn, host, readerHost, port };
      }
    }
    for (const instance of Object.values(state.instances)) {
      if (instance.arn === arn) {
        return { arn, host: instance.address, port: instance.port };
      }
    }
  }
  throw new UnknownObjectError(
    `There is no RDS instance or cluster ${arn} in the simulated AWS`,
  );
}

/**
 * Every client that the question may mean.
 *
 * @throws UnknownObjectError
 */
export function possibleClients(
  world: World,
  question: ReachabilityQuestion,
): Client[] {
  const vpcId = question.from;
  const home = ec2State.all(world).find(({ state }) => state.vpcs[vpcId]);
  if (!home) {
    throw new UnknownObjectError(
      `There is no VPC ${vpcId} in the simulated AWS`,
    );
  }
  const subnets = Object.values(home.state.subnets).filter(
    s => s.vpcId === vpcId && [undefined, s.subnetId].includes(question.subnet),
  );
  if (question.subnet && !subnets.length) {
    throw new UnknownObjectError(`${vpcId} has no subnet ${question.subnet}`);
  }
  const groups = Object.values(home.state.securityGroups).filter(
    g => g.vpcId === vpcId && [undefined, g.groupId].includes(question.sg),
  );
  if (question.sg && !groups.length) {
    throw new UnknownObjectError(
      `${vpcId} has no security group ${question.sg}`,
    );
  }
  const place = { accountId: home.accountId, region: home.region };
  return subnets.flatMap(subnet =>
    groups.map(group => ({
      place,
      vpcId,
      subnet,
      groupId: group.groupId,
      address: addressForClient(home.state, subnet),
    })),
  );
}

/** The address that a new machine in this subnet would get. */
function addressForClient(state: Ec2State, subnet: Subnet): string {
  const taken = new Set(
    Object.values(state.networkInterfaces)
      .filter(eni => eni.subnetId === subnet.subnetId)
      .map(eni => eni.privateIpAddress),
  );
  let address = parseCidr(subnet.cidrBlock)!.base + 4;
  while (taken.has(formatIpv4(address))) {
    address += 1;
  }
  return formatIpv4(address);
}
