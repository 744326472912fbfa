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

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  DatabaseAccessApi,
  HopMetrics,
  ShareUse,
} from '@towpath/backstage-plugin-database-access-common';
import { privatelinkShare } from '../__fixtures__/failovers';
import {
  loggedMetrics,
  shareMetrics,
  unloggedMetrics,
} from '../__fixtures__/metrics';
import { active } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';

async function renderUse(
  use: ShareUse,
  answers: Partial<DatabaseAccessApi> = {
    getShareMetrics: async () => shareMetrics,
  },
) {
  return renderPage('/shares/share-1', {
    getShare: async () => ({
      ...privatelinkShare,
      activeAt: active.startedAt,
      use,
    }),
    ...answers,
  });
}

const hour = 3_600_000;
const ago = (milliseconds: number) =>
  new Date(Date.now() - milliseconds).toISOString();

describe('The use of a share', () => {
  it.each<[ShareUse, string]>([
    [{ state: 'used', usedAt: ago(2 * hour) }, 'last 2 hours ago'],
    [
      { state: 'unused', watchedSince: ago(49 * hour) },
      'not since 2 days ago, when it was watched first',
    ],
    [{ state: 'not-published' }, 'AWS publishes no metric for this'],
    [{ state: 'unread' }, 'Nobody has looked yet'],
  ])('is a fact of its own: %j', async (use, said) => {
    await renderUse(use);
    const label = await screen.findByText('Used');
    expect(label.closest('div')).toHaveTextContent(`Used${said}`);
  });

  it('says that it may have been another access, and why AWS could not be read', async () => {
    await renderUse({
      state: 'used',
      usedAt: ago(hour),
      sharedBy: 3,
      readAt: ago(hour),
      reason: 'Account 666666666666 (analytics) refused cloudwatch:ListMetrics',
    });
    expect(
      await screen.findByText(/measured for 3 accesses together/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Account 666666666666 \(analytics\) refused/),
    ).toBeInTheDocument();
  });

  it('is drawn hop by hop, with a name, a sentence and a table that say the same', async () => {
    const { container } = await renderUse({ state: 'unread' });
    const hop = await screen.findByRole('region', {
      name: 'Interface endpoint',
    });
    const chart = within(hop).getByRole('img', {
      name: 'Bytes that passed (BytesProcessed), Sum of each 1 minute: Highest 250 kB, together 251 kB.',
    });
    expect(within(hop).getAllByRole('img')).toHaveLength(1);
    expect(hop).toHaveTextContent(
      'Nothing to draw, because it is 0 or without data all the time: Packets that were dropped (PacketsDropped).',
    );
    // The library comes when it is needed.
    await waitFor(
      () =>
        expect(chart.querySelector('path.recharts-curve')).toBeInTheDocument(),
      { timeout: 60_000 },
    );

    const details = within(hop)
      .getByText('Show the numbers')
      .closest('details')!;
    expect(within(hop).queryByRole('table')).not.toBeInTheDocument();
    details.open = true;
    fireEvent(details, new Event('toggle'));
    const table = await within(hop).findByRole('table', {
      name: 'Numbers of Bytes that passed (BytesProcessed)',
    });
    expect(
      within(table)
        .getAllByRole('row')
        .map(row => row.textContent),
    ).toEqual([
      'Time (UTC)Value',
      '2026-08-06 09:02:00250 kB',
      '2026-08-06 09:01:000 byte',
      '2026-08-06 09:00:001 kB',
    ]);
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('never draws an empty chart: no traffic, no metric and no answer are sentences', async () => {
    await renderUse({ state: 'unread' });
    const service = await screen.findByRole('region', {
      name: 'Endpoint service',
    });
    expect(service).toHaveTextContent('No traffic in this window.');
    expect(service).toHaveTextContent('Of all 3 accesses that use this');
    expect(within(service).queryByRole('img')).not.toBeInTheDocument();
    expect(
      screen.getByRole('region', { name: 'Network Load Balancer' }),
    ).toHaveTextContent('refused cloudwatch:ListMetrics');
    expect(
      screen.getByText(
        'AWS publishes no metric for this: Security group of the endpoint, Security group of the database.',
      ),
    ).toBeInTheDocument();
  });

  it('is counted over VPC Lattice in the access log, and says what that does not tell', async () => {
    const { container } = await renderUse(
      { state: 'used', usedAt: ago(hour), toldBy: 'access-log' },
      { getShareMetrics: async () => loggedMetrics },
    );
    const hop = await screen.findByRole('region', {
      name: 'Resource configuration',
    });
    expect(
      within(hop).getByRole('img', {
        name: 'New connections (Connections), Sum of each 1 minute: Highest 2, together 3.',
      }),
    ).toBeInTheDocument();
    expect(hop).toHaveTextContent(
      'Counted in the access log /aws/vendedlogs/vpc-lattice/orders, which has a line for each connection and no bytes.',
    );
    expect(
      screen.getByText(/none for what passes over one that stays open/),
    ).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it.each<[HopMetrics['accessLog'], RegExp]>([
    [
      { state: 'not-kept' },
      /nobody keeps their access log.*databaseAccess.accessLogs/,
    ],
    [
      { state: 'elsewhere', destination: 'arn:aws:s3:::orders-logs' },
      /goes to arn:aws:s3:::orders-logs, which is not read here/,
    ],
  ])(
    'says where AWS logs who connects and it is not read: %j',
    async (log, said) => {
      await renderUse(
        { state: 'not-published' },
        { getShareMetrics: async () => unloggedMetrics(log) },
      );
      expect(await screen.findByText(said)).toBeInTheDocument();
      expect(
        screen.getByText(
          'AWS publishes no metric for this: Resource configuration.',
        ),
      ).toBeInTheDocument();
    },
  );

  it('says what is waited for', async () => {
    await renderUse({ state: 'unread' }, {});
    expect(
      await screen.findByText('Asking CloudWatch what has passed…'),
    ).toBeInTheDocument();
  });

  it('says what failed', async () => {
    await renderUse(
      { state: 'unread' },
      { getShareMetrics: () => Promise.reject(new Error('Failed to fetch')) },
    );
    expect(
      await screen.findByText('What AWS has measured could not be read'),
    ).toBeInTheDocument();
  });

  it('is shown for another time if the reader says so', async () => {
    const { api } = await renderUse({ state: 'unread' });
    await screen.findByRole('region', { name: 'Interface endpoint' });
    await userEvent.selectOptions(
      screen.getByRole('combobox', { name: 'Time' }),
      'Last 7 days',
    );
    await screen.findByRole('region', { name: 'Interface endpoint' });
    expect(
      api.getShareMetrics.mock.calls.map(([id, hours]) => [id, hours]),
    ).toEqual([
      ['share-1', 3],
      ['share-1', 168],
    ]);
  });
});
