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
  CertificationResults,
  ExtensionStatus,
  NewCertification,
  NewExtension,
  NewExtensionDecision,
  ShareExtension,
  ShareExtensions,
} from './extensions';
import { AuditFilter } from './audit';
import { Diagnosis } from './diagnosis';
import { Failover } from './failovers';
import { DatabaseInventory } from './inventory';
import { NewOrphanProposal, Orphan, OrphanRef } from './orphans';
import { DatabaseMetrics, ShareMetrics } from './metrics';
import { LaneState, Overview, ShareFilter } from './overview';
import { Plan, PlanInput } from './plans';
import { PolicyExplanation, PolicyQuestion } from './policy';
import { RdsReport } from './rds';
import {
  NewReachabilityCheck,
  ReachabilityCheck,
  ShareReachability,
} from './reachability';
import {
  AccessRequest,
  DecisionOutcome,
  NewDecision,
  NewDecisions,
  NewMessage,
  NewRequest,
  NewReview,
  RequestStatus,
} from './requests';
import { Page, Revocation, Share, TimelineEntry, ZoneEnding } from './shares';
import {
  ConsumerNetworks,
  DatabaseDetails,
  InstallationDetails,
} from './types';

/**
 * Options of every call.
 *
 * @public
 */
export interface DatabaseAccessRequestOptions {
  /** A Backstage token; the browser's fetch adds it by itself. */
  token?: string;
  signal?: AbortSignal;
}

/**
 * The API of the `database-access` backend, for the browser and for Node.
 *
 * @public
 */
export interface DatabaseAccessApi {
  getInstallation(
    options?: DatabaseAccessRequestOptions,
  ): Promise<InstallationDetails>;

  /**
   * What AWS says of a database of the catalog. An account that refuses is a finding, not an error.
   *
   * @throws ResponseError with a `code` of `ERROR_CODES` in `body.error`, e.g. 404 `database_not_found`
   */
  getDatabase(
    entity: { namespace: string; name: string },
    options?: DatabaseAccessRequestOptions,
  ): Promise<DatabaseDetails>;

  /**
   * What RDS says of the state and the care of a database of the catalog. An account that refuses is a finding, not an
   * error.
   *
   * @throws as `getDatabase`
   */
  getRdsReport(
    entity: { namespace: string; name: string },
    options?: DatabaseAccessRequestOptions,
  ): Promise<RdsReport>;

  /**
   * All RDS databases of the portal's accounts, in the order of their ARNs. An account that could not be read is told with
   * its reason, and what was known of it stays. The first page looks at accounts that nobody has looked at for a minute.
   *
   * @throws ResponseError 403 without `database-access.inventory.read`; 400 `cursor_invalid`
   */
  listInventory(
    filter?: { cursor?: string; limit?: number },
    options?: DatabaseAccessRequestOptions,
  ): Promise<DatabaseInventory>;

  /**
   * What CloudWatch says of a database. An account that refuses is said in the answer and is not an error.
   *
   * @param hours - until now, `MOST_METRIC_HOURS` at most; default: 3
   */
  getDatabaseMetrics(
    entity: { namespace: string; name: string },
    hours?: number,
    options?: DatabaseAccessRequestOptions,
  ): Promise<DatabaseMetrics>;

  /** The networks that the caller's groups own. */
  listNetworks(
    options?: DatabaseAccessRequestOptions,
  ): Promise<ConsumerNetworks>;

  /** What would be built, what it opens, what it costs, and what stands in the way. Changes nothing. */
  plan(input: PlanInput, options?: DatabaseAccessRequestOptions): Promise<Plan>;

