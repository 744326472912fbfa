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

import { Failover } from '@towpath/backstage-plugin-database-access-common';
import {
  doneFailover,
  foundFailover,
  movingFailover,
  unmovedFailover,
} from './__fixtures__/failovers';
import {
  failoverCommand,
  partedByAge,
  progressOfStep,
  secondsInto,
} from './failoverStatus';

describe('How far a failover is', () => {
  it.each<[string, Failover, string[]]>([
    ['moves', movingFailover, ['done', 'done', 'done', 'awaited', 'awaited']],
    ['is done', doneFailover, ['done', 'done', 'done', 'done', 'done']],
    [
      'was found without an event',
      foundFailover,
      ['passed', 'done', 'done', 'done', 'done'],
    ],
    [
      'did not come',
      unmovedFailover,
      ['done', 'passed', 'passed', 'passed', 'passed'],
    ],
  ])('is told step by step if it %s', (_, failover, progress) => {
    expect(failover.steps.map(step => progressOfStep(step, failover))).toEqual(
      progress,
    );
  });

  it('is counted from its start', () => {
    expect(secondsInto(doneFailover, doneFailover.endedAt)).toBe(54);
    expect(secondsInto(movingFailover, undefined)).toBe(undefined);
  });

  it('is the last one of each object that follows the database', () => {
    const reader = { ...foundFailover, objectKey: 'reader-targets' };

    expect(partedByAge([doneFailover, reader, unmovedFailover])).toEqual({
      last: [doneFailover, reader],
      earlier: [unmovedFailover],
    });
  });
});

describe('How to make a database fail over', () => {
  it.each([
    [
      'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
      'aws rds reboot-db-instance --db-instance-identifier orders-postgres --force-failover --region us-east-1',
    ],
    [
      'arn:aws:rds:eu-west-1:555555555555:cluster:catalog-aurora',
      'aws rds failover-db-cluster --db-cluster-identifier catalog-aurora --region eu-west-1',
    ],
    ['arn:aws:rds:us-east-1:333333333333:snapshot:orders', undefined],
  ])('of %s is a line for a terminal', (arn, command) => {
    expect(failoverCommand(arn)).toBe(command);
  });
});
