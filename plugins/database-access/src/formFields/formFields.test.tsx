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

import { getComponentData } from '@backstage/core-plugin-api';
import {
  catalogApiRef,
  defaultEntityPresentation,
  EntityPresentationApi,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { EntityPickerFieldExtension } from '@backstage/plugin-scaffolder';
import {
  FieldExtensionOptions,
  SecretsContextProvider,
} from '@backstage/plugin-scaffolder-react';
import { Form, Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import validator from '@rjsf/validator-ajv8';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  DatabaseAccessApi,
  PatternOption,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import {
  databasePicker,
  networkPicker,
  overrideReason,
  patternPicker,
  planPreview,
  purpose,
} from '.';
import {
  catalogEntities,
  databaseEntity,
  networks,
  orders,
} from '../__fixtures__/databases';
import {
  blockedPlan,
  CHANGED_DIGEST,
  changedPlan,
  comparedPlan,
  DIGEST,
  incompletePlan,
  overriddenPlan,
  plan,
} from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import { databaseAccessApiRef } from '../api';

/** As `templates/request-database-access`. */
const manifest = {
  title: 'Request access',
  steps: [
    {
      title: 'What you need',
      schema: {
        type: 'object',
        required: ['databaseRef', 'network', 'durationSeconds', 'purpose'],
        properties: {
          databaseRef: {
            title: 'Database',
            type: 'string',
            default: '',
            'ui:field': 'DatabaseAccessDatabasePicker',
          },
          network: {
            title: 'Network',
            type: 'string',
            default: '',
            'ui:field': 'DatabaseAccessNetworkPicker',
          },
          durationSeconds: {
            title: 'Duration',
            type: 'integer',
            default: 604_800,
          },
          purpose: {
            title: 'Purpose',
            type: 'string',
            default: '',
            'ui:field': 'DatabaseAccessPurpose',
          },
        },
      },
    },
    {
      title: 'How to connect',
      schema: {
        type: 'object',
        properties: {
          expectedGbPerMonth: {
            title: 'Expected data, GB a month',
            type: 'number',
          },
          connectVia: {
            title: 'Way to connect',
            type: 'string',
            default: 'recommended',
            'ui:field': 'DatabaseAccessPatternPicker',
          },
          overrideReason: {
            title: 'Why another way',
            type: 'string',
            'ui:field': 'DatabaseAccessOverrideReason',
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

const REPORT = 'Monthly revenue report';
const wish = {
  databaseRef: orders.entityRef,
  network: 'analytics-databricks',
  durationSeconds: 604_800,
};
const complete = { ...wish, purpose: REPORT };
const asked = { ...wish, connectVia: 'recommended' };

/** The Scaffolder's own, as it registers it. */
const entityPicker = getComponentData<FieldExtensionOptions>(
  <EntityPickerFieldExtension />,
  'scaffolder.extensions.field.v1',
)!;

const ours = [
  databasePicker,
  networkPicker,
  purpose,
  patternPicker,
  overrideReason,
  planPreview,
].map(field => ({ ...field, schema: field.schema.schema }));

const entityPresentation: EntityPresentationApi = {
  forEntity(entity) {
    const snapshot = defaultEntityPresentation(entity);
    return { snapshot, promise: Promise.resolve(snapshot) };
  },
};

type Values = Record<string, string | number>;

async function renderForm(
  answers: Partial<DatabaseAccessApi>,
  options: { initialState?: Values; address?: Values; theme?: 'bui' } = {},
) {
  const { initialState, address, theme } = options;
  const api = apiOf({ listNetworks: async () => networks, ...answers });
  const onCreate = jest.fn();
  const query = address
    ? `?formData=${encodeURIComponent(JSON.stringify(address))}`
    : '';
  const { container } = await renderInTestApp(
    <TestApiProvider
      apis={[
        [databaseAccessApiRef, api],
        [entityPresentationApiRef, entityPresentation],
        [
          catalogApiRef,
          catalogApiMock({
            entities: [...catalogEntities, databaseEntity('billing-mysql')],
          }),
        ],
      ]}
    >
      <SecretsContextProvider>
        <Stepper
          manifest={manifest}
          extensions={[...ours, entityPicker] as FieldExtensionOptions[]}
          initialState={initialState ?? address ?? {}}
          formProps={theme ? { EXPERIMENTAL_theme: theme } : undefined}
          onCreate={onCreate}
        />
      </SecretsContextProvider>
    </TestApiProvider>,
    { routeEntries: [`/${query}`] },
  );
  return { api, container, onCreate };
}

const button = (name: string) => screen.findByRole('button', { name });

/** From the first step to another one, with everything chosen that comes before. */
async function goTo(step: 'How to connect' | 'What will be built') {
  await screen.findByRole('option', { name: /Databricks/ });
  await userEvent.click(await button('Next'));
  await screen.findByRole('region', { name: 'Way to connect' });
  if (step === 'What will be built') {
    await userEvent.click(await button('Next'));
    await screen.findByRole('region', { name: 'The plan' });
  }
}

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
    await user.type(screen.getByRole('textbox', { name: /Purpose/ }), REPORT);
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

describe('The database of a request', () => {
  it('is filled in and cannot be changed by who comes from its page, who is taken to the first empty field', async () => {
    const user = userEvent.setup();
    await renderForm({}, { address: { databaseRef: orders.entityRef } });

    const database = await screen.findByRole('textbox', { name: 'Database' });
    expect(database).toHaveValue('orders-postgres');
    expect(database).toHaveAttribute('readonly');
    await user.type(database, 'x');
    expect(database).toHaveValue('orders-postgres');
    expect(
      screen.getByText(/You came from this database’s page/),
    ).toBeInTheDocument();
  });

  it.each([
    ['the database', {}, 'Database'],
    ['the network', { databaseRef: orders.entityRef }, 'Network'],
    ['the purpose', wish, 'Purpose'],
  ])(
    'leads to %s if that is the first that is missing',
    async (_, address, label) => {
      await renderForm({}, { address });

      await waitFor(() =>
        expect(document.activeElement).toHaveAccessibleName(
          expect.stringContaining(label),
        ),
      );
    },
  );

  it('leaves the focus of somebody who is somewhere already', async () => {
    let answer = (_: typeof networks) => {};
    await renderForm({
      listNetworks: () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    });
    const text = await screen.findByRole('textbox', { name: /Purpose/ });
    act(() => text.focus());
    await act(async () => answer(networks));

    await screen.findByRole('combobox', { name: /Network/ });
    expect(text).toHaveFocus();
  });

  it('is chosen among the databases of the catalog by everybody else', async () => {
    const user = userEvent.setup();
    await renderForm({}, { initialState: {} });

    await user.click(await screen.findByRole('textbox', { name: /Database/ }));
    await user.keyboard('{ArrowDown}');
    const options = await screen.findAllByRole('option', {
      name: /postgres|mysql/,
    });
    expect(options.map(it => it.textContent)).toEqual([
      'billing-mysql',
      'orders-postgres',
    ]);
    await user.click(options[1]);
    expect(screen.getByRole('textbox', { name: /Database/ })).toHaveValue(
      'resource:default/orders-postgres',
    );
  });

  it('stays one’s own choice when going back to it', async () => {
    await renderForm(
      { plan: async () => comparedPlan },
      { initialState: complete },
    );
    await goTo('How to connect');
    await userEvent.click(await button('Back'));

    await waitFor(() =>
      expect(screen.getByRole('textbox', { name: /Database/ })).toHaveValue(
        'resource:default/orders-postgres',
      ),
    );
    expect(screen.getByRole('textbox', { name: /Database/ })).toBeEnabled();
    expect(
      screen.queryByText(/You came from this database’s page/),
    ).not.toBeInTheDocument();
  });

  it('can be chosen where the address names none that the catalog has', async () => {
    await renderForm(
      {},
      { address: { databaseRef: 'resource:default/forgotten' } },
    );

    await waitFor(() =>
      expect(
        screen.getByRole('textbox', { name: /Database/ }),
      ).not.toHaveAttribute('readonly'),
    );
  });
});

describe('The networks of a request', () => {
  it('are none but those of my groups, whatever the address says', async () => {
    const { container } = await renderForm(
      {},
      { initialState: { ...complete, network: 'payments' } },
    );

    expect(
      await screen.findByText(/The network payments is not one of yours/),
    ).toBeInTheDocument();
    const picker = screen.getByRole('combobox', { name: /Network/ });
    expect(picker).toHaveValue('');
    expect(
      within(picker)
        .getAllByRole('option')
        .map(it => it.getAttribute('value')),
    ).toEqual(['', ...networks.items.map(({ name }) => name)]);

    // As a browser that does not check for itself.
    container.querySelector('form')!.noValidate = true;
    await userEvent.click(await button('Next'));
    expect(
      await screen.findAllByText(
        /Network must be one that your groups own, for example Databricks, analytics/,
      ),
    ).not.toHaveLength(0);
    expect(
      screen.queryByRole('region', { name: 'Way to connect' }),
    ).not.toBeInTheDocument();
  });

  it('are said to be none, with what to do', async () => {
    await renderForm({
      listNetworks: async () => ({ items: [], findings: [] }),
    });

    expect(
      await screen.findByText('No group of yours owns a network'),
    ).toBeInTheDocument();
    expect(screen.getByText('databaseAccess.networks')).toBeInTheDocument();
  });

  it('are waited for, and a failure is explained', async () => {
    await renderForm({
      listNetworks: () => Promise.reject(new Error('Failed to fetch')),
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Your networks could not be listed',
    );
  });
});

describe('An error of a field', () => {
  it('names the field, the rule, what was entered and a valid example, and is tied to it', async () => {
    await renderForm({}, { initialState: { ...wish, purpose: 'abc' } });
    await screen.findByRole('option', { name: /Databricks/ });
    await userEvent.click(await button('Next'));

    const text = screen.getByRole('textbox', { name: /Purpose/ });
    await waitFor(() =>
      expect(text).toHaveAccessibleDescription(
        'Purpose must have 10 to 1000 characters, for example “Monthly revenue report”. You entered 3.',
      ),
    );
    expect(text).toBeInvalid();
  });

  it('is said by the browser in the same words where something is missing', async () => {
    await renderForm({}, { initialState: {} });
    const picker = (await screen.findByRole('combobox', {
      name: /Network/,
    })) as HTMLSelectElement;
    const text = screen.getByRole('textbox', {
      name: /Purpose/,
    }) as HTMLTextAreaElement;
    await userEvent.click(await button('Next'));

    expect(picker.validationMessage).toBe(
      'Network must be one that your groups own, for example Databricks, analytics · analytics · us-east-1. Choose one.',
    );
    expect(text.validationMessage).toMatch(
      /^Purpose must have 10 to 1000 characters/,
    );
    await userEvent.type(text, REPORT);
    expect(text.validationMessage).toBe('');
  });

  it('is said of a database that is missing even if the browser does not', async () => {
    const { container } = await renderForm(
      {},
      { initialState: { ...complete, databaseRef: '' } },
    );
    await screen.findByRole('option', { name: /Databricks/ });
    container.querySelector('form')!.noValidate = true;
    await userEvent.click(await button('Next'));

    expect(
      await screen.findAllByText(
        'Database must be one of the catalog, for example orders-postgres. None is chosen.',
      ),
    ).not.toHaveLength(0);
  });
});

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
    await user.type(reason, 'Because');
    await user.click(await button('Next'));
    await waitFor(() =>
      expect(reason).toHaveAccessibleDescription(
        'The reason for another way must have 10 to 2000 characters, for example “Our clients need metrics of their connections”. You entered 7.',
      ),
    );
    expect(
      screen.queryByRole('region', { name: 'The plan' }),
    ).not.toBeInTheDocument();

    await user.type(reason, ' of our metrics');
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
    await user.type(screen.getByRole('textbox', { name: /Purpose/ }), REPORT);
    expect(await accessibilityProblems(container)).toEqual([]);
    await user.click(await button('Next'));

    await user.click(await screen.findByRole('radio', { name: 'PrivateLink' }));
    const reason = await screen.findByRole('textbox', {
      name: /Why another way/,
    });
    await user.type(reason, 'Our metrics need it');
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
