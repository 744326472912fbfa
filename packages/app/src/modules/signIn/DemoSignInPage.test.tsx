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

import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { discoveryApiRef, type IdentityApi } from '@backstage/core-plugin-api';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DemoSignInPage } from './DemoSignInPage';

const session = {
  profile: {},
  backstageIdentity: {
    token: 'header.e30.signature',
    identity: {
      type: 'user',
      userEntityRef: 'user:default/database-owner',
      ownershipEntityRefs: ['user:default/database-owner'],
    },
  },
};

function show(onSignInSuccess: (identity: IdentityApi) => void) {
  renderInTestApp(
    <TestApiProvider
      apis={[
        [
          discoveryApiRef,
          { getBaseUrl: async id => `http://backend/api/${id}` },
        ],
      ]}
    >
      <DemoSignInPage onSignInSuccess={onSignInSuccess} />
    </TestApiProvider>,
  );
}

describe('the page where a visitor chooses who to be', () => {
  const fetchMock = jest.spyOn(global, 'fetch');

  beforeEach(() => sessionStorage.clear());
  afterEach(() => fetchMock.mockReset());

  it('signs in as the person chosen, and remembers it until signing out', async () => {
    fetchMock.mockImplementation(async () => Response.json(session));
    const onSignInSuccess = jest.fn();
    show(onSignInSuccess);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Enter as database owner' }),
    );

    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalled());
    expect(fetchMock).toHaveBeenCalledWith(
      'http://backend/api/auth/demo-database-owner/refresh',
      expect.anything(),
    );
    const identity: IdentityApi = onSignInSuccess.mock.calls[0][0];
    expect(await identity.getBackstageIdentity()).toEqual(
      session.backstageIdentity.identity,
    );
    expect(sessionStorage).toHaveLength(1);
    await identity.signOut();
    expect(sessionStorage).toHaveLength(0);
  });

  it('says so when the backend refuses, and leads back to the choice', async () => {
    fetchMock.mockImplementation(
      async () => new Response('{}', { status: 404 }),
    );
    const onSignInSuccess = jest.fn();
    show(onSignInSuccess);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Enter as requester' }),
    );

    expect(
      await screen.findByText(/Requester could not sign in/),
    ).toBeInTheDocument();
    expect(onSignInSuccess).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect(
      await screen.findByRole('button', { name: 'Enter as requester' }),
    ).toBeEnabled();
  });
});
