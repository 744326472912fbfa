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

/**
 * How reachability is found out: `analyzer`, AWS's VPC Reachability Analyzer reads the configuration on both sides and
 * sends nothing; `prober`, something in the network of the clients opens a connection.
 *
 * @public
 */
export type ReachabilityMeans = 'analyzer' | 'prober';

/**
 * What was found: `unknown` if a part of the way could not be looked at and nothing was found to be closed.
 *
 * @public
 */
export type ReachabilityVerdict = 'reachable' | 'not-reachable' | 'unknown';

/**
 * What a connection goes through, in this order. What fails in one says nothing of those behind it.
 *
 * @public
 */
export const PROBE_LAYERS = ['dns', 'tcp', 'tls', 'database'] as const;

/**
 * `dns`, the name has an address; `tcp`, something takes the connection there; `tls`, it proves to be the server of that
 * name; `database`, it answers as a database does that takes connections.
 *
 * @public
 */
export type ProbeLayerName = (typeof PROBE_LAYERS)[number];

/**
 * What a prober found in one layer.
 *
 * @public
 */
export interface ProbeLayer {
  name: ProbeLayerName;
  /** `skipped`: an earlier layer failed, or the prober does not look at it. */
  outcome: 'passed' | 'failed' | 'skipped';
  /** One sentence. */
  message: string;
  /** What to do about it, where it failed. */
  remedy?: string;
}

/**
 * What stands in the way, as AWS explains it.
 *
 * @public
 */
export interface ReachabilityExplanation {
  /** AWS's own, e.g. `ENI_SG_RULES_MISMATCH`. */
  code: string;
  /** One sentence that names what is closed. */
  message: string;
  /** What to do about it. */
  remedy?: string;
}

/**
 * The side of the clients, that of the database, or the whole way.
 *
 * @public
 */
export type ReachabilitySide = 'consumer' | 'provider' | 'whole';

/**
 * One part of the way, and what is known of it.
 *
 * @public
 */
export interface ReachabilityPart {
  id: string;
  side: ReachabilitySide;
  /** For people, e.g. `From a client to the VPC endpoint`. */
  title: string;
  accountId: string;
  accountName: string;
  region: string;
  state: 'waiting' | 'running' | 'done';
  verdict?: ReachabilityVerdict;
  /** One sentence. */
  message?: string;
  remedy?: string;
  /** What stands in the way; empty if nothing does. */
  explanations: ReachabilityExplanation[];
  /** Of a prober: every layer in order. */
  layers: ProbeLayer[];
  /** What is still to be deleted in the account, and why it could not be yet; absent: nothing of it remains there. */
  remains?: string;
}

/**
 * What a check costs.
 *
 * @public
 */
export interface ReachabilityCost {
  currency: 'USD';
  /** Paths that AWS analyses. */
  analyses: number;
  /** USD for all of them; undefined if a price is unknown, never 0 for that. */
  total?: number;
  /** ISO date of the prices. */
  pricesOf: string;
  /** Where they come from. */
  source: string;
  pricesFrom?: 'price-list' | 'table';
}

/**
 * One answer to whether a share can be reached.
 *
 * @public
 */
export interface ReachabilityCheck {
  id: string;
  shareId: string;
  requestId: string;
  means: ReachabilityMeans;
  status: 'running' | 'done';
  verdict?: ReachabilityVerdict;
  /** One sentence. */
  message?: string;
  parts: ReachabilityPart[];
  /** Absent where nobody is billed by the portal's own doing. */
  cost?: ReachabilityCost;
  /** Full entity ref. */
  askedBy: string;
  /** ISO 8601, UTC. */
  askedAt: string;
  endedAt?: string;
}

/**
 * A way to find out, and what it would look at.
 *
 * @public
 */
export interface ReachabilityOffer {
  means: ReachabilityMeans;
  mayCheck: boolean;
  /** Why not, one sentence. */
  because?: string;
  parts: Array<Pick<ReachabilityPart, 'side' | 'title'>>;
  /** What it does not look at, one sentence each. */
  leavesOut: string[];
  /** At most; absent where nobody is billed by the portal's own doing. */
  cost?: ReachabilityCost;
}

/**
 * Whether a share can be reached: what was found, the newest first, and how it can be found out.
 *
 * @public
 */
export interface ShareReachability {
  items: ReachabilityCheck[];
  offers: ReachabilityOffer[];
}

/**
 * The body of `POST /shares/:id/reachability`.
 *
 * @public
 */
export interface NewReachabilityCheck {
  means: ReachabilityMeans;
}
