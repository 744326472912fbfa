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

import type {
  Health,
  Hop,
  HopCause,
  ObjectCondition,
  ShareObject,
} from '@towpath/backstage-plugin-database-access-common';
import { objectTypes } from '../objects';
import type { ObjectGraph } from '../patterns';
import { isStale, problemWith, ReadingTerms } from './readings';
import { worstOf } from './severity';
import { lookAtLane, placeOf } from './surroundingHop';

/** What is known of a node's object. */
export type KnownObject = Pick<
  ShareObject,
  | 'key'
  | 'type'
  | 'title'
  | 'accountId'
  | 'accountName'
  | 'region'
  | 'wanted'
  | 'condition'
  | 'awsStatus'
  | 'reason'
  | 'outputs'
  | 'readAt'
  | 'since'
  | 'differences'
>;

const HEALTH_OF: Record<ObjectCondition, Health> = {
  ready: 'healthy',
  pending: 'pending',
  absent: 'pending',
  degraded: 'degraded',
  broken: 'broken',
  gone: 'broken',
  unknown: 'unknown',
};

const CAUSE_OF: Record<ObjectCondition, HopCause | undefined> = {
  ready: undefined,
  pending: 'object-pending',
  absent: 'object-absent',
  degraded: 'object-degraded',
  broken: 'object-failed',
  gone: 'object-gone',
  unknown: 'object-unknown',
};

/** One node of a hop, judged. */
interface Judgement {
  health: Health;
  cause?: HopCause;
  object?: KnownObject;
  reason?: string;
  remedy?: string;
  /** Key of what it ends with and that is not ready: nothing is wrong with this one itself. */
  parent?: string;
}

/**
 * The links of the path in the order a packet meets them, each as bad as the worst object that carries it. What was
 * never read, or longer ago than two readings should be apart, is `unknown`: nothing is healthy by hearsay.
 */
export function hopsOf(
  graph: Pick<ObjectGraph, 'hops' | 'nodes'>,
  objects: readonly KnownObject[],
  terms: ReadingTerms,
): Hop[] {
  return graph.hops.map(({ name, nodes }) => {
    const judged = nodes.map(key => {
      const object = objects.find(each => each.key === key);
      return {
        ...judge(object, terms),
        parent: parentInTrouble(graph.nodes, objects, object),
      };
    });
    const own = judged.filter(({ parent }) => !parent);
    const worstOwn = worstOf(own);
    const inherited = worstOf(
      judged.filter(({ parent }) => parent && !nodes.includes(parent)),
    );
    const isConsequence =
      inherited !== undefined && worstOwn?.health === 'healthy';
    const worst: Judgement = (isConsequence ? inherited : worstOwn) ?? {
      health: 'unknown',
      cause: 'not-read',
    };
    const { health, cause, object, reason, remedy } = worst;
    return {
      name,
      objects: [...nodes],
      health,
      cause,
      awsStatus: object?.awsStatus,
      reason,
      remedy: remedy ?? (object && remedyFor(health, object)),
      since: object?.since,
      ...(isConsequence && {
        follows: graph.hops.find(hop => hop.nodes.includes(worst.parent!))
          ?.name,
      }),
      readAt: oldest(judged.map(j => j.object?.readAt)),
    };
  });
}

/** What an object ends with in AWS, if it is that which is not well. */
function parentInTrouble(
  nodes: ObjectGraph['nodes'],
  objects: readonly KnownObject[],
  object: KnownObject | undefined,
): string | undefined {
  if (
    !object ||
    object.condition === 'ready' ||
    !objectTypes.get(object.type)?.endsWithParent
  ) {
    return undefined;
  }
  const { dependsOn = [] } = nodes.find(({ key }) => key === object.key) ?? {};
  return dependsOn.find(key =>
    objects.some(
      each => each.key === key && !['ready', 'absent'].includes(each.condition),
    ),
  );
}

/** A share is as well as its worst hop, consequences apart; without hops nothing is known of it. */
export function shareHealth(hops: readonly Hop[]): Health {
  return worstOf(hops.filter(({ follows }) => !follows))?.health ?? 'unknown';
}

