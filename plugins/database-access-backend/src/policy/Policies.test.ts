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

import { mockServices } from '@backstage/backend-test-utils';
import { AccessPolicy } from '@towpath/backstage-plugin-database-access-node';
import { questionOf } from './explain';
import { Policies } from './Policies';

const question = questionOf({});

function policiesWith(judge: AccessPolicy['judge']) {
  const logger = mockServices.logger.mock();
  return {
    logger,
    policies: new Policies({
      rules: [],
      policies: [{ id: 'theirs', judge }],
      logger,
      answersWithinMs: 20,
    }),
  };
}

const refusal = {
  refusals: [
    {
      policy: 'theirs',
      rule: 'no-answer',
      because: expect.stringContaining('theirs could not be asked'),
    },
  ],
};

describe('policies of modules', () => {
  it('hold beside the rules in config', async () => {
    const { policies } = policiesWith(async () => [
      { rule: 'always', because: 'Why not.', longestSeconds: 60 },
    ]);
    await expect(policies.rule(question)).resolves.toMatchObject({
      longestSeconds: 60,
      opinions: [{ policy: 'theirs', rule: 'always' }],
    });
  });

  it('SEC-10: refuse by an error', async () => {
    const { policies, logger } = policiesWith(async () => {
      throw new Error('boom');
    });
    await expect(policies.rule(question)).resolves.toMatchObject(refusal);
    expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining('boom'));
  });

  it('SEC-10: refuse by a silence', async () => {
    const { policies } = policiesWith(() => new Promise(() => {}));
    await expect(policies.rule(question)).resolves.toMatchObject(refusal);
  });

  it.each([
    [{ because: 'No rule' }],
    [{ rule: 'no-because' }],
    [{ rule: 'a', because: 'b', decide: [{ by: '', count: 1, stage: 1 }] }],
    [{ rule: 'a', because: 'b', decide: [{ by: 'x', count: 0, stage: 1 }] }],
    [{ rule: 'a', because: 'b', longestSeconds: 'a while' }],
  ])('SEC-10: refuse by an answer that is none: %j', async opinion => {
    const { policies } = policiesWith(async () => [opinion as never]);
    await expect(policies.rule(question)).resolves.toMatchObject(refusal);
  });
});
