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
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { withUpdater } from '../__testUtils__/withUpdater';

const { pattern, facts } = withUpdater();

describe('what the rule of the updater runs', () => {
  behavesLikeAnObject({
    node: 'updater-target',
    creates: 'events:PutTargets',
    removes: 'events:RemoveTargets',
    pattern,
    facts,
  });

  it('is not taken for made when AWS answers that it failed', async () => {
    const b = await bench('updater-target', 'analytics', { pattern, facts });
    const send = jest.spyOn(b.provision.eventBridge, 'send');
    send.mockImplementationOnce(async () => ({
      FailedEntryCount: 1,
      FailedEntries: [{ ErrorCode: 'ConcurrentModificationException' }],
    }));
    await expect(b.make()).rejects.toMatchObject({
      code: 'aws_busy',
      verdict: 'retry-later',
      awsCode: 'ConcurrentModificationException',
    });
  });
});
