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
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { automaticPlan, emergency, stagedPlan } from '../__fixtures__/policies';
import { comparedPlan, DIGEST, recommendation } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import {
  button,
  complete,
  goTo,
  renderForm,
} from '../__testUtils__/renderForm';

const compared = (plan: Plan): Plan => ({ ...plan, recommendation });

const refused: Plan = {
  ...compared(stagedPlan),
  digest: undefined,
  findings: [
    {
      code: 'policy_refuses',
      severity: 'blocking',
      message:
        'config/no-production refuses it: Nobody reaches production from there.',
      remedy: 'Ask for the replica.',
    },
  ],
};

const notEntitled: Plan = {
  ...compared(stagedPlan),
  digest: undefined,
  findings: [
    {
      code: 'emergency_not_entitled',
      severity: 'blocking',
      message:
        'Only group:default/on-call may have access before anybody is asked.',
      remedy: 'Ask without "It cannot wait", and tell those who decide.',
    },
  ],
};

const plans = async (answer: (emergency: boolean) => Plan, theme?: 'bui') => {
  const form = await renderForm(
    { plan: async ({ emergency: wanted }) => answer(wanted === true) },
    { initialState: complete, theme },
  );
  if (theme === 'bui') {
    // Its select has no options before it is opened.
    await screen.findAllByText(/Databricks, analytics ·/);
    await userEvent.click(await button('Next'));
    await screen.findByRole('region', { name: 'Way to connect' });
    await userEvent.click(await button('Next'));
  } else {
    await goTo('What will be built');
  }
  await screen.findByText('It cannot wait');
  return form;
};

const decides = () => screen.findByRole('region', { name: 'Who decides' });

describe('Before it is sent, the form', () => {
  it('says stage by stage who must approve, which rule asks for them and why, and how long it may last', async () => {
    await plans(() => compared(stagedPlan));

    const said = await decides();
    expect(said).toHaveTextContent('Needs 4 approvals:');
    expect(
      within(said).getByRole('list', { name: 'Stage 1: who must approve' }),
    ).toHaveTextContent(
      '2 of privacy-teamA policy names them.Rule config/confidential: Two of the privacy team look at confidential data first.',
    );
    expect(
      within(said).getByRole('list', { name: 'Stage 2: who must approve' })
        .children,
    ).toHaveLength(2);
    expect(said).toHaveTextContent(
      'You cannot approve it yourself, whatever groups you are in.',
    );
    expect(said).toHaveTextContent(
      'You ask for 7 days. The policy proposes 1 day. It allows 30 days at most.',
    );
  });

  it('can be read by everybody', async () => {
    const { container } = await plans(() => compared(stagedPlan));

    await decides();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('says that nobody need be asked, and by which rule', async () => {
    await plans(() => compared(automaticPlan));

    expect(await decides()).toHaveTextContent(
      'Nobody need be asked: the policy says so (config/development). Nobody is asked for a development database.',
    );
  });

  it('says that a policy refuses it, with its rule and what to do, and not who would decide', async () => {
    await plans(() => refused);

    expect(
      await screen.findByText(/config\/no-production refuses it/),
    ).toBeInTheDocument();
    expect(screen.getByText('Ask for the replica.')).toBeInTheDocument();
    expect(
      screen.queryByRole('region', { name: 'Who decides' }),
    ).not.toBeInTheDocument();
  });
});

describe('What cannot wait', () => {
  const cannotWait = () =>
    screen.findByRole('checkbox', { name: 'It cannot wait' });

  it.each([undefined, 'bui' as const])(
    'is planned as such, says who looks at it afterwards, and is filed so (theme: %s)',
    async theme => {
      const { api, onCreate } = await plans(
        wanted => compared(wanted ? emergency.plan : comparedPlan),
        theme,
      );
      await screen.findByText(DIGEST.slice(0, 12));
      expect(api.plan).toHaveBeenLastCalledWith(
        expect.not.objectContaining({ emergency: expect.anything() }),
        expect.anything(),
      );

      await userEvent.click(await cannotWait());
      await screen.findByText(/must look at it afterwards/);
      expect(await decides()).toHaveTextContent(
        'orders-team must look at it afterwards',
      );
      expect(api.plan).toHaveBeenLastCalledWith(
        expect.objectContaining({ emergency: true }),
        expect.anything(),
      );
      await userEvent.click(await button('Review'));
      await userEvent.click(await button('Create'));
      await waitFor(() =>
        expect(onCreate).toHaveBeenCalledWith(
          expect.objectContaining({ emergency: true, planDigest: DIGEST }),
        ),
      );
    },
  );

  it('cannot be sent by those who are not entitled to it, and says who is', async () => {
    const { container } = await plans(wanted =>
      wanted ? notEntitled : compared(comparedPlan),
    );

    await userEvent.click(await cannotWait());
    expect(
      await screen.findByText(/Only group:default\/on-call may have access/),
    ).toBeInTheDocument();
    await userEvent.click(await button('Review'));
    await waitFor(() =>
      expect(container).toHaveTextContent(
        'The plan is blocked: Only group:default/on-call',
      ),
    );
    expect(
      screen.queryByRole('button', { name: 'Create' }),
    ).not.toBeInTheDocument();
  });

  it('is nothing any more once it is taken back', async () => {
    const { api, onCreate } = await plans(wanted =>
      compared(wanted ? emergency.plan : comparedPlan),
    );
    await userEvent.click(await cannotWait());
    await screen.findByText(/must look at it afterwards/);
    await userEvent.click(await cannotWait());
    await waitFor(() =>
      expect(api.plan).toHaveBeenLastCalledWith(
        expect.not.objectContaining({ emergency: expect.anything() }),
        expect.anything(),
      ),
    );
    await screen.findByText(DIGEST.slice(0, 12));
    await userEvent.click(await button('Review'));
    await userEvent.click(await button('Create'));
    await waitFor(() => expect(onCreate).toHaveBeenCalled());
    expect(onCreate.mock.calls[0][0].emergency).toBeUndefined();
  });
});
