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

import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  DatabaseAccessApi,
  Health,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import {
  active,
  broken,
  building,
  revoked,
  revoking,
  stuck,
  timeline,
} from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';

const renderShare = (share: Share, answers: Partial<DatabaseAccessApi> = {}) =>
  renderPage('/shares/share-1', { getShare: async () => share, ...answers });

const button = (name: string) => screen.findByRole('button', { name });

describe('The page of a share', () => {
  it('says where it is in its life, how its path is, and that reachability is not tested', async () => {
    const { container } = await renderShare(active);

    expect(
      await screen.findByRole('heading', {
        name: 'Databricks, analytics to orders-postgres',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText('Active')).toBeInTheDocument();
    expect(screen.getAllByText('Healthy')).toHaveLength(4);
    expect(
      screen.getByText(/Whether packets pass is not tested by this portal/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'The request and its decisions' }),
    ).toHaveAttribute('href', '/database-access/requests/req-1');
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('shows the path in the order in which a packet meets its hops', async () => {
    await renderShare(broken);

    const hops = within(
      await screen.findByRole('list', { name: 'Hops from client to database' }),
    ).getAllByRole('listitem');
    expect(hops.map(it => it.querySelector('strong')?.textContent)).toEqual([
      'Resource endpoint',
      'Resource configuration',
      'Resource gateway',
    ]);
    expect(hops[1]).toHaveTextContent('Broken');
    expect(hops[1]).toHaveTextContent('UPDATE_FAILED');
    expect(hops[1]).toHaveTextContent(
      'What to do: Check that the database still exists.',
    );
  });

  it('cannot be mistaken for working when it is active and broken', async () => {
    await renderShare(broken);

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Active, but the path does not work');
    expect(alert).toHaveTextContent(
      'The first hop in trouble: Resource configuration.',
    );
    expect(screen.getByText('Active')).toBeInTheDocument();
  });

  it.each<[Health, RegExp]>([
    ['degraded', /works only in part/],
    ['unknown', /the state of the path is unknown/],
    ['pending', /a hop is not ready/],
  ])('says so when it is active and %s', async (health, sentence) => {
    await renderShare({ ...active, health });

    expect(await screen.findByRole('alert')).toHaveTextContent(sentence);
  });

  it('offers every output for copying, and a line to paste', async () => {
    const copied: string[] = [];
    Object.assign(document, {
      execCommand: () => {
        copied.push(String(document.getSelection()));
        return true;
      },
    });
    const user = userEvent.setup();
    await renderShare(active);

    await user.click(await button('Copy VPC endpoint'));
    await user.click(await button('Copy psql'));
    expect(copied).toEqual(['vpce-0123456789abcdef0', active.snippets[0].code]);
    expect(screen.getByText(/No password is shown here/)).toBeInTheDocument();
  });

  it('shows the building object by object: done, running, waiting, since when, in AWS’s words', async () => {
    const { container } = await renderShare(building, {
      getShareTimeline: async () => ({ items: timeline }),
    });

    await screen.findByText('Creating the resource configuration.');
    const objects = within(
      screen.getByRole('list', { name: 'Objects, in the order of the plan' }),
    ).getAllByRole('listitem');
    expect(objects[0]).toHaveTextContent('Done');
    expect(objects[1]).toHaveTextContent('Running');
    expect(objects[1]).toHaveTextContent('AWS says: CREATE_IN_PROGRESS');
    expect(objects[1]).toHaveTextContent(/Since .* ago/);
    expect(objects[2]).toHaveTextContent('Waiting');
    expect(objects[2]).toHaveTextContent('Waits for Resource configuration.');
    expect(screen.getByText('1 of 3 done')).toBeInTheDocument();
    expect(screen.getByText(/AWS has given no ids yet/)).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('says why it is stuck, and tries again on demand', async () => {
    const user = userEvent.setup();
    const { api, analytics } = await renderShare(stuck, {
      retryShare: async () => building,
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Account analytics (666666666666) refused ec2:CreateVpcEndpoint; tried 5 times.',
    );
    const retry = await button('Try again');
    api.getShare.mockResolvedValue(building);
    await user.click(retry);
    expect(api.retryShare).toHaveBeenCalledWith('share-1');
    expect(
      await screen.findByText('The share is now: Being built.', {
        selector: '[role=status]',
      }),
    ).toBeInTheDocument();
    expect(analytics.captureEvent).toHaveBeenCalledWith(
      expect.objectContaining({ action: 'retry' }),
    );
  });

  it('does not offer to try again to someone who may not', async () => {
    await renderShare({ ...stuck, actions: { revoke: false, retry: false } });

    await screen.findByRole('alert');
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Revoke access' }),
    ).not.toBeInTheDocument();
  });

  it('is revoked only with a reason and the name of the database typed', async () => {
    const user = userEvent.setup();
    const { api, analytics } = await renderShare(active, {
      revokeShare: async () => revoking,
    });
    const opener = await button('Revoke access');
    await user.click(opener);

    const dialog = await screen.findByRole('dialog', {
      name: 'Revoke access of Databricks, analytics to orders-postgres?',
    });
    expect(
      within(within(dialog).getByRole('list', { name: 'This will be deleted' }))
        .getAllByRole('listitem')
        .map(it => it.textContent),
    ).toEqual([
      'Resource configuration in orders-prod',
      'Resource endpoint in analytics',
    ]);
    expect(
      within(dialog).getByRole('list', { name: 'This stays' }),
    ).toHaveTextContent(
      'Resource gateway in orders-prod, because 2 other shares use it',
    );
    expect(
      within(dialog).getByText(/Connections that are open now/),
    ).toBeInTheDocument();

    const submit = within(dialog).getByRole('button', { name: 'Revoke' });
    expect(submit).toBeDisabled();
    expect(submit).toHaveAccessibleDescription(
      'To revoke, give a reason and type orders-postgres.',
    );
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Project over',
    );
    const confirm = within(dialog).getByRole('textbox', {
      name: /Type orders-postgres/,
    });
    await user.type(confirm, 'orders');
    expect(submit).toBeDisabled();
    await user.type(confirm, '-postgres');
    api.getShare.mockResolvedValue(revoking);
    await user.click(submit);

    expect(api.revokeShare).toHaveBeenCalledWith('share-1', {
      reason: 'Project over',
    });
    expect(await screen.findByText('Being revoked')).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(analytics.captureEvent).toHaveBeenCalledWith(
      expect.objectContaining({ action: 'revoke' }),
    );
  });

  it('stays open and says why when revoking is refused', async () => {
    const user = userEvent.setup();
    const refused = await responseError({
      statusCode: 409,
      name: 'ConflictError',
      message: 'It is being revoked already.',
      code: 'already_revoking',
    });
    await renderShare(active, { revokeShare: () => Promise.reject(refused) });
    await user.click(await button('Revoke access'));
    const dialog = await screen.findByRole('dialog');
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Over',
    );
    await user.type(
      within(dialog).getByRole('textbox', { name: /Type/ }),
      'orders-postgres',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Revoke' }));

    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'It is being revoked already.',
    );
  });

  it('is being revoked until AWS confirms, first the cut and then the rest', async () => {
    await renderShare({ ...revoking, cutAt: '2026-08-06T10:01:00.000Z' });

    expect(await screen.findByRole('note')).toHaveTextContent(
      /AWS confirmed .* ago that the path is cut/,
    );
    const objects = within(
      screen.getByRole('list', { name: 'Objects, in the order of the plan' }),
    ).getAllByRole('listitem');
    expect(objects[0]).toHaveTextContent('kept, 2 other shares use it');
    expect(objects[1]).toHaveTextContent(
      'Waits until these are gone: Resource endpoint.',
    );
    expect(objects[2]).toHaveTextContent('Running');
    expect(screen.queryByText('Revoked')).not.toBeInTheDocument();
  });

  it('does not say that access is cut before it is', async () => {
    await renderShare(revoking);

    expect(
      await screen.findByText(/the database may still be reachable/),
    ).toBeInTheDocument();
  });

  it('names the missing permission', async () => {
    const error = await responseError({
      statusCode: 403,
      name: 'NotAllowedError',
      message: 'Unauthorized',
    });
    await renderPage('/shares/share-1', {
      getShare: () => Promise.reject(error),
    });

    expect(
      await screen.findByText('database-access.share.read'),
    ).toBeInTheDocument();
  });
});

describe('The page of a share, as time goes by', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse(active.startedAt) });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const advance = (seconds: number) =>
    act(async () => {
      jest.advanceTimersByTime(seconds * 1000);
    });

  it('follows the building without reloading, and says when it is active', async () => {
    const { api } = await renderShare(building);
    await screen.findByText('Being built');

    api.getShare.mockResolvedValue(active);
    await advance(2);
    expect(
      await screen.findByText('The share is now: Active.', {
        selector: '[role=status]',
      }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: 'Copy VPC endpoint' }),
    ).toBeInTheDocument();
  });

  it('asks no more once it is revoked', async () => {
    const { api } = await renderShare(revoking);
    await screen.findByText('Being revoked');

    api.getShare.mockResolvedValue(revoked);
    await advance(2);
    expect(
      await screen.findByText(/AWS has confirmed that nothing/),
    ).toBeInTheDocument();
    const asked = api.getShare.mock.calls.length;
    await advance(60);
    expect(api.getShare).toHaveBeenCalledTimes(asked);
  });

  it('keeps what it knows when asking fails, says so, and goes on asking', async () => {
    const { api } = await renderShare(building);
    await screen.findByText('Being built');

    api.getShare.mockRejectedValueOnce(new Error('Failed to fetch'));
    await advance(2);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Failed to fetch',
    );
    expect(screen.getByText('Being built')).toBeInTheDocument();

    await advance(2);
    await waitFor(() =>
      expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
    );
  });
});
