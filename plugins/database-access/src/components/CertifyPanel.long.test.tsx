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

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  DatabaseAccessApi,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { ReactElement } from 'react';
import { extensionToDecide } from '../__fixtures__/extensions';
import { active } from '../__fixtures__/requests';
import { ordersEntity } from '../__fixtures__/databases';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import { renderOnEntity } from '../__testUtils__/renderOnEntity';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';
import { CertifyPanel } from './CertifyPanel';
import { ExtensionsPanel } from './ExtensionsPanel';
import { SharesPanel } from './SharesPanel';

const due: Share = {
  ...active,
  certifySince: '2026-08-06T09:20:00.000Z',
  actions: { ...active.actions, certify: true },
};
const other: Share = {
  ...due,
  id: 'share-2',
  databaseRef: 'resource:default/catalog-aurora',
};

const nothing = async () => ({ items: [] });

/** A panel by itself: the page around it has others. */
async function renderPanel(
  panel: ReactElement,
  answers: Partial<DatabaseAccessApi>,
) {
  const api = apiOf({
    listExtensions: nothing,
    listShares: nothing,
    ...answers,
  });
  const rendered = await renderOnEntity(panel, { entity: ordersEntity, api });
  return { api, ...rendered };
}

const renderCertify = (answers: Partial<DatabaseAccessApi>) =>
  renderPanel(<CertifyPanel />, answers);

const dueShares: Partial<DatabaseAccessApi> = {
  listShares: async ({ toCertify } = {}) => ({
    items: toCertify ? [due, other] : [],
  }),
};

const table = () => screen.findByRole('table', { name: 'To re-certify' });

async function choose(title: RegExp, choice: string) {
  const row = within(await table()).getByRole('row', { name: title });
  const [select] = within(row).getAllByRole('button', {
    name: /still needed/,
  });
  await userEvent.click(select);
  await userEvent.click(await screen.findByRole('option', { name: choice }));
  return row;
}