/** Where to look first: the first hop that is as bad as the whole, and not because of another. */
export function firstTrouble(hops: readonly Hop[]): Hop | undefined {
  const whole = shareHealth(hops);
  return whole === 'healthy'
    ? undefined
    : hops.find(({ health, follows }) => health === whole && !follows);
}

function judge(
  object: KnownObject | undefined,
  terms: ReadingTerms,
): Judgement {
  if (!object) {
    return {
      health: 'unknown',
      cause: 'not-read',
      reason: 'Nothing is known of it yet.',
    };
  }
  const { condition, title } = object;
  if (condition === 'absent') {
    return {
      health: 'pending',
      cause: 'object-absent',
      object,
      reason: `${title} is not made yet.`,
    };
  }
  const problem = problemWith(object, object.type, terms);
  if (problem) {
    return {
      health: 'unknown',
      cause: 'account-unreadable',
      object,
      reason: problem.message,
      remedy: problem.remedy ?? lookAtLane(object),
    };
  }
  if (isStale(object, terms)) {
    return {
      health: 'unknown',
      cause: 'not-read',
      object,
      reason: object.readAt
        ? `${title} was last read at ${object.readAt}.`
        : `${title} was not read yet.`,
    };
  }
  if (condition === 'gone') {
    return {
      health: 'broken',
      cause: 'object-gone',
      object,
      reason: `${title} is gone.`,
    };
  }
  return {
    health: HEALTH_OF[condition],
    cause: object.differences?.length ? 'object-changed' : CAUSE_OF[condition],
    object,
    reason:
      object.reason ??
      (condition === 'ready'
        ? undefined
        : `${title} in ${placeOf(object)} is ${
            object.awsStatus ?? condition
          }.`),
  };
}

/** A hop was read when all of it was. */
function oldest(times: Array<string | undefined>): string | undefined {
  const known = times.filter(time => time !== undefined);
  return known.length === times.length ? known.sort()[0] : undefined;
}

function remedyFor(health: Health, object: KnownObject): string | undefined {
  const place = placeOf(object);
  switch (health) {
    case 'healthy':
      return undefined;
    case 'pending':
      return object.condition === 'absent'
        ? undefined
        : 'AWS is at work: this page changes by itself.';
    case 'unknown':
      return lookAtLane(object);
    default:
      return object.differences?.length
        ? `In ${place}, put back what was changed, or Retry on the share's page, which makes it anew as it was agreed.`
        : remedyForType(object, place);
  }
}

function remedyForType(object: KnownObject, place: string): string {
  switch (object.type) {
    case 'ec2/security-group':
    case 'ec2/security-group-rule':
    case 'ec2/security-group-default-egress':
      return `See in ${place}, who changed the security group's rules, and let them leave the portal's alone; Retry on the share's page makes what is gone again.`;
    case 'ram/principal':
    case 'ram/invitation':
      return `An account outside the organisation has 12 hours to accept an invitation: see AWS RAM in ${place}. Retry on the share's page invites it again.`;
    case 'ec2/interface-endpoint':
    case 'ec2/service-network-endpoint':
    case 'ec2/vpc-endpoint':
      return `See the endpoint in ${place}. If AWS says that it failed or was rejected, Retry on the share's page makes another one.`;
    case 'ec2/service-network-endpoint-association':
    case 'vpc-lattice/service-network-resource-association':
      return `See in ${place}, under VPC Lattice, Service networks, what became of the database's association with the network: its owner and the network's may both delete it. Retry on the share's page makes what is gone again.`;
    case 'vpc-lattice/service-network-vpc-association':
      return `See in ${place}, under VPC Lattice, Service networks, what became of the VPC's association: a VPC is in one service network only. One that failed has to be deleted; Retry on the share's page makes it again.`;
    case 'ec2/endpoint-connection':
      return `See in ${place}, under Endpoint services, who rejected the endpoint. Retry on the share's page makes another one and accepts it.`;
    case 'elbv2/targets':
      return `See in ${place}, that the database is available and that its security group lets the load balancer in: its addresses are followed by themselves.`;
    case 'route53/hosted-zone':
    case 'route53/record-set':
      return `See in ${place}, under Route 53, who changed the private zone of the database's name, and let them leave it alone; Retry on the share's page makes what is gone again.`;
    default:
      return `See it in ${place}. If AWS says that it failed, Retry on the share's page makes it again.`;
  }
}
