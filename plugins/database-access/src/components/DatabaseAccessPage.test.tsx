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

import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DatabaseAccessApi } from '@towpath/backstage-plugin-database-access-common';
import { networks, ordersEntity, refusal } from '../__fixtures__/databases';
import { active, own, pending } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import { renderOnEntity } from '../__testUtils__/renderOnEntity';
import { responseError } from '../__testUtils__/responseError';
import { DatabaseAccessPage } from './DatabaseAccessPage';

const realAws = async () => ({ installation: 'test', simulatedAws: false });

const renderPage = (answers: Partial<DatabaseAccessApi>) =>
  renderOnEntity(<DatabaseAccessPage />, {
    entity: ordersEntity,
    api: apiOf({ getInstallation: realAws, ...answers }),
  });

describe('The page', () => {
  it('lists the networks of my groups', async () => {
    const { container } = await renderPage({
      listNetworks: async () => networks,
    });

    const table = await screen.findByRole('table', { name: 'My networks' });
    const row = within(table).getByRole('row', { name: /Databricks/ });
    expect(row).toHaveTextContent('analytics (666666666666)');
    expect(row).toHaveTextContent('us-east-1');
    expect(row).toHaveTextContent('vpc-0d4t4br1ck5');
    expect(row).toHaveTextContent('subnet-0a, subnet-0b');
    expect(
      await within(row).findByRole('link', { name: 'analytics-team' }),
    ).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('says what to do for someone whose groups own no network', async () => {
    await renderPage({
      listNetworks: async () => ({ items: [], findings: [] }),
    });

    expect(
      await screen.findByText('No group of yours owns a network'),
    ).toBeInTheDocument();
    expect(screen.getByText('databaseAccess.networks')).toBeInTheDocument();
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('shows the networks it has and names the account that could not be asked', async () => {
    await renderPage({
      listNetworks: async () => ({ ...networks, findings: [refusal] }),
    });

    expect(await screen.findByText(refusal.message)).toBeInTheDocument();
    expect(
      screen.getByText(/networks may be missing from this list/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('table', { name: 'My networks' }),
    ).toBeInTheDocument();
  });

  it('says what it is waiting for', async () => {
    await renderPage({});

    expect(
      await screen.findByText('Looking for your networks…'),
    ).toBeInTheDocument();
  });

  it('says why it has no answer', async () => {
    await renderPage({
      listNetworks: () => Promise.reject(new Error('Failed to fetch')),
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Your networks could not be listed',
    );
  });

  it('names the missing permission', async () => {
    const error = await responseError({
      statusCode: 403,
      name: 'NotAllowedError',
      message: 'Unauthorized',
    });
    await renderPage({ listNetworks: () => Promise.reject(error) });

    expect(
      await screen.findByText('database-access.network.read'),
    ).toBeInTheDocument();
  });

  it('says that AWS is simulated', async () => {
    await renderPage({
      listNetworks: async () => networks,
      getInstallation: async () => ({
        installation: 'demo',
        simulatedAws: true,
      }),
    });

    expect(
      await screen.findByText(/Nothing you see or do here touches a real AWS/),
    ).toBeInTheDocument();
  });
});

describe('The lists of requests and shares', () => {
  const lists: Partial<DatabaseAccessApi> = {
    listNetworks: async () => networks,
    listRequests: async ({ toDecide, mine } = {}) => ({
      items: [
        ...(toDecide ? [pending] : []),
        ...(mine ? [{ ...own, id: 'req-2' }] : []),
      ],
    }),
    listShares: async () => ({ items: [active] }),
  };

  it('lead from what waits for me straight to the decision', async () => {
    const { container } = await renderPage(lists);

    const table = await screen.findByRole('table', {
      name: 'Needs my decision',
    });
    expect(
      within(table).getByRole('link', {
        name: 'Databricks, analytics to orders-postgres',
      }),
    ).toHaveAttribute('href', '/database-access/requests/req-1?focus=decision');
    expect(table).toHaveTextContent('7 days');
    expect(table).toHaveTextContent('$14.60');
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('show my requests with their status, and the shares with life and health', async () => {
    await renderPage(lists);

    const mine = await screen.findByRole('table', { name: 'My requests' });
    expect(mine).toHaveTextContent('Waiting for a decision');
    const shares = await screen.findByRole('table', { name: 'Shares' });
    expect(within(shares).getByText('Active')).toBeInTheDocument();
    expect(within(shares).getByText('Healthy')).toBeInTheDocument();
    expect(within(shares).getByRole('link')).toHaveAttribute(
      'href',
      '/database-access/shares/share-1',
    );
  });

  it('say what is true when there is nothing', async () => {
    const nothing = async () => ({ items: [] });
    await renderPage({ ...lists, listRequests: nothing, listShares: nothing });

    expect(
      await screen.findByText('Nothing needs your decision.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('You have not requested access yet.'),
    ).toBeInTheDocument();
    expect(screen.getByText('You see no living share.')).toBeInTheDocument();
  });

  it('show more on demand', async () => {
    await renderPage({
      ...lists,
      listRequests: async ({ mine, cursor } = {}) => {
        if (!mine) {
          return { items: [] };
        }
        return cursor
          ? { items: [{ ...own, id: 'req-3' }] }
          : { items: [{ ...own, id: 'req-2' }], nextCursor: 'next' };
      },
    });

    const mine = await screen.findByRole('table', { name: 'My requests' });
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
    expect(
      (await within(mine).findAllByRole('link')).map(it =>
        it.getAttribute('href'),
      ),
    ).toEqual([
      '/database-access/requests/req-2',
      '/database-access/requests/req-3',
    ]);
  });
});
