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
import { ConfigReader } from '@backstage/config';
import { AccessPolicy } from '@towpath/backstage-plugin-database-access-node';
import { readDatabaseAccessConfig } from '../config';
import { questionOf } from './explain';
import { Policies } from './Policies';

const question = questionOf({});

function policiesWith(judge: AccessPolicy['judge']) {
  const logger = mockServices.logger.mock();
  return {
    logger,
    policies: new Policies({
      config: { accounts: new Map() },
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

describe('what leaves the organisation', () => {
  const OWNERS = 'group:default/orders-team';
  const PLATFORM = 'group:default/platform-team';

  /** Who has to agree that an account outside reaches a database of the owners, by rules of config. */
  async function rulingOn(
    rules: Array<Record<string, unknown>>,
    options: { platformTeam?: string; allowed?: boolean } = {},
  ) {
    const { platformTeam, allowed = true } = options;
    const policies = new Policies({
      config: readDatabaseAccessConfig(
        new ConfigReader({
          databaseAccess: {
            installation: 'demo',
            ...(platformTeam && { platformTeam }),
            accounts: [
              {
                accountId: '888888888888',
                name: 'partner',
                regions: ['us-east-1'],
                allowOutsideOrganization: allowed,
              },
            ],
            policy: {
              rules: rules.map((each, index) => ({
                id: `rule-${index}`,
                because: 'So we decided.',
                ...each,
              })),
            },
          },
        } as never),
        {},
      ),
      logger: mockServices.logger.mock(),
    });
    return policies.rule(
      questionOf({
        database: { owner: OWNERS },
        network: { accountId: '888888888888' },
        outsideOrganization: true,
      }),
    );
  }

  const ofTwo = [
    [OWNERS, 1, 1],
    [PLATFORM, 1, 2],
  ];

  it.each<
    [string, Array<Record<string, unknown>>, string | undefined, unknown]
  >([
    ['the platform team, too', [], PLATFORM, ofTwo],
    ['two owners, where there is none', [], undefined, [[OWNERS, 2, 1]]],
    ['two owners, where they are it', [], OWNERS, [[OWNERS, 2, 1]]],
    [
      'people, whatever would be approved automatically',
      [{ approve: 'automatically' }],
      PLATFORM,
      ofTwo,
    ],
    [
      'never fewer or later than rules ask for',
      [
        { decide: [{ by: PLATFORM, count: 2 }] },
        { decide: [{ by: 'group:default/privacy-team', stage: 2 }] },
      ],
      PLATFORM,
      [
        [PLATFORM, 2, 1],
        [OWNERS, 1, 1],
        ['group:default/privacy-team', 1, 2],
      ],
    ],
  ])('SEC-20: is decided by %s', async (_who, rules, platformTeam, seats) => {
    const ruling = await rulingOn(rules, { platformTeam });
    expect(ruling.automatic).toBeUndefined();
    expect(
      ruling.seats.map(({ ref, count, stage }) => [ref, count, stage]),
    ).toEqual(seats);
  });

  it('SEC-20: gets no more time once config has taken its word back', async () => {
    const { refusals } = await rulingOn([], { allowed: false });
    expect(refusals).toMatchObject([
      {
        policy: 'towpath',
        because: expect.stringContaining('allowOutsideOrganization'),
      },
    ]);
  });
});
