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

import { maskAccountIds } from './maskAccountIds';

describe('The ids of accounts', () => {
  it('are masked but for their last digits, however deep they stand, and in names if they are known', () => {
    const said = {
      accountId: '333333333333',
      text: 'In account 333333333333 (orders-prod), arn:aws:iam::999999999999:role/admin was refused.',
      command: ['aws rds describe --id dba-333333333333-orders'],
      seconds: 123_456_789_012,
    };
    expect(maskAccountIds(said, ['333333333333'])).toEqual({
      accountId: '••••••••3333',
      text: 'In account ••••••••3333 (orders-prod), arn:aws:iam::••••••••9999:role/admin was refused.',
      command: ['aws rds describe --id dba-••••••••3333-orders'],
      seconds: 123_456_789_012,
    });
  });

  it('are not mistaken for other ids', () => {
    const others = [
      'c2f0a8c4-5e5a-4c0e-9d43-123456789012',
      '2026-11-02T09:04:00.000Z',
      'sg-123456789012',
      '1234567890123',
    ];
    expect(maskAccountIds(others, ['333333333333'])).toEqual(others);
  });
});
