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

import { ConsumerNetwork, DatabaseEndpoint, Finding } from './types';

/**
 * A way to connect. `lattice-resource-endpoint` shares the database's resource configuration with the consumer's account,
 * which makes one VPC endpoint for it.
 *
 * @public
 */
export type Pattern =
  | 'lattice-resource-endpoint'
  | 'lattice-service-network'
  | 'lattice-consumer-network'
  | 'privatelink';

/**
 * How a network joins a VPC Lattice service network: by a VPC endpoint of type `ServiceNetwork`, of which a VPC may have
 * many, or by the association of its VPC, of which it may have one.
 *
 * @public
 */
export type Join = 'endpoint' | 'association';

/**
 * One (network, database, port) that becomes reachable when a plan is built.
 *
 * @public
 */
export interface Opening {
  network: string;
  accountId: string;
  vpcId: string;
  databaseArn: string;
  host: string;
  port: number;
}

/**
 * What AWS then lets an account do without us, because a permission names the account and not the network.
 *
 * @public
 */
export interface Enabling {
  accountId: string;
  /** One sentence. */
  description: string;
}

/**
 * One AWS object of a plan, in the order of building.
 *
 * @public
 */
export interface PlannedObject {
  /** Unique in the plan, e.g. `resource-gateway`. */
  key: string;
  /** For example `vpc-lattice/resource-gateway`. */
  type: string;
  /** For example `Resource gateway`. */
  title: string;
  accountId: string;
  accountName: string;
  region: string;
  /** The name it will have in AWS; absent where the object has none. */
  name?: string;
  /** `create`, or `reuse` if another share has made it already; not part of the digest. */
  verb: 'create' | 'reuse';
  /** Keys of the objects that must be ready before. */
  dependsOn: string[];
}

/**
 * One line of a cost estimate.
 *
 * @public
 */
export interface CostLine {
  description: string;
  /** For example `AZ-hour`, `GB`, `hour`. */
  unit: string;
  /** USD for one unit; undefined if unknown, never 0 for that. */
  unitPrice?: number;
  /** Units in a month of 730 hours; for data those of the expected volume, undefined if nobody expects any. */
  unitsPerMonth?: number;
  /** USD a month; undefined if price or usage is unknown. */
  monthly?: number;
  /** Who is billed. */
  accountId: string;
}

/**
 * What a plan costs.
 *
 * @public
 */
export interface CostEstimate {
  currency: 'USD';
  /** What is due a month without any use, in USD; undefined if one of its prices is unknown. */
  fixedMonthly?: number;
  lines: CostLine[];
  /** ISO date of the prices; of the oldest one, if they are not of one day. */
  pricesOf: string;
  /** Where the prices come from. */
  source: string;
  /**
   * `price-list`: all were read from AWS's Price List API; `table`: at least one is of the dated table of this version.
   */
  pricesFrom?: 'price-list' | 'table';
  /** GB a month that `monthlyAtVolume` assumes. */
  volumeGb?: number;
  /** Fixed and by volume, USD a month; undefined if a price is unknown. */
  monthlyAtVolume?: number;
}

/**
 * What became of a pattern when the plan was made.
 *
 * @public
 */
export interface PatternOption {
  pattern: Pattern;
  /** For people, e.g. `VPC Lattice resource endpoint`. */
  title: string;
  /**
   * `recommended`; `possible`: would work, loses; `impossible`: AWS or the facts say no; `forbidden`: config says no;
   * `unavailable`: this version cannot.
   */
  verdict:
    | 'recommended'
    | 'possible'
    | 'impossible'
    | 'forbidden'
    | 'unavailable';
  /** One sentence each; why it was chosen, or why it lost. */
  reasons: string[];
  /** Absent where it cannot be built. */
  cost?: CostEstimate;
}

/**
 * Which pattern, and why not another: deterministic, from rules that each have a name.
 *
 * @public
 */
export interface Recommendation {
  pattern: Pattern;
  /** The rule that decided, e.g. `cross-region`. */
  rule: string;
  /** One sentence each. */
  reasons: string[];
  /** All patterns, the recommended first. */
  options: PatternOption[];
  /** What would lead to another answer, one sentence each. */
  wouldChange: string[];
  /** The cheapest way that would work, at the expected volume if one is known; absent if a price is unknown. */
  cheapest?: Pattern;
}

/**
 * How to connect: a pattern, the best of a family, or whatever the rules recommend.
 *
 * @public
 */
export type ConnectVia = 'recommended' | 'lattice' | 'privatelink' | Pattern;

/**
 * What a person asks for.
 *
 * @public
 */
export interface PlanInput {
  /** Entity ref of the database. */
  databaseRef: string;
  /** Name of a network that one of the caller's groups owns. */
  network: string;
  /** Seconds that access shall last, from its start. */
  durationSeconds: number;
  connectVia?: ConnectVia;
  /** Over a service network: how the network joins it. Default: `endpoint`. */
  join?: Join;
  /** Why another pattern than the recommended; kept in the plan. */
  overrideReason?: string;
  /** Id of the living share of this network and database that the new one takes over from. */
  changes?: string;
  /** GB a month that the requester expects to move; for the estimate only. */
  expectedGbPerMonth?: number;
  /** It cannot wait for a decision: for those whom the policy entitles to that, for a short time. */
  emergency?: boolean;
}

