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

import { Entity } from '@backstage/catalog-model';
import { Content, Header, Page, SidebarItem } from '@backstage/core-components';
import {
  attachComponentData,
  createApiFactory,
} from '@backstage/core-plugin-api';
import { createDevApp } from '@backstage/dev-utils';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import Grid from '@material-ui/core/Grid';
import StorageIcon from '@material-ui/icons/Storage';
import {
  AccessRequest,
  ConsumerNetworks,
  DatabaseAccessApi,
  DatabaseDetails,
  NewCertification,
  Orphan,
  NewDecision,
  NewDecisions,
  PolicyExplanation,
  Share,
  ZoneEnding,
  ZonePair,
} from '@towpath/backstage-plugin-database-access-common';
import { Outlet, useParams } from 'react-router-dom';
import {
  aurora,
  auroraEntity,
  billingPublic,
  databaseEntity,
  networks,
  orders,
  ordersEntity,
  ordersRds,
  ordersStale,
  publicEntity,
  quarantine,
  quarantineEntity,
  refusal,
} from '../src/__fixtures__/databases';
import {
  extensionsOfShare,
  extensionToDecide,
  pendingExtension,
} from '../src/__fixtures__/extensions';
import {
  diagnosis,
  diagnosisOfError,
  lanes,
  overview,
} from '../src/__fixtures__/overview';
import {
  active,
  approved,
  broken,
  building,
  pending,
  plan,
  revoked,
  revoking,
  started,
  stuck,
  timeline,
} from '../src/__fixtures__/requests';
import { databaseMetrics, shareMetrics } from '../src/__fixtures__/metrics';
import {
  askable,
  emergency,
  questioned,
  staged,
} from '../src/__fixtures__/policies';
import {
  approvedInPart,
  takenOut,
  zoneEnding,
  zoneRequest,
  zoneShare,
} from '../src/__fixtures__/zones';
import {
  databaseAccessApiRef,
  DatabaseAccessPage,
  databaseAccessPlugin,
  EntityDatabaseAccessCard,
  EntityDatabaseAccessContent,
} from '../src';

/** One state of a database: what the sidebar calls it, whose page it is, and how the backend answers. */
interface Scenario {
  title: string;
  entity: Entity;
  answer(): Promise<DatabaseDetails>;
}

const never = () => new Promise<never>(() => {});

/** As if read just now, however old the fixture is. */
function readSecondsAgo(
  details: DatabaseDetails,
  seconds: number,
): DatabaseDetails {
  const readAt = new Date(Date.now() - seconds * 1000).toISOString();
  const { reading } = details;
  return { ...details, reading: reading && { ...reading, readAt } };
}

function named(name: string): Entity {
  return { ...ordersEntity, metadata: { ...ordersEntity.metadata, name } };
}

const scenarios: Scenario[] = [
  {
    title: 'Facts',
    entity: ordersEntity,
    answer: async () => readSecondsAgo(orders, 12),
  },
  {
    title: 'Cluster',
    entity: auroraEntity,
    answer: async () => readSecondsAgo(aurora, 2),
  },
  {
    title: 'Findings',
    entity: publicEntity,
    answer: async () => readSecondsAgo(billingPublic, 40),
  },
  {
    title: 'Stale',
    entity: named('orders-stale'),
    answer: async () => readSecondsAgo(ordersStale, 3 * 3600),
  },
  {
    title: 'Account refuses',
    entity: quarantineEntity,
    answer: async () => quarantine,
  },
  { title: 'Slow', entity: named('orders-slow'), answer: never },
  {
    title: 'Error',
    entity: named('orders-error'),
    answer: () =>
      Promise.reject(new NotFoundError('The catalog has no such database.')),
  },
  {
    title: 'No permission',
    entity: named('orders-forbidden'),
    answer: () => Promise.reject(new NotAllowedError('Unauthorized')),
  },
  {
    title: 'No annotation',
    entity: databaseEntity('legacy-oracle'),
    answer: never,
  },
];

const networkAnswers: Array<() => Promise<ConsumerNetworks>> = [
  async () => networks,
  async () => ({ items: [], findings: [] }),
  async () => ({ ...networks, findings: [refusal] }),
  () => Promise.reject(new Error('Failed to fetch')),
];

const orphan: Orphan = {
  accountId: '333333333333',
  accountName: 'orders-prod',
  region: 'us-east-1',
  type: 'ec2/vpc-endpoint',
  awsId: 'vpce-0123456789abcdef0',
  title: 'VPC endpoint',
  name: 'dba-demo-0123456789-endpoint',
  monthlyCost: 14.6,
  firstSeenAt: '2026-11-02T09:00:00Z',
  lastSeenAt: '2026-11-02T09:10:00Z',
  adoption: {
    shares: [],
    differences: [],
    refusal: 'No living access has lost an object like this one: remove it.',
  },
};

