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

import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  DatabaseAccessApi,
  PolicyExplanation,
} from '@towpath/backstage-plugin-database-access-common';
import { stagedPlan } from '../__fixtures__/policies';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';

const decided: PolicyExplanation = {
  outcome: 'decided',
  reasons: [
    'Stage 1: 2 of group:default/privacy-team must agree (config/confidential).',
  ],
  seats: stagedPlan.deciders!.seats!,
  longestSeconds: 30 * 86_400,
  defaultSeconds: 86_400,
  patterns: ['privatelink'],
  extendingNeedsDecision: true,
  commentRequired: true,
  rules: [
    {
      rule: 'config/production',
      key: 'databaseAccess.policy.rules[0]',
      because: 'The owner and the network team agree to production.',
      holds: true,
      conditions: [
        {
          text: "the database's environment is production (it is production)",
          holds: true,
        },
      ],
    },
    {
      rule: 'config/outside',
      key: 'databaseAccess.policy.rules[1]',
      because: 'Nobody outside reaches confidential data.',
      holds: false,
      conditions: [
        {
          text: 'the two accounts are in different organisations',
          holds: false,
        },
      ],
    },
  ],
  opinions: stagedPlan.deciders!.policy!,
};

const renderPolicy = (
  answers: Partial<DatabaseAccessApi> = {},
  seesPolicy = true,
) => renderPage('/policy', answers, { seesPolicy });

const ask = async () =>
  userEvent.click(await screen.findByText('What would it say?'));

/** Of a form with this many fields, queries by role take seconds. */
const write = async (group: string, field: string, value: string) => {
  const fields = within(await screen.findByLabelText(group));
  fireEvent.change(fields.getByLabelText(field), { target: { value } });
};

describe('What the policy says', () => {
  it('is asked for a made-up request, with only what was written', async () => {
    const { api } = await renderPolicy({
      explainPolicy: async () => decided,
    });

    await write('The database', 'Environment', 'production');
    await write('The network', 'Owner', 'group:default/analytics-team');
    fireEvent.click(screen.getByLabelText('Outside the organisation'));
    await ask();

    expect(api.explainPolicy).toHaveBeenCalledWith({
      kind: 'access',
      durationSeconds: 86_400,
      outsideOrganization: true,
      database: { environment: 'production' },
      network: { owner: 'group:default/analytics-team' },
    });
  });

  it('can be asked and read by everybody', async () => {
    const { container } = await renderPolicy({
      explainPolicy: async () => decided,
    });
    await ask();

    await screen.findByText('It needs 4 approvals.');
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('is answered in a sentence, with seats by stage, limits, and what each rule has to do with it', async () => {
    await renderPolicy({
      explainPolicy: async () => decided,
    });
    await ask();

    expect(
      (await screen.findByText('It needs 4 approvals.')).closest(
        '[role=status]',
      ),
    ).toHaveTextContent('2 of group:default/privacy-team must agree');
    expect(
      screen.getByLabelText('Stage 1: who must approve', { selector: 'ul' }),
    ).toHaveTextContent('2 of privacy-team');
    const limits = screen.getByLabelText('What else holds');
    expect(limits).toHaveTextContent('Longest duration30 days');
    expect(limits).toHaveTextContent('Ways to connectPrivateLink');
    expect(limits).toHaveTextContent('A comment is needed');
    const [holds, not] = within(
      screen.getByLabelText('The rules of config', { selector: 'ol' }),
    )
      .getAllByRole('listitem')
      .filter(item => item.textContent!.includes('config/'));
    expect(holds).toHaveTextContent(
      /^Applies.*It stands at databaseAccess\.policy\.rules\[0\]\.yes: the database's environment is production/,
    );
    expect(not).toHaveTextContent(
      /^Does not apply.*no: the two accounts are in different organisations/,
    );
  });

  it.each<[string, Partial<PolicyExplanation>]>([
    [
      'Nobody could approve it: it is refused.',
      { outcome: 'refused', reasons: ['config/outside refuses it.'] },
    ],
    [
      'Nobody need be asked.',
      { outcome: 'automatic', reasons: ['Nobody need be asked.'] },
    ],
  ])('may be: %s', async (sentence, answer) => {
    await renderPolicy({
      explainPolicy: async () => ({ ...decided, seats: [], ...answer }),
    });
    await ask();

    expect(
      (await screen.findAllByText(sentence))[0].closest('[role=status]'),
    ).toBeInTheDocument();
    expect(screen.queryByLabelText(/^Stage/)).not.toBeInTheDocument();
  });

  it('says that there are no rules where there are none', async () => {
    await renderPolicy({
      explainPolicy: async () => ({ ...decided, rules: [], opinions: [] }),
    });
    await ask();

    expect(
      await screen.findByText(/Config has no rule, so the owner/),
    ).toBeInTheDocument();
  });

  it('is not asked with what cannot be understood, and says what is wrong', async () => {
    const { api } = await renderPolicy();

    await write('The request', 'Duration, hours', 'x');
    await write('The database', 'Tags', 'team');
    await ask();

    expect(
      screen.getByText(/Duration, hours must be a number above 0/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Tags must be key=value, one a line/),
    ).toBeInTheDocument();
    expect(api.explainPolicy).not.toHaveBeenCalled();
  });

  it('says why there is no answer, and shows none of before', async () => {
    const { api } = await renderPolicy({ explainPolicy: async () => decided });
    await ask();
    await screen.findByText('It needs 4 approvals.');

    api.explainPolicy.mockRejectedValue(
      await responseError({
        statusCode: 400,
        name: 'InputError',
        message: 'database.accountId must be 12 digits.',
      }),
    );
    await ask();
    expect(
      (
        await screen.findByText(/database.accountId must be 12 digits\./)
      ).closest('[role=alert]'),
    ).toBeInTheDocument();
    expect(screen.queryByText('It needs 4 approvals.')).not.toBeInTheDocument();
  });

  it('is for those who may see it, and tells others what they lack', async () => {
    const { api } = await renderPolicy({}, false);

    expect(
      await screen.findByText('You may not see what the policy says'),
    ).toBeInTheDocument();
    expect(screen.getByText('database-access.policy.read')).toBeInTheDocument();
    expect(screen.queryByText('What would it say?')).not.toBeInTheDocument();
    expect(api.explainPolicy).not.toHaveBeenCalled();
  });
});

describe('The way to what the policy says', () => {
  const lists: Partial<DatabaseAccessApi> = {
    listRequests: async () => ({ items: [] }),
    listShares: async () => ({ items: [] }),
    listNetworks: async () => ({ items: [], findings: [] }),
  };

  it('is shown to those who may see it', async () => {
    await renderPage('', lists, { seesPolicy: true });

    expect(
      (await screen.findByText('What the policy says')).closest('a'),
    ).toHaveAttribute('href', '/database-access/policy');
  });

  it('is shown to nobody else', async () => {
    await renderPage('', lists);

    await screen.findByText('Nothing needs your decision.');
    expect(screen.queryByText('What the policy says')).not.toBeInTheDocument();
  });
});
