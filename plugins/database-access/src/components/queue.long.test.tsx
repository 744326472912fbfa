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

import { Entity } from '@backstage/catalog-model';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  AccessRequest,
  DatabaseAccessApi,
} from '@towpath/backstage-plugin-database-access-common';
import { emergency, staged } from '../__fixtures__/policies';
import { approved, pending } from '../__fixtures__/requests';
import { zonePlan } from '../__fixtures__/zones';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';

const inHours = (hours: number) =>
  new Date(Date.now() + hours * 3_600_000 + 5_000).toISOString();

const waitingFor = (hours: number) => ({
  since: pending.createdAt,
  asked: [],
  expiresAt: inHours(hours),
});

const first: AccessRequest = { ...pending, waiting: waitingFor(5) };
const second: AccessRequest = {
  ...pending,
  id: 'req-2',
  databaseRef: 'resource:default/billing-mysql',
  waiting: waitingFor(24 * 9),
};

type Lists = Partial<
  Record<
    'toDecide' | 'waitingForOthers' | 'decided' | 'toReview',
    AccessRequest[]
  >
>;

const renderQueue = (
  lists: Lists,
  answers: Partial<DatabaseAccessApi> = {},
  search = '',
  options: { entities?: Entity[] } = {},
) =>
  renderPage(
    search,
    {
      listShares: async () => ({ items: [] }),
      listNetworks: async () => ({ items: [], findings: [] }),
      listRequests: async (filter = {}) => ({
        items: Object.entries(lists).flatMap(([queue, items]) =>
          filter[queue as keyof Lists] ? items : [],
        ),
      }),
      ...answers,
    },
    options,
  );

const table = (name: string) => screen.findByRole('table', { name });
const button = (name: string) => screen.findByRole('button', { name });
const choose = (database: string) =>
  screen.findByRole('checkbox', {
    name: `Choose Databricks, analytics to ${database}`,
  });