/** Answers each database by its scenario. Every refresh of the networks shows the next of their states. */
class ScenarioApi implements DatabaseAccessApi {
  #networksAsked = 0;
  #zonesAsked = 0;
  readonly #requests = new Map<string, AccessRequest>(
    [
      pending,
      { ...zoneRequest, id: 'zone' },
      { ...approvedInPart, id: 'part' },
      { ...staged, id: 'staged', actions: askable.actions },
      { ...questioned, id: 'questioned' },
      { ...emergency, id: 'emergency' },
    ].map(request => [request.id, request]),
  );
  readonly #shares = new Map(
    Object.entries({
      active,
      building,
      broken,
      stuck,
      revoking,
      revoked,
      zone: zoneShare,
      takenOut,
    }).map(([id, share]) => [id, { ...share, id }]),
  );

  async getInstallation() {
    return { installation: 'dev', simulatedAws: true };
  }

  async getDatabase(database: { name: string }) {
    const scenario = scenarios.find(
      ({ entity }) => entity.metadata.name === database.name,
    );
    return (scenario?.answer ?? never)();
  }

  async getRdsReport() {
    return ordersRds;
  }

  async listInventory() {
    return { items: [], lanes: [] };
  }

  async getDatabaseMetrics() {
    return databaseMetrics;
  }

  async getShareMetrics() {
    return shareMetrics;
  }

  async listNetworks() {
    const answer = networkAnswers[this.#networksAsked % networkAnswers.length];
    this.#networksAsked += 1;
    return answer();
  }

  async plan() {
    return plan;
  }

  async fileRequest() {
    return this.getRequest(pending.id);
  }

  /** What waits for an answer waits for others; what is over was decided by the reader. */
  async listRequests(
    filter: {
      mine?: boolean;
      toDecide?: boolean;
      waitingForOthers?: boolean;
      decided?: boolean;
      toReview?: boolean;
    } = {},
  ) {
    const items = [...this.#requests.values()].filter(request => {
      const { status, actions } = request;
      if (filter.toReview) {
        return actions.review;
      }
      if (filter.toDecide) {
        return status === 'pending' && actions.decide;
      }
      if (filter.waitingForOthers) {
        const isOpen = ['pending', 'questioned'].includes(status);
        return isOpen && !actions.decide;
      }
      return filter.decided === true && request.decisions.length > 0;
    });
    return { items };
  }

  async getRequest(id: string) {
    const request = this.#requests.get(id);
    if (!request) {
      throw new NotFoundError(`There is no request ${id}.`);
    }
    return request;
  }

  /** A first approval of several leaves the request with those who are still missing. */
  async decide(id: string, { decision }: NewDecision) {
    const { deciderRefs } = await this.getRequest(id);
    if (decision === 'deny') {
      return this.#move(id, { status: 'denied', actions: approved.actions });
    }
    return this.#move(id, deciderRefs.length > 1 ? approvedInPart : started);
  }

  async cancelRequest(id: string) {
    return this.#move(id, { status: 'cancelled' });
  }

  async decideSeveral({ items }: NewDecisions) {
    return {
      items: await Promise.all(
        items.map(async ({ requestId, ...word }) => ({
          requestId,
          request: await this.decide(requestId, word),
        })),
      ),
    };
  }

  async askRequester(id: string) {
    return this.#move(id, questioned);
  }

  async answerQuestion(id: string) {
    return this.#move(id, pending);
  }

  async reviewEmergency(id: string) {
    return this.#move(id, {
      actions: started.actions,
      emergency: {
        ...emergency.emergency!,
        verdict: 'in-order',
        reviewedBy: 'user:default/guest',
        reviewedAt: new Date().toISOString(),
      },
    });
  }

  async explainPolicy(): Promise<PolicyExplanation> {
    return {
      outcome: 'decided',
      reasons: ['Stage 1: 2 of group:default/privacy-team must agree.'],
      seats: staged.seats,
      extendingNeedsDecision: true,
      commentRequired: false,
      rules: [
        {
          rule: 'config/production',
          key: 'databaseAccess.policy.rules[0]',
          because: 'The owner and the network team agree to production.',
          holds: true,
          conditions: [{ text: 'the environment is production', holds: true }],
        },
      ],
      opinions: staged.plan.deciders?.policy ?? [],
    };
  }

  async startRequest(id: string) {
    return this.#move(id, started);
  }

  async getRequestTimeline(_: string, after = 0) {
    return { items: timeline.filter(({ id }) => id > after) };
  }

  async listShareFailovers() {
    return { items: [] };
  }

  async getShareReachability() {
    return { items: [], offers: [] };
  }

  async checkShareReachability(): Promise<never> {
    throw new Error('Nothing is checked here');
  }

  async exportAudit() {
    return new Response('{"record":"header"}\n');
  }

  async getShareDiagnosis(id: string, error?: string) {
    await this.getShare(id);
    return error ? diagnosisOfError : diagnosis;
  }

  async getOverview() {
    return overview;
  }

  async listLanes() {
    return { items: lanes };
  }

  async listShares(filter: { databaseRef?: string } = {}) {
    const living = [...this.#shares.values()].filter(
      ({ lifecycle }) => lifecycle !== 'revoked',
    );
    const asked =
      !filter.databaseRef || filter.databaseRef === orders.entityRef;
    return { items: asked ? living : [] };
  }

  async getShare(id: string) {
    const share = this.#shares.get(id);
    if (!share) {
      throw new NotFoundError(`There is no share ${id}.`);
    }
    return share;
  }

  /** Each time the dialog is opened it shows the next of its states: known, slow, failing, nothing left. */
  async getZoneEnding(id: string): Promise<ZoneEnding> {
    const ofThis = (pairs: ZonePair[]) =>
      pairs.map(pair =>
        pair.shareId === zoneShare.id ? { ...pair, shareId: id } : pair,
      );
    const { zone, network, database } = zoneEnding;
    const answers: Array<() => Promise<ZoneEnding>> = [
      async () => ({
        zone,
        network: ofThis(network),
        database: ofThis(database),
      }),
      never,
      () => Promise.reject(new Error('Failed to fetch')),
      async () => ({ zone, network: [], database: [] }),
    ];
    const answer = answers[this.#zonesAsked % answers.length];
    this.#zonesAsked += 1;
    return answer();
  }

  async revokeShare(id: string) {
    return this.#change(id, revoking);
  }

  async retryShare(id: string) {
    return this.#change(id, building);
  }

  async getOrphans(): Promise<{ items: Orphan[] }> {
    return { items: [orphan] };
  }

  async proposeForOrphan(): Promise<Orphan> {
    return orphan;
  }

  async confirmForOrphan(): Promise<Orphan> {
    return orphan;
  }

  async certifyShares(items: NewCertification[]) {
    return {
      items: items.map(({ shareId, verdict }) => ({ shareId, verdict })),
    };
  }

  async getShareExtensions() {
    return extensionsOfShare;
  }

  async extendShare() {
    return pendingExtension;
  }

  async listExtensions(filter: { toDecide?: boolean } = {}) {
    return { items: filter.toDecide ? [extensionToDecide] : [] };
  }

  async decideExtension() {
    return pendingExtension;
  }

  async cancelExtension() {
    return pendingExtension;
  }

  async getShareTimeline(_: string, after = 0) {
    return { items: timeline.filter(({ id }) => id > after) };
  }

  async #move(id: string, change: Partial<AccessRequest>) {
    const request = { ...(await this.getRequest(id)), ...change, id };
    this.#requests.set(id, request);
    return request;
  }

  #change(id: string, state: Share) {
    const share = { ...state, id };
    this.#shares.set(id, share);
    return share;
  }
}

