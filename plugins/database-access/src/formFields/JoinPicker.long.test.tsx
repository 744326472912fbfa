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

import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  PlanInput,
  Recommendation,
} from '@towpath/backstage-plugin-database-access-common';
import { comparedPlan, DIGEST, recommendation } from '../__fixtures__/requests';
import { zonePlan, zoneRecommendation } from '../__fixtures__/zones';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import {
  button,
  complete,
  goTo,
  renderForm,
  wish,
  write,
} from '../__testUtils__/renderForm';

const NAME = 'How the network joins the service network';
const WHY = 'Ten more networks will follow.';

const answering = (known: Recommendation) => ({
  plan: async ({ connectVia }: PlanInput) =>
    connectVia === 'lattice-service-network'
      ? { ...zonePlan, recommendation: known }
      : { ...comparedPlan, recommendation: known },
});

const question = () => screen.queryByRole('radiogroup', { name: NAME });

describe('How the network joins the service network', () => {
  it('is asked only where the way leads over one, and said to who cannot see that', async () => {
    const { container } = await renderForm(answering(zoneRecommendation), {
      initialState: complete,
    });
    await goTo('How to connect');
    const central = await screen.findByRole('radio', {
      name: 'VPC Lattice central service network',
    });
    expect(question()).not.toBeInTheDocument();

    await userEvent.click(central);
    expect(
      await screen.findByRole('radiogroup', { name: NAME }),
    ).toHaveAccessibleDescription(/joins once, for all its databases/);
    expect(
      screen.getByText('Say below how the network joins the service network.', {
        selector: '[role=status]',
      }),
    ).toBeInTheDocument();
    expect(screen.getByRole('radio', { name: 'VPC endpoint' })).toBeChecked();
    expect(
      screen.getByRole('radio', { name: 'VPC endpoint' }),
    ).toHaveAccessibleDescription(/may have many.*on-premises/);
    expect(
      screen.getByRole('radio', { name: 'Association of the VPC' }),
    ).toHaveAccessibleDescription(/one only.*prefix list of VPC Lattice/);
    expect(await accessibilityProblems(container)).toEqual([]);

    await userEvent.click(screen.getByRole('radio', { name: 'PrivateLink' }));
    await waitFor(() => expect(question()).not.toBeInTheDocument());
  });

  it('is asked where a service network is what is recommended', async () => {
    await renderForm(
      answering({ ...recommendation, pattern: 'lattice-consumer-network' }),
      { initialState: complete },
    );
    await goTo('How to connect');

    expect(
      await screen.findByRole('radiogroup', { name: NAME }),
    ).toBeInTheDocument();
  });

  it('goes with the plan and the request once it is chosen', async () => {
    const { api, onCreate } = await renderForm(answering(zoneRecommendation), {
      initialState: complete,
    });
    await goTo('How to connect');
    await userEvent.click(
      await screen.findByRole('radio', {
        name: 'VPC Lattice central service network',
      }),
    );
    await write(
      await screen.findByRole('textbox', { name: /Why another way/ }),
      WHY,
    );
    const compared = api.plan.mock.calls.length;
    await userEvent.click(
      await screen.findByRole('radio', { name: 'Association of the VPC' }),
    );
    expect(
      screen.getByRole('radio', { name: 'Association of the VPC' }),
    ).toBeChecked();
    await userEvent.click(await button('Next'));
    await screen.findByText(DIGEST.slice(0, 12));

    // What is recommended does not depend on it, so nothing was compared again.
    expect(api.plan.mock.calls.slice(compared).map(([input]) => input)).toEqual(
      expect.arrayContaining([
        {
          ...wish,
          connectVia: 'lattice-service-network',
          join: 'association',
          overrideReason: WHY,
        },
      ]),
    );
    expect(
      api.plan.mock.calls
        .slice(compared)
        .filter(([input]) => input.connectVia === undefined),
    ).toEqual([]);
    await userEvent.click(await button('Review'));
    await userEvent.click(await button('Create'));
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({ join: 'association' }),
    );
  });

  it('is not sent by who leaves it as it is, nor by who chose and then took another way', async () => {
    const { api, onCreate } = await renderForm(answering(zoneRecommendation), {
      initialState: complete,
    });
    await goTo('How to connect');
    const central = await screen.findByRole('radio', {
      name: 'VPC Lattice central service network',
    });
    await userEvent.click(central);
    await userEvent.click(
      await screen.findByRole('radio', { name: 'Association of the VPC' }),
    );
    await userEvent.click(
      screen.getByRole('radio', { name: 'VPC Lattice resource endpoint' }),
    );
    await waitFor(() => expect(question()).not.toBeInTheDocument());
    await userEvent.click(central);
    expect(
      await screen.findByRole('radio', { name: 'VPC endpoint' }),
    ).toBeChecked();
    await write(
      await screen.findByRole('textbox', { name: /Why another way/ }),
      WHY,
    );
    await userEvent.click(await button('Next'));
    await screen.findByText(DIGEST.slice(0, 12));
    for (const [input] of api.plan.mock.calls) {
      expect(input).not.toHaveProperty('join');
    }
    await userEvent.click(await button('Review'));
    await userEvent.click(await button('Create'));
    expect(onCreate.mock.calls[0][0].join).toBe(undefined);
  });

  it('can be chosen where the ways could not be compared and the address names one', async () => {
    await renderForm(
      { plan: () => Promise.reject(new Error('Failed to fetch')) },
      { initialState: { ...complete, connectVia: 'lattice-service-network' } },
    );
    await goTo('How to connect');

    expect(
      await screen.findByRole('radiogroup', { name: NAME }),
    ).toBeInTheDocument();
  });

  it('cannot be asked while nobody knows what is recommended', async () => {
    await renderForm(
      { plan: () => Promise.reject(new Error('Failed to fetch')) },
      { initialState: complete },
    );
    await goTo('How to connect');
    await screen.findByText('The ways to connect could not be compared');

    expect(question()).not.toBeInTheDocument();
  });
});

describe('The plan over a service network', () => {
  it('says whose service network it is, how the network joins, and who must decide, one of each', async () => {
    await renderForm(answering(zoneRecommendation), {
      initialState: {
        ...complete,
        connectVia: 'lattice-service-network',
        overrideReason: WHY,
      },
    });
    await goTo('What will be built');

    expect(
      await screen.findByRole('region', { name: 'Over a service network' }),
    ).toHaveTextContent(
      'service network of the zone reporting. The network “Databricks, analytics” joins it by a VPC endpoint',
    );
    expect(
      screen.getByRole('region', { name: 'Who decides' }),
    ).toHaveTextContent(
      /Needs 2 approvals, one of each of:.*orders-team.*catalog-team/,
    );
  });
});
