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

import { DatabaseEvent } from './failovers';
import { ShareUse } from './metrics';
import { Pattern, Plan } from './plans';
import { ConsumerNetwork, DatabaseEndpoint, Finding } from './types';

/**
 * A share's life. It says nothing of its health.
 *
 * @public
 */
export type ShareLifecycle =
  | 'building'
  | 'active'
  | 'stuck'
  | 'revoking'
  | 'revoked';

/**
 * Whether the path works, worst hop first. It says nothing of the life.
 *
 * @public
 */
export type Health = 'healthy' | 'pending' | 'degraded' | 'broken' | 'unknown';

/**
 * Whether AWS has what was made for a share: `drifted` if somebody took something away; `unknown` while nothing is made, or
 * what is there could not be read. It says nothing of life and health.
 *
 * @public
 */
export type ShareSync = 'in-sync' | 'drifted' | 'unknown';

/**
 * What is known of one AWS object: `assess` of its type, in AWS's own words.
 *
 * @public
 */
export type ObjectCondition =
  | 'absent'
  | 'pending'
  | 'ready'
  | 'degraded'
  | 'broken'
  | 'unknown'
  | 'gone';

/**
 * What AWS has otherwise than it shall be, because somebody changed it outside of the portal.
 *
 * @public
 */
export interface ObjectDifference {
  /** What differs, e.g. `port`. */
  what: string;
  /** As it shall be. */
  wanted: string;
  /** As AWS has it. */
  is: string;
  /** Nothing passes so, or less than should. */
  effect: 'broken' | 'degraded';
}

/**
 * By the tag `database-access:hold` somebody in AWS keeps the portal from putting an object back.
 *
 * @public
 */
export interface ObjectHold {
  /** The tag's value, a reason for example. */
  says: string;
  /** Title of what carries the tag: the object, or what it depends on where it is gone. */
  title: string;
  /** Where the tag is. */
  accountId: string;
  accountName: string;
}

/**
 * One AWS object of a share.
 *
 * @public
 */
export interface ShareObject {
  id: string;
  /** The node's key in the plan. */
  key: string;
  type: string;
  title: string;
  accountId: string;
  accountName: string;
  region: string;
  name?: string;
  wanted: 'present' | 'absent';
  condition: ObjectCondition;
  /** AWS's own word for it, e.g. `CREATE_IN_PROGRESS`. */
  awsStatus?: string;
  /** Why, one sentence, where the condition is not good. */
  reason?: string;
  /** What AWS has otherwise than it shall be; none if it is as it was made. */
  differences?: ObjectDifference[];
  /** Absent: nobody holds it, as far as AWS's answer about it says tags. */
  hold?: ObjectHold;
  /** ISO 8601, UTC: since when its condition is what it is. */
  since?: string;
  /** Ids, ARNs and names that AWS gave. */
  outputs: Record<string, string>;
  /** How many shares use it; who has no part in the share is told of this one only. */
  users: number;
  dependsOn: string[];
  /** ISO 8601, UTC: when this was read. */
  readAt?: string;
  /** ISO 8601, UTC: when it will be looked at again. */
  nextLookAt?: string;
}

/**
 * One link of the path from client to database, in the order a packet meets them.
 *
 * @public
 */
export interface Hop {
  name: string;
  /** The objects that carry it, by key; none if it is of what is around the path. */
  objects: string[];
  health: Health;
  /** What is wrong with it, for machines; absent if it is healthy. */
  cause?: HopCause;
  awsStatus?: string;
  /** What clients meet, one sentence; absent if pages know it from the object. */
  symptom?: string;
  /** Why, one sentence. */
  reason?: string;
  /** How to look for oneself; absent if pages know it from the object. */
  check?: HopCheck;
  /** What to do if it is not healthy. */
  remedy?: string;
  /** ISO 8601, UTC: since when it is so, if that was seen. */
  since?: string;
  /** The hop that it is not well because of: that one is to be mended, and this one is well again then. */
  follows?: string;
  readAt?: string;
}

/**
 * A command of the AWS CLI that shows what is wrong, and where to run it.
 *
 * @public
 */
export interface HopCheck {
  accountId: string;
  accountName: string;
  region: string;
  command: string;
}

