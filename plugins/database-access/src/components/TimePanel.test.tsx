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
  ShareExtensions,
} from '@towpath/backstage-plugin-database-access-common';
import {
  extensionsOfShare,
  extensionToDecide,
  pendingExtension,
} from '../__fixtures__/extensions';
import { active, revoked } from '../__fixtures__/requests';
import { ordersEntity } from '../__fixtures__/databases';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import { renderOnEntity } from '../__testUtils__/renderOnEntity';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';
import { TimePanel } from './TimePanel';

/** The panel by itself: the page around it has more. */
async function renderTime(
  answers: Partial<DatabaseAccessApi> = {},
  share: Share = active,
) {
  const api = apiOf({
    getShareExtensions: async () => extensionsOfShare,
    ...answers,
  });
  const rendered = await renderOnEntity(
    <TimePanel share={share} onExtended={() => {}} />,
    { entity: ordersEntity, api },
  );
  return { api, ...rendered };
}

const renderShare = (share: Share) =>
  renderPage('/shares/share-1', { getShare: async () => share });

const withExtensions = (change: Partial<ShareExtensions>) => ({
  getShareExtensions: async () => ({ ...extensionsOfShare, ...change }),
});

const button = (name: string) => screen.findByRole('button', { name });

describe('How long a share lasts', () => {
  it('says when it ends, when people are told, and that nobody asked for more', async () => {
    const { container } = await renderTime();

    expect(
      await screen.findByText('Nobody has asked for more time yet.'),
    ).toBeInTheDocument();
    expect(screen.getByText('Next reminder').nextSibling).toHaveTextContent(
      '2026-08-12 09:20:00 UTC',
    );
    expect(screen.getByText('0 of 3 times')).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('says who certified it last', async () => {
    await renderTime(
      {},
      {
        ...active,
        certifiedAt: '2026-08-10T09:00:00.000Z',
        certifiedBy: 'user:default/olivia',
      },
    );
    expect(
      (await screen.findByText('Last certified')).nextSibling,
    ).toHaveTextContent(/2026-08-10 09:00:00 UTC.*olivia/);
  });

  it('is not said of what is over', async () => {
    const { api } = await renderShare(revoked);
    await screen.findByText('What it is');
    expect(screen.queryByText('How long it lasts')).not.toBeInTheDocument();
    expect(api.getShareExtensions).not.toHaveBeenCalled();
  });

  it('is waited for, with a word', async () => {
    await renderTime({ getShareExtensions: () => new Promise(() => {}) });
    expect(
      await screen.findByText('Looking for how long it lasts…'),
    ).toBeInTheDocument();
  });

  it('says why it is not known', async () => {
    await renderTime({
      getShareExtensions: () => Promise.reject(new Error('Failed to fetch')),
    });
    expect(
      await screen.findByText('How long it lasts could not be shown'),
    ).toBeInTheDocument();
  });
});

describe('The button to extend a share', () => {
  it('is out of use with its reason (T5)', async () => {
    const because = 'More time can be asked for from 2026-08-09 on.';
    await renderTime(
      withExtensions({
        offer: { ...extensionsOfShare.offer, mayExtend: false, because },
      }),
    );
    const extend = await button('Extend');
    expect(extend).toBeDisabled();
    expect(extend).toHaveAccessibleDescription(because);
  });

  it('asks for more time with a reason, and says until when and who decides', async () => {
    const { api, analytics } = await renderTime({
      extendShare: async () => pendingExtension,
    });
    await userEvent.click(await button('Extend'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('The path is not touched');
    expect(dialog).toHaveTextContent('their own access: orders-team');
    expect(dialog).toHaveTextContent('2026-08-20 09:20:00 UTC with it');
    const submit = within(dialog).getByRole('button', {
      name: 'Ask for more time',
    });
    expect(submit).toBeDisabled();

    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'It takes longer',
    );
    await userEvent.click(submit);
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(api.extendShare).toHaveBeenCalledWith('share-1', {
      durationSeconds: 604_800,
      reason: 'It takes longer',
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}-604800$/),
    });
    expect(api.getShareExtensions.mock.calls.length).toBeGreaterThan(1);
    expect(analytics.captureEvent).toHaveBeenCalledWith(
      expect.objectContaining({ action: 'extend' }),
    );
  });

  it('names what lasts longer with it in a zone', async () => {
    await renderTime(
      withExtensions({
        offer: {
          ...extensionsOfShare.offer,
          together: [
            ...extensionsOfShare.offer.together,
            {
              shareId: 'share-2',
              network: 'analytics-databricks',
              databaseRef: 'resource:default/catalog-aurora',
            },
          ],
        },
      }),
    );
    await userEvent.click(await button('Extend'));
    const list = await screen.findByRole('list', {
      name: 'What lasts longer with it',
    });
    expect(within(list).getAllByRole('listitem')).toHaveLength(1);
    expect(list).toHaveTextContent('catalog-aurora');
  });

  it('keeps the dialog and says why if it is refused', async () => {
    const error = await responseError({
      statusCode: 409,
      name: 'ConflictError',
      message: 'Somebody has asked for more time at the same time',
      code: 'extension_impossible',
    });
    await renderTime({ extendShare: () => Promise.reject(error) });
    await userEvent.click(await button('Extend'));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'It takes longer',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Ask for more time' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Somebody has asked for more time at the same time',
    );
  });
});

