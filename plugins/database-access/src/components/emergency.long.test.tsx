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

import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  AccessRequest,
  DatabaseAccessApi,
  EmergencyReview,
} from '@towpath/backstage-plugin-database-access-common';
import { emergency } from '../__fixtures__/policies';
import { active, NO_ACTIONS } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';

const TITLE = 'Emergency access: nobody was asked before';

const button = (name: string) => screen.findByRole('button', { name });

const reviewed = (review: Partial<EmergencyReview>): AccessRequest => ({
  ...emergency,
  emergency: {
    ...emergency.emergency!,
    reviewedBy: 'user:default/database-owner',
    reviewedAt: '2026-08-06T10:00:00.000Z',
    ...review,
  },
  actions: NO_ACTIONS,
});

const renderEmergency = (
  request: AccessRequest = emergency,
  answers: Partial<DatabaseAccessApi> = {},
) =>
  renderPage('/requests/req-1', {
    getRequest: async () => request,
    ...answers,
  });

describe('An emergency access', () => {
  beforeEach(() => {
    jest
      .spyOn(Date, 'now')
      .mockReturnValue(Date.parse('2026-08-06T12:00:00.000Z'));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('says loudly, not by colour alone, that nobody was asked and who must look at it until when', async () => {
    const { container } = await renderEmergency();

    const banner = (await screen.findByText(TITLE)).closest('[role=note]')!;
    expect(banner).toHaveTextContent(
      'orders-team must look at it until 2026-08-07 09:12:03 UTC.',
    );
    expect(
      banner.parentElement!.parentElement!.querySelector('svg'),
    ).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('says that nobody has looked at it in time', async () => {
    jest
      .spyOn(Date, 'now')
      .mockReturnValue(Date.parse('2026-08-08T12:00:00.000Z'));
    await renderEmergency();

    expect(await screen.findByText(/It is overdue/)).toHaveTextContent(
      'orders-team should have looked at it until 2026-08-07 09:12:03 UTC.',
    );
  });

  it('is found to be in order by whoever must look at it, without a comment', async () => {
    const inOrder = reviewed({ verdict: 'in-order' });
    const { api, analytics } = await renderEmergency();
    const sayInOrder = await button('In order');
    api.reviewEmergency.mockImplementation(async () => {
      api.getRequest.mockResolvedValue(inOrder);
      return inOrder;
    });
    await userEvent.click(sayInOrder);

    expect(api.reviewEmergency).toHaveBeenCalledWith('req-1', {
      verdict: 'in-order',
      comment: undefined,
    });
    expect(await screen.findByText('It was in order.')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'In order' }),
    ).not.toBeInTheDocument();
    expect(analytics.captureEvent).toHaveBeenCalledWith(
      expect.objectContaining({ action: 'review' }),
    );
  });

  it('is not in order only with a comment, and that ends access', async () => {
    const { api } = await renderEmergency(emergency, {
      reviewEmergency: async () =>
        reviewed({ verdict: 'not-in-order', comment: 'It could wait.' }),
    });

    const sayNotInOrder = await button('Not in order');
    expect(sayNotInOrder).toHaveAccessibleDescription(/ends the access/);
    await userEvent.click(sayNotInOrder);
    expect(
      screen.getByText('Say in the comment what was not in order.'),
    ).toBeInTheDocument();
    expect(api.reviewEmergency).not.toHaveBeenCalled();

    await userEvent.type(
      screen.getByRole('textbox', { name: 'Comment' }),
      'It could wait.',
    );
    await userEvent.click(sayNotInOrder);
    expect(api.reviewEmergency).toHaveBeenCalledWith('req-1', {
      verdict: 'not-in-order',
      comment: 'It could wait.',
    });
  });

  it('tells the slower of two who looked at it first', async () => {
    const conflict = await responseError({
      statusCode: 409,
      name: 'ConflictError',
      message:
        'Already looked at by user:default/database-owner at 2026-08-06T10:00:00.000Z.',
      code: 'nothing_to_review',
    });
    await renderEmergency(emergency, {
      reviewEmergency: () => Promise.reject(conflict),
    });
    await userEvent.click(await button('In order'));

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Already looked at by user:default/database-owner',
    );
  });

  it('keeps what was found on its page', async () => {
    await renderEmergency(
      reviewed({ verdict: 'not-in-order', comment: 'It could wait.' }),
    );

    expect(
      await screen.findByText('It was not in order, and access was ended.'),
    ).toBeInTheDocument();
    expect(screen.getByText('It could wait.')).toBeInTheDocument();
    expect(screen.getByText(TITLE)).toBeInTheDocument();
  });

  it('is reviewed on the page of its share, too', async () => {
    await renderPage('/shares/share-1', {
      getShare: async () => ({ ...active, plan: emergency.plan }),
      getRequest: async () => emergency,
    });

    expect(await button('Not in order')).toBeInTheDocument();
    expect(screen.getByText(TITLE)).toBeInTheDocument();
  });

  it('says on the page of its share what it is, even to who may not see the request', async () => {
    const missing = await responseError({
      statusCode: 404,
      name: 'NotFoundError',
      message: 'There is no request req-1.',
    });
    await renderPage('/shares/share-1', {
      getShare: async () => ({ ...active, plan: emergency.plan }),
      getRequest: () => Promise.reject(missing),
    });

    expect(
      (await screen.findByText(TITLE)).closest('[role=note]'),
    ).toHaveTextContent('orders-team must look at it.');
  });

  it('asks for no request of a share that somebody approved', async () => {
    const { api } = await renderPage('/shares/share-1', {
      getShare: async () => active,
    });

    await screen.findByText('Active');
    expect(api.getRequest).not.toHaveBeenCalled();
    expect(screen.queryByText(TITLE)).not.toBeInTheDocument();
  });
});