/**
 * What is wrong with a hop.
 *
 * - `object-…`: with an object of the share: gone, failed, degraded, changed outside of the portal, not made, still
 *   worked on by AWS, in a state that this version does not know.
 * - `not-read`, `account-unreadable`: nobody knows, because it was not read yet or for too long, or AWS does not let.
 * - the others: with what packets meet beside the share's objects.
 *
 * @public
 */
export type HopCause =
  | 'object-gone'
  | 'object-failed'
  | 'object-degraded'
  | 'object-changed'
  | 'object-absent'
  | 'object-pending'
  | 'object-unknown'
  | 'not-read'
  | 'account-unreadable'
  | 'client-group-gone'
  | 'client-egress-missing'
  | 'client-subnet-gone'
  | 'client-acl-denies'
  | 'vpc-gone'
  | 'vpc-dns-off'
  | 'name-shadowed'
  | 'zone-not-in-vpc'
  | 'database-acl-denies'
  | 'database-group-detached'
  | 'database-gone'
  | 'database-stopped'
  | 'database-failed'
  | 'database-without-writer'
  | 'database-changing'
  | 'database-degraded'
  | 'database-status-unknown'
  | 'database-moved'
  | 'database-public';

/**
 * One thing to copy.
 *
 * @public
 */
export interface ShareOutput {
  name: string;
  label: string;
  value: string;
}

/**
 * How to connect, ready to paste. Never with a password.
 *
 * @public
 */
export interface Snippet {
  title: string;
  /** For example `sh`, `python`. */
  language: string;
  code: string;
}

/**
 * Who changed something outside of the portal, as far as CloudTrail of the account says. It hears of a call some minutes
 * after it was made.
 *
 * @public
 */
export type DriftAuthor =
  | {
      /** CloudTrail has not said it yet. */
      status: 'asking';
      /** ISO 8601, UTC: when it is asked the next time. */
      nextLookAt: string;
    }
  | {
      status: 'named';
      /** ARN of the principal, or the name of a service of AWS. */
      principal: string;
      /** Who stands behind a role, where whoever assumed it has said so. */
      sourceIdentity?: string;
      /** For example `ec2:RevokeSecurityGroupIngress`. */
      call: string;
      /** ISO 8601, UTC. */
      at: string;
      /** CloudTrail's own id of the event. */
      eventId: string;
    }
  | {
      /** It was asked for the last time, and names nobody. */
      status: 'nobody';
    }
  | {
      /** It may not or could not be asked. */
      status: 'not-asked';
      /** One sentence: the account, the operation and the fix. */
      message: string;
      remedy?: string;
    };

/**
 * Something of a share that AWS has otherwise than it shall be, because somebody changed or removed it outside of the
 * portal.
 *
 * @public
 */
export interface DriftedObject {
  /** The node's key in the plan. */
  key: string;
  title: string;
  accountId: string;
  accountName: string;
  region: string;
  what: 'gone' | 'changed';
  /** As it shall be, and as it is; none if it is gone. */
  differences: ObjectDifference[];
  /** ISO 8601, UTC: since when it is known to be so. */
  since?: string;
  /** Then it is not put back before the tag is gone. */
  hold?: ObjectHold;
  /** Absent: CloudTrail is not asked. */
  author?: DriftAuthor;
}

/**
 * What of a share AWS has otherwise than it shall be.
 *
 * @public
 */
export interface ShareDrift {
  objects: DriftedObject[];
  /** To put it back opens the path again: then those who own the database decide it. */
  reopens: boolean;
  /** Who owns the database. */
  deciderRef: string;
}

/**
 * Something on the way of a share that was not read yet since all of the share was built.
 *
 * @public
 */
export interface UnreadPlace {
  /** The hop's name, or the object's title. */
  name: string;
  accountId: string;
  accountName: string;
  region: string;
  /** Why it could not be read: the account, the operation and the fix. Absent: nobody has tried yet. */
  problem?: string;
  remedy?: string;
  /** ISO 8601, UTC: when it is tried again. Absent: at once. */
  nextLookAt?: string;
}

/**
 * All objects of a share are ready, and it is called active once all that packets meet on its way was read since.
 *
 * @public
 */
export interface ShareVerification {
  /** ISO 8601, UTC: when the last of its objects was ready. */
  since: string;
  /** What was not read yet since then. */
  waitsFor: UnreadPlace[];
}

/**
 * An approved request being made real, kept real, or taken away.
 *
 * @public
 */
