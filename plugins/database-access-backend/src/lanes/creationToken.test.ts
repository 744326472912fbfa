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

import { creationToken } from './creationToken';

describe('creationToken', () => {
  it('is the same for the same object and generation, and as long as AWS takes at most', () => {
    const token = creationToken({ id: 'a', generation: 1 });
    expect(token).toBe(creationToken({ id: 'a', generation: 1 }));
    expect(token).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is another one for each object and each generation', () => {
    const tokens = [
      creationToken({ id: 'a', generation: 1 }),
      creationToken({ id: 'a', generation: 2 }),
      creationToken({ id: 'b', generation: 1 }),
    ];
    expect(new Set(tokens).size).toBe(3);
  });
});
