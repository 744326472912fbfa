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

import { DatabaseAccessClient } from './DatabaseAccessClient';

function setup(answer: Response) {
  const fetchApi = { fetch: jest.fn(async () => answer) };
  const client = new DatabaseAccessClient({
    discoveryApi: {
      getBaseUrl: async pluginId => `http://backstage/api/${pluginId}`,
    },
    fetchApi,
  });
  return { client, fetchApi };
}

describe('DatabaseAccessClient', () => {
  it('asks for a database, and escapes its name', async () => {
    const { client, fetchApi } = setup(Response.json({ arn: 'arn' }));

    await expect(
      client.getDatabase({ namespace: 'default', name: '../a b' }),
    ).resolves.toEqual({ arn: 'arn' });
    expect(fetchApi.fetch).toHaveBeenCalledWith(
      'http://backstage/api/database-access/v1/databases/default/..%2Fa%20b',
      { headers: {} },
    );
  });

  it('asks for networks and installation', async () => {
    const { client, fetchApi } = setup(Response.json({}));
    await client.listNetworks();
    fetchApi.fetch.mockResolvedValueOnce(Response.json({}));
    await client.getInstallation();
    expect(fetchApi.fetch.mock.calls.map(([url]: any[]) => url)).toEqual([
      'http://backstage/api/database-access/v1/networks',
      'http://backstage/api/database-access/v1/installation',
    ]);
  });

  it('asks for what RDS says of a database, and for all databases', async () => {
    const { client, fetchApi } = setup(Response.json({}));
    await client.getRdsReport({ namespace: 'default', name: 'a/b' });
    fetchApi.fetch.mockResolvedValueOnce(Response.json({}));
    await client.listInventory({ cursor: 'c', limit: 2 });
    expect(fetchApi.fetch.mock.calls.map(([url]: any[]) => url)).toEqual([
      'http://backstage/api/database-access/v1/databases/default/a%2Fb/rds',
      'http://backstage/api/database-access/v1/inventory/databases?cursor=c&limit=2',
    ]);
  });

  it('asks for the failovers of a share', async () => {
    const { client, fetchApi } = setup(Response.json({ items: [] }));
    await expect(client.listShareFailovers('a/b')).resolves.toEqual({
      items: [],
    });
    expect(fetchApi.fetch).toHaveBeenCalledWith(
      'http://backstage/api/database-access/v1/shares/a%2Fb/failovers',
      { headers: {} },
    );
  });

  it('asks whether a share can be reached, and lets it be found out', async () => {
    const { client, fetchApi } = setup(
      Response.json({ items: [], offers: [] }),
    );
    await client.getShareReachability('a/b');
    fetchApi.fetch.mockResolvedValueOnce(Response.json({ id: 'check' }));
    await client.checkShareReachability('a/b', { means: 'analyzer' });
    expect(fetchApi.fetch.mock.calls).toEqual([
      [
        'http://backstage/api/database-access/v1/shares/a%2Fb/reachability',
        { headers: {} },
      ],
      [
        'http://backstage/api/database-access/v1/shares/a%2Fb/reachability',
        expect.objectContaining({
          method: 'POST',
          body: '{"means":"analyzer"}',
        }),
      ],
    ]);
  });

  it('sends a token and a signal if it is given them', async () => {
    const { client, fetchApi } = setup(Response.json({}));
    const { signal } = new AbortController();

    await client.getInstallation({ token: 'a-token', signal });
    expect(fetchApi.fetch).toHaveBeenCalledWith(
      expect.any(String),
      expect.objectContaining({
        signal,
        headers: { Authorization: 'Bearer a-token' },
      }),
    );
  });

  it("throws what the backend answered, with its error's code", async () => {
    const { client } = setup(
      Response.json(
        {
          error: {
            name: 'NotFoundError',
            message: 'No entity resource:default/x',
            code: 'database_not_found',
          },
          response: { statusCode: 404 },
        },
        { status: 404 },
      ),
    );
    await expect(
      client.getDatabase({ namespace: 'default', name: 'x' }),
    ).rejects.toMatchObject({
      statusCode: 404,
      body: { error: { code: 'database_not_found' } },
    });
  });
});
