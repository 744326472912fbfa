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
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { LaneClients } from '../aws';
import { isOneOf } from './assessStatus';
import { notVisibleYet, unlessNotFound } from './awsAnswers';
import { databaseHosts } from './databaseHosts';
import { Assessment, defineObjectType, ObjectRef } from './ObjectType';
import { elbTargetsRate } from './rates';
import { arn, IS_OURS, reading } from './statements';
import { targetGroup } from './targetGroup';
import { movesBetween } from './targetMoves';
import { isRestless, TargetsState, withTime } from './targetsState';
import {
  isInService,
  OneTarget,
  problemWithAddresses,
  servingOf,
  targetStep,
} from './targetStep';

export type TargetsSpec = {
  readonly targetGroupArn: string;
  /** For people: whose addresses these are. */
  readonly database: string;
  /** The name to follow. */
  readonly host: string;
  readonly port: number;
  /** Of a cluster's readers: its identifier. They are followed one by one, and the host only while there are none. */
  readonly readersOf?: string;
  /** The ranges of the database's subnets. What DNS says to be elsewhere is not the database, and is not followed. */
  readonly within: readonly string[];
};

/** So long nothing may be healthy while a database moves. */
const PATIENCE_MS = 60_000;

/** How often is looked while a database moves, or may be about to. */
const MOVING_SECONDS = 1.5;

/** How often else. */
const USUAL_SECONDS = 30;

/**
 * The addresses of a database behind a load balancer. They follow it wherever it moves: the new one is registered first,
 * and the old one goes only when the new one is healthy, so that there is never none.
 */
export const targets = defineObjectType<TargetsSpec, TargetsState>({
  type: 'elbv2/targets',
  title: 'Addresses of the database',
  identity: 'neither',
  endsWithParent: true,
  permissions: {
    read: [
      reading(
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
        // Who reads in a cluster.
        'rds:DescribeDBClusters',
        'rds:DescribeDBInstances',
      ),
    ],
    provision: [
      {
        actions: [
          'elasticloadbalancing:DeregisterTargets',
          'elasticloadbalancing:RegisterTargets',
        ],
        resources: [arn('elasticloadbalancing', 'targetgroup/*')],
        conditions: IS_OURS,
      },
      // ELB looks at these in its caller's name.
      reading(
        'ec2:DescribeInstances',
        'ec2:DescribeInternetGateways',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ),
    ],
  },
  rates: {
    create: elbTargetsRate('RegisterTargets'),
    remove: elbTargetsRate('DeregisterTargets'),
  },
  budgetSeconds: 10 * 60,
  oneByOne: true,
  isSetting: true,
  watchSeconds: USUAL_SECONDS,
  nextLookSeconds: state =>
    isRestless(state) ? MOVING_SECONDS : USUAL_SECONDS,
  moves: movesBetween,

  async find(aws, ref) {
    const registered = await registeredAt(
      aws,
      ref.awsId ?? ref.spec.targetGroupArn,
    );
    if (!registered?.some(isInService)) {
      return undefined;
    }
    return withTime(
      {
        ...registeredState(ref, registered),
        ...(await whereIs(aws, ref.spec)),
      },
      ref,
    );
  },

  async create(aws, ref) {
    const where = await whereIs(aws, ref.spec);
    if (!where.wanted) {
      throw notVisibleYet(
        aws,
        'elasticloadbalancing:RegisterTargets',
        where.problem!,
      );
    }
    const { targetGroupArn, port } = ref.spec;
    await register(aws, { targetGroupArn, port, addresses: where.wanted });
    const registered = asRegistered(where.wanted, port);
    return withTime({ ...registeredState(ref, registered), ...where }, ref);
  },

  async remove() {},

  /** AWS tells them for one group at a time, and not where the database is. */
  async *list(aws, installation) {
    for await (const group of targetGroup.list(aws, installation)) {
      const registered = await registeredAt(aws, group.arn);
      if (registered?.some(isInService)) {
        yield {
          targetGroupArn: group.arn,
          database: group.name,
          targets: registered,
          problem: 'It was not asked where the database is.',
        };
      }
    }
  },

  correction: {
    needed: (_ref, state) => targetStep(state)?.sentence,
    async make(aws, { spec: { port } }, state) {
      const step = targetStep(state);
      const { targetGroupArn } = state;
      if (step?.register) {
        const addresses = step.register;
        await register(aws, { targetGroupArn, port, addresses });
        return withTargets(state, [
          ...state.targets.filter(
            ({ address }) => !addresses.includes(address),
          ),
          ...asRegistered(addresses, port),
        ]);
      }
      if (step?.deregister) {
        await aws.elasticLoadBalancing.send(
          new DeregisterTargetsCommand({
            TargetGroupArn: targetGroupArn,
            Targets: step.deregister.map(({ address, port: itsPort }) => ({
              Id: address,
              Port: itsPort,
            })),
          }),
        );
        const old = step.deregister;
        return withTargets(
          state,
          state.targets.filter(target => !old.includes(target)),
        );
      }
      return state;
    },
    rate: elbTargetsRate('RegisterTargets'),
  },

  assess(state) {
    const awsStatus = healthWords(state);
    if (!state.wanted) {
      return { condition: 'unknown', awsStatus, reason: state.problem };
    }
    const serving = servingOf(state);
    if (serving.length === 0) {
      return { ...assessUnserved(state), awsStatus };
    }
    const missing = state.wanted.length - serving.length;
    return missing > 0
      ? {
          condition: 'degraded',
          awsStatus,
          reason: `${missing} of ${state.wanted.length} addresses of ${state.database} are not healthy: ${awsStatus}.`,
        }
      : { condition: 'ready', awsStatus };
  },
  awsId: ({ targetGroupArn }) => targetGroupArn,
  outputs: state => ({
    addresses: state.targets
      .filter(isInService)
      .map(({ address }) => address)
      .sort()
      .join(' '),
  }),
});

