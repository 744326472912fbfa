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
  AccessRequest,
  DatabaseAccessApi,
} from '@towpath/backstage-plugin-database-access-common';
import { databaseEntity } from '../__fixtures__/databases';
import {
  askable,
  automaticPlan,
  questioned,
  staged,
  stagedPlan,
} from '../__fixtures__/policies';
import { approved, own, pending } from '../__fixtures__/requests';
import { zonePlan } from '../__fixtures__/zones';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';

const renderRequest = (
  request: AccessRequest,
  answers: Partial<DatabaseAccessApi> = {},
  search = '',
) =>
  renderPage(`/requests/req-1${search}`, {
    getRequest: async () => request,
    ...answers,
  });

const button = (name: string) => screen.findByRole('button', { name });
const comment = () => screen.findByRole('textbox', { name: /Comment/ });

describe('The approvals of a request', () => {
  it('A3: are shown by stage: who agreed when, whose turn it is, and which rule asks for whom and why', async () => {
    const { container } = await renderRequest(staged);

    const first = await screen.findByRole('list', {
      name: 'Stage 1: who must approve',
    });
    expect(first).toHaveTextContent(
      'Their turnprivacy-team1 of 2 peopleby ana, 2026-08-06 09:14:00 UTC',
    );
    expect(first).toHaveTextContent(
      'A policy names them.Rule config/confidential: Two of the privacy team look at confidential data first.',
    );
    const second = screen.getByRole('list', {
      name: 'Stage 2: who must approve',
    });
    expect([...second.children].map(seat => seat.textContent)).toEqual([
      'Not their turn yetorders-teamThey own the database.Rule config/production: The owner and the network team agree to production.',
      'Not their turn yetnetwork-teamThey own the network.Rule config/production: The owner and the network team agree to production.',
    ]);
    expect(screen.getByText('1 of 4 approvals given.')).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('A10: say what the request waits for: whose turn it is, who was told when, reminders, who else may decide, and when it is over', async () => {
    await renderRequest(staged);

    const waiting = await screen.findByRole('region', {
      name: 'What it waits for',
    });
    expect(waiting).toHaveTextContent('Whose turn it isprivacy-team');
    expect(waiting).toHaveTextContent(
      'Toldprivacy-team, 2026-08-06 09:12:03 UTC',
    );
    expect(waiting).toHaveTextContent('Last reminded2026-08-07 09:12:03 UTC');
    expect(waiting).toHaveTextContent('Reminded next');
    expect(waiting).toHaveTextContent('Others may decide, tooplatform-team');
    expect(waiting).toHaveTextContent('Over if nobody decides');
  });

  it('A10: name those who may decide since it has waited too long', async () => {
    await renderRequest({
      ...staged,
      waiting: {
        ...staged.waiting!,
        escalateAt: undefined,
        escalatedAt: '2026-08-09T09:12:03.000Z',
      },
    });

    const waiting = await screen.findByRole('region', {
      name: 'What it waits for',
    });
    expect(waiting).toHaveTextContent(
      'Others may decide, too, sinceplatform-team, 2026-08-09 09:12:03 UTC',
    );
    expect(waiting).toHaveTextContent(/privacy-team.*platform-team/);
  });

  it('were nobody’s to give where the policy says so', async () => {
    await renderRequest({
      ...approved,
      plan: automaticPlan,
      seats: [],
      deciderRefs: [],
      decisions: [],
    });

    expect(
      await screen.findByText(
        /Nobody need be asked: the policy says so \(config\/development\)/,
      ),
    ).toHaveTextContent('Nobody is asked for a development database.');
  });
});

describe('SEC-7: somebody who joined those who decide after they were asked', () => {
  const joinedSince = {
    refs: ['group:default/orders-team'],
    notedAt: '2026-08-06T09:12:03.000Z',
  };
  const approve = () => screen.findByRole('button', { name: 'Approve' });

  it('reads why they cannot approve it and how it gets on, and may deny it', async () => {
    const decide = jest.fn(async () => ({
      ...pending,
      status: 'denied' as const,
    }));
    const { container } = await renderRequest(
      { ...pending, joinedSince: { ...joinedSince, approval: 'refused' } },
      { decide },
    );

    expect(await approve()).toBeDisabled();
    expect(await approve()).toHaveAccessibleDescription(
      'You were no member of orders-team when they were asked, 2026-08-06 09:12:03 UTC. Whoever joins afterwards does not approve it: somebody who was a member then has to, or the requester withdraws it and asks again. You may deny it.',
    );
    expect(await accessibilityProblems(container)).toEqual([]);
    await userEvent.type(await comment(), 'Not this month');
    await userEvent.click(await button('Deny'));
    expect(decide).toHaveBeenCalledWith(
      'req-1',
      expect.objectContaining({ decision: 'deny' }),
    );
  });

  it('reads that their approval fills no seat, where config lets it be written down', async () => {
    await renderRequest({
      ...pending,
      joinedSince: { ...joinedSince, approval: 'flagged' },
    });

    expect(await approve()).toBeEnabled();
    expect(await approve()).toHaveAccessibleDescription(
      expect.stringContaining(
        'Your approval is written down and shown as such, and fills no seat',
      ),
    );
  });

  it('is shown as such to the others, beside who counts and since when', async () => {
    await renderRequest({
      ...staged,
      decisions: [
        ...staged.decisions,
        {
          ...staged.decisions[0],
          id: 'dec-new',
          deciderRef: 'user:default/newcomer',
          joinedSince: joinedSince.refs,
        },
      ],
      membersNotedAt: joinedSince.notedAt,
    });

    const decisions = await screen.findByRole('list', { name: 'Decisions' });
    expect(decisions).toHaveTextContent(
      /Approved, fills no seatnewcomer.*No member of orders-team when they were asked\./,
    );
    expect(decisions).toHaveTextContent(/^Approvedana/);
    expect(
      screen.getByText(/Those count who were members when this was noted/),
    ).toHaveTextContent('2026-08-06 09:12:03 UTC');
  });

  it('counts like everybody where it was filed before members were noted, and the page says so', async () => {
    await renderRequest({ ...staged, membersNotedAt: undefined });

    expect(
      await screen.findByText(
        'It was filed before members were noted: whoever is a member now counts.',
      ),
    ).toBeInTheDocument();
  });
});

describe('What to look at before deciding', () => {
  const risks = () =>
    within(screen.getByRole('list', { name: 'What to look at' }))
      .getAllByRole('listitem')
      .map(it => it.textContent);

  it('is production, the class of the data, what else opens, and a longer time than usual', async () => {
    // What AWS's tags said to the policy goes before what the catalog says.
    const database = databaseEntity('orders-postgres', { tags: ['staging'] });
    database.metadata.labels = { 'data-classification': 'public' };
    await renderPage(
      '/requests/req-1',
      {
        getRequest: async () => ({
          ...staged,
          plan: {
            ...stagedPlan,
            database: {
              ...stagedPlan.database,
              environment: 'prod',
              dataClassification: 'confidential',
            },
            opens: zonePlan.opens,
            findings: [
              {
                code: 'outside_organization',
                severity: 'warning' as const,
                message: 'Account analytics is in another organisation.',
              },
            ],
          },
        }),
      },
      { entities: [database] },
    );

    await screen.findByText('Data: confidential');
    expect(risks()).toEqual([
      'In production',
      'Data: confidential',
      'Outside the organisation',
      '2 more accesses open',
      'Longer than usual: 7 days',
    ]);
  });

  it('is nothing where nothing stands out', async () => {
    await renderPage(
      '/requests/req-1',
      { getRequest: async () => pending },
      { entities: [] },
    );

    expect(
      await screen.findByText(/Nothing stands out: one network reaches one/),
    ).toBeInTheDocument();
  });
});

describe('The decision', () => {
  it('A4: needs no comment to approve unless the policy says so', async () => {
    const { api } = await renderRequest(
      {
        ...pending,
        plan: {
          ...pending.plan,
          deciders: { ...pending.plan.deciders!, commentRequired: true },
        },
      },
      { decide: async () => approved },
    );

    await userEvent.click(await button('Approve'));
    expect(
      screen.getByText(/To approve, say why in the comment/),
    ).toBeInTheDocument();
    expect(api.decide).not.toHaveBeenCalled();

    await userEvent.type(await comment(), 'Agreed in the meeting.');
    await userEvent.click(await button('Approve'));
    expect(api.decide).toHaveBeenCalledWith(
      'req-1',
      expect.objectContaining({ comment: 'Agreed in the meeting.' }),
    );
  });

  it('A8: is where a notification leads, and following it decides nothing', async () => {
    const { api } = await renderRequest(pending, {}, '?focus=decision');

    await waitFor(() =>
      expect(
        screen.getByRole('region', { name: 'Your decision' }),
      ).toHaveFocus(),
    );
    expect(api.decide).not.toHaveBeenCalled();
  });

  it('is not there to be given by those whose turn it is not, and says whose it is', async () => {
    await renderRequest({
      ...staged,
      actions: { ...staged.actions, decide: false },
      cannotDecideBecause: 'It waits for group:default/privacy-team',
    });

    const approve = await button('Approve');
    expect(approve).toBeDisabled();
    expect(approve).toHaveAccessibleDescription(
      'It waits for group:default/privacy-team',
    );
  });
});

describe('A question to the requester', () => {
  it('A4: is asked after it was said that approvals are void and the clock stands still', async () => {
    const asked = { ...questioned, actions: pending.actions };
    const { api, analytics, container } = await renderRequest(askable);

    await userEvent.click(await button('Ask the requester'));
    const dialog = await screen.findByRole('dialog', {
      name: 'Ask the requester',
    });
    expect(dialog).toHaveTextContent('The clock stands still meanwhile');
    expect(dialog).toHaveTextContent('have to be given again');
    expect(within(dialog).getByRole('button', { name: 'Ask' })).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Question/ }),
      'Would the replica do?',
    );
    api.askRequester.mockImplementation(async () => {
      api.getRequest.mockResolvedValue(asked);
      return asked;
    });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Ask' }));

    expect(api.askRequester).toHaveBeenCalledWith('req-1', {
      text: 'Would the replica do?',
    });
    expect(
      await screen.findByText('Would the replica do?'),
    ).toBeInTheDocument();
    expect(analytics.captureEvent).toHaveBeenCalledWith(
      expect.objectContaining({ action: 'ask' }),
    );
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('says why it was not sent, and keeps what was written', async () => {
    const conflict = await responseError({
      statusCode: 409,
      name: 'ConflictError',
      message: 'Already approved by database-owner.',
      code: 'request_not_pending',
    });
    await renderRequest(askable, {
      askRequester: () => Promise.reject(conflict),
    });

    await userEvent.click(await button('Ask the requester'));
    await userEvent.type(
      await screen.findByRole('textbox', { name: /Question/ }),
      'Why?',
    );
    await userEvent.click(await button('Ask'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The question was not sent',
    );
    expect(screen.getByRole('textbox', { name: /Question/ })).toHaveValue(
      'Why?',
    );
  });

  it('cannot be asked by those who may not', async () => {
    await renderRequest(own);

    await button('Approve');
    expect(
      screen.queryByRole('button', { name: 'Ask the requester' }),
    ).not.toBeInTheDocument();
  });

  it('is answered by the requester, not with nothing', async () => {
    const { api, container } = await renderRequest(questioned);

    const talk = await screen.findByRole('list', {
      name: 'Questions and answers',
    });
    expect(talk).toHaveTextContent(
      'database-owner asked, 2026-08-06 10:00:00 UTC:Would the replica do?',
    );
    expect(await accessibilityProblems(container)).toEqual([]);
    await userEvent.click(await button('Answer'));
    expect(screen.getByText('To answer, write something.')).toBeInTheDocument();
    expect(api.answerQuestion).not.toHaveBeenCalled();

    const answered: AccessRequest = {
      ...own,
      messages: [
        ...questioned.messages,
        {
          id: 'message-2',
          kind: 'answer',
          authorRef: own.requesterRef,
          text: 'No, it lags.',
          at: '2026-08-06T11:00:00.000Z',
        },
      ],
    };
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Your answer' }),
      'No, it lags.',
    );
    api.answerQuestion.mockImplementation(async () => {
      api.getRequest.mockResolvedValue(answered);
      return answered;
    });
    await userEvent.click(await button('Answer'));
    expect(api.answerQuestion).toHaveBeenCalledWith('req-1', {
      text: 'No, it lags.',
    });
    expect(await screen.findByText('No, it lags.')).toBeInTheDocument();
    expect(
      screen.queryByRole('textbox', { name: 'Your answer' }),
    ).not.toBeInTheDocument();
  });

  it('lets nobody decide until it is answered', async () => {
    await renderRequest({
      ...questioned,
      actions: { ...questioned.actions, answer: false, cancel: false },
      cannotDecideBecause: 'There is nothing to decide: it is questioned',
    });

    expect(await button('Approve')).toHaveAccessibleDescription(
      /waits for the requester’s answer/,
    );
    expect(
      screen.getByText(/clock of those who decide stands still/),
    ).toBeInTheDocument();
  });

  it('is where its notification leads the requester', async () => {
    await renderRequest(questioned, {}, '?focus=answer');

    await waitFor(() =>
      expect(
        screen.getByRole('region', { name: 'Questions and answers' }),
      ).toHaveFocus(),
    );
  });
});
