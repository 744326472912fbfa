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
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { duration } from '.';
import { stagedPlan } from '../__fixtures__/policies';
import { plan } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import { wish } from '../__testUtils__/renderForm';
import { databaseAccessApiRef } from '../api';

/** The field beside what it reads, as in the Scaffolder. */
async function renderDuration(
  answer: (seconds: number) => Promise<Plan>,
  options: { theme?: 'bui'; values?: object } = {},
) {
  const { theme, values = wish } = options;
  const api = apiOf({
    plan: async ({ durationSeconds }) => answer(durationSeconds),
  });
  const onChange = jest.fn();
  const { container } = await renderInTestApp(
    <TestApiProvider apis={[[databaseAccessApiRef, api]]}>
      <Form
        EXPERIMENTAL_theme={theme}
        validator={validator}
        schema={{
          type: 'object',
          properties: {
            durationSeconds: {
              title: 'Duration',
              type: 'integer',
              enum: [14_400, 604_800, 7_776_000],
            },
          },
        }}
        uiSchema={{ durationSeconds: { 'ui:field': duration.name } }}
        fields={{ [duration.name]: duration.component as never }}
        formData={{ durationSeconds: 604_800 }}
        formContext={{ formData: values }}
        onChange={event => onChange(event.formData)}
      />
    </TestApiProvider>,
  );
  return { api, container, onChange };
}

describe('The duration in the form', () => {
  it('is chosen among what the template offers, and says what the policy proposes and allows', async () => {
    const { onChange, container } = await renderDuration(
      async () => stagedPlan,
    );

    expect(
      await screen.findByText(
        'The policy proposes 1 day. It allows 30 days at most.',
      ),
    ).toBeInTheDocument();
    const select = screen.getByRole('combobox', { name: /Duration/ });
    expect(select).toHaveValue('604800');
    expect(
      screen
        .getAllByRole('option')
        .slice(1)
        .map(it => it.textContent),
    ).toEqual(['4 hours', '7 days', '90 days']);
    await userEvent.selectOptions(select, '4 hours');
    expect(onChange).toHaveBeenLastCalledWith({ durationSeconds: 14_400 });
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('says at once that the policy allows less', async () => {
    await renderDuration(async () => stagedPlan, {
      values: { ...wish, durationSeconds: 7_776_000 },
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The policy allows 30 days at most. Choose less.',
    );
  });

  it('says nothing of policies where none says anything of it', async () => {
    const { api } = await renderDuration(async () => plan);

    await screen.findByRole('status');
    expect(api.plan).toHaveBeenCalledTimes(1);
    expect(screen.queryByText(/policy/i)).not.toBeInTheDocument();
  });

  it('asks for no plan before database and network are chosen', async () => {
    const { api } = await renderDuration(async () => stagedPlan, {
      values: { durationSeconds: 604_800 },
    });

    await screen.findByRole('combobox', { name: /Duration/ });
    expect(api.plan).not.toHaveBeenCalled();
  });

  it('can be chosen while AWS does not answer', async () => {
    const { onChange } = await renderDuration(() =>
      Promise.reject(new Error('Failed to fetch')),
    );

    await userEvent.selectOptions(
      await screen.findByRole('combobox', { name: /Duration/ }),
      '90 days',
    );
    expect(onChange).toHaveBeenLastCalledWith({ durationSeconds: 7_776_000 });
  });

  it('wears the clothes of Backstage UI, too', async () => {
    const { onChange } = await renderDuration(async () => stagedPlan, {
      theme: 'bui',
    });

    await userEvent.click(
      await screen.findByRole('button', { name: /Duration/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: '4 hours' }),
    );
    expect(onChange).toHaveBeenLastCalledWith({ durationSeconds: 14_400 });
  });
});