describe('What is to be certified', () => {
  it('is where a notification leads, with everything that its reader has to say, and following it says nothing', async () => {
    const { api } = await renderPage('/?focus=certify', {
      ...dueShares,
      listExtensions: nothing,
    });

    await waitFor(() =>
      expect(
        screen.getByRole('group', { name: 'To re-certify' }),
      ).toHaveFocus(),
    );
    expect(within(await table()).getAllByRole('row')).toHaveLength(3);
    expect(api.certifyShares).not.toHaveBeenCalled();
  });

  it('T6: says what happens to open connections before anything is revoked', async () => {
    await renderCertify(dueShares);
    await choose(/orders-postgres/, 'Yes, keep it');
    expect(screen.queryByText(/connections that are open/)).toBeNull();
    await choose(/catalog-aurora/, 'No, revoke it');
    expect(screen.getByText(/connections that are open/)).toHaveTextContent(
      'What is revoked is cut at once: connections that are open break, clients see errors or time-outs, and AWS does not say how soon.',
    );
  });

  it('is said in one screen, each by itself, and what is refused is not lost among the others', async () => {
    const { api, container } = await renderCertify({
      ...dueShares,
      certifyShares: async () => ({
        items: [
          { shareId: 'share-1', verdict: 'keep', share: due },
          {
            shareId: 'share-2',
            verdict: 'revoke',
            error: { code: 'own_share', message: 'It is your own.' },
          },
        ],
      }),
    });
    await choose(/orders-postgres/, 'Yes, keep it');
    const row = await choose(/catalog-aurora/, 'No, revoke it');
    const submit = screen.getByRole('button', { name: 'Certify 2 accesses' });
    expect(submit).toBeDisabled();
    expect(submit).toHaveAccessibleDescription(
      'What ends earlier or at once needs a reason, and a day.',
    );
    await userEvent.type(
      within(row).getByRole('textbox', { name: /Reason for/ }),
      'Nobody uses it',
    );
    expect(await accessibilityProblems(container)).toEqual([]);
    await userEvent.click(submit);

    expect(api.certifyShares).toHaveBeenCalledWith([
      { shareId: 'share-1', verdict: 'keep' },
      { shareId: 'share-2', verdict: 'revoke', comment: 'Nobody uses it' },
    ]);
    const results = await screen.findByRole('list', {
      name: 'What became of it',
    });
    const lines = within(results).getAllByRole('listitem');
    expect(lines[0]).toHaveTextContent(/orders-postgres: kept/);
    expect(lines[1]).toHaveTextContent(
      /catalog-aurora: refused. It is your own./,
    );
    await waitFor(() =>
      expect(
        api.listShares.mock.calls.filter(([filter]) => filter?.toCertify)
          .length,
      ).toBeGreaterThan(1),
    );
  });

  it('ends earlier at the end of a day', async () => {
    const { api } = await renderCertify({
      ...dueShares,
      certifyShares: async () => ({ items: [] }),
    });
    const row = await choose(/orders-postgres/, 'Until a day');
    await userEvent.type(
      within(row).getByLabelText(/Last day of/),
      '2026-08-10',
    );
    await userEvent.type(
      within(row).getByRole('textbox', { name: /Reason for/ }),
      'Until then',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Certify 1 access' }),
    );
    expect(api.certifyShares).toHaveBeenCalledWith([
      {
        shareId: 'share-1',
        verdict: 'shorten',
        expiresAt: '2026-08-10T23:59:59.000Z',
        comment: 'Until then',
      },
    ]);
  });

  it('says so if nothing is', async () => {
    await renderCertify({});
    expect(
      await screen.findByText('Nothing is to be certified.'),
    ).toBeInTheDocument();
  });

  it('is on the page of Towpath, beside who needs more time', async () => {
    await renderPage('', { listShares: nothing, listExtensions: nothing });
    for (const text of [
      'Nothing is to be certified.',
      'Nobody waits for your word on more time.',
    ]) {
      expect(await screen.findByText(text)).toBeInTheDocument();
    }
  });

  it('says what it waits for', async () => {
    await renderCertify({ listShares: () => new Promise(() => {}) });
    expect(
      await screen.findByText('Looking for what is to be certified…'),
    ).toBeInTheDocument();
  });

  it('says why it is not known, and why nothing was recorded', async () => {
    await renderCertify({
      listShares: () => Promise.reject(new Error('Failed to fetch')),
    });
    expect(
      await screen.findByText('What is to be certified could not be listed'),
    ).toBeInTheDocument();
  });

  it('keeps what was said if nothing could be recorded', async () => {
    const error = await responseError({
      statusCode: 503,
      name: 'ServiceUnavailableError',
      message: 'The database is down',
    });
    await renderCertify({
      ...dueShares,
      certifyShares: () => Promise.reject(error),
    });
    await choose(/orders-postgres/, 'Yes, keep it');
    await userEvent.click(
      screen.getByRole('button', { name: 'Certify 1 access' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Nothing was recorded',
    );
    expect(
      screen.getByRole('button', { name: 'Certify 1 access' }),
    ).toBeEnabled();
  });
});

describe('Who needs more time', () => {
  it('is among what waits for me, and leads to the decision', async () => {
    await renderPanel(<ExtensionsPanel />, {
      listExtensions: async () => ({ items: [extensionToDecide] }),
    });
    const waiting = await screen.findByRole('table', {
      name: 'More time, waiting for me',
    });
    expect(within(waiting).getAllByRole('link')[0]).toHaveAttribute(
      'href',
      '/database-access/shares/share-1#extension',
    );
    expect(waiting).toHaveTextContent('14 days');
    expect(waiting).toHaveTextContent('The migration takes two weeks longer');
  });

  it('says why it is not known', async () => {
    await renderPanel(<ExtensionsPanel />, {
      listExtensions: () => Promise.reject(new Error('Failed to fetch')),
    });
    expect(
      await screen.findByText('Who needs more time could not be listed'),
    ).toBeInTheDocument();
  });
});

describe('The list of shares', () => {
  it('points at one around which something is wrong', async () => {
    const removed = {
      ...active,
      findings: [
        {
          code: 'database_removed',
          severity: 'warning' as const,
          message: 'No entity of the catalog names it.',
        },
      ],
    };
    await renderPanel(<SharesPanel />, {
      listShares: async () => ({ items: [removed] }),
    });
    const shares = await screen.findByRole('table', { name: 'Shares' });
    expect(within(shares).getByText('Look at it')).toBeInTheDocument();
  });
});