  /**
   * Files a request; the same key and body by the same person file it once.
   *
   * @throws ResponseError 409 `plan_changed`, `plan_blocked`, `idempotency_key_reused`, `already_shared`
   */
  fileRequest(
    request: NewRequest,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest>;

  /**
   * The newest first, unless `oldestFirst`; a cursor is of the order that it was given in. `mine`: filed by the caller; `toDecide`: waiting for the caller's word; `waitingForOthers`: the caller
   * has a part in it, and somebody else's turn it is; `decided`: the caller has spoken; `toReview`: emergencies that the
   * caller has to look at.
   */
  listRequests(
    filter?: {
      mine?: boolean;
      toDecide?: boolean;
      waitingForOthers?: boolean;
      decided?: boolean;
      toReview?: boolean;
      oldestFirst?: boolean;
      status?: RequestStatus;
      databaseRef?: string;
      olderThanDays?: number;
      notOlderThanDays?: number;
      cursor?: string;
      limit?: number;
    },
    options?: DatabaseAccessRequestOptions,
  ): Promise<Page<AccessRequest>>;

  getRequest(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest>;

  /**
   * One person's word on a request.
   *
   * @throws ResponseError 403 `own_request`, `not_a_decider`; 409 `plan_changed`, `request_not_pending`
   */
  decide(
    id: string,
    decision: NewDecision,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest>;

  /** One person's words on several requests; one that is refused hides none of the others. */
  decideSeveral(
    decisions: NewDecisions,
    options?: DatabaseAccessRequestOptions,
  ): Promise<{ items: DecisionOutcome[] }>;

  /** Asks the requester something; the clock of those who decide stands still until the answer. */
  askRequester(
    id: string,
    question: NewMessage,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest>;

  /** Answers, and gives the request back to those who decide; what was approved before has to be said again. */
  answerQuestion(
    id: string,
    answer: NewMessage,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest>;

  /** Says whether an access that began before anybody was asked was in order; if not, it ends. */
  reviewEmergency(
    id: string,
    review: NewReview,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest>;

  /** What the policies would say of a made-up request, and why. */
  explainPolicy(
    question: PolicyQuestion,
    options?: DatabaseAccessRequestOptions,
  ): Promise<PolicyExplanation>;

  /** Objects of AWS with the portal's name or tag that no access claims; the oldest first. */
  getOrphans(options?: DatabaseAccessRequestOptions): Promise<Page<Orphan>>;

  /** Says what shall become of one; nothing happens before another person confirms it. */
  proposeForOrphan(
    proposal: NewOrphanProposal,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Orphan>;

  /** Agrees to what another person has proposed. */
  confirmForOrphan(
    orphan: OrphanRef,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Orphan>;

  cancelRequest(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest>;

  /** Starts an approved request that waits for it, or returns the share that it has become. */
  startRequest(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest>;

  /** What happened to a request and to its share, the oldest first, after an entry's id. */
  getRequestTimeline(
    id: string,
    after?: number,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Page<TimelineEntry>>;

  /**
   * The newest first. `health` and `sync` are asked only of those that are not revoked. `toCertify`: of which the caller has
   * to say whether they are still needed.
   */
  listShares(
    filter?: ShareFilter & { cursor?: string; limit?: number },
    options?: DatabaseAccessRequestOptions,
  ): Promise<Page<Share>>;

  getShare(id: string, options?: DatabaseAccessRequestOptions): Promise<Share>;

  /** What would end with a share of a zone; @throws NotFoundError for a share that is in none. */
  getZoneEnding(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ZoneEnding>;

  /** Cuts access first and cleans up after. In a zone the whole network leaves it, or the whole database. */
  revokeShare(
    id: string,
    body: Revocation,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Share>;

  /** Lets a stuck share try again. */
  retryShare(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Share>;

  /**
   * Says of shares whether they are still needed, each by itself: what is refused hinders no other.
   */
  certifyShares(
    items: NewCertification[],
    options?: DatabaseAccessRequestOptions,
  ): Promise<CertificationResults>;

  /** The extensions of a share, and whether there may be another one now. */
  getShareExtensions(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ShareExtensions>;

  /**
   * Asks for more time; the same key and body by the same person ask once. Where nobody has to agree it is given at once.
   *
   * @throws ResponseError 403 `not_entitled`; 409 `extension_impossible`, `share_not_living`, `idempotency_key_reused`
   */
  extendShare(
    id: string,
    body: NewExtension,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ShareExtension>;

  /** The newest first. `mine`: asked by the caller; `toDecide`: waiting for the caller's word. */
  listExtensions(
    filter?: {
      mine?: boolean;
      toDecide?: boolean;
      status?: ExtensionStatus;
      cursor?: string;
      limit?: number;
    },
    options?: DatabaseAccessRequestOptions,
  ): Promise<Page<ShareExtension>>;

  /**
   * One person's word on an extension.
   *
   * @throws ResponseError 403 `own_request`, `not_a_decider`; 409 `extension_changed`, `extension_not_pending`
   */
  decideExtension(
    id: string,
    decision: NewExtensionDecision,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ShareExtension>;

  cancelExtension(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ShareExtension>;

  /** What happened, the oldest first, after the entry with this id. */
  getShareTimeline(
    id: string,
    after?: number,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Page<TimelineEntry>>;

  /**
   * How the database behind a share moved, the newest first and only the last ones: for each move when AWS told of it, and
   * when the new address was registered and healthy and the old one gone. None over VPC Lattice, which follows by itself.
   */
  listShareFailovers(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Page<Failover>>;

  /** Whether a share can be reached: what was found, the newest first and only the last ones, and how it can be found out. */
  getShareReachability(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ShareReachability>;

  /**
   * Lets it be found out whether a share can be reached, which takes a minute or so. While one check runs, that one is
   * answered.
   *
   * @throws ResponseError 403 `not_entitled`; 409 `reachability_unavailable`, `share_not_living`
   */
  checkShareReachability(
    id: string,
    check: NewReachabilityCheck,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ReachabilityCheck>;

  /**
   * What CloudWatch says of the path of a share, hop by hop. An account that refuses costs only its own hops.
   *
   * @param hours - until now, `MOST_METRIC_HOURS` at most; default: 3
   */
  getShareMetrics(
    id: string,
    hours?: number,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ShareMetrics>;

  /**
   * How all of it is, counted from what was read: each number with the list that it counts.
   *
   * @throws ResponseError 403 without `database-access.overview.read`
   */
  getOverview(options?: DatabaseAccessRequestOptions): Promise<Overview>;

  /** The lanes of the shares that the caller may see, or all for those who may see the overview. */
  listLanes(
    options?: DatabaseAccessRequestOptions,
  ): Promise<{ items: LaneState[] }>;

  /**
   * Why a share does not connect, by what was read before: nothing is asked of AWS for it.
   *
   * @param error - the text that a client showed; it is cleaned of what looks like a secret before it is sent
   */
  getShareDiagnosis(
    id: string,
    error?: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Diagnosis>;

  /**
   * The audit trail as a file, which `yarn audit:verify` proves to be whole: the answer's body, to be read as a stream or
   * kept as a blob.
   *
   * @throws ResponseError 403 without `database-access.audit.read`; 400 for a range that is none; 404 for a request or
   * share that is unknown
   */
  exportAudit(
    filter?: AuditFilter,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Response>;
}
