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

import { render, screen } from '@testing-library/react';
import App from './App';

// The whole app is loaded and compiled here, which takes its time on a small machine.
jest.setTimeout(60_000);

describe('the portal', () => {
  it('asks a visitor which of the example people to be', async () => {
    // Backstage's app reads its configuration from here; real environment variables could only be strings.
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          context: 'test',
          data: {
            app: { title: 'Test', baseUrl: 'http://localhost:3000' },
            backend: { baseUrl: 'http://localhost:7007' },
          },
        },
      ] as unknown as string,
    };

    render(App.createRoot());

    await screen.findByRole(
      'button',
      { name: 'Enter as requester' },
      { timeout: 50_000 },
    );
    expect(
      screen
        .getAllByRole('button', { name: /^Enter as/ })
        .map(button => button.textContent),
    ).toEqual([
      'Enter as requester',
      'Enter as database owner',
      'Enter as platform engineer',
    ]);
  });
});