/**
 * People who have to agree, of one group or one person.
 *
 * @public
 */
export interface DecisionSeat {
  /** Full entity ref. */
  ref: string;
  /** `database-owner` and `network-owner` are whoever that is today; `named` stands in a policy. */
  role: 'database-owner' | 'network-owner' | 'named';
  /** How many of them; a person fills one seat only, whatever groups they are in. */
  count: number;
  /** Those of a later stage decide when all of the stages before have agreed. From 1, without gaps. */
  stage: number;
  /** The rules that ask for them, e.g. `config/production`; empty: nothing else is said, so the owner decides. */
  rules: string[];
}

/**
 * What a policy says of a plan.
 *
 * @public
 */
export interface PolicyWord {
  /** Policy and rule, e.g. `config/production`. */
  rule: string;
  /** Why, one sentence. */
  because: string;
}

/**
 * Who has to agree to a plan. It is not part of what is agreed: owners change, and the plan stays the same.
 *
 * @public
 */
export interface PlanDeciders {
  /** Groups or people that have a seat. */
  refs: string[];
  /** Nobody decides their own request, whatever groups they are in. */
  requesterMayDecide: false;
  /** In the order of their stages; absent in plans of before there were policies: one of each of `refs`. */
  seats?: DecisionSeat[];
  /** The rules by which nobody need be asked. */
  automatic?: string[];
  /** Somebody who is entitled to it says that it cannot wait: it is looked at afterwards, by one of each of these. */
  review?: string[];
  /** Whoever approves has to say why. */
  commentRequired?: boolean;
  /** The longest duration that policies allow, in seconds. */
  longestSeconds?: number;
  /** What the form proposes, in seconds. */
  defaultSeconds?: number;
  /** All rules that apply. */
  policy?: PolicyWord[];
}

/**
 * What becomes of a share that a new one takes over from. The new one ends when the old one would have.
 *
 * @public
 */
export interface PlanChange {
  shareId: string;
  /** What is new, one sentence each. */
  difference: string[];
  /** Whether anybody may do anything with it that they may not do without; if not, nobody need be asked. */
  opensMore?: boolean;
  /** Whether clients are cut off while the one takes over from the other. */
  interrupts: boolean;
  /** What clients notice, one sentence. */
  interruption: string;
  /** In a zone: all other accesses that change with it, at the same moment, because AWS cannot part them. */
  together?: ChangeTogether[];
}

/**
 * An access of a zone that changes with another one, because both use what is changed.
 *
 * @public
 */
export interface ChangeTogether {
  shareId: string;
  network: string;
  databaseRef: string;
  /** By which `opens` of the plan tells what of it is open with the change. */
  databaseArn: string;
  /** What is new for it, one sentence each. */
  difference: string[];
  /** Whether anybody may do anything with it that they may not do without. */
  opensMore: boolean;
  /** Whether its clients are cut off meanwhile. */
  interrupts: boolean;
}

/**
 * Where a database is, and what policies look at of it.
 *
 * @public
 */
export interface PlanDatabase {
  accountId: string;
  accountName: string;
  region: string;
  /** What its environment's tag says, e.g. `production`; absent: it has none. */
  environment?: string;
  /** The class of its data, e.g. `confidential`; absent: it has none. */
  dataClassification?: string;
  /** Its AWS tags that somebody asks for, each as `key=value`. */
  tags?: string[];
}

/**
 * What a pattern would build for a request.
 *
 * @public
 */
export interface Plan {
  databaseRef: string;
  databaseArn: string;
  database: PlanDatabase;
  endpoint: DatabaseEndpoint;
  engine: string;
  network: ConsumerNetwork;
  durationSeconds: number;
  pattern: Pattern;
  /** How the network joins the service network; absent if the pattern has none. */
  join?: Join;
  /** The zone whose service network carries the path; absent if the pattern has none. */
  zone?: string;
  /** Why this pattern, one sentence each. */
  reasons: string[];
  /** Absent if the facts were not read. */
  recommendation?: Recommendation;
  /** The requester's own reason to take another pattern than the recommended. */
  overrideReason?: string;
  objects: PlannedObject[];
  opens: Opening[];
  enables: Enabling[];
  cost: CostEstimate;
  /** The worst first; a blocking one stops the request. */
  findings: Finding[];
  /** What it does to the share that it takes over from; absent if it takes over from none. */
  change?: PlanChange;
  /** Absent while nobody knows whose the database is. */
  deciders?: PlanDeciders;
  /** SHA-256 in hex over what is agreed (RFC 8785 JSON); undefined if a blocking finding leaves no plan. */
  digest?: string;
}
