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
  PatternOption,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import {
  comparedPlan,
  DIGEST,
  incompletePlan,
  overriddenPlan,
  plan,
} from '../__fixtures__/requests';
import {
  button,
  complete,
  goTo,
  renderForm,
  wish,
  write,
} from '../__testUtils__/renderForm';

describe('The way to connect', () => {
  const optionOf = (title: string) =>
    screen.getByRole('radio', { name: title }).closest('li')!;

  it('is shown on one screen: what is recommended and why, what else there is and why it lost, what each costs and who pays', async () => {
    const { api } = await renderForm(
      { plan: async () => comparedPlan },
      { initialState: { ...complete, expectedGbPerMonth: 100 } },
    );
    await goTo('How to connect');

    const list = await screen.findByRole('list', { name: 'Ways to connect' });
    expect(list).toBeInTheDocument();
    const lattice = optionOf('VPC Lattice resource endpoint');
    expect(lattice).toHaveTextContent('Recommended');
    expect(lattice).toHaveTextContent('Cheapest');
    expect(lattice).toHaveTextContent('$16.60 at 100 GB a month');
    expect(lattice).toHaveTextContent('Fixed part: $14.60');
    expect(lattice).toHaveTextContent(
      'Who pays: analytics $15.60, orders-prod $1.00.',
    );
    expect(
      within(lattice).getByRole('list', {
        name: 'Why VPC Lattice resource endpoint is recommended',
      }),
    ).toHaveTextContent('need no more than an endpoint');
    const privatelink = optionOf('PrivateLink');
    expect(privatelink).toHaveTextContent('Possible');
    expect(privatelink).toHaveTextContent('$32.63 at 100 GB a month');
    expect(privatelink).toHaveTextContent(
      'Who pays: orders-prod $16.43 + by usage, analytics $16.20.',
    );
    expect(
      within(privatelink).getByRole('list', { name: 'Why PrivateLink lost' }),
    ).toHaveTextContent('has to follow it');
    expect(screen.getByText(/Decided by the rule/)).toHaveTextContent(
      'one-database-one-endpoint',
    );
    expect(
      screen.getByText(/Prices of July 1, 2026, .* ago/),
    ).toHaveTextContent('aws.amazon.com/vpc/lattice/pricing');
    expect(
      screen.getByRole('region', { name: 'What would lead to another answer' }),
    ).toHaveTextContent('Three networks');
    expect(api.plan).toHaveBeenCalledWith(
      { ...wish, expectedGbPerMonth: 100 },
      expect.anything(),
    );
  });

  it('tells what is not possible or forbidden from the rest by a word and an icon, and lets nobody choose it', async () => {
    await renderForm(
      { plan: async () => comparedPlan },
      { initialState: complete },
    );
    await goTo('How to connect');
    await screen.findByRole('list', { name: 'Ways to connect' });

    for (const [title, word, why] of [
      [
        'VPC Lattice central service network',
        'Not possible',
        'No zone has both',
      ],
      [
        'VPC Lattice network of the consumer',
        'Forbidden by config',
        'config forbids it',
      ],
    ]) {
      const option = optionOf(title);
      expect(within(option).getByRole('radio')).toBeDisabled();
      expect(
        within(option).getByText(word).querySelector('svg'),
      ).toBeInTheDocument();
      expect(option).toHaveTextContent(why);
      expect(option).toHaveTextContent('No cost: it cannot be built');
    }
  });

  it('is chosen by keyboard, and another than the recommended one needs a reason', async () => {
    const user = userEvent.setup();
    const { api, onCreate } = await renderForm(
      {
        plan: async ({ connectVia }) =>
          connectVia === 'privatelink' ? overriddenPlan : comparedPlan,
      },
      { initialState: complete },
    );
    await goTo('How to connect');
    expect(
      screen.queryByRole('textbox', { name: /Why another way/ }),
    ).not.toBeInTheDocument();

    act(() =>
      screen
        .getByRole('radio', { name: 'VPC Lattice resource endpoint' })
        .focus(),
    );
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('radio', { name: 'PrivateLink' })).toBeChecked();
    expect(
      screen.getByText(/Say below why you need another way/, {
        selector: '[role=status]',
      }),
    ).toBeInTheDocument();
    const reason = await screen.findByRole('textbox', {
      name: /Why another way/,
    });
    await write(reason, 'Because');
    await user.click(await button('Next'));
    await waitFor(() =>
      expect(reason).toHaveAccessibleDescription(
        'The reason for another way must have 10 to 2000 characters, for example “Our clients need metrics of their connections”. You entered 7.',
      ),
    );
    expect(
      screen.queryByRole('region', { name: 'The plan' }),
    ).not.toBeInTheDocument();

    await write(reason, ' of our metrics');
    await user.click(await button('Next'));
    await screen.findByText(DIGEST.slice(0, 12));
    expect(api.plan).toHaveBeenLastCalledWith(
      {
        ...wish,
        connectVia: 'privatelink',
        overrideReason: 'Because of our metrics',
      },
      expect.anything(),
    );
    await user.click(await button('Review'));
    await user.click(await button('Create'));
    await waitFor(() =>
      expect(onCreate).toHaveBeenCalledWith(
        expect.objectContaining({
          connectVia: 'privatelink',
          overrideReason: 'Because of our metrics',
        }),
      ),
    );
  });

  it('needs no reason any more once the recommended one is taken again', async () => {
    const user = userEvent.setup();
    await renderForm(
      { plan: async () => comparedPlan },
      { initialState: { ...complete, connectVia: 'privatelink' } },
    );
    await goTo('How to connect');
    expect(
      await screen.findByRole('radio', { name: 'PrivateLink' }),
    ).toBeChecked();

    await user.click(
      screen.getByRole('radio', { name: 'VPC Lattice resource endpoint' }),
    );
    expect(
      screen.queryByRole('textbox', { name: /Why another way/ }),
    ).not.toBeInTheDocument();
    await user.click(await button('Next'));
    expect(
      await screen.findByRole('region', { name: 'The plan' }),
    ).toBeInTheDocument();
  });

  it('asks once for a volume that somebody types, and not at every key', async () => {
    const user = userEvent.setup();
    const { api } = await renderForm(
      { plan: async () => comparedPlan },
      { initialState: complete },
    );
    await goTo('How to connect');
    await screen.findByRole('list', { name: 'Ways to connect' });
    const before = api.plan.mock.calls.length;

    await user.type(
      screen.getByRole('spinbutton', { name: /Expected data/ }),
      '1500',
    );
    await waitFor(() =>
      expect(api.plan).toHaveBeenLastCalledWith(
        { ...wish, expectedGbPerMonth: 1500 },
        expect.anything(),
      ),
    );
    expect(api.plan.mock.calls.length - before).toBeLessThanOrEqual(2);
  });

  it('never shows an unknown price as nothing', async () => {
    const [lattice, ...others] = comparedPlan.recommendation!.options;
    const unknown: PatternOption = {
      ...lattice,
      cost: { ...plan.cost, fixedMonthly: undefined },
    };
    await renderForm(
      {
        plan: async () => ({
          ...comparedPlan,
          recommendation: {
            ...comparedPlan.recommendation!,
            options: [unknown, ...others],
            cheapest: undefined,
          },
        }),
      },
      { initialState: complete },
    );
    await goTo('How to connect');
    await screen.findByRole('list', { name: 'Ways to connect' });

    const option = optionOf('VPC Lattice resource endpoint');
    expect(option).toHaveTextContent('Unknown a month');
    expect(option).toHaveTextContent('orders-prod unknown');
    expect(screen.queryByText('Cheapest')).not.toBeInTheDocument();
  });

  it('costs its fixed part for who expects no certain volume', async () => {
    const [lattice, ...others] = comparedPlan.recommendation!.options;
    await renderForm(
      {
        plan: async () => ({
          ...comparedPlan,
          recommendation: {
            ...comparedPlan.recommendation!,
            options: [{ ...lattice, cost: plan.cost }, ...others],
          },
        }),
      },
      { initialState: complete },
    );
    await goTo('How to connect');
    await screen.findByRole('list', { name: 'Ways to connect' });

    const option = optionOf('VPC Lattice resource endpoint');
    expect(option).toHaveTextContent(
      '$14.60 a monthFixed part; data comes on top',
    );
    expect(option).not.toHaveTextContent(' GB a month');
  });

  it('says that the prices are of a table, if they are', async () => {
    const [lattice, ...others] = comparedPlan.recommendation!.options;
    const fromTable: Plan = {
      ...comparedPlan,
      recommendation: {
        ...comparedPlan.recommendation!,
        options: [
          { ...lattice, cost: { ...lattice.cost!, pricesFrom: 'table' } },
          ...others,
        ],
      },
    };
    await renderForm(
      { plan: async () => fromTable },
      { initialState: complete },
    );
    await goTo('How to connect');

    expect(
      await screen.findByText(/came with this version of the portal/),
    ).toBeInTheDocument();
  });

  it('is not compared while AWS cannot be read, and says so', async () => {
    await renderForm(
      { plan: async () => incompletePlan },
      { initialState: complete },
    );
    await goTo('How to connect');

    expect(
      await screen.findByText(/the ways to connect cannot be compared/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Account analytics \(666666666666\) did not let/),
    ).toBeInTheDocument();
  });

  it('is waited for, and a failure is explained', async () => {
    const { api } = await renderForm({}, { initialState: complete });
    await goTo('How to connect');
    expect(
      await screen.findByText('Comparing the ways to connect…'),
    ).toBeInTheDocument();
    expect(api.plan).toHaveBeenCalled();
  });

  it('says why it cannot be compared', async () => {
    await renderForm(
      { plan: () => Promise.reject(new Error('Failed to fetch')) },
      { initialState: complete },
    );
    await goTo('How to connect');

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The ways to connect could not be compared',
    );
  });
});
