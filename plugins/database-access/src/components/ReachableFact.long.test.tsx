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
import userEvent from '@testing-library/user-event';
import {
  DatabaseAccessApi,
  ShareReachability,
} from '@towpath/backstage-plugin-database-access-common';
import {
  noOffer,
  notReachable,
  offer,
  probed,
  proberOffer,
  reachable,
  running,
} from '../__fixtures__/reachability';
import { active } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';

const renderShare = (
  known: ShareReachability,
  answers: Partial<DatabaseAccessApi> = {},
) =>
  renderPage('/shares/share-1', {
    getShare: async () => active,
    getShareReachability: async () => known,
    ...answers,
  });

const partsShown = async () =>
  within(
    await screen.findByRole('list', { name: 'Parts of the way' }),
  ).getAllByRole('listitem');

describe('Whether a share can be reached', () => {
  it('stands beside whether it is configured, and says that nobody has checked', async () => {
    const { container } = await renderShare({ items: [], offers: [offer] });

    expect(await screen.findByText('Never checked')).toBeInTheDocument();
    const [configured, reached] = screen
      .getAllByRole('term')
      .filter(term =>
        ['Configured', 'Reachable'].includes(term.textContent ?? ''),
      );
    expect(configured).toHaveTextContent('Configured');
    expect(reached).toHaveTextContent('Reachable');
    expect(
      screen.getByText(/does not say that packets come through/),
    ).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('shows the last answer: when, by whom, by what means, and what it cost', async () => {
    const { container } = await renderShare({
      items: [reachable],
      offers: [offer],
    });

    expect(await partsShown()).toHaveLength(2);
    expect(
      screen.getByText(/Checked .* by .*VPC Reachability Analyzer/),
    ).toHaveTextContent('2026-08-06 12:00:40 UTC');
    expect(screen.getByText(/AWS bills \$0.20 for it/)).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('names what is closed, in AWS`s code too, and what opens it', async () => {
    await renderShare({ items: [notReachable], offers: [offer] });

    expect(await screen.findAllByText('Not reachable')).toHaveLength(2);
    const [open, closed] = await partsShown();
    expect(open).toHaveTextContent('Reachable');
    expect(closed).toHaveTextContent('Not reachable');
    expect(closed).toHaveTextContent(
      'The security group sg-1 of the database does not let TCP 5432 in. AWS calls it ENI_SG_RULES_MISMATCH.',
    );
    expect(closed).toHaveTextContent('Fix: Try the access again');
  });

  it('tells the layers of a connection apart', async () => {
    await renderShare({ items: [probed], offers: [proberOffer] });

    const layers = within(
      await screen.findByRole('list', { name: /Layers of the connection/ }),
    ).getAllByRole('listitem');
    expect(
      layers.map(layer => layer.querySelector('strong')?.textContent),
    ).toEqual(['DNS', 'TCP', 'TLS', 'Database']);
    expect(layers[1]).toHaveTextContent('Passed');
    expect(layers[2]).toHaveTextContent('Failed');
    expect(layers[2]).toHaveTextContent('Fix: Connect by the name');
    expect(layers[3]).toHaveTextContent('Not tried');
    expect(screen.queryByText(/AWS bills/)).not.toBeInTheDocument();
  });

  it('says the price and what it does not look at before anything is spent', async () => {
    const { api } = await renderShare(
      { items: [], offers: [offer] },
      { checkShareReachability: async () => running },
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Check reachability' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Have AWS check whether it can be reached?',
    });
    expect(dialog).toHaveTextContent('AWS bills $0.20 for 2 analyses, once.');
    expect(dialog).toHaveTextContent(
      'What lies between the two accounts is not looked at.',
    );
    expect(await accessibilityProblems(dialog)).toEqual([]);
    expect(api.checkShareReachability).not.toHaveBeenCalled();

    api.getShareReachability.mockResolvedValue({
      items: [running],
      offers: [offer],
    });
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Check for $0.20' }),
    );
    expect(api.checkShareReachability).toHaveBeenCalledWith('share-1', {
      means: 'analyzer',
    });
    expect(
      await screen.findByText('Reachability: Checking.', {
        selector: '[role=status]',
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Check reachability', hidden: true }),
    ).toBeDisabled();
  });

  it('says why a check was refused, and keeps the dialog', async () => {
    const error = await responseError({
      statusCode: 403,
      name: 'NotAllowedError',
      message:
        'Only the one who asked and the owners may let its way be looked at',
      code: 'not_entitled',
    });
    await renderShare(
      { items: [], offers: [offer] },
      { checkShareReachability: () => Promise.reject(error) },
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Check reachability' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Check for $0.20' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'let its way be looked at',
    );
  });

  it('says why nothing can be checked here', async () => {
    await renderShare({ items: [], offers: [noOffer] });

    expect(
      await screen.findByText('VPC Reachability Analyzer is switched off.'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Check reachability' }),
    ).not.toBeInTheDocument();
  });

  it('lists the checks before', async () => {
    await renderShare({ items: [reachable, notReachable], offers: [offer] });

    const table = await screen.findByRole('table', { name: 'Earlier checks' });
    expect(within(table).getAllByRole('row')[1]).toHaveTextContent(
      'Not reachable',
    );
  });

  it('explains why it cannot be read, and keeps the rest of the page', async () => {
    const error = await responseError({
      statusCode: 500,
      name: 'InternalServerError',
      message: 'The database of the portal is busy.',
    });
    await renderShare(
      { items: [], offers: [] },
      { getShareReachability: () => Promise.reject(error) },
    );

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Whether it was found reachable could not be read',
    );
    expect(screen.getByText('The path, hop by hop')).toBeInTheDocument();
  });
});

describe('A check while somebody watches', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse(running.askedAt) });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('moves without reloading, and its end is announced', async () => {
    const { api } = await renderShare({ items: [running], offers: [offer] });
    const [consumer, provider] = await partsShown();
    expect(consumer).toHaveTextContent('Checking');
    expect(provider).toHaveTextContent('Waiting');

    api.getShareReachability.mockResolvedValue({
      items: [{ ...notReachable, id: running.id }],
      offers: [offer],
    });
    await act(async () => {
      jest.advanceTimersByTime(2_500);
    });
    expect(
      await screen.findByText('Reachability: Not reachable.', {
        selector: '[role=status]',
      }),
    ).toBeInTheDocument();
    const asked = api.getShareReachability.mock.calls.length;
    await act(async () => {
      jest.advanceTimersByTime(30_000);
    });
    expect(api.getShareReachability).toHaveBeenCalledTimes(asked);
  });
});
