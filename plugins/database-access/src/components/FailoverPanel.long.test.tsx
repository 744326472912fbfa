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

import { act, screen, within } from '@testing-library/react';
import { DatabaseAccessApi } from '@towpath/backstage-plugin-database-access-common';
import {
  doneFailover,
  failoverEntry,
  foundFailover,
  movingFailover,
  privatelinkShare,
  unmovedFailover,
} from '../__fixtures__/failovers';
import { active } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';

const renderShare = (answers: Partial<DatabaseAccessApi>) =>
  renderPage('/shares/share-1', {
    getShare: async () => privatelinkShare,
    ...answers,
  });

const stepsShown = async () =>
  within(
    await screen.findByRole('list', { name: /What happened in this failover/ }),
  ).getAllByRole('listitem');

describe('The failover drill of a share', () => {
  it('says that the database has not moved, and how to try', async () => {
    const { container } = await renderShare({
      listShareFailovers: async () => ({ items: [] }),
    });

    expect(
      await screen.findByText(
        'The database has not moved since this share exists.',
      ),
    ).toBeInTheDocument();
    const trial = screen.getByRole('region', { name: 'How to try it' });
    expect(trial).toHaveTextContent(
      'aws rds reboot-db-instance --db-instance-identifier orders-postgres --force-failover',
    );
    expect(trial).toHaveTextContent('breaks every open connection');
    expect(
      within(trial).getByRole('button', { name: 'Copy command' }),
    ).toBeInTheDocument();
    expect(trial).not.toHaveTextContent('--endpoint-url');
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('says how to try it where AWS is simulated', async () => {
    await renderShare({
      listShareFailovers: async () => ({ items: [] }),
      getInstallation: async () => ({
        installation: 'demo',
        simulatedAws: true,
      }),
    });

    expect(await screen.findByText(/add --endpoint-url/)).toBeInTheDocument();
  });

  it('shows event, new address, registered, healthy and the old one gone, each with its time', async () => {
    const { container } = await renderShare({
      listShareFailovers: async () => ({ items: [doneFailover] }),
    });

    const steps = await stepsShown();
    expect(steps.map(it => it.querySelector('strong')?.textContent)).toEqual([
      'AWS tells of it',
      'DNS names a new address',
      'New address registered',
      'New address healthy',
      'Old address gone',
    ]);
    expect(steps[0]).toHaveTextContent('2026-08-06 12:00:00 UTC');
    expect(steps[0]).toHaveTextContent(
      'AWS says: Multi-AZ instance failover started. (RDS-EVENT-0013)',
    );
    expect(steps[3]).toHaveTextContent('10.30.2.11');
    expect(steps[3]).toHaveTextContent(
      '2026-08-06 12:00:53 UTC, after 53 seconds',
    );
    expect(steps[4]).toHaveTextContent('10.30.1.10');
    expect(screen.getByText('Done').querySelector('svg')).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('says what is still to come', async () => {
    await renderShare({
      listShareFailovers: async () => ({ items: [movingFailover] }),
    });

    const steps = await stepsShown();
    expect(steps[2]).toHaveTextContent('after 33 seconds');
    expect(steps[3]).toHaveTextContent('New address healthynot yet');
    expect(steps[4]).toHaveTextContent('Old address gonenot yet');
    expect(screen.getByText('Moving')).toBeInTheDocument();
  });

  it('waits for nothing any more where the database stayed, or where nobody told', async () => {
    await renderShare({
      listShareFailovers: async () => ({
        items: [unmovedFailover, { ...foundFailover, objectKey: 'reader' }],
      }),
    });

    expect(await screen.findByText('Did not move')).toBeInTheDocument();
    expect(
      screen.getByText(/No event came before; asking DNS again found it/),
    ).toBeInTheDocument();
    expect(screen.queryByText('not yet')).not.toBeInTheDocument();
  });

  it('lists the moves before, each with its addresses and how long it took', async () => {
    await renderShare({
      listShareFailovers: async () => ({
        items: [movingFailover, unmovedFailover, foundFailover],
      }),
    });

    const table = await screen.findByRole('table', { name: 'Earlier moves' });
    const [, unmoved, found] = within(table).getAllByRole('row');
    expect(unmoved).toHaveTextContent('Did not move');
    expect(found).toHaveTextContent('2026-08-01 08:00:00 UTC');
    expect(found).toHaveTextContent('asking DNS');
    expect(found).toHaveTextContent('10.30.2.11');
    expect(found).toHaveTextContent('10.30.1.10');
    expect(found).toHaveTextContent('25 seconds');
  });

  it('is not there over VPC Lattice, which follows by itself', async () => {
    const { api } = await renderShare({ getShare: async () => active });

    await screen.findByText('Active');
    expect(screen.queryByText('Failover')).not.toBeInTheDocument();
    expect(api.listShareFailovers).not.toHaveBeenCalled();
  });

  it('explains why it cannot be read, and keeps the rest of the page', async () => {
    const error = await responseError({
      statusCode: 500,
      name: 'InternalServerError',
      message: 'The database of the portal is busy.',
    });
    await renderShare({ listShareFailovers: () => Promise.reject(error) });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'How the database moved could not be listed',
    );
    expect(screen.getByText('The path, hop by hop')).toBeInTheDocument();
  });
});

describe('A failover while somebody watches', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse(movingFailover.startedAt) });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is followed step by step without reloading, and each is announced', async () => {
    const { api } = await renderShare({
      listShareFailovers: async () => ({ items: [movingFailover] }),
    });
    await screen.findByText('Moving');
    const asked = api.listShareFailovers.mock.calls.length;

    api.listShareFailovers.mockResolvedValue({ items: [doneFailover] });
    api.getShareTimeline.mockResolvedValue({ items: [failoverEntry] });
    await act(async () => {
      jest.advanceTimersByTime(2_500);
    });

    expect(
      await screen.findByText('Addresses of orders-postgres: Done.', {
        selector: '[role=status]',
      }),
    ).toBeInTheDocument();
    expect(api.listShareFailovers).toHaveBeenCalledTimes(asked + 1);
  });
});