describe('The queue of those who decide', () => {
  it('A1: says of each request what is needed to choose the next one, the oldest first', async () => {
    const { api, container } = await renderQueue({
      toDecide: [{ ...staged, waiting: first.waiting }, second],
    });

    const rows = within(await table('Needs my decision')).getAllByRole('row');
    await screen.findByText('Production');
    expect(rows[1]).toHaveTextContent(
      /^Databricks, analytics to orders-postgresProduction ?analytics \(666666666666\)requester7 days\$14\.60.* ago1 of 4Over in 5 hours/,
    );
    expect(rows[2]).toHaveTextContent(/Nobody says one.*0 of 1Over in 9 days/);
    for (const row of rows.slice(1)) {
      expect(row.querySelector('svg[aria-hidden=true]')).toBeInTheDocument();
    }
    expect(api.listRequests).toHaveBeenCalledWith(
      expect.objectContaining({ toDecide: true, oldestFirst: true }),
      expect.anything(),
    );
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('A1, A2: has a tab each for what waits for others and what is decided, and says in words that nothing is there', async () => {
    await renderQueue({
      waitingForOthers: [second],
      decided: [{ ...approved, id: 'req-3' }],
    });

    expect(
      await screen.findByText('Nothing needs your decision.'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('tab', { name: 'Waiting for others' }),
    );
    expect(await table('Waiting for others')).toHaveTextContent(
      'billing-mysql',
    );
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Decided' }));
    expect(await table('Decided')).toHaveTextContent('Approved');
  });

  it('opens the tab that the address names', async () => {
    await renderQueue({ decided: [] }, {}, '?queue=decided');

    expect(
      await screen.findByText('You have not decided any request yet.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'Decided' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });

  it('has emergencies to review only for those who have some', async () => {
    await renderQueue({
      toReview: [
        {
          ...emergency,
          emergency: { ...emergency.emergency!, dueAt: inHours(-1) },
        },
      ],
    });

    await userEvent.click(
      await screen.findByRole('tab', { name: 'To review' }),
    );
    const review = await table('To review');
    expect(review).toHaveTextContent('Overdue');
    expect(within(review).getAllByRole('link')[0]).toHaveAttribute(
      'href',
      '/database-access/requests/req-1?focus=review',
    );
  });

  it('speaks of no emergencies to anybody else', async () => {
    await renderQueue({ toDecide: [first] });

    await table('Needs my decision');
    expect(
      screen.queryByRole('tab', { name: 'To review' }),
    ).not.toBeInTheDocument();
  });

  it('A2: is filtered by what a row says, and offers to clear the filter if nothing is left', async () => {
    await renderQueue({ toDecide: [first, second] });

    const shown = async () =>
      within(await table('Needs my decision')).getAllByRole('row').length - 1;
    expect(await shown()).toBe(2);
    const filter = screen.getByRole('textbox', { name: 'Filter' });
    await userEvent.click(filter);
    await userEvent.paste('BILLING');
    expect(await shown()).toBe(1);
    await userEvent.paste('x');
    expect(
      await screen.findByText(
        /None of those that are shown matches “BILLINGx”/,
      ),
    ).toBeInTheDocument();
    await userEvent.click(await button('Clear filters'));
    expect(await shown()).toBe(2);
  });

  it('says what it waits for, and why there is nothing', async () => {
    await renderQueue(
      {},
      { listRequests: () => Promise.reject(new Error('Failed to fetch')) },
    );

    expect(
      (await screen.findAllByText('The requests could not be listed')).length,
    ).toBeGreaterThan(0);
  });

  it('owns up that it is slow', async () => {
    await renderQueue({}, { listRequests: () => new Promise(() => {}) });

    expect(
      (await screen.findAllByText('Looking for requests…')).length,
    ).toBeGreaterThan(0);
  });
});

describe('Approving several at once', () => {
  /** Of databases that the catalog calls nothing. */
  const renderAlike = (lists: Lists, answers?: Partial<DatabaseAccessApi>) =>
    renderQueue(lists, answers, '', { entities: [] });

  it('A9: names what is approved, and says of each what became of it: one failure hides no other', async () => {
    const { api, container } = await renderAlike({
      toDecide: [first, second],
    });
    api.decideSeveral.mockResolvedValue({
      items: [
        {
          requestId: 'req-1',
          error: {
            name: 'ConflictError',
            message: 'Already approved by ana at 09:14.',
            code: 'request_not_pending',
          },
        },
        { requestId: 'req-2', request: { ...approved, id: 'req-2' } },
      ],
    });

    await userEvent.click(await choose('orders-postgres'));
    await userEvent.click(await choose('billing-mysql'));
    expect(screen.getByText('2 requests chosen.')).toBeInTheDocument();
    await userEvent.click(await button('Approve 2 requests'));
    const dialog = await screen.findByRole('dialog', {
      name: 'Approve these 2 requests?',
    });
    expect(api.decideSeveral).not.toHaveBeenCalled();
    expect(
      within(dialog)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      'Databricks, analytics to orders-postgres, for requester, 7 days, $14.60 a month',
      'Databricks, analytics to billing-mysql, for requester, 7 days, $14.60 a month',
    ]);
    expect(await accessibilityProblems(container)).toEqual([]);

    const asked = api.listRequests.mock.calls.length;
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Approve 2 requests' }),
    );
    expect(api.decideSeveral).toHaveBeenCalledWith({
      items: ['req-1', 'req-2'].map(requestId => ({
        requestId,
        decision: 'approve',
        planDigest: pending.planDigest,
      })),
    });
    expect(
      await within(dialog).findByText('1 request was approved. 1 was not.'),
    ).toBeInTheDocument();
    expect(
      within(dialog)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      expect.stringMatching(
        /^Not approved.*orders-postgres: Already approved by ana at 09:14\. request_not_pending$/,
      ),
      expect.stringMatching(/^Approved.*billing-mysql ?$/),
    ]);

    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Close' }),
    );
    await waitFor(() =>
      expect(api.listRequests.mock.calls.length).toBeGreaterThan(asked),
    );
    expect(screen.queryByText('2 requests chosen.')).not.toBeInTheDocument();
  });

  it('says that nothing was approved if the backend refuses all', async () => {
    const refused = await responseError({
      statusCode: 403,
      name: 'NotAllowedError',
      message: 'Unauthorized',
    });
    await renderAlike(
      { toDecide: [first] },
      { decideSeveral: () => Promise.reject(refused) },
    );

    await userEvent.click(await choose('orders-postgres'));
    await userEvent.click(await button('Approve 1 request'));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Approve 1 request' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'database-access.request.decide',
    );
  });

  it.each<[string, Partial<AccessRequest>]>([
    [
      'a comment is needed',
      {
        plan: {
          ...pending.plan,
          deciders: { ...pending.plan.deciders!, commentRequired: true },
        },
      },
    ],
    ['more opens', { plan: zonePlan }],
    [
      'it is production',
      {
        plan: {
          ...pending.plan,
          database: { ...pending.plan.database, environment: 'production' },
        },
      },
    ],
    [
      'the data have a class',
      {
        plan: {
          ...pending.plan,
          database: { ...pending.plan.database, dataClassification: 'pii' },
        },
      },
    ],
    [
      'there is a warning',
      {
        plan: {
          ...pending.plan,
          findings: [{ code: 'x', severity: 'warning', message: 'Look.' }],
        },
      },
    ],
    ['the plan is blocked', { plan: { ...pending.plan, digest: undefined } }],
  ])('is not offered where %s', async (_, special) => {
    await renderAlike({ toDecide: [{ ...first, ...special }, second] });

    await choose('billing-mysql');
    expect(screen.getAllByRole('checkbox')).toHaveLength(1);
    expect(screen.getByText('On its own')).toBeInTheDocument();
  });

  it('A9: mixes no requests of different rules', async () => {
    await renderAlike({
      toDecide: [
        first,
        {
          ...second,
          plan: {
            ...second.plan,
            deciders: {
              ...second.plan.deciders!,
              policy: [{ rule: 'config/production', because: 'It is.' }],
            },
          },
        },
      ],
    });

    await choose('billing-mysql');
    await userEvent.click(await choose('orders-postgres'));
    expect(screen.getAllByRole('checkbox')).toHaveLength(1);
    expect(screen.getByText('On its own')).toBeInTheDocument();
    await userEvent.click(await button('Choose none'));
    expect(screen.getAllByRole('checkbox')).toHaveLength(2);
  });
});
