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
import { objectTypes, trailOf, TrailEvent } from '../objects';
import { authorAmong, SeenDifference } from './authorAmong';

const MINUTE = 60_000;
const ACCOUNT = '333333333333';
const RULE = 'sgr-0123456789abcdef0';
const GROUP = 'sg-0123456789abcdef0';

const own = {
  accountId: ACCOUNT,
  roleNames: ['towpath/read', 'towpath/provision'],
};

/** Seen well at minute 0, and otherwise at minute 10. */
const gone: SeenDifference = {
  what: 'gone',
  trail: trailOf(objectTypes.get('ec2/security-group-rule')!, {
    securityGroupRuleId: RULE,
    groupId: GROUP,
  }),
  seenWellAt: 0,
  seenOtherAt: 10 * MINUTE,
};

const event = (of: Partial<TrailEvent> = {}): TrailEvent => ({
  id: 'event',
  name: 'RevokeSecurityGroupIngress',
  source: 'ec2.amazonaws.com',
  at: 5 * MINUTE,
  reads: false,
  failed: false,
  principal: `arn:aws:sts::${ACCOUNT}:assumed-role/admin/ada`,
  roleName: 'admin',
  text: JSON.stringify({ groupId: GROUP, securityGroupRuleIds: [RULE] }),
  ...of,
});

const chosen = (events: TrailEvent[], difference = gone) =>
  authorAmong(events, difference, own)?.id;

describe('who is named for a difference', () => {
  it('is whoever made the call that says the object’s own id', () => {
    expect(chosen([event()])).toBe('event');
    const ofAnotherRule = event({
      text: JSON.stringify({ groupId: GROUP, securityGroupRuleIds: ['sgr-1'] }),
    });
    expect(chosen([ofAnotherRule])).toBeUndefined();
  });

  it.each<[string, Partial<TrailEvent>]>([
    ['read', { reads: true }],
    ['was refused', { failed: true }],
    ['was made before the last look that saw it well', { at: -3 * MINUTE }],
    ['was made after it was seen otherwise', { at: 13 * MINUTE }],
    ['only labelled it', { name: 'CreateTags' }],
    ['made something else that uses it', { name: 'CreateVpcEndpoint' }],
    [
      'was the portal’s own',
      {
        roleName: 'provision',
        principal: `arn:aws:sts::${ACCOUNT}:assumed-role/provision/dbaccess`,
      },
    ],
  ])('is nobody where the call %s', (_, of) => {
    expect(chosen([event(of)])).toBeUndefined();
  });

  it('may be a role of another account that is called like one of the portal’s', () => {
    const stranger = event({
      roleName: 'provision',
      principal: 'arn:aws:sts::999999999999:assumed-role/provision/eve',
    });
    expect(chosen([stranger])).toBe('event');
  });

  it('is the last of several, and of something that is gone whoever took it away', () => {
    const events = [
      event({ id: 'first' }),
      event({ id: 'revoked', at: 6 * MINUTE }),
      event({
        id: 'changed',
        name: 'ModifySecurityGroupRules',
        at: 7 * MINUTE,
      }),
    ];
    expect(chosen(events)).toBe('revoked');
    expect(chosen(events, { ...gone, what: 'changed' })).toBe('changed');
  });

  it('is who opened the egress that the portal keeps closed, and nobody who only names the group', () => {
    const opened: SeenDifference = {
      ...gone,
      trail: trailOf(objectTypes.get('ec2/security-group-default-egress')!, {
        groupId: GROUP,
      }),
    };
    expect(chosen([event()], opened)).toBeUndefined();
    const authorized = event({ name: 'AuthorizeSecurityGroupEgress' });
    expect(chosen([authorized], opened)).toBe('event');
  });
});

describe('by what CloudTrail knows an object', () => {
  it.each([
    [
      'vpc-lattice/resource-gateway',
      { id: 'rgw-1', arn: 'arn:aws:vpc-lattice:r:1:resourcegateway/rgw-1' },
      ['rgw-1', 'arn:aws:vpc-lattice:r:1:resourcegateway/rgw-1'],
      [['rgw-1', 'arn:aws:vpc-lattice:r:1:resourcegateway/rgw-1']],
    ],
    [
      'ram/principal',
      {
        resourceShareArn: 'arn:aws:ram:r:1:resource-share/abc',
        accountId: '444444444444',
      },
      ['arn:aws:ram:r:1:resource-share/abc', 'abc'],
      [['arn:aws:ram:r:1:resource-share/abc', 'abc'], ['444444444444']],
    ],
    [
      'ec2/endpoint-service-verification',
      { serviceId: 'vpce-svc-1', name: 'a.example.com' },
      ['vpce-svc-1'],
      [['vpce-svc-1']],
    ],
  ])('is what its calls say of a %s', (type, state, names, mentions) => {
    expect(trailOf(objectTypes.get(type)!, state)).toEqual({ names, mentions });
  });
});
