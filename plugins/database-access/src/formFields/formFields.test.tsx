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

import { Form, Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import validator from '@rjsf/validator-ajv8';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DatabaseAccessApi } from '@towpath/backstage-plugin-database-access-common';
import { networkPicker, planPreview } from '.';
import { networks, orders } from '../__fixtures__/databases';
import {
  blockedPlan,
  CHANGED_DIGEST,
  changedPlan,
  DIGEST,
  plan,
} from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import { databaseAccessApiRef } from '../api';

const manifest = {
  title: 'Request access',
  steps: [
    {
      title: 'What you need',
      schema: {
        type: 'object',
        required: ['network'],
        properties: {
          network: {
            title: 'Network',
            type: 'string',
            'ui:field': 'DatabaseAccessNetworkPicker',
            'ui:autofocus': true,
          },
        },
      },
    },
    {
      title: 'What will be built',
      schema: {
        type: 'object',
        required: ['planDigest'],
        properties: {
          planDigest: {
            title: 'The plan',
            type: 'string',
            default: '',
            'ui:field': 'DatabaseAccessPlanPreview',
          },
        },
      },
    },
  ],
};

const database = {
  databaseRef: orders.entityRef,
  durationSeconds: 604_800,
};
const complete = { ...database, network: 'analytics-databricks' };

async function renderForm(
  answers: Partial<DatabaseAccessApi>,
  initialState: Record<string, string | number> = database,
) {
  const api = apiOf(answers);
  const onCreate = jest.fn();
  const { container } = await renderInTestApp(
    <TestApiProvider apis={[[databaseAccessApiRef, api]]}>
      <SecretsContextProvider>
        <Stepper
          manifest={manifest}
          extensions={[networkPicker, planPreview].map(field => ({
            ...field,
            schema: field.schema.schema,
          }))}
          initialState={initialState}
          onCreate={onCreate}
        />
      </SecretsContextProvider>
    </TestApiProvider>,
  );
  return { api, container, onCreate };
}

const button = (name: string) => screen.findByRole('button', { name });

/** To the second step, with everything chosen in the first. */
async function goToPlan() {
  await screen.findByRole('option', { name: /Databricks/ });
  await userEvent.click(await button('Next'));
}

describe('The form for a request', () => {
  it('goes from the networks of my groups over the plan to the request with the digest that was shown', async () => {
    const user = userEvent.setup();
    const { api, onCreate, container } = await renderForm({
      listNetworks: async () => networks,
      plan: async () => plan,
    });

    const picker = await screen.findByRole('combobox', { name: /Network/ });
    expect(picker).toHaveFocus();
    await user.selectOptions(picker, 'analytics-databricks');
    expect(
      screen.getByRole('option', {
        name: 'Databricks, analytics · analytics · us-east-1',
      }),
    ).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
    await user.click(await button('Next'));

    expect(await screen.findByText(DIGEST.slice(0, 12))).toBeInTheDocument();
    expect(
      screen.getByText(/a resource endpoint follows the name/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('$14.60', { exact: false, selector: 'td' }),
    ).toBeInTheDocument();
    expect(api.plan).toHaveBeenCalledWith(complete, expect.anything());

    await user.click(await button('Review'));
    await user.click(await button('Create'));
    await waitFor(() =>
      expect(onCreate).toHaveBeenCalledWith({
        ...complete,
        planDigest: DIGEST,
      }),
    );
  });

  it('cannot be left while something blocks the plan, and says what', async () => {
    const { container } = await renderForm(
      { listNetworks: async () => networks, plan: async () => blockedPlan },
      complete,
    );
    await goToPlan();
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

  it('cannot be left with the digest of a plan that no longer stands', async () => {
    const { api, container } = await renderForm(
      { listNetworks: async () => networks, plan: async () => plan },
      complete,
    );
    await goToPlan();
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
      {
        listNetworks: async () => networks,
        plan: () => Promise.reject(new Error('Failed to fetch')),
      },
      { ...complete, planDigest: DIGEST },
    );
    await goToPlan();
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

  it('says what to do to someone whose groups own no network', async () => {
    await renderForm({
      listNetworks: async () => ({ items: [], findings: [] }),
    });

    expect(
      await screen.findByText('No group of yours owns a network'),
    ).toBeInTheDocument();
    expect(screen.getByText('databaseAccess.networks')).toBeInTheDocument();
  });

  it('does not take a network that is not one of mine', async () => {
    await renderForm(
      { listNetworks: async () => networks },
      { ...database, network: 'payments' },
    );

    expect(
      await screen.findByText(/The network payments is not one of yours/),
    ).toBeInTheDocument();
    expect(screen.getByRole('combobox', { name: /Network/ })).toHaveValue('');
  });

  it('says why the networks cannot be listed', async () => {
    await renderForm({
      listNetworks: () => Promise.reject(new Error('Failed to fetch')),
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Your networks could not be listed',
    );
  });
});

it('The network picker wears the clothes of Backstage UI where the form does', async () => {
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
        schema={{ type: 'object', properties: { network: { type: 'string' } } }}
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
