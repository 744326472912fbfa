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

import { parseDatabaseArn } from './arn';

describe('parseDatabaseArn', () => {
  it.each([
    [
      'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
      {
        partition: 'aws',
        region: 'us-east-1',
        accountId: '333333333333',
        kind: 'instance',
        identifier: 'orders-postgres',
      },
    ],
    [
      'arn:aws-us-gov:rds:us-gov-west-1:555555555555:cluster:catalog-aurora',
      {
        partition: 'aws-us-gov',
        region: 'us-gov-west-1',
        accountId: '555555555555',
        kind: 'cluster',
        identifier: 'catalog-aurora',
      },
    ],
  ])('takes %s apart', (arn, parts) => {
    expect(parseDatabaseArn(arn)).toEqual({ arn, ...parts });
  });

  it.each([
    'orders-postgres',
    'arn:aws:rds:us-east-1:333333333333:snapshot:orders-postgres',
    'arn:aws:rds:us-east-1:33333333333:db:orders-postgres',
    'arn:aws:s3:us-east-1:333333333333:db:orders-postgres',
    'arn:aws:rds:us-east-1:333333333333:db:1orders',
    'arn:aws:rds:us-east-1:333333333333:db:orders-postgres\n',
    ' arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
  ])('does not take %j for a database', arn => {
    expect(parseDatabaseArn(arn)).toBe(undefined);
  });
});