function assessUnserved({
  database,
  targets: all,
  unservedSince = 0,
  lookedAt = 0,
}: TargetsState): Assessment {
  const seconds = Math.floor((lookedAt - unservedSince) / 1000);
  const isPatient = seconds * 1000 < PATIENCE_MS;
  if (all.every(target => isUnchecked(target, isPatient))) {
    return {
      condition: 'pending',
      reason: `AWS has not checked yet whether ${database} answers.`,
    };
  }
  const words = healthWords({ targets: all });
  return !isPatient
    ? {
        condition: 'broken',
        reason: `No address of ${database} has been healthy for ${seconds} s (${words}): see that the database is available and that its security group lets the load balancer in.`,
      }
    : {
        condition: 'degraded',
        reason: `No address of ${database} is healthy (${words}).`,
      };
}

/** A group that a listener has only just led to is not in use for a moment; one that stays so is sent nothing. */
function isUnchecked({ health, reason }: OneTarget, isPatient: boolean) {
  return (
    isOneOf(health, 'initial') ||
    (isOneOf(health, 'unused') && reason === 'Target.NotInUse' && isPatient)
  );
}

function registeredState(
  { awsId, spec }: ObjectRef<TargetsSpec>,
  registered: OneTarget[],
): TargetsState {
  return {
    targetGroupArn: awsId ?? spec.targetGroupArn,
    database: spec.database,
    targets: registered,
  };
}

function withTargets(state: TargetsState, changed: OneTarget[]): TargetsState {
  return { ...state, targets: changed };
}

/** As AWS shows them at first. */
function asRegistered(addresses: string[], port: number): OneTarget[] {
  return addresses.map(address => ({ address, port, health: 'initial' }));
}

function healthWords({ targets: all }: Pick<TargetsState, 'targets'>): string {
  return all
    .map(
      ({ address, health, reason }) =>
        `${address} is ${health}${reason ? `, ${reason}` : ''}`,
    )
    .sort()
    .join('; ');
}

async function registeredAt(
  { elasticLoadBalancing }: LaneClients,
  targetGroupArn: string,
): Promise<OneTarget[] | undefined> {
  const answer = await unlessNotFound(
    elasticLoadBalancing.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }),
    ),
  );
  return answer?.TargetHealthDescriptions?.map(toTarget);
}

async function register(
  { elasticLoadBalancing }: LaneClients,
  wish: { targetGroupArn: string; port: number; addresses: string[] },
): Promise<void> {
  await elasticLoadBalancing.send(
    new RegisterTargetsCommand({
      TargetGroupArn: wish.targetGroupArn,
      Targets: wish.addresses.map(Id => ({ Id, Port: wish.port })),
    }),
  );
}

/** Where the database is now; if that cannot be found out, everything stays as it is. */
async function whereIs(
  aws: LaneClients,
  spec: TargetsSpec,
): Promise<Pick<TargetsState, 'wanted' | 'problem'>> {
  try {
    const hosts = await databaseHosts(() => aws.rds, spec);
    const found = await Promise.all(
      hosts.map(host => aws.names.addressesOf(host)),
    );
    const addresses = [...new Set(found.flat())].sort();
    const { database, within } = spec;
    const problem = problemWithAddresses(addresses, {
      database,
      hosts,
      within,
    });
    return problem ? { problem } : { wanted: addresses };
  } catch (error) {
    return {
      problem: `It cannot be found out where ${
        spec.database
      } is, so what is registered stays: ${(error as Error).message}`,
    };
  }
}

function toTarget({
  Target,
  TargetHealth,
}: TargetHealthDescription): OneTarget {
  return {
    address: Target!.Id!,
    port: Target!.Port!,
    health: TargetHealth?.State ?? 'unknown',
    reason: TargetHealth?.Reason,
  };
}
