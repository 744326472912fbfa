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
import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { readDatabaseAccessConfig } from '../config';
import {
  exampleAccounts,
  exampleNetworks,
  EXTERNAL_IDS,
} from '../__testUtils__/exampleConfig';
import { setupRoles } from './setupRoles';

const config = readDatabaseAccessConfig(
  new ConfigReader({
    databaseAccess: {
      installation: 'demo',
      updater: { enabled: true },
      roles: { updater: 'towpath/updater', read: 'towpath/read' },
      accounts: exampleAccounts.map((account: any) =>
        account.accountId === '333333333333'
          ? {
              ...account,
              privateLink: {
                privateDnsName: {
                  domain: 'orders.example.com',
                  hostedZoneId: 'Z033330000000000001',
                },
              },
            }
          : account,
      ),
      networks: exampleNetworks,
    },
  }),
  { environment: 'development' },
);

const templates = (): Record<string, any> =>
  JSON.parse(setupRoles(config, ['--format', 'cloudformation']));

describe('setup:roles', () => {
  it('tells people who makes what where', () => {
    const text = setupRoles(config, ['--account', '333333333333']);
    expect(text).toContain('## Account 333333333333 (orders-prod)');
    expect(text).toContain(
      'It is entered because its databases are shared. Whoever administers account 333333333333 makes 3 roles there.',
    );
    expect(text).toContain('the ExternalId of account 333333333333');
    expect(text).not.toContain('Account 444444444444');
    expect(text).not.toContain(EXTERNAL_IDS.orders);
    expect(setupRoles(config, ['--show-external-ids'])).toContain(
      EXTERNAL_IDS.orders,
    );
  });

  it('prints the same as JSON', () => {
    const { accounts } = JSON.parse(setupRoles(config, ['--format', 'json']));
    expect(accounts.map((a: { accountId: string }) => a.accountId)).toEqual([
      ...config.accounts.keys(),
    ]);
  });

  it.each([
    [
      ['--account', '123456789012'],
      'Account 123456789012 does not stand in databaseAccess.accounts',
    ],
    [
      ['--format', 'xml'],
      '--format must be human or json or cloudformation, not xml',
    ],
    [
      ['--hub-principal', 'backstage'],
      '--hub-principal must be the ARN of an IAM role or user',
    ],
    [['--what'], "Unknown option '--what'"],
  ])('refuses %j', (args, sentence) => {
    expect(() => setupRoles(config, args)).toThrow(sentence);
  });

  it('has a template for each kind of account, whose parameters are what differs', () => {
    const all = templates();
    expect(Object.keys(all)).toEqual([
      'hub',
      'provider-updater-private-name',
      'provider-consumer-updater',
      'provider-updater',
    ]);
    const { Parameters, Resources } = all['provider-updater-private-name'];
    expect(Object.keys(Parameters)).toEqual([
      'ExternalId',
      'HubPrincipal',
      'PrivateDnsDomain',
      'HostedZoneId',
    ]);
    expect(Parameters.ExternalId.NoEcho).toBe(true);
    expect(Resources.ReadRole.Properties).toMatchObject({
      RoleName: 'read',
      Path: '/towpath/',
    });
    expect(JSON.stringify(all)).not.toMatch(
      /simulated-|\$\{(partition|accountId|installation)\}/,
    );
  });

  it('has templates that CloudFormation takes, as far as cfn-lint can tell', () => {
    const folder = mkdtempSync(join(tmpdir(), 'towpath-templates-'));
    try {
      const files = Object.entries(templates()).map(([kind, template]) => {
        const file = join(folder, `${kind}.json`);
        writeFileSync(file, JSON.stringify(template));
        return file;
      });
      const { error, status, stdout, stderr } = spawnSync('cfn-lint', files, {
        encoding: 'utf8',
      });
      const isThere =
        (error as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT';
      // Where it is not installed the test above has to do.
      expect(
        isThere
          ? { status, stdout, stderr }
          : { status: 0, stdout: '', stderr: '' },
      ).toEqual({ status: 0, stdout: '', stderr: '' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
