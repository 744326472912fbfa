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
import { ObjectDifference } from './shares';

/**
 * Which object of AWS is meant.
 *
 * @public
 */
export interface OrphanRef {
  accountId: string;
  region: string;
  /** An object type, e.g. `ec2/vpc-endpoint`. */
  type: string;
  awsId: string;
}

/**
 * What shall become of an orphan: one person proposes it, another one confirms it.
 *
 * @public
 */
export interface OrphanDecision {
  /** `adopt`: the accesses that lost an object like this one take it. */
  action: 'keep' | 'remove' | 'adopt';
  reason: string;
  proposedBy: string;
  /** ISO 8601, UTC. */
  proposedAt: string;
  confirmedBy?: string;
  /** ISO 8601, UTC. */
  confirmedAt?: string;
}

/**
 * Whether an access may take an orphan for an object that it lost, and which.
 *
 * @public
 */
export interface OrphanAdoption {
  /** The living accesses that lost an object like this one. */
  shares: Array<{ shareId: string; databaseRef: string; network: string }>;
  /** What AWS has otherwise than they need it. */
  differences: ObjectDifference[];
  /** Why it cannot be adopted, and what to do instead; absent: it can. */
  refusal?: string;
}

/**
 * How the removal of an orphan goes.
 *
 * @public
 */
export interface OrphanRemoval {
  /** AWS refuses it, or it takes longer than it may: somebody has to look. */
  isStuck: boolean;
  /** Why it is not gone yet, with what AWS said. */
  reason?: string;
  /** ISO 8601, UTC: when it is looked at or tried again. */
  nextTryAt: string;
}

/**
 * An object of AWS with the portal's name or tag that no access claims.
 *
 * @public
 */
export interface Orphan extends OrphanRef {
  /** For people, e.g. `VPC endpoint`. */
  title: string;
  accountName: string;
  name: string;
  /** USD, as far as prices are known. */
  monthlyCost?: number;
  /** ISO 8601, UTC. */
  firstSeenAt: string;
  /** ISO 8601, UTC. */
  lastSeenAt: string;
  adoption: OrphanAdoption;
  decision?: OrphanDecision;
  /** While it is being removed, as two people have decided. */
  removal?: OrphanRemoval;
}

/**
 * The body of `POST /orphans/proposals`.
 *
 * @public
 */
export type NewOrphanProposal = OrphanRef &
  Pick<OrphanDecision, 'action' | 'reason'>;

/**
 * Whether two people have agreed that an orphan stays: it is no trouble any more.
 *
 * @public
 */
export function isKeptOrphan({ decision }: Pick<Orphan, 'decision'>): boolean {
  return decision?.action === 'keep' && decision.confirmedBy !== undefined;
}
