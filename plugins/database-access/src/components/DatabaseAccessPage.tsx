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

import { Content, Link, PageWithHeader } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { Route, Routes } from 'react-router-dom';
import {
  catalogIndexRouteRef,
  orphansRouteRef,
  lanesRouteRef,
  overviewRouteRef,
  policyRouteRef,
  requestRouteRef,
  requestsRouteRef,
  shareRouteRef,
  sharesRouteRef,
} from '../routes';
import { useTexts } from '../useTexts';
import { CertifyPanel } from './CertifyPanel';
import { ExtensionsPanel } from './ExtensionsPanel';
import { LanesPage } from './LanesPage';
import { NetworksPanel } from './NetworksPanel';
import { OrphansPage } from './OrphansPage';
import { OverviewPage } from './OverviewPage';
import { PolicyPage } from './PolicyPage';
import { QueuePanel } from './QueuePanel';
import { RequestPage } from './RequestPage';
import { RequestsPage } from './RequestsPage';
import { RequestsPanel } from './RequestsPanel';
import { SharePage } from './SharePage';
import { SharesPage } from './SharesPage';
import { SharesPanel } from './SharesPanel';
import { SimulatedAwsBanner } from './SimulatedAwsBanner';
import { Stack } from './Stack';
import { WayToOrphans } from './WayToOrphans';
import { WaysToOverview } from './WaysToOverview';
import { WayToPolicy } from './WayToPolicy';

/** The page of the classic frontend system, which brings its own header. */
export function DatabaseAccessPage() {
  const { t } = useTexts();
  return (
    <PageWithHeader title={t('page.title')} themeId="tool">
      <NfsDatabaseAccessPage />
    </PageWithHeader>
  );
}

/** The page of the new frontend system, whose header the app draws. */
export function NfsDatabaseAccessPage() {
  return (
    <Content>
      <Stack>
        <SimulatedAwsBanner />
        <Routes>
          <Route path="/" element={<Overview />} />
          <Route path={requestRouteRef.path} element={<RequestPage />} />
          <Route path={shareRouteRef.path} element={<SharePage />} />
          <Route path={policyRouteRef.path} element={<PolicyPage />} />
          <Route path={orphansRouteRef.path} element={<OrphansPage />} />
          <Route path={overviewRouteRef.path} element={<OverviewPage />} />
          <Route path={lanesRouteRef.path} element={<LanesPage />} />
          <Route path={sharesRouteRef.path} element={<SharesPage />} />
          <Route path={requestsRouteRef.path} element={<RequestsPage />} />
        </Routes>
      </Stack>
    </Content>
  );
}

function Overview() {
  return (
    <Stack>
      <WaysToOverview />
      <WayToPolicy />
      <WayToOrphans />
      <QueuePanel />
      <ExtensionsPanel />
      <CertifyPanel />
      <RequestsPanel />
      <SharesPanel />
      <NetworksPanel />
      <WayToDatabases />
    </Stack>
  );
}

function WayToDatabases() {
  const { t } = useTexts();
  const catalogIndex = useRouteRef(catalogIndexRouteRef);
  const filters = new URLSearchParams({
    'filters[kind]': 'resource',
    'filters[type]': 'database',
  });
  return (
    <Typography variant="body1">
      {t('page.catalogHelp')}{' '}
      {catalogIndex && (
        <Link to={`${catalogIndex()}?${filters}`}>{t('page.catalogLink')}</Link>
      )}
    </Typography>
  );
}
