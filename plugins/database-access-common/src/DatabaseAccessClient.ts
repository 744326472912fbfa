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

import { ResponseError } from '@backstage/errors';
import { AuditFilter } from './audit';
import {
  DatabaseAccessApi,
  DatabaseAccessRequestOptions,
} from './DatabaseAccessApi';
import { Diagnosis, withoutSecrets } from './diagnosis';
import {
  CertificationResults,
  ExtensionStatus,
  NewCertification,
  NewExtension,
  NewExtensionDecision,
  ShareExtension,
  ShareExtensions,
} from './extensions';
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

/** What the backend takes of a text that somebody pastes. */
const LONGEST_ERROR = 2000;

/**
 * The API over HTTP.
 *
 * @public
 */
export class DatabaseAccessClient implements DatabaseAccessApi {
  readonly #discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #fetchApi: { fetch: typeof fetch };

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi ?? { fetch };
  }

  getInstallation(
    options?: DatabaseAccessRequestOptions,
  ): Promise<InstallationDetails> {
    return this.#get('/v1/installation', options);
  }

  getDatabase(
    entity: { namespace: string; name: string },
    options?: DatabaseAccessRequestOptions,
  ): Promise<DatabaseDetails> {
    return this.#get(pathOfDatabase(entity), options);
  }

  getRdsReport(
    entity: { namespace: string; name: string },
    options?: DatabaseAccessRequestOptions,
  ): Promise<RdsReport> {
    return this.#get(`${pathOfDatabase(entity)}/rds`, options);
  }

  listInventory(
    filter: { cursor?: string; limit?: number } = {},
    options?: DatabaseAccessRequestOptions,
  ): Promise<DatabaseInventory> {
    return this.#get(`/v1/inventory/databases${query(filter)}`, options);
  }

  getDatabaseMetrics(
    entity: { namespace: string; name: string },
    hours?: number,
    options?: DatabaseAccessRequestOptions,
  ): Promise<DatabaseMetrics> {
    return this.#get(
      `${pathOfDatabase(entity)}/metrics${query({ hours })}`,
      options,
    );
  }

  listNetworks(
    options?: DatabaseAccessRequestOptions,
  ): Promise<ConsumerNetworks> {
    return this.#get('/v1/networks', options);
  }

  plan(
    input: PlanInput,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Plan> {
    return this.#post('/v1/plans', input, options);
  }

  fileRequest(
    request: NewRequest,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest> {
    return this.#post('/v1/requests', request, options);
  }

  listRequests(
    filter: {
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
    } = {},
    options?: DatabaseAccessRequestOptions,
  ): Promise<Page<AccessRequest>> {
    return this.#get(`/v1/requests${query(filter)}`, options);
  }

  getRequest(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest> {
    return this.#get(`/v1/requests/${encodeURIComponent(id)}`, options);
  }

  decide(
    id: string,
    decision: NewDecision,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest> {
    return this.#post(
      `/v1/requests/${encodeURIComponent(id)}/decisions`,
      decision,
      options,
    );
  }

  decideSeveral(
    decisions: NewDecisions,
    options?: DatabaseAccessRequestOptions,
  ): Promise<{ items: DecisionOutcome[] }> {
    return this.#post('/v1/decisions', decisions, options);
  }

  askRequester(
    id: string,
    question: NewMessage,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest> {
    return this.#post(
      `/v1/requests/${encodeURIComponent(id)}/questions`,
      question,
      options,
    );
  }

  answerQuestion(
    id: string,
    answer: NewMessage,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest> {
    return this.#post(
      `/v1/requests/${encodeURIComponent(id)}/answers`,
      answer,
      options,
    );
  }

  reviewEmergency(
    id: string,
    review: NewReview,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest> {
    return this.#post(
      `/v1/requests/${encodeURIComponent(id)}/reviews`,
      review,
      options,
    );
  }

  explainPolicy(
    question: PolicyQuestion,
    options?: DatabaseAccessRequestOptions,
  ): Promise<PolicyExplanation> {
    return this.#post('/v1/policy/explanations', question, options);
  }

  getOrphans(options?: DatabaseAccessRequestOptions): Promise<Page<Orphan>> {
    return this.#get('/v1/orphans', options);
  }

  proposeForOrphan(
    proposal: NewOrphanProposal,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Orphan> {
    return this.#post('/v1/orphans/proposals', proposal, options);
  }

  confirmForOrphan(
    { accountId, region, type, awsId }: OrphanRef,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Orphan> {
    return this.#post(
      '/v1/orphans/confirmations',
      { accountId, region, type, awsId },
      options,
    );
  }

  cancelRequest(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest> {
    return this.#post(
      `/v1/requests/${encodeURIComponent(id)}/cancel`,
      {},
      options,
    );
  }

  startRequest(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<AccessRequest> {
    return this.#post(
      `/v1/requests/${encodeURIComponent(id)}/start`,
      {},
      options,
    );
  }

  getRequestTimeline(
    id: string,
    after?: number,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Page<TimelineEntry>> {
    return this.#get(
      `/v1/requests/${encodeURIComponent(id)}/timeline${query({ after })}`,
      options,
    );
  }

  listShares(
    filter: ShareFilter & { cursor?: string; limit?: number } = {},
    options?: DatabaseAccessRequestOptions,
  ): Promise<Page<Share>> {
    return this.#get(`/v1/shares${query({ ...filter })}`, options);
  }

  getShare(id: string, options?: DatabaseAccessRequestOptions): Promise<Share> {
    return this.#get(`/v1/shares/${encodeURIComponent(id)}`, options);
  }

  getZoneEnding(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ZoneEnding> {
    return this.#get(
      `/v1/shares/${encodeURIComponent(id)}/zone-ending`,
      options,
    );
  }

  revokeShare(
    id: string,
    body: Revocation,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Share> {
    return this.#post(
      `/v1/shares/${encodeURIComponent(id)}/revoke`,
      body,
      options,
    );
  }

  retryShare(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Share> {
    return this.#post(
      `/v1/shares/${encodeURIComponent(id)}/retry`,
      {},
      options,
    );
  }

  certifyShares(
    items: NewCertification[],
    options?: DatabaseAccessRequestOptions,
  ): Promise<CertificationResults> {
    return this.#post('/v1/shares/certifications', { items }, options);
  }

  getShareExtensions(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ShareExtensions> {
    return this.#get(
      `/v1/shares/${encodeURIComponent(id)}/extensions`,
      options,
    );
  }

  extendShare(
    id: string,
    body: NewExtension,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ShareExtension> {
    return this.#post(
      `/v1/shares/${encodeURIComponent(id)}/extensions`,
      body,
      options,
    );
  }

  listExtensions(
    filter: {
      mine?: boolean;
      toDecide?: boolean;
      status?: ExtensionStatus;
      cursor?: string;
      limit?: number;
    } = {},
    options?: DatabaseAccessRequestOptions,
  ): Promise<Page<ShareExtension>> {
    return this.#get(`/v1/extensions${query(filter)}`, options);
  }

  decideExtension(
    id: string,
    decision: NewExtensionDecision,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ShareExtension> {
    return this.#post(
      `/v1/extensions/${encodeURIComponent(id)}/decisions`,
      decision,
      options,
    );
  }

  cancelExtension(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ShareExtension> {
    return this.#post(
      `/v1/extensions/${encodeURIComponent(id)}/cancel`,
      {},
      options,
    );
  }

  getShareTimeline(
    id: string,
    after?: number,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Page<TimelineEntry>> {
    return this.#get(
      `/v1/shares/${encodeURIComponent(id)}/timeline${query({ after })}`,
      options,
    );
  }

  listShareFailovers(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Page<Failover>> {
    return this.#get(`/v1/shares/${encodeURIComponent(id)}/failovers`, options);
  }

  getShareMetrics(
    id: string,
    hours?: number,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ShareMetrics> {
    return this.#get(
      `/v1/shares/${encodeURIComponent(id)}/metrics${query({ hours })}`,
      options,
    );
  }

  getShareReachability(
    id: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ShareReachability> {
    return this.#get(
      `/v1/shares/${encodeURIComponent(id)}/reachability`,
      options,
    );
  }

  checkShareReachability(
    id: string,
    check: NewReachabilityCheck,
    options?: DatabaseAccessRequestOptions,
  ): Promise<ReachabilityCheck> {
    return this.#post(
      `/v1/shares/${encodeURIComponent(id)}/reachability`,
      check,
      options,
    );
  }

  getOverview(options?: DatabaseAccessRequestOptions): Promise<Overview> {
    return this.#get('/v1/overview', options);
  }

  listLanes(
    options?: DatabaseAccessRequestOptions,
  ): Promise<{ items: LaneState[] }> {
    return this.#get('/v1/lanes', options);
  }

  getShareDiagnosis(
    id: string,
    error?: string,
    options?: DatabaseAccessRequestOptions,
  ): Promise<Diagnosis> {
    const text = error?.trim() && withoutSecrets(error).slice(0, LONGEST_ERROR);
    return this.#get(
      `/v1/shares/${encodeURIComponent(id)}/diagnosis${query({
        error: text || undefined,
      })}`,
      options,
    );
  }

  exportAudit(
    filter: AuditFilter = {},
    options?: DatabaseAccessRequestOptions,
  ): Promise<Response> {
    return this.#fetch(`/v1/audit${query({ ...filter })}`, {}, options);
  }

  #get<T>(path: string, options?: DatabaseAccessRequestOptions): Promise<T> {
    return this.#send(path, {}, options);
  }

  #post<T>(
    path: string,
    body: object,
    options?: DatabaseAccessRequestOptions,
  ): Promise<T> {
    return this.#send(
      path,
      { method: 'POST', body: JSON.stringify(body) },
      options,
    );
  }

  async #send<T>(
    path: string,
    init: { method?: string; body?: string },
    options?: DatabaseAccessRequestOptions,
  ): Promise<T> {
    return (await this.#fetch(path, init, options)).json();
  }

  /** @throws ResponseError */
  async #fetch(
    path: string,
    init: { method?: string; body?: string },
    options?: DatabaseAccessRequestOptions,
  ): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('database-access');
    const response = await this.#fetchApi.fetch(`${baseUrl}${path}`, {
      ...init,
      signal: options?.signal,
      headers: {
        ...(init.body ? { 'Content-Type': 'application/json' } : {}),
        ...(options?.token ? { Authorization: `Bearer ${options.token}` } : {}),
      },
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

function pathOfDatabase(entity: { namespace: string; name: string }): string {
  const { namespace, name } = entity;
  return `/v1/databases/${encodeURIComponent(namespace)}/${encodeURIComponent(
    name,
  )}`;
}

function query(
  parameters: Record<string, string | number | boolean | undefined>,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
