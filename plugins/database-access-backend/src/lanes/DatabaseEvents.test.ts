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

import { startPortal, stopPortals } from '../__testUtils__/startPortal';

afterEach(stopPortals);

describe('an event that follows nothing of ours', () => {
  it.each([
    ['is no event at all', { hello: 'world' }, 'It is no event of RDS'],
    [
      'is of a database that nobody shares',
      {
        source: 'aws.rds',
        account: '444444444444',
        region: 'us-east-1',
        detail: {
          EventCategories: ['failover'],
          SourceArn: 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql',
          EventID: 'RDS-EVENT-0013',
          Message: 'Multi-AZ instance failover started',
          Date: '2026-11-02T09:01:00Z',
        },
      },
      'No share follows this database',
    ],
    [
      'moves no database',
      {
        source: 'aws.rds',
        account: '444444444444',
        region: 'us-east-1',
        detail: {
          EventCategories: ['backup'],
          SourceArn: 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql',
          EventID: 'RDS-EVENT-0001',
          Message: 'Backing up DB instance',
        },
      },
      'backup moves no database',
    ],
  ])('is ignored in one line of the log if it %s', async (_name, told, why) => {
    const portal = await startPortal();
    await portal.publish({
      topic: 'database-access-rds',
      eventPayload: told,
    });
    const lines = portal.log.filter(line => line.includes('was ignored'));
    expect(lines).toEqual([expect.stringContaining(why)]);
  });
});
