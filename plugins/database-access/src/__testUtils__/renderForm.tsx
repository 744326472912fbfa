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
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { EntityPickerFieldExtension } from '@backstage/plugin-scaffolder';
import {
  FieldExtensionOptions,
  SecretsContextProvider,
} from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DatabaseAccessApi } from '@towpath/backstage-plugin-database-access-common';
import {
  catalogEntities,
  databaseEntity,
  networks,
  orders,
} from '../__fixtures__/databases';
import { databaseAccessApiRef } from '../api';
import {
  databasePicker,
  emergencyAccess,
  joinPicker,
  networkPicker,
  overrideReason,
  patternPicker,
  planPreview,
  purpose,
} from '../formFields';
import { apiOf } from './apiOf';

/** As `templates/request-database-access`, but with a plain duration: its field asks for a plan of its own. */
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
          join: {
            title: 'How the network joins the service network',
            type: 'string',
            'ui:field': 'DatabaseAccessJoinPicker',
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
          emergency: {
            title: 'It cannot wait',
            type: 'boolean',
            'ui:field': 'DatabaseAccessEmergencyAccess',
          },
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

export const REPORT = 'Monthly revenue report';
export const wish = {
  databaseRef: orders.entityRef,
  network: 'analytics-databricks',
  durationSeconds: 604_800,
};
/** All that the first step asks for. */
export const complete = { ...wish, purpose: REPORT };
/** As a plan is asked for. */
export const asked = { ...wish, connectVia: 'recommended' };

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
  joinPicker,
  overrideReason,
  emergencyAccess,
  planPreview,
].map(field => ({ ...field, schema: field.schema.schema }));

const entityPresentation: EntityPresentationApi = {
  forEntity(entity) {
    const snapshot = defaultEntityPresentation(entity);
    return { snapshot, promise: Promise.resolve(snapshot) };
  },
};

type Values = Record<string, string | number | boolean>;

/** The form of `templates/request-database-access`, in the Scaffolder's own stepper. */
export async function renderForm(
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
    {
      routeEntries: [`/${query}`],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
  return { api, container, onCreate };
}

/** A button, once it is there. */
export const button = (name: string) => screen.findByRole('button', { name });

/** From the first step to another one, with everything chosen that comes before. */
export async function goTo(step: 'How to connect' | 'What will be built') {
  await screen.findByRole('option', { name: /Databricks/ });
  await userEvent.click(await button('Next'));
  await screen.findByRole('region', { name: 'Way to connect' });
  if (step === 'What will be built') {
    await userEvent.click(await button('Next'));
    await screen.findByRole('region', { name: 'The plan' });
  }
}

/** Writes a text at once: what a form does at each key is the concern of few tests. */
export async function write(control: HTMLElement, text: string): Promise<void> {
  await userEvent.click(control);
  await userEvent.paste(text);
}
