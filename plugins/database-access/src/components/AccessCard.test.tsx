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

import { screen } from '@testing-library/react';
import {
  billingPublic,
  databaseEntity,
  orders,
  ordersEntity,
  ordersStale,
  publicEntity,
  quarantine,
  quarantineEntity,
  refusal,
} from '../__fixtures__/databases';
import { active, broken } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import { renderOnEntity } from '../__testUtils__/renderOnEntity';
import { responseError } from '../__testUtils__/responseError';
import { AccessCard } from './AccessCard';

const nobody = async () => ({ items: [] });
const realAws = async () => ({ installation: 'test', simulatedAws: false });

describe('The access card', () => {
  it('says what the database is, how it stands, and that nobody has access', async () => {
    const { container } = await renderOnEntity(<AccessCard />, {
      entity: ordersEntity,
      api: apiOf({
        getInstallation: realAws,
        listShares: nobody,
        getDatabase: async () => orders,
      }),
    });

    expect(
      (await screen.findByText('PostgreSQL')).parentElement,
    ).toHaveTextContent('PostgreSQL 16.4');
    expect(screen.getByText('available')).toBeInTheDocument();
    expect(screen.getByText('Private')).toBeInTheDocument();
    expect(screen.getByText('Nobody outside yet')).toBeInTheDocument();
    expect(screen.queryByText('Simulated AWS')).not.toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('shows the worst finding and counts the others', async () => {
    await renderOnEntity(<AccessCard />, {
      entity: publicEntity,
      api: apiOf({
        getInstallation: realAws,
        listShares: nobody,
        getDatabase: async () => billingPublic,
      }),
    });

    expect(
      await screen.findByText(/billing-public is publicly accessible/),
    ).toBeInTheDocument();
    expect(screen.getByText('and 1 more finding')).toBeInTheDocument();
    expect(
      screen.queryByText(/lacks the tag database-access:shareable/),
    ).not.toBeInTheDocument();
  });

  it('says that the account refuses', async () => {
    await renderOnEntity(<AccessCard />, {
      entity: quarantineEntity,
      api: apiOf({
        getInstallation: realAws,
        listShares: nobody,
        getDatabase: async () => quarantine,
      }),
    });

    expect(await screen.findByText(refusal.message)).toBeInTheDocument();
    expect(
      screen.getByText(/AWS has never answered for this database/),
    ).toBeInTheDocument();
  });

  it('says that the facts are out of date', async () => {
    await renderOnEntity(<AccessCard />, {
      entity: ordersEntity,
      api: apiOf({
        getInstallation: realAws,
        listShares: nobody,
        getDatabase: async () => ordersStale,
      }),
    });

    expect(await screen.findByText('Out of date')).toBeInTheDocument();
  });

  it('says what it is waiting for', async () => {
    await renderOnEntity(<AccessCard />, {
      entity: ordersEntity,
      api: apiOf({ getInstallation: realAws, listShares: nobody }),
    });

    expect(
      await screen.findByText('Asking AWS about orders-postgres…'),
    ).toBeInTheDocument();
  });

  it('says why it has no answer', async () => {
    const error = await responseError({
      statusCode: 503,
      name: 'ServiceUnavailableError',
      message: 'The backend is starting.',
    });
    await renderOnEntity(<AccessCard />, {
      entity: ordersEntity,
      api: apiOf({
        getInstallation: realAws,
        listShares: nobody,
        getDatabase: () => Promise.reject(error),
      }),
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The backend is starting.',
    );
  });

  it('names the missing permission', async () => {
    const error = await responseError({
      statusCode: 403,
      name: 'NotAllowedError',
      message: 'Unauthorized',
    });
    await renderOnEntity(<AccessCard />, {
      entity: ordersEntity,
      api: apiOf({
        getInstallation: realAws,
        listShares: nobody,
        getDatabase: () => Promise.reject(error),
      }),
    });

    expect(
      await screen.findByText('database-access.database.read'),
    ).toBeInTheDocument();
  });

  it('says that no AWS database is named, and asks nobody', async () => {
    const api = apiOf({ getInstallation: realAws, listShares: nobody });
    await renderOnEntity(<AccessCard />, {
      entity: databaseEntity('legacy-oracle'),
      api,
    });

    expect(
      await screen.findByText('No AWS database is named yet.'),
    ).toBeInTheDocument();
    expect(api.getDatabase).not.toHaveBeenCalled();
  });

  it('says discreetly that AWS is simulated', async () => {
    await renderOnEntity(<AccessCard />, {
      entity: ordersEntity,
      api: apiOf({
        getInstallation: async () => ({
          installation: 'demo',
          simulatedAws: true,
        }),
        getDatabase: async () => orders,
      }),
    });

    expect(await screen.findByText('Simulated AWS')).toBeInTheDocument();
  });

  it('counts who has access, and shows the worst health among them', async () => {
    await renderOnEntity(<AccessCard />, {
      entity: ordersEntity,
      api: apiOf({
        getInstallation: realAws,
        getDatabase: async () => orders,
        listShares: async () => ({
          items: [active, { ...broken, id: 'share-2' }],
        }),
      }),
    });

    expect(
      await screen.findByText('2 networks have or are getting access'),
    ).toBeInTheDocument();
    expect(screen.getByText('Broken')).toBeInTheDocument();
    expect(screen.queryByText('Healthy')).not.toBeInTheDocument();
  });
});
