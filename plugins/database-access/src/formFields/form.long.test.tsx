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

import { Form } from '@backstage/plugin-scaffolder-react/alpha';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import validator from '@rjsf/validator-ajv8';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { networkPicker } from '.';
import { networks, orders } from '../__fixtures__/databases';
import {
  blockedPlan,
  CHANGED_DIGEST,
  changedPlan,
  comparedPlan,
  DIGEST,
  incompletePlan,
  overriddenPlan,
  plan,
  undecidablePlan,
} from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import {
  asked,
  button,
  complete,
  goTo,
  renderForm,
  REPORT,
  write,
} from '../__testUtils__/renderForm';
import { databaseAccessApiRef } from '../api';

describe('The form for a request', () => {
  it('goes from the database over network, purpose and way to connect to the request with the digest that was shown', async () => {
    const user = userEvent.setup();
    const { api, onCreate, container } = await renderForm(
      { plan: async () => comparedPlan },
      { address: { databaseRef: orders.entityRef } },
    );

    const picker = await screen.findByRole('combobox', { name: /Network/ });
    await user.selectOptions(picker, 'analytics-databricks');
    expect(
      screen.getByRole('option', {
        name: 'Databricks, analytics · analytics · us-east-1',
      }),
    ).toBeInTheDocument();
    await write(screen.getByRole('textbox', { name: /Purpose/ }), REPORT);
    expect(await accessibilityProblems(container)).toEqual([]);
    await user.click(await button('Next'));

    expect(
      await screen.findByRole('radio', {
        name: 'VPC Lattice resource endpoint',
      }),
    ).toBeChecked();
    expect(await accessibilityProblems(container)).toEqual([]);
    await user.click(await button('Next'));

    expect(await screen.findByText(DIGEST.slice(0, 12))).toBeInTheDocument();
    expect(
      screen.getByText(/a resource endpoint follows the name/),
    ).toBeInTheDocument();
    expect(api.plan).toHaveBeenLastCalledWith(asked, expect.anything());

    await user.click(await button('Review'));
    await user.click(await button('Create'));
    await waitFor(() =>
      expect(onCreate).toHaveBeenCalledWith({
        ...complete,
        connectVia: 'recommended',
        planDigest: DIGEST,
      }),
    );
  });

  it('sends once what is sent twice', async () => {
    const user = userEvent.setup();
    const { onCreate } = await renderForm(
      { plan: async () => comparedPlan },
      { initialState: complete },
    );
    onCreate.mockReturnValue(new Promise(() => {}));
    await goTo('What will be built');
    await screen.findByText(DIGEST.slice(0, 12));
    await user.click(await button('Review'));
    await user.dblClick(await button('Create'));

    expect(onCreate).toHaveBeenCalledTimes(1);
  });

  it('says before it is sent who has to approve, and that the requester cannot', async () => {
    await renderForm(
      { plan: async () => comparedPlan },
      { initialState: complete },
    );
    await goTo('What will be built');

    const said = await screen.findByRole('region', { name: 'Who decides' });
    expect(said).toHaveTextContent('Needs 1 approval, by one of: orders-team.');
    expect(said).toHaveTextContent('You cannot approve it yourself');
  });

  it('cannot be sent where nobody but the requester could decide, and says why', async () => {
    const { container } = await renderForm(
      { plan: async () => undecidablePlan },
      { initialState: complete },
    );
    await goTo('What will be built');
    await screen.findByText(/Have somebody else added/);
    await userEvent.click(await button('Review'));

    await waitFor(() =>
      expect(container).toHaveTextContent(
        'The plan is blocked: Nobody could decide this request',
      ),
    );
    expect(
      screen.queryByRole('button', { name: 'Create' }),
    ).not.toBeInTheDocument();
  });

  it('cannot be left while something blocks the plan, and says what', async () => {
    const { container } = await renderForm(
      { plan: async () => blockedPlan },
      { initialState: complete },
    );
    await goTo('What will be built');
    expect(await screen.findByText('Connect directly.')).toBeInTheDocument();

    await userEvent.click(await button('Review'));
    await waitFor(() =>
      expect(container).toHaveTextContent(
        'The plan is blocked: The database already lies in the VPC of this network.',
      ),
    );
    expect(
      screen.queryByRole('button', { name: 'Create' }),
    ).not.toBeInTheDocument();
  });

  it('cannot be left with an incomplete plan, and says which account could not be read', async () => {
    const { container } = await renderForm(
      { plan: async () => incompletePlan },
      { initialState: complete },
    );
    await goTo('What will be built');
    expect(
      await screen.findByText('This plan is incomplete'),
    ).toBeInTheDocument();

    await userEvent.click(await button('Review'));
    await waitFor(() =>
      expect(container).toHaveTextContent(
        'The plan is blocked: Account analytics (666666666666) did not let the portal in',
      ),
    );
    expect(
      screen.queryByRole('button', { name: 'Create' }),
    ).not.toBeInTheDocument();
  });

  it('cannot be left with the digest of a plan that no longer stands', async () => {
    const { api, container } = await renderForm(
      { plan: async () => plan },
      { initialState: complete },
    );
    await goTo('What will be built');
    await screen.findByText(DIGEST.slice(0, 12));

    api.plan.mockResolvedValue(changedPlan);
    await userEvent.click(await button('Review'));
    await waitFor(() =>
      expect(container).toHaveTextContent(
        'The plan has changed since it was shown.',
      ),
    );

    await userEvent.click(await button('Work it out again'));
    await screen.findByText(CHANGED_DIGEST.slice(0, 12));
    await userEvent.click(await button('Review'));
    expect(await button('Create')).toBeInTheDocument();
  });

  it('cannot be left when the plan cannot be worked out, even with a digest in the address', async () => {
    const { container } = await renderForm(
      { plan: () => Promise.reject(new Error('Failed to fetch')) },
      { initialState: { ...complete, planDigest: DIGEST } },
    );
    await goTo('What will be built');
    expect(
      await screen.findByText('The plan could not be worked out'),
    ).toBeInTheDocument();

    await userEvent.click(await button('Review'));
    await waitFor(() =>
      expect(container).toHaveTextContent(
        'The plan could not be checked: Failed to fetch',
      ),
    );
  });
});