/** The tab with the card beside it, for the entity of the address. */
function EntityPage() {
  const { name } = useParams();
  const entity = scenarios.find(it => it.entity.metadata.name === name)?.entity;
  if (!entity) {
    return null;
  }
  return (
    <Page themeId="tool">
      <Header title={entity.metadata.name} />
      <Content>
        <EntityProvider entity={entity}>
          <Grid container>
            <Grid item xs={12} md={8}>
              <Outlet />
            </Grid>
            <Grid item xs={12} md={4}>
              <EntityDatabaseAccessCard />
            </Grid>
          </Grid>
        </EntityProvider>
      </Content>
    </Page>
  );
}
attachComponentData(EntityPage, 'core.mountPoint', entityRouteRef);

const app = createDevApp()
  .registerPlugin(databaseAccessPlugin)
  .registerApi(
    createApiFactory({
      api: databaseAccessApiRef,
      deps: {},
      factory: () => new ScenarioApi(),
    }),
  )
  .addPage({
    title: 'Page',
    path: '/database-access',
    element: <DatabaseAccessPage />,
  })
  .addPage({
    path: '/catalog/:namespace/:kind/:name',
    element: <EntityPage />,
    children: <EntityDatabaseAccessContent />,
  });

for (const { title, entity } of scenarios) {
  app.addSidebarItem(
    <SidebarItem
      key={entity.metadata.name}
      icon={StorageIcon}
      text={title}
      to={`/catalog/default/resource/${entity.metadata.name}`}
    />,
  );
}

app.render();
