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

import { Entity } from '@backstage/catalog-model';
import { screen, within } from '@testing-library/react';
import {
  DatabaseAccessApi,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { ordersEntity } from '../__fixtures__/databases';
import { active, broken } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import { renderOnEntity } from '../__testUtils__/renderOnEntity';
import { responseError } from '../__testUtils__/responseError';
import { DatabasesUsedCard } from './DatabasesUsedCard';

const OWNER = 'group:default/analytics-team';
const ORDERS = 'resource:default/orders-postgres';

const component: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'reports', namespace: 'default' },
  relations: [
    { type: 'ownedBy', targetRef: OWNER },
    { type: 'dependsOn', targetRef: ORDERS },
    { type: 'dependsOn', targetRef: 'component:default/other' },
  ],
};

const render = async (
  listShares: DatabaseAccessApi['listShares'],
  entity = component,
) => {
  const api = apiOf({ listShares });
  return {
    api,
    ...(await renderOnEntity(<DatabasesUsedCard />, { entity, api })),
  };
};

const of = (share: Share, change: Partial<Share>): Share => ({
  ...share,
  ...change,
});

describe('The databases that a component uses', () => {
  it('are those that it depends on; apart from them stand those of its owner’s networks, which may be other components’', async () => {
    const mine = of(active, { id: 'mine' });
    const declared = of(broken, { id: 'declared', pattern: 'privatelink' });
    const another = of(active, {
      id: 'another',
      databaseRef: 'resource:default/billing-mysql',
    });
    const { api, container } = await render(async (filter = {}) => ({
      items: filter.networkOwnerRef ? [another, mine] : [mine, declared],
    }));

    const rowsOf = async (name: string) => {
      const table = await screen.findByRole('table', { name });
      const [, ...rows] = within(table).getAllByRole('row');
      return rows;
    };
    const own = await rowsOf('Databases that it depends on');
    expect(own).toHaveLength(2);
    expect(own[0]).toHaveTextContent(/orders-postgres.*VPC Lattice.*Healthy/);
    expect(own[1]).toHaveTextContent(/orders-postgres.*PrivateLink.*Broken/);
    const others = await rowsOf('Databases that networks of its owner use');
    expect(others).toHaveLength(1);
    expect(others[0]).toHaveTextContent(/billing-mysql/);
    expect(screen.getByText(/Everything of/)).toHaveTextContent(
      /analytics-team has these/,
    );
    expect(screen.queryByText(/There are more/)).not.toBeInTheDocument();
    expect(api.listShares.mock.calls.map(([filter]) => filter)).toEqual([
      { networkOwnerRef: OWNER, living: true, limit: 100 },
      { databaseRef: ORDERS, living: true, limit: 100 },
    ]);
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('are read page by page, and where there are more it says so', async () => {
    const { api } = await render(async (filter = {}) => {
      const number = Number(filter.cursor ?? 0);
      return {
        items: filter.networkOwnerRef
          ? [
              of(active, {
                id: `of-page-${number}`,
                databaseRef: `resource:default/db-${number}`,
              }),
            ]
          : [],
        nextCursor: filter.networkOwnerRef ? `${number + 1}` : undefined,
      };
    });
    const table = await screen.findByRole('table', {
      name: 'Databases that networks of its owner use',
    });
    expect(within(table).getAllByRole('row')).toHaveLength(1 + 5);
    expect(screen.getByText(/There are more/)).toBeVisible();
    expect(api.listShares).toHaveBeenCalledTimes(6);
  });

  it('are none where nothing is used or declared', async () => {
    await render(async () => ({ items: [] }), {
      ...component,
      relations: [{ type: 'ownedBy', targetRef: OWNER }],
    });
    expect(
      await screen.findByText('It uses no database of another account'),
    ).toBeInTheDocument();
  });

  it('name what is declared and to which no access is seen', async () => {
    expect(ordersEntity.metadata.name).toBe('orders-postgres');
    await render(async () => ({ items: [] }));
    expect(await screen.findByText(/It depends on/)).toHaveTextContent(
      /orders-postgres.*to which you see no access/,
    );
  });

  it('are for those who may see them', async () => {
    await render(async () => {
      throw await responseError({
        statusCode: 403,
        name: 'NotAllowedError',
        message: 'The permission is missing',
      });
    });
    expect(
      await screen.findByText('You may not see shares'),
    ).toBeInTheDocument();
  });

  it('may fail to be listed', async () => {
    await render(async () => {
      throw new Error('Failed to fetch');
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Who has access could not be listed',
    );
  });
});
