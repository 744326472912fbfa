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

import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  AccessRequest,
  DatabaseAccessApi,
} from '@towpath/backstage-plugin-database-access-common';
import {
  NO_ACTIONS,
  approved,
  CHANGED_DIGEST,
  changedPlan,
  DIGEST,
  incompletePlan,
  own,
  OWN_REQUEST,
  pending,
  started,
  timeline,
} from '../__fixtures__/requests';
import { requesterEntity, stagingEntity } from '../__fixtures__/databases';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';

const changed: AccessRequest = {
  ...pending,
  plan: changedPlan,
  planDigest: CHANGED_DIGEST,
};

const renderRequest = (
  request: AccessRequest,
  answers: Partial<DatabaseAccessApi> = {},
  hash = '',
) =>
  renderPage(`/requests/req-1${hash}`, {
    getRequest: async () => request,
    ...answers,
  });

const button = (name: string) => screen.findByRole('button', { name });

describe('The page of a request', () => {
  it('says who wants what, why, for how long, at what cost, and on which plan', async () => {
    const { container, api } = await renderRequest(pending);

    expect(
      await screen.findByRole('heading', {
        name: 'Databricks, analytics asks for orders-postgres',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText('Waiting for a decision')).toBeInTheDocument();
    expect(screen.getByText('Monthly revenue report')).toBeInTheDocument();
    expect(screen.getByText('7 days')).toBeInTheDocument();
    expect(screen.getAllByText('$14.60').length).toBeGreaterThan(0);
    for (const digest of screen.getAllByText(DIGEST.slice(0, 12))) {
      expect(digest).toBeInTheDocument();
    }
    expect(api.getRequest).toHaveBeenCalledWith('req-1', expect.anything());
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('A3: names who asked and for which team, what for, at what risk and cost, before the decision', async () => {
    const { container } = await renderRequest(pending);

    expect(
      await screen.findByRole('link', { name: 'analytics-team' }),
    ).toHaveAttribute('href', '/catalog/default/group/analytics-team');
    expect(await screen.findByText('Production')).toBeInTheDocument();
    const text = container.textContent!;
    const decision = text.indexOf('Your decision');
    for (const fact of [
      'Monthly revenue report',
      'requester',
      '7 days',
      '$14.60',
      'Production',
      'orders-team',
    ]) {
      expect(text.indexOf(fact)).toBeGreaterThan(-1);
      expect(text.indexOf(fact)).toBeLessThan(decision);
    }
    expect(decision).toBeLessThan(text.indexOf('The plan'));
  });

  it('calls nothing production that the catalog does not', async () => {
    await renderPage(
      '/requests/req-1',
      { getRequest: async () => pending },
      { entities: [stagingEntity, requesterEntity] },
    );

    await screen.findByRole('link', { name: 'analytics-team' });
    expect(screen.queryByText('Production')).not.toBeInTheDocument();
  });

  it('tells each object’s verb by an icon and a word, never by colour alone', async () => {
    await renderRequest(pending);

    for (const object of within(
      await screen.findByRole('list', {
        name: 'In orders-prod (333333333333)',
      }),
    ).getAllByRole('listitem')) {
      expect(object.querySelector('svg[aria-hidden=true]')).toBeInTheDocument();
      expect(object).toHaveTextContent(/^(create|reuse)/);
    }
  });

  it('cannot be approved on an incomplete plan, and says which account could not be read', async () => {
    const { api } = await renderRequest({ ...pending, plan: incompletePlan });

    expect(
      await screen.findByText('This plan is incomplete'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Account analytics \(666666666666\) did not let/),
    ).toBeInTheDocument();
    const approve = await button('Approve');
    expect(approve).toBeDisabled();
    expect(approve).toHaveAccessibleDescription(/cannot be approved/);
    expect(await button('Deny')).toBeEnabled();
    fireEvent.click(approve);
    expect(api.decide).not.toHaveBeenCalled();
  });

  it('lists the objects by account with a verb, what opens, what it enables, and the cost with its units', async () => {
    await renderRequest(pending);

    const provider = await screen.findByRole('list', {
      name: 'In orders-prod (333333333333)',
    });
    expect(
      within(provider)
        .getAllByRole('listitem')
        .map(it => it.textContent),
    ).toEqual([
      'reuseResource gateway dba-test-orders-postgres',
      'createResource configuration dba-test-orders-postgres-5432',
    ]);
    expect(
      screen.getByRole('list', { name: 'In analytics (666666666666)' }),
    ).toHaveTextContent('createResource endpoint');
    expect(
      screen.getByText(
        'analytics-databricks → orders-postgres.c9akciq32.us-east-1.rds.amazonaws.com:5432',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/can make more endpoints to this database/),
    ).toBeInTheDocument();

    const cost = screen.getByRole('table', { name: 'What it costs' });
    const lines = within(cost).getAllByRole('row').slice(1);
    expect(lines[0]).toHaveTextContent(
      'Resource endpoint$0.02 per hour730$14.60666666666666',
    );
    expect(lines[1]).toHaveTextContent('$0.01 per GBby usageby usage');
    expect(lines[2]).toHaveTextContent('unknownby usageunknown');
    expect(screen.getByText(/Prices of July 1, 2026/)).toHaveTextContent(
      'aws.amazon.com/vpc/lattice/pricing',
    );
  });

  it('lets a decider approve with a comment, on the digest that was read', async () => {
    const user = userEvent.setup();
    const { api, analytics } = await renderRequest(pending, {
      decide: async () => approved,
    });

    await user.type(
      await screen.findByRole('textbox', { name: 'Comment' }),
      'For the report only.',
    );
    api.decide.mockImplementation(async () => {
      api.getRequest.mockResolvedValue(approved);
      return approved;
    });
    await user.click(await button('Approve'));

    expect(api.decide).toHaveBeenCalledWith('req-1', {
      decision: 'approve',
      comment: 'For the report only.',
      planDigest: DIGEST,
    });
    expect(
      await screen.findByText('The request is now: Approved.', {
        selector: '[role=status]',
      }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Approve' }),
    ).not.toBeInTheDocument();
    expect(analytics.captureEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        action: 'approve',
        subject: 'resource:default/orders-postgres',
      }),
    );
  });

  it('A4: does not deny without a comment', async () => {
    const user = userEvent.setup();
    const { api, analytics } = await renderRequest(pending, {
      decide: async () => ({ ...approved, status: 'denied' }),
    });

    await user.click(await button('Deny'));
    expect(
      screen.getByText('To deny, say why in the comment.'),
    ).toBeInTheDocument();
    expect(api.decide).not.toHaveBeenCalled();

    await user.type(
      screen.getByRole('textbox', { name: 'Comment' }),
      'Use the replica.',
    );
    await user.click(await button('Deny'));
    expect(api.decide).toHaveBeenCalledWith(
      'req-1',
      expect.objectContaining({
        decision: 'deny',
        comment: 'Use the replica.',
      }),
    );
    await waitFor(() =>
      expect(analytics.captureEvent).toHaveBeenCalledWith(
        expect.objectContaining({ action: 'deny' }),
      ),
    );
  });

  it('A5: cannot be used by its requester to decide, and says why', async () => {
    const { api, container } = await renderRequest(own);

    for (const name of ['Approve', 'Deny']) {
      const refused = await button(name);
      expect(refused).toBeDisabled();
      expect(refused).toHaveAccessibleDescription(OWN_REQUEST);
      fireEvent.click(refused);
    }
    expect(
      screen.queryByRole('textbox', { name: 'Comment' }),
    ).not.toBeInTheDocument();
    expect(api.decide).not.toHaveBeenCalled();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('is cancelled by its requester, after asking once', async () => {
    const user = userEvent.setup();
    const cancelled: AccessRequest = {
      ...own,
      status: 'cancelled',
      actions: NO_ACTIONS,
    };
    const { api } = await renderRequest(own, {
      cancelRequest: async () => cancelled,
    });

    await user.click(await button('Cancel request'));
    expect(api.cancelRequest).not.toHaveBeenCalled();
    api.cancelRequest.mockImplementation(async () => {
      api.getRequest.mockResolvedValue(cancelled);
      return cancelled;
    });
    await user.click(await button('Cancel it'));

    expect(api.cancelRequest).toHaveBeenCalledWith('req-1');
    expect(await screen.findByText('Cancelled')).toBeInTheDocument();
  });

  it('says that nobody else may cancel it', async () => {
    await renderRequest(pending);

    await button('Approve');
    expect(
      screen.queryByRole('button', { name: 'Cancel request' }),
    ).not.toBeInTheDocument();
  });

  it('A6: records nothing when the plan has changed, shows the difference, and asks again', async () => {
    const user = userEvent.setup();
    const conflict = await responseError({
      statusCode: 409,
      name: 'ConflictError',
      message: 'The plan has changed since it was shown.',
      code: 'plan_changed',
    });
    const { api } = await renderRequest(pending);
    api.decide.mockImplementationOnce(() => {
      api.getRequest.mockResolvedValue(changed);
      return Promise.reject(conflict);
    });
    const approve = await button('Approve');
    await user.click(approve);

    expect(
      await screen.findByText('Your decision was not recorded'),
    ).toBeInTheDocument();
    expect(screen.getByText('plan_changed')).toBeInTheDocument();
    expect(
      await screen.findByText('The plan has changed since you read it'),
    ).toBeInTheDocument();
    expect(screen.getByText(/^New: .*:6543$/)).toBeInTheDocument();
    expect(await button('Approve')).toBeDisabled();

    api.decide.mockResolvedValueOnce(approved);
    await user.click(await button('I have read the new plan'));
    await user.click(await button('Approve'));
    expect(api.decide).toHaveBeenLastCalledWith(
      'req-1',
      expect.objectContaining({ planDigest: CHANGED_DIGEST }),
    );
  });

  it('A7: tells the slower of two approvers who was faster and when, and that nothing of theirs was recorded', async () => {
    const user = userEvent.setup();
    const conflict = await responseError({
      statusCode: 409,
      name: 'ConflictError',
      message: 'Already approved by database-owner.',
      code: 'request_not_pending',
    });
    const { api } = await renderRequest(pending);
    api.decide.mockImplementationOnce(() => {
      api.getRequest.mockResolvedValue(approved);
      return Promise.reject(conflict);
    });
    const approve = await button('Approve');
    await user.click(approve);

    expect(await screen.findByText('For the report only.')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Approve' }),
    ).not.toBeInTheDocument();
    const told = screen.getByRole('alert');
    expect(told).toHaveTextContent(
      'Your word came too late and was not recorded',
    );
    expect(told).toHaveTextContent(
      'Already approved by database-owner, 2026-08-06 09:14:00 UTC.',
    );
  });

  it('leads someone who followed a link to the decision', async () => {
    await renderRequest(pending, {}, '#decide');

    await waitFor(() =>
      expect(
        screen.getByRole('region', { name: 'Your decision' }),
      ).toHaveFocus(),
    );
  });

  it('is started by hand if it said so', async () => {
    const user = userEvent.setup();
    const { api } = await renderRequest(
      { ...approved, start: 'manual' },
      { startRequest: async () => started },
    );

    const start = await button('Start building');
    api.startRequest.mockImplementation(async () => {
      api.getRequest.mockResolvedValue(started);
      return started;
    });
    await user.click(start);
    expect(api.startRequest).toHaveBeenCalledWith('req-1');
    expect(
      await screen.findByRole('link', { name: 'The share that it became' }),
    ).toHaveAttribute('href', '/database-access/shares/share-1');
  });

  it('says why it cannot be shown, and offers to try again', async () => {
    const user = userEvent.setup();
    const missing = await responseError({
      statusCode: 404,
      name: 'NotFoundError',
      message: 'There is no request req-1.',
    });
    const { api } = await renderRequest(pending, {
      getRequest: () => Promise.reject(missing),
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'There is no request req-1.',
    );
    api.getRequest.mockResolvedValue(pending);
    await user.click(await button('Try again'));
    expect(
      await screen.findByText('Waiting for a decision'),
    ).toBeInTheDocument();
  });

  it('says what it is waiting for', async () => {
    await renderPage('/requests/req-1', {});

    expect(
      await screen.findByText('Looking for the request…'),
    ).toBeInTheDocument();
  });

  it('leads back to all requests', async () => {
    await renderRequest(pending);

    expect(
      await screen.findByRole('link', { name: 'All requests and shares' }),
    ).toHaveAttribute('href', '/database-access');
  });
});

describe('The page of a request, as time goes by', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse(pending.createdAt) });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const advance = (seconds: number) =>
    act(async () => {
      jest.advanceTimersByTime(seconds * 1000);
    });

  it('follows the request until it is final, and then asks no more', async () => {
    const { api } = await renderRequest(pending);
    await screen.findByText('Waiting for a decision');

    api.getRequest.mockResolvedValue(started);
    await advance(2);
    expect(await screen.findByText('Started')).toBeInTheDocument();

    const asked = api.getRequest.mock.calls.length;
    await advance(30);
    expect(api.getRequest).toHaveBeenCalledTimes(asked);
    const timelineAsked = api.getRequestTimeline.mock.calls.length;
    await advance(30);
    expect(api.getRequestTimeline).toHaveBeenCalledTimes(timelineAsked);
  });

  it('waits for a slow answer before it asks again', async () => {
    const { api } = await renderRequest(pending);
    await screen.findByText('Waiting for a decision');

    api.getRequest.mockReturnValue(new Promise(() => {}));
    await advance(2);
    const asked = api.getRequest.mock.calls.length;
    await advance(60);
    expect(api.getRequest).toHaveBeenCalledTimes(asked);
  });

  it('never sends the digest of a plan that slipped in while someone was reading', async () => {
    const { api } = await renderRequest(pending);
    await button('Approve');

    api.getRequest.mockResolvedValue(changed);
    await advance(2);

    expect(
      await screen.findByText('The plan has changed since you read it'),
    ).toBeInTheDocument();
    expect(await button('Approve')).toBeDisabled();
    fireEvent.click(await button('Approve'));
    expect(api.decide).not.toHaveBeenCalled();
  });

  it('T2: adds to the timeline what is new within three seconds, once', async () => {
    const { api } = await renderRequest(pending, {
      getRequestTimeline: async () => ({ items: timeline.slice(0, 1) }),
    });
    const list = await screen.findByRole('list', { name: /What happened/ });
    expect(within(list).getAllByRole('listitem')).toHaveLength(1);

    api.getRequestTimeline.mockResolvedValue({ items: timeline });
    await advance(2);
    await waitFor(() =>
      expect(within(list).getAllByRole('listitem')).toHaveLength(2),
    );
    expect(api.getRequestTimeline).toHaveBeenLastCalledWith(
      'req-1',
      1,
      expect.anything(),
    );
    expect(list).toHaveTextContent('2026-08-06 09:15:00 UTC');
    expect(list).toHaveTextContent('8f0d2c1e-2f7a-4c55-9d6f-3a1b2c3d4e5f');
    expect(list).toHaveTextContent(DIGEST.slice(0, 12));
  });

  it('T2: asks at once when the backend signals a change', async () => {
    let signal = (_: { id: string }) => {};
    const { api } = await renderPage(
      '/requests/req-1',
      { getRequest: async () => pending },
      {
        signals: {
          subscribe(channel, onMessage) {
            expect(channel).toBe('database-access');
            const previous = signal;
            signal = message => {
              previous(message);
              onMessage(message as never);
            };
            return { unsubscribe() {} };
          },
        },
      },
    );
    await screen.findByText('Waiting for a decision');

    api.getRequest.mockResolvedValue(started);
    await act(async () => signal({ id: 'req-1' }));
    expect(await screen.findByText('Started')).toBeInTheDocument();
  });
});
