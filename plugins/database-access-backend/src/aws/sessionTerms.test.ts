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

import { policyFor, provisionSession, sourceIdentityOf } from './sessionTerms';

function ids(count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) => `${String(i).padStart(8, '0')}-5d2c-4f0e-9a51-0123456789ab`,
  );
}

describe('a session of a share', () => {
  it('tells the account who and what for', () => {
    expect(
      provisionSession({
        installation: 'demo',
        share: {
          shareId: 'c6a1b2d4-0000-4000-8000-000000000000',
          requestId: 'request-1',
          personRef: 'user:default/olivia',
          objectIds: ids(1),
        },
      }),
    ).toMatchObject({
      purpose: 'provision',
      sessionName: 'dbaccess-demo-c6a1b2d4-0000-4000-8000-000000000000',
      sourceIdentity: 'user.default.olivia',
      tags: [
        { Key: 'database-access:request', Value: 'request-1' },
        {
          Key: 'database-access:share',
          Value: 'c6a1b2d4-0000-4000-8000-000000000000',
        },
        { Key: 'database-access:user', Value: 'user:default/olivia' },
      ],
    });
  });

  it('has a name for people whose own is too long, always the same', () => {
    const long = `user:default/${'olivia'.repeat(12)}`;
    const identity = sourceIdentityOf(long);
    expect(identity).toMatch(/^[\w+=,.@-]{2,64}$/);
    expect(identity).toBe(sourceIdentityOf(long));
    expect(identity).not.toBe(sourceIdentityOf(`${long}a`));
  });

  it('is the portal’s own where no person asked', () => {
    expect(sourceIdentityOf('system')).toBe('database-access');
  });
});

describe('the policy of a session', () => {
  it('names each object in full while there is room', () => {
    const [one, other] = ids(2);
    expect(policyFor([one, other])).toContain(one);
    expect(policyFor([one, other])).toContain(other);
  });

  it('is the same whatever the order of the objects', () => {
    expect(policyFor(ids(5).reverse())).toBe(policyFor(ids(5)));
  });

  it('names what may be changed and removed however many objects there are', () => {
    const many = ids(70);
    const { Statement } = JSON.parse(policyFor(many));
    const ofResources = Statement.map(
      (statement: any) =>
        statement.Condition?.StringLike?.[
          'aws:ResourceTag/database-access:object'
        ],
    ).find(Boolean);
    expect(ofResources).toEqual(many.map(id => `${id.slice(0, 8)}*`));
    expect(policyFor(many)).toContain(
      '{"Null":{"aws:RequestTag/database-access:object":"false"}}',
    );
    expect(policyFor(ids(20))).not.toContain('"Null"');
  });

  it('refuses to be for nothing, and for more than fits', () => {
    expect(() => policyFor([])).toThrow('needs to know what');
    expect(() => policyFor(ids(200))).toThrow('for fewer of them');
  });
});