export interface Share {
  id: string;
  requestId: string;
  requesterRef: string;
  ownerRef: string;
  lifecycle: ShareLifecycle;
  /** Why it is stuck, and what was tried. */
  reason?: string;
  /** Set once all of it is built and until it is active. */
  verification?: ShareVerification;
  health: Health;
  sync: ShareSync;
  /** Absent if nothing is otherwise than it shall be. */
  drift?: ShareDrift;
  databaseRef: string;
  databaseArn: string;
  network: ConsumerNetwork;
  pattern: Pattern;
  endpoint: DatabaseEndpoint;
  purpose: string;
  plan: Plan;
  objects: ShareObject[];
  hops: Hop[];
  outputs: ShareOutput[];
  snippets: Snippet[];
  startedAt: string;
  activeAt?: string;
  expiresAt: string;
  /** When the path was cut; the rest is cleaned up after. */
  cutAt?: string;
  revokedAt?: string;
  /** When somebody said last that it is still needed, and who. */
  certifiedAt?: string;
  certifiedBy?: string;
  /** Set while somebody has to say whether it is still needed: since when, ISO 8601, UTC. */
  certifySince?: string;
  /** Whether somebody uses it, as far as AWS publishes that: a fact apart from its health. */
  use: ShareUse;
  /** What is wrong around it: its database or its network was removed, or nobody uses it. */
  findings: Finding[];
  updatedAt: string;
  actions: { revoke: boolean; retry: boolean; certify: boolean };
}

/**
 * What leaves a zone: AWS cannot part a pair, so a network leaves it with all its databases, or a database with all its
 * networks.
 *
 * @public
 */
export type ZoneLeaving = 'network' | 'database';

/**
 * A share of a zone, as those see it whose share would end with it.
 *
 * @public
 */
export interface ZonePair {
  shareId: string;
  network: string;
  databaseRef: string;
}

/**
 * What would end with a share of a zone, itself counted, by who leaves the zone.
 *
 * @public
 */
export interface ZoneEnding {
  zone: string;
  network: ZonePair[];
  database: ZonePair[];
}

/**
 * The body of `POST /shares/:id/revoke`.
 *
 * @public
 */
export interface Revocation {
  /** Why the access ends; kept in the timeline. */
  reason: string;
  /** Of a share in a zone: who leaves it. Default: `network`. */
  leave?: ZoneLeaving;
}

/**
 * One thing that happened. Kept for ever, in this order.
 *
 * @public
 */
export interface TimelineEntry {
  /** Grows. */
  id: number;
  /** ISO 8601, UTC. */
  at: string;
  /** A person's entity ref, or `system`. */
  actor: string;
  /** For example `request.filed`, `object.creating`, `share.active`. */
  kind: string;
  message: string;
  objectKey?: string;
  awsRequestId?: string;
  planDigest?: string;
  /** What pages show beside the message. */
  details?: TimelineDetails;
}

/**
 * What an entry says beside its message.
 *
 * @public
 */
export interface TimelineDetails {
  /** Of a failover, whose kinds are `failover.` and a step's name: the addresses that it is about. */
  addresses?: string[];
  /** After this, nothing more was to be done. */
  isLast?: boolean;
  /** What AWS told. */
  event?: DatabaseEvent;
  /** What the entry changed, as it was: for example `status`, `lifecycle`, `expiresAt`, `ownerRef`, `planDigest`. */
  before?: Record<string, string>;
  /** The same as it is since. */
  after?: Record<string, string>;
  /** The call to AWS that the entry tells of, as CloudTrail of the account knows it. */
  call?: AwsCallMade;
}

/**
 * A call that changed something in an account, in the words by which CloudTrail finds it: no credentials, and no
 * ExternalId.
 *
 * @public
 */
export interface AwsCallMade {
  accountId: string;
  region: string;
  /** For example `ec2:CreateVpcEndpoint`. */
  operation: string;
  /** The role session: the last part of `userIdentity.arn`. */
  sessionName: string;
  /** `userIdentity.sessionContext.sourceIdentity`. */
  sourceIdentity: string;
  /** What AWS calls what was made or changed, if it is known. */
  awsId?: string;
}

/**
 * One page of a list.
 *
 * @public
 */
export interface Page<T> {
  items: T[];
  /** Give it back to get what comes next; absent at the end. */
  nextCursor?: string;
}
