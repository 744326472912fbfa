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

import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { inspect } from 'util';
import { readDatabaseAccessConfig } from './readDatabaseAccessConfig';

const EXTERNAL_ID = 'an-external-id-that-nobody-may-see';

function read(
  databaseAccess: JsonObject | undefined,
  environment: string = 'development',
) {
  return readDatabaseAccessConfig(new ConfigReader({ databaseAccess }), {
    environment,
  });
}

const account: JsonObject = {
  accountId: '333333333333',
  name: 'orders-prod',
  regions: ['us-east-1'],
  externalId: EXTERNAL_ID,
  owner: 'group:default/orders-team',
};

const network: JsonObject = {
  name: 'orders',
  owner: 'orders-team',
  accountId: '333333333333',
  region: 'us-east-1',
  vpcId: 'vpc-0123',
  subnetIds: ['subnet-0123'],
};

describe('readDatabaseAccessConfig', () => {
  it('needs nothing but a name for the installation', () => {
    expect(read({ installation: 'demo' })).toEqual({
      installation: 'demo',
      simulatedAws: undefined,
      accounts: new Map(),
      networks: [],
    });
  });

  it('reads the log group of each account, where the read role may read', () => {
    const common = '/aws/vendedlogs/vpc-lattice/databases';
    const own = '/aws/vendedlogs/vpc-lattice/orders';
    const groupOf = (accessLogs?: JsonObject, ofAccount?: JsonObject) =>
      read({
        installation: 'demo',
        ...(accessLogs && { accessLogs }),
        accounts: [{ ...account, ...(ofAccount && { accessLogs: ofAccount }) }],
      }).accounts.get('333333333333')!.accessLogGroup;
    expect(groupOf()).toBeUndefined();
    expect(groupOf({ logGroup: common })).toBe(common);
    expect(groupOf({ logGroup: common }, { logGroup: own })).toBe(own);
    expect(() => groupOf({ logGroup: '/everything' })).toThrow(
      'databaseAccess.accessLogs.logGroup must be the name of a log group that begins with /aws/vendedlogs/vpc-lattice/',
    );
  });

  it('reads whether databases get updaters, and the role of each account', () => {
    const withRole = { ...account, roles: { updater: 'towpath/updater' } };
    const config = read({
      installation: 'demo',
      updater: { enabled: true },
      accounts: [withRole],
    });
    expect(config.updater).toBe(true);
    expect(config.accounts.get('333333333333')).toMatchObject({
      updaterRole: 'towpath/updater',
      roles: { read: 'database-access-read' },
    });
    const common = read({
      installation: 'demo',
      updater: { enabled: false },
      roles: { updater: 'updater' },
      accounts: [account],
    });
    expect(common.updater).toBeUndefined();
    expect(common.accounts.get('333333333333')!.updaterRole).toBe('updater');
    const none = read({ installation: 'demo', accounts: [account] });
    expect(none.accounts.get('333333333333')).not.toHaveProperty('updaterRole');
    expect(() =>
      read({
        installation: 'demo',
        accounts: [{ ...account, roles: { updater: 'not a role' } }],
      }),
    ).toThrow('databaseAccess.accounts[0].roles.updater must');
  });

  it('reads what may find out whether shares can be reached; nothing unless said', () => {
    const reachability = (section?: JsonObject) =>
      read({
        installation: 'demo',
        ...(section && { reachability: section }),
      }).reachability;
    expect(reachability()).toBeUndefined();
    expect(reachability({ analyzer: { enabled: false } })).toBeUndefined();
    expect(
      reachability({
        analyzer: { enabled: true },
        prober: { functionPrefix: 'towpath-prober' },
      }),
    ).toEqual({ analyzer: true, proberPrefix: 'towpath-prober' });
    expect(() => reachability({ prober: { functionPrefix: '*' } })).toThrow(
      'databaseAccess.reachability.prober.functionPrefix must be the beginning of names of Lambda functions',
    );
    expect(() => reachability({ analyser: { enabled: true } })).toThrow(
      'databaseAccess.reachability.analyser is not known',
    );
  });

  it('reads what becomes of what somebody changed; CloudTrail is asked unless said', () => {
    const termsOf = (drift: JsonObject) =>
      read({ installation: 'demo', drift }).driftTerms;
    expect(termsOf({ mode: 'repair' })).toEqual({
      mode: 'repair',
      reopens: 'decision',
      askCloudTrail: true,
    });
    expect(termsOf({ askCloudTrail: false })).toMatchObject({
      mode: 'report',
      askCloudTrail: false,
    });
    expect(() => termsOf({ askCloudtrail: false })).toThrow(
      /databaseAccess\.drift\.askCloudtrail.*is not known/,
    );
  });

  it('reads how long requests may wait, each with its own default', () => {
    const terms = (requests: JsonObject) =>
      read({ installation: 'demo', requests }).requestTerms;
    expect(terms({ startWithin: { days: 1, hours: 12 } })).toEqual({
      decideWithinSeconds: 14 * 86_400,
      startWithinSeconds: 36 * 3_600,
      remindAfterSeconds: 2 * 86_400,
      newMembers: 'refused',
    });
    expect(terms({ decideWithin: 'P3D' })).toEqual({
      decideWithinSeconds: 3 * 86_400,
      startWithinSeconds: 7 * 86_400,
      remindAfterSeconds: 2 * 86_400,
      newMembers: 'refused',
    });
    expect(
      terms({
        remindAfter: 'P1D',
        escalate: { after: { days: 3 }, to: 'platform-team' },
      }),
    ).toMatchObject({
      remindAfterSeconds: 86_400,
      escalation: {
        afterSeconds: 3 * 86_400,
        to: 'group:default/platform-team',
      },
    });
    expect(() => terms({ escalate: { to: 'platform-team' } })).toThrow(
      'databaseAccess.requests.escalate.after is missing',
    );
    expect(() => terms({ startWithin: { seconds: 299 } })).toThrow(
      'databaseAccess.requests.startWithin must be a duration of five minutes or more, e.g. { days: 7 }, but is 299 seconds',
    );
    for (const wrong of ['soon', { weeks: 'two' }, 7]) {
      expect(() => terms({ decideWithin: wrong })).toThrow(
        'databaseAccess.requests.decideWithin must be a duration of five minutes or more',
      );
    }
    expect(() => terms({ startWithn: 'P3D' })).toThrow(
      'databaseAccess.requests.startWithn is not known',
    );
  });

  it('reads what an approval is worth of somebody who joined those who decide, and refuses it by default (SEC-7)', () => {
    const newMembers = (requests: JsonObject) =>
      read({ installation: 'demo', requests }).requestTerms?.newMembers;
    expect(newMembers({})).toBe('refused');
    expect(newMembers({ newMembers: 'flagged' })).toBe('flagged');
    expect(() => newMembers({ newMembers: 'allowed' })).toThrow(
      "databaseAccess.requests.newMembers must be refused or flagged, but is 'allowed'",
    );
  });

  it('reads the domain of an account’s private DNS names', () => {
    const withDomain = (
      privateDnsName: object,
      accountId = account.accountId,
    ) => ({
      ...account,
      accountId,
      externalId: `${account.externalId}-${accountId}`,
      privateLink: { privateDnsName },
    });
    const given = { domain: 'db.example.com', hostedZoneId: 'Z0123456789ABC' };
    const readAll = (...accounts: object[]) =>
      read({ installation: 'demo', accounts }).accounts;
    expect(
      readAll(withDomain(given)).get('333333333333')!.privateDnsName,
    ).toEqual(given);
    expect(readAll(account).get('333333333333')).not.toHaveProperty(
      'privateDnsName',
    );
    for (const domain of [
      'example',
      'Db.example.com',
      'db.example.com.',
      '*.example.com',
      '_x.example.com',
    ]) {
      expect(() => readAll(withDomain({ ...given, domain }))).toThrow(
        'databaseAccess.accounts[0].privateLink.privateDnsName.domain must be a domain of yours',
      );
    }
    expect(() =>
      readAll(withDomain({ ...given, hostedZoneId: '/hostedzone/Z1' })),
    ).toThrow(
      'databaseAccess.accounts[0].privateLink.privateDnsName.hostedZoneId must be the id of a public hosted zone',
    );
    expect(() => readAll(withDomain({ domain: 'db.example.com' }))).toThrow(
      'hostedZoneId',
    );
    // Two databases that are called the same would have one name.
    expect(() =>
      readAll(withDomain(given), withDomain(given, '444444444444')),
    ).toThrow(
      'databaseAccess.accounts[1].privateLink.privateDnsName.domain is the one of account 333333333333 too',
    );
  });

  it('reads accounts and networks, with their defaults', () => {
    const config = read({
      installation: 'demo',
      roles: { read: 'towpath/read' },
      accounts: [
        { ...account, roles: { provision: 'builder' }, allowOwnerTags: true },
      ],
      networks: [network],
    });

    expect(config.accounts.get('333333333333')).toMatchObject({
      name: 'orders-prod',
      regions: ['us-east-1'],
      owner: 'group:default/orders-team',
      allowOwnerTags: true,
      allowNetworkTags: false,
      allowOutsideOrganization: false,
      roles: { read: 'towpath/read', provision: 'builder' },
    });
    expect(config.networks).toEqual([
      {
        ...network,
        title: 'orders',
        owner: 'group:default/orders-team',
        clientSecurityGroupIds: [],
      },
    ]);
  });

  it('shows an ExternalId to nobody who prints or serialises the config', () => {
    const config = read({ installation: 'demo', accounts: [account] });
    const [orders] = config.accounts.values();

    expect(orders.externalId?.reveal()).toBe(EXTERNAL_ID);
    expect(JSON.stringify(orders)).not.toContain(EXTERNAL_ID);
    expect(inspect(config, { depth: 9 })).not.toContain(EXTERNAL_ID);
    expect(`${orders.externalId}`).toBe('[secret]');
  });

  it.each([
    ['nothing at all', undefined, /^databaseAccess is missing: set at least/],
    [
      'no name',
      { installation: undefined },
      /databaseAccess\.installation is missing: choose/,
    ],
    [
      'a name that AWS names cannot contain',
      { installation: 'Demo!' },
      /databaseAccess\.installation must be 1 to 12 lower-case .* but is 'Demo!'/,
    ],
    [
      'an account id that is none',
      { accounts: [{ ...account, accountId: '123' }] },
      /databaseAccess\.accounts\[0\]\.accountId must be an AWS account id.*'123'/,
    ],
    [
      'an account twice',
      { accounts: [account, { ...account, externalId: 'another' }] },
      /accounts\[1\]\.accountId names 333333333333 a second time/,
    ],
    [
      'two accounts with one ExternalId',
      { accounts: [account, { ...account, accountId: '444444444444' }] },
      /accounts\[1\]\.externalId is the one of account 333333333333 too: give each account its own/,
    ],
    [
      'an account without Regions',
      { accounts: [{ ...account, regions: [] }] },
      /accounts\[0\]\.regions must not be empty/,
    ],
    [
      'a Region that is none',
      { accounts: [{ ...account, regions: ['Virginia'] }] },
      /accounts\[0\]\.regions must each be an AWS Region.*'Virginia'/,
    ],
    [
      'an owner that can be none',
      { accounts: [{ ...account, owner: 'a:b:c' }] },
      /accounts\[0\]\.owner must be the entity ref of a group or user such as group:default\/orders-team/,
    ],
    [
      'a role name that IAM does not have',
      { roles: { read: 'arn:aws:iam::333333333333:role/x' } },
      /databaseAccess\.roles\.read must be the name of an IAM role/,
    ],
    [
      'a network in an account that is not listed',
      { networks: [network] },
      /networks\[0\]\.accountId is 333333333333 in us-east-1.*add the account with this Region/,
    ],
    [
      'a network name twice',
      { accounts: [account], networks: [network, network] },
      /networks\[1\]\.name is 'orders' a second time: rename one/,
    ],
    [
      'a VPC id that is none',
      { accounts: [account], networks: [{ ...network, vpcId: 'orders' }] },
      /networks\[0\]\.vpcId must be an id such as vpc-/,
    ],
    [
      'simulated AWS on another machine',
      { simulatedAws: { endpoint: 'http://10.0.0.1:4566', accountId: '1' } },
      /databaseAccess\.simulatedAws\.endpoint must be an http address of this machine/,
    ],
    [
      'simulated AWS at a name that only looks like this machine',
      {
        simulatedAws: {
          endpoint: 'http://127.0.0.1.example.com',
          accountId: '1',
        },
      },
      /simulatedAws\.endpoint must be an http address of this machine/,
    ],
  ])('refuses %s, naming the key and the fix', (_, part, sentence) => {
    const config = part && { installation: 'demo', ...part };
    expect(() => read(config as JsonObject | undefined)).toThrow(sentence);
  });

  it('does not repeat an ExternalId that it refuses', () => {
    const reading = () =>
      read({
        installation: 'demo',
        accounts: [{ ...account, externalId: 'not allowed: {secret}' }],
      });
    expect(reading).toThrow(/accounts\[0\]\.externalId must be 2 to 1,224/);
    expect(reading).not.toThrow(/\{secret\}/);
  });

  it('takes simulated AWS in development, and refuses it in production', () => {
    const simulated = {
      installation: 'demo',
      simulatedAws: {
        endpoint: 'http://127.0.0.1:4566',
        accountId: '111111111111',
      },
    };
    expect(read(simulated).simulatedAws).toEqual(simulated.simulatedAws);
    expect(() => read(simulated, 'production')).toThrow(
      'databaseAccess.simulatedAws must not be set when NODE_ENV is production: remove the key to use the real AWS',
    );
  });

  it.each([
    ['the machine’s own', {}, undefined],
    [
      'simulated AWS, if that is there',
      {
        simulatedAws: {
          endpoint: 'http://localhost:4566',
          accountId: '111111111111',
        },
      },
      ['127.0.0.1:4566'],
    ],
    [
      'those of config before any',
      {
        dns: { servers: ['10.0.0.2'] },
        simulatedAws: {
          endpoint: 'http://127.0.0.1:4566',
          accountId: '111111111111',
        },
      },
      ['10.0.0.2'],
    ],
  ])('asks for names %s', (_, section, servers) => {
    expect(read({ installation: 'demo', ...section }).dnsServers).toEqual(
      servers,
    );
  });
});
