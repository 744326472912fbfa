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
  DatabaseFacts,
  FindingSeverity,
} from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError } from '../aws';
import { AccountConfig } from '../config';
import { DatabaseClaim, databaseFindings } from './databaseFindings';

const account: AccountConfig = {
  accountId: '333333333333',
  name: 'orders-prod',
  regions: ['us-east-1'],
  owner: 'group:default/orders-team',
  allowOwnerTags: false,
  allowNetworkTags: false,
  allowOutsideOrganization: false,
  roles: { read: 'looker', provision: 'builder' },
};

const claim: DatabaseClaim = {
  entityRef: 'resource:default/orders-postgres',
  owner: 'group:default/orders-team',
  rivals: { count: 0, visibleRefs: [] },
};

const good: DatabaseFacts = {
  arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
  kind: 'instance',
  identifier: 'orders-postgres',
  accountId: '333333333333',
  region: 'us-east-1',
  engine: 'postgres',
  engineVersion: '16.4',
  status: 'available',
  multiAz: true,
  publiclyAccessible: false,
  port: 5432,
  vpcId: 'vpc-1',
  subnetIds: [],
  securityGroupIds: [],
  availabilityZoneIds: [],
  iamAuthentication: true,
  storageEncrypted: true,
  deletionProtection: true,
  shareable: true,
};

function find(options: {
  facts?: Partial<DatabaseFacts>;
  claim?: Partial<DatabaseClaim>;
  account?: Partial<AccountConfig>;
  problem?: AwsCallError;
}) {
  return databaseFindings({
    claim: { ...claim, ...options.claim },
    account: { ...account, ...options.account },
    observation: {
      problem: options.problem,
      reading: {
        facts: { ...good, ...options.facts },
        readAt: '2026-11-02T09:00:00.000Z',
        stale: false,
      },
    },
  });
}

function problem(verdict: AwsCallError['verdict']) {
  return new AwsCallError({
    message: 'What happened',
    code: 'account_refused',
    verdict,
    lane: { accountId: '333333333333', region: 'us-east-1' },
    operation: 'rds:DescribeDBInstances',
  });
}

describe('databaseFindings', () => {
  it('finds nothing wrong with a private, available database that its owners offer', () => {
    expect(find({})).toEqual([]);
  });

  it.each<[string, Parameters<typeof find>[0], string, FindingSeverity]>([
    [
      'is publicly accessible',
      { facts: { publiclyAccessible: true } },
      'database_public',
      'blocking',
    ],
    [
      'was not offered by its owners',
      { facts: { shareable: false } },
      'database_not_shareable',
      'blocking',
    ],
    [
      'is owned by somebody else',
      { claim: { owner: 'group:default/impostors' } },
      'owner_mismatch',
      'blocking',
    ],
    [
      'is owned by nobody in the catalog',
      { claim: { owner: undefined } },
      'owner_mismatch',
      'blocking',
    ],
    [
      'is owned by nobody that config or AWS knows',
      { account: { owner: undefined } },
      'owner_unknown',
      'blocking',
    ],
    [
      'is named by another entity, too',
      { claim: { rivals: { count: 1, visibleRefs: [] } } },
      'arn_not_unique',
      'blocking',
    ],
    [
      'is stopped',
      { facts: { status: 'stopped' } },
      'database_not_available',
      'warning',
    ],
    [
      'has a status that AWS adds tomorrow',
      { facts: { status: 'dreaming' } },
      'database_not_available',
      'warning',
    ],
    [
      'lies in an account that refuses',
      { problem: problem('needs-a-person') },
      'account_refused',
      'blocking',
    ],
    [
      'could not be read just now',
      { problem: problem('retry-later') },
      'account_refused',
      'warning',
    ],
  ])('says so if the database %s', (_, options, code, severity) => {
    expect(find(options)).toEqual([
      expect.objectContaining({ code, severity }),
    ]);
  });

  it('puts the worst first', () => {
    const findings = find({
      facts: { status: 'stopped', publiclyAccessible: true },
      problem: problem('retry-later'),
    });
    expect(findings.map(f => f.severity)).toEqual([
      'blocking',
      'warning',
      'warning',
    ]);
  });

  it('lets a tag name the owner only where config allows it', () => {
    const facts = { ownerTag: 'group:default/other-team' };
    expect(find({ facts })).toEqual([]);

    const allowed = find({ facts, account: { allowOwnerTags: true } });
    expect(allowed).toEqual([
      expect.objectContaining({
        code: 'owner_mismatch',
        message:
          'The catalog says that group:default/orders-team owns orders-postgres, but its tag database-access:owner says group:default/other-team.',
      }),
    ]);
  });

  it('reads an owner tag as the catalog would', () => {
    expect(
      find({
        facts: { ownerTag: 'Orders-Team' },
        account: { allowOwnerTags: true, owner: undefined },
      }),
    ).toEqual([]);
  });

  it('knows no owner by a tag that is no entity ref', () => {
    const [finding] = find({
      facts: { ownerTag: 'a:b:c' },
      account: { allowOwnerTags: true },
    });
    expect(finding).toMatchObject({
      code: 'owner_unknown',
      message: expect.stringContaining(
        "its tag database-access:owner is 'a:b:c'",
      ),
    });
  });

  it('names the rivals that the caller may see, and counts the others', () => {
    const [finding] = find({
      claim: {
        rivals: { count: 3, visibleRefs: ['resource:default/copy'] },
      },
    });
    expect(finding.message).toBe(
      'resource:default/orders-postgres is not the only entity that names this ARN: the others are resource:default/copy, 2 that you may not see.',
    );
  });

  it('judges no facts of an account that config does not have', () => {
    expect(
      databaseFindings({
        claim,
        account: undefined,
        observation: { problem: problem('needs-a-person') },
      }),
    ).toHaveLength(1);
  });
});
