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
  EMPTY_POLICY_FORM,
  PolicyForm,
  policyFormErrors,
  policyQuestionOf,
} from './policyQuestion';

const form = (written: Partial<PolicyForm>): PolicyForm => ({
  ...EMPTY_POLICY_FORM,
  hours: '',
  ...written,
});

describe('The question about a made-up request', () => {
  it('leaves out what is left empty, so that it is taken for unknown', () => {
    expect(policyQuestionOf(form({}))).toEqual({
      kind: 'access',
      outsideOrganization: false,
    });
  });

  it('has all that was written, in the units of the API', () => {
    expect(
      policyQuestionOf({
        kind: 'extension',
        hours: '1.5',
        cost: '120.5',
        pattern: 'privatelink',
        outside: true,
        requesterRef: ' user:default/ana ',
        groups: 'group:default/a, , group:default/b',
        databaseRef: 'resource:default/orders-postgres',
        databaseAccountId: '333333333333',
        databaseOrganizationalUnit: 'ou-1',
        environment: 'production',
        dataClassification: 'confidential',
        databaseOwner: 'group:default/orders-team',
        system: 'system:default/shop',
        tags: 'team = orders\n\nquery=a=b\n',
        networkName: 'analytics-databricks',
        networkAccountId: '666666666666',
        networkOrganizationalUnit: 'ou-2',
        networkOwner: 'group:default/analytics-team',
      }),
    ).toEqual({
      kind: 'extension',
      durationSeconds: 5_400,
      fixedMonthlyCost: 120.5,
      pattern: 'privatelink',
      outsideOrganization: true,
      requester: {
        ref: 'user:default/ana',
        groups: ['group:default/a', 'group:default/b'],
      },
      database: {
        ref: 'resource:default/orders-postgres',
        accountId: '333333333333',
        organizationalUnit: 'ou-1',
        environment: 'production',
        dataClassification: 'confidential',
        owner: 'group:default/orders-team',
        system: 'system:default/shop',
        tags: { team: 'orders', query: 'a=b' },
      },
      network: {
        name: 'analytics-databricks',
        accountId: '666666666666',
        organizationalUnit: 'ou-2',
        owner: 'group:default/analytics-team',
      },
    });
  });

  it.each<[Partial<PolicyForm>, string[]]>([
    [{}, []],
    [{ hours: '24', cost: '0', tags: 'team=orders' }, []],
    [{ hours: '0' }, ['hours']],
    [{ hours: 'a day' }, ['hours']],
    [{ cost: '-1' }, ['cost']],
    [{ tags: 'team' }, ['tags']],
    [{ tags: '=orders' }, ['tags']],
  ])('of %j has these errors: %j', (written, errors) => {
    expect(policyFormErrors(form(written))).toEqual(errors);
  });
});