describe('In the clothes of Backstage UI', () => {
  it('the form goes the same way', async () => {
    const user = userEvent.setup();
    const { onCreate, container } = await renderForm(
      {
        plan: async ({ connectVia }) =>
          connectVia === 'privatelink' ? overriddenPlan : comparedPlan,
      },
      { address: { databaseRef: orders.entityRef }, theme: 'bui' },
    );
    const database = await screen.findByRole('textbox', { name: /Database/ });
    expect(database).toHaveAttribute('readonly');
    const picker = await screen.findByRole('button', { name: /Network/ });
    await waitFor(() => expect(picker).toHaveFocus());
    await user.click(picker);
    await user.click(await screen.findByRole('option', { name: /Databricks/ }));
    await write(screen.getByRole('textbox', { name: /Purpose/ }), REPORT);
    expect(await accessibilityProblems(container)).toEqual([]);
    await user.click(await button('Next'));

    await user.click(await screen.findByRole('radio', { name: 'PrivateLink' }));
    const reason = await screen.findByRole('textbox', {
      name: /Why another way/,
    });
    await write(reason, 'Our metrics need it');
    await user.click(await button('Next'));
    await screen.findByText(DIGEST.slice(0, 12));
    await user.click(await button('Review'));
    await user.click(await button('Create'));
    await waitFor(() =>
      expect(onCreate).toHaveBeenCalledWith(
        expect.objectContaining({
          network: 'analytics-databricks',
          overrideReason: 'Our metrics need it',
          planDigest: DIGEST,
        }),
      ),
    );
  });

  it('the network picker stands alone', async () => {
    const user = userEvent.setup();
    const onChange = jest.fn();
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [databaseAccessApiRef, apiOf({ listNetworks: async () => networks })],
        ]}
      >
        <Form
          EXPERIMENTAL_theme="bui"
          validator={validator}
          schema={{
            type: 'object',
            properties: { network: { type: 'string' } },
          }}
          uiSchema={{ network: { 'ui:field': networkPicker.name } }}
          fields={{ [networkPicker.name]: networkPicker.component as never }}
          onChange={event => onChange(event.formData)}
        />
      </TestApiProvider>,
    );

    await user.click(await screen.findByRole('button', { name: /Network/ }));
    await user.click(await screen.findByRole('option', { name: /Databricks/ }));
    expect(onChange).toHaveBeenLastCalledWith({
      network: 'analytics-databricks',
    });
  });
});
