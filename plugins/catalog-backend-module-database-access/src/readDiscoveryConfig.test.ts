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

import { ConfigReader } from '@backstage/config';
import { readDiscoveryConfig } from './readDiscoveryConfig';

const read = (databaseAccess?: object) =>
  readDiscoveryConfig(
    new ConfigReader({
      catalog: databaseAccess && { providers: { databaseAccess } },
    } as never),
  );

describe('catalog.providers.databaseAccess', () => {
  it('may be missing: databases are looked for every ten minutes, and soon after the start', () => {
    expect(read()).toEqual({
      schedule: {
        frequency: { minutes: 10 },
        timeout: { minutes: 5 },
        initialDelay: { seconds: 5 },
      },
      namespace: 'default',
    });
  });

  it('says when, where and for whom', () => {
    expect(
      read({
        schedule: { frequency: { hours: 1 }, timeout: { minutes: 2 } },
        namespace: 'databases',
        defaultOwner: 'platform-team',
      }),
    ).toMatchObject({
      schedule: { frequency: { hours: 1 }, timeout: { minutes: 2 } },
      namespace: 'databases',
      defaultOwner: 'group:default/platform-team',
    });
  });

  it.each([
    [
      { namespace: 'Not One' },
      /^catalog.providers.databaseAccess.namespace must be/,
    ],
    [
      { defaultOwner: 'component:x' },
      /^catalog.providers.databaseAccess.defaultOwner must be/,
    ],
    [{ defaultOwner: 'a:b:c' }, /but is 'a:b:c'/],
  ])('refuses %p with its key', (config, message) => {
    expect(() => read(config)).toThrow(message);
  });
});
