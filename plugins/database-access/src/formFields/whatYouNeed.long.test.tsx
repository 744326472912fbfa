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
import { networks, orders } from '../__fixtures__/databases';
import { comparedPlan } from '../__fixtures__/requests';
import {
  button,
  complete,
  goTo,
  renderForm,
  REPORT,
  wish,
  write,
} from '../__testUtils__/renderForm';

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
    expect(options.map(it => it.textContent).sort()).toEqual([
      'billing-mysql',
      'orders-postgres',
    ]);
    await user.click(options.find(it => it.textContent === 'orders-postgres')!);
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
    await write(text, REPORT);
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