describe('A wish for more time', () => {
  it('is agreed to for the end that was read', async () => {
    const { api } = await renderTime({
      ...withExtensions({ items: [extensionToDecide] }),
      decideExtension: async () => ({
        ...extensionToDecide,
        status: 'approved',
      }),
    });
    expect(
      await screen.findByRole('region', { name: 'More time is asked for' }),
    ).toHaveTextContent(/14 days more: until .*2026-08-27 09:20:00/);
    await userEvent.click(await button('Agree'));
    expect(api.decideExtension).toHaveBeenCalledWith('extension-1', {
      decision: 'approve',
      comment: undefined,
      until: '2026-08-27T09:20:00.000Z',
    });
  });

  it('is denied with a word only, and says who was faster', async () => {
    const error = await responseError({
      statusCode: 409,
      name: 'ConflictError',
      message: 'Already approved by user:default/oscar at 2026-08-11',
      code: 'extension_not_pending',
    });
    const { api } = await renderTime({
      ...withExtensions({ items: [extensionToDecide] }),
      decideExtension: () => Promise.reject(error),
    });
    await userEvent.click(await button('Deny'));
    expect(
      screen.getByText('To deny, say why in the comment.'),
    ).toBeInTheDocument();
    expect(api.decideExtension).not.toHaveBeenCalled();
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Comment' }),
      'The report is done',
    );
    await userEvent.click(await button('Deny'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Already approved by user:default/oscar',
    );
  });

  it('cannot be decided by whose access it is, but withdrawn', async () => {
    const { api } = await renderTime({
      ...withExtensions({ items: [pendingExtension] }),
      cancelExtension: async () => ({
        ...pendingExtension,
        status: 'cancelled',
      }),
    });
    expect(
      await screen.findByText(
        'You cannot decide how long your own access lasts',
      ),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Agree' }),
    ).not.toBeInTheDocument();
    await userEvent.click(await button('Withdraw'));
    expect(api.cancelExtension).toHaveBeenCalledWith('extension-1');
  });
});

describe('What was removed from under a share', () => {
  it('is said on its page', async () => {
    await renderShare({
      ...active,
      findings: [
        {
          code: 'network_removed',
          severity: 'warning',
          message: 'The network databricks is not in config any more.',
          remedy: 'End the access.',
        },
      ],
    });
    const findings = await screen.findByRole('list', { name: 'Findings' });
    expect(findings).toHaveTextContent(
      'The network databricks is not in config any more.',
    );
    expect(findings).toHaveTextContent('End the access.');
  });
});
