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
import { Secret } from './config';
import { discreetLogger } from './discreetLogger';

describe('discreetLogger', () => {
  const secret = 'an-external-id-in-a-log';
  const longer = `${secret}-of-another-account`;

  it('takes every secret out of messages, errors and what stands beside them', () => {
    // Whoever holds one has told this process of it.
    expect([new Secret(secret), new Secret(longer)].map(String)).toEqual([
      '[secret]',
      '[secret]',
    ]);
    const log = mockServices.logger.mock();
    log.child.mockReturnValue(log);
    const logger = discreetLogger(log).child({ of: secret });
    const error = Object.assign(new Error(`${longer} is wrong`), {
      name: 'ValidationError',
    });
    logger.error(`It said ${secret}, ${longer}`, error);
    logger.warn('Look', { deep: [{ in: `<${longer}>` }, 7, null, true] });

    expect(log.child).toHaveBeenCalledWith({ of: '[secret]' });
    const [message, logged] = log.error.mock.calls[0] as [string, Error];
    expect(message).toBe('It said [secret], [secret]');
    expect(logged).toMatchObject({
      name: 'ValidationError',
      message: '[secret] is wrong',
    });
    expect(logged.stack).toContain('discreetLogger.test');
    expect(logged.stack).not.toContain(secret);
    expect(log.warn).toHaveBeenCalledWith('Look', {
      deep: [{ in: '<[secret]>' }, 7, null, true],
    });
  });
});
