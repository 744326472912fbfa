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

import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { ConfigSection, Rule } from './ConfigSection';
import {
  AccountConfig,
  DatabaseAccessConfig,
  DEFAULT_REQUEST_TERMS,
  NetworkConfig,
  Purpose,
  NewMembers,
  RequestTerms,
  SimulatedAwsConfig,
} from './DatabaseAccessConfig';
import { readEndpoints } from './readEndpoints';
import { readPatterns } from './readPatterns';
import { readDriftTerms } from './readDriftTerms';
import { readShareTerms } from './readShareTerms';
import { readPolicy } from './readPolicy';
import { readZones } from './readZones';
import { Secret } from './Secret';

const DEFAULT_ROLES: Record<Purpose, string> = {
  read: 'database-access-read',
  provision: 'database-access-provision',
};

const TOPIC: Rule = {
  pattern: /^\S{1,255}$/,
  must: 'be a topic of the events service without spaces, e.g. database-access-rds',
};

const INSTALLATION: Rule = {
  pattern: /^[a-z][a-z0-9]{0,11}$/,
  must: 'be 1 to 12 lower-case letters and digits and start with a letter, because the names of AWS objects contain it',
};

const ACCOUNT_ID: Rule = {
  pattern: /^\d{12}$/,
  must: 'be an AWS account id: twelve digits, in quotes',
};

const REGION: Rule = {
  pattern: /^[a-z]{2}(?:-[a-z]+)+-\d$/,
  must: 'be an AWS Region such as us-east-1',
};

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
const FUNCTION_PREFIX: Rule = {
  pattern: /^[\w-]{1,32}$/,
  must: 'be the beginning of names of Lambda functions, e.g. towpath-prober',
};
const ROLE_NAME: Rule = {
  pattern: /^(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
  must: 'be the name of an IAM role, with its path if it has one, e.g. database-access/read',
};

// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

/** What networks may be called, in config and in tags. */
export const NETWORK_NAME: Rule = {
  pattern: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  must: 'be 1 to 63 lower-case letters, digits and inner hyphens',
};

const UNIT: Rule = {
  pattern: /^\S(?:.{0,126}\S)?$/,
  must: 'be the id, name or path of an organisational unit, e.g. ou-ab12-3c4d5e6f or workloads/prod',
};

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
const ACCESS_LOG_GROUP: Rule = {
  pattern: /^\/aws\/vendedlogs\/vpc-lattice\/[.\-_/#A-Za-z0-9]{1,480}$/,
  must: 'be the name of a log group that begins with /aws/vendedlogs/vpc-lattice/, where the read role may read, e.g. /aws/vendedlogs/vpc-lattice/databases',
};

const DNS_SERVER: Rule = {
  pattern: /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\])(?::\d{1,5})?$/,
  must: 'be the address of a DNS server, with its port if that is not 53, e.g. 10.0.0.2 or 127.0.0.1:4567',
};

/** Shorter, and people would be asked again before they can answer. */
const TERM = {
  least: 300,
  must: 'of five minutes or more, e.g. { days: 7 }',
};

const DOMAIN: Rule = {
  pattern:
    /^(?=.{3,190}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
  must: 'be a domain of yours in lower case such as db.example.com',
};

// https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html
const HOSTED_ZONE: Rule = {
  pattern: /^Z[A-Z0-9]{1,31}$/,
  must: 'be the id of a public hosted zone such as Z0123456789ABCDEFGHIJ',
};

function idRule(prefix: string): Rule {
  return {
    pattern: new RegExp(`^${prefix}-[0-9a-f]+$`),
    must: `be an id such as ${prefix}-0123456789abcdef0`,
  };
}

/**
 * Reads `databaseAccess`. Whatever is wrong is said with its key and how to mend it.
 *
 * @param options - `environment` is what NODE_ENV says
 */
export function readDatabaseAccessConfig(
  rootConfig: Config,
  options: { environment?: string },
): DatabaseAccessConfig {
  const config = rootConfig.getOptionalConfig('databaseAccess');
  if (!config) {
    throw new InputError(
      'databaseAccess is missing: set at least databaseAccess.installation, or remove the database-access plugin from the backend',
    );
  }
  const root = new ConfigSection(config, 'databaseAccess');
  if (!root.has('installation')) {
    throw root.error(
      'installation',
      'is missing: choose a short name for this portal, e.g. demo; it must be the only portal of that name in your accounts',
    );
  }
  const accounts = readAccounts(root);
  const patterns = readPatterns(root, accounts);
  const simulatedAws = readSimulatedAws(root, options.environment);
  const dnsServers = readDnsServers(root, simulatedAws);
  const requestTerms = readRequestTerms(root);
  const policy = readPolicy(root, accounts);
  return {
    installation: root.string('installation', INSTALLATION),
    simulatedAws,
    accounts,
    networks: readNetworks(root, accounts),
    ...(root.has('zones') && {
      zones: readZones(root, accounts, {
        accountId: ACCOUNT_ID,
        region: REGION,
        name: NETWORK_NAME,
      }),
    }),
    ...(dnsServers && { dnsServers }),
    ...(root.has('endpoints') && { endpoints: readEndpoints(root, REGION) }),
    ...(root.section('events')?.has('topics') && {
      eventTopics: root.section('events')!.strings('topics', TOPIC),
    }),
    ...(patterns && { patterns }),
    ...(policy && { policy }),
    ...(requestTerms && { requestTerms }),
    ...(root.has('shares') && { shareTerms: readShareTerms(root) }),
    ...(root.has('drift') && { driftTerms: readDriftTerms(root) }),
    ...(root.has('platformTeam') && {
      platformTeam: root.ownerRef('platformTeam'),
    }),
    ...(root.section('updater')?.flag('enabled') && { updater: true as const }),
    ...readReachability(root),
  };
}

function readReachability(
  root: ConfigSection,
): Pick<DatabaseAccessConfig, 'reachability'> {
  const section = root.section('reachability');
  section?.refuseOtherKeys(['analyzer', 'prober']);
  const prober = section?.section('prober');
  prober?.refuseOtherKeys(['functionPrefix']);
  const analyzer = section?.section('analyzer')?.flag('enabled');
  return analyzer || prober
    ? {
        reachability: {
          ...(analyzer && { analyzer: true as const }),
          ...(prober && {
            proberPrefix: prober.string('functionPrefix', FUNCTION_PREFIX),
          }),
        },
      }
    : {};
}

function readRequestTerms(root: ConfigSection): RequestTerms | undefined {
  const requests = root.section('requests');
  if (!requests) {
    return undefined;
  }
  requests.refuseOtherKeys([
    'decideWithin',
    'startWithin',
    'remindAfter',
    'escalate',
    'newMembers',
  ]);
  const { decideWithinSeconds, startWithinSeconds, remindAfterSeconds } =
    DEFAULT_REQUEST_TERMS;
  const escalation = readEscalation(requests);
  return {
    decideWithinSeconds:
      requests.optionalSeconds('decideWithin', TERM) ?? decideWithinSeconds,
    startWithinSeconds:
      requests.optionalSeconds('startWithin', TERM) ?? startWithinSeconds,
    remindAfterSeconds:
      requests.optionalSeconds('remindAfter', TERM) ?? remindAfterSeconds,
    ...(escalation && { escalation }),
    newMembers: readNewMembers(requests),
  };
}

function readNewMembers(requests: ConfigSection): NewMembers {
  const newMembers =
    requests.optionalString('newMembers') ?? DEFAULT_REQUEST_TERMS.newMembers;
  if (newMembers !== 'refused' && newMembers !== 'flagged') {
    throw requests.error(
      'newMembers',
      `must be refused or flagged, but is '${newMembers}'`,
    );
  }
  return newMembers;
}

function readEscalation(
  requests: ConfigSection,
): RequestTerms['escalation'] | undefined {
  const escalate = requests.section('escalate');
  if (!escalate) {
    return undefined;
  }
  escalate.refuseOtherKeys(['after', 'to']);
  const afterSeconds = escalate.optionalSeconds('after', TERM);
  if (afterSeconds === undefined) {
    throw escalate.error('after', 'is missing: say for how long it may wait');
  }
  return { afterSeconds, to: escalate.ownerRef('to') };
}

/** Only simulated AWS knows its names: at the same port, over UDP. */
function readDnsServers(
  root: ConfigSection,
  simulatedAws: SimulatedAwsConfig | undefined,
): string[] | undefined {
  const dns = root.section('dns');
  if (dns?.has('servers')) {
    return dns.strings('servers', DNS_SERVER);
  }
  if (!simulatedAws) {
    return undefined;
  }
  const { hostname, port } = new URL(simulatedAws.endpoint);
  const address = hostname === 'localhost' ? '127.0.0.1' : hostname;
  return [`${address}:${port || 80}`];
}

function readSimulatedAws(
  root: ConfigSection,
  environment: string | undefined,
): SimulatedAwsConfig | undefined {
  const simulated = root.section('simulatedAws');
  if (!simulated) {
    return undefined;
  }
  if (environment === 'production') {
    throw root.error(
      'simulatedAws',
      'must not be set when NODE_ENV is production: remove the key to use the real AWS',
    );
  }
  const endpoint = simulated.optionalString('endpoint') ?? '';
  if (!isLoopback(endpoint)) {
    throw simulated.error(
      'endpoint',
      `must be an http address of this machine such as http://127.0.0.1:4566, but is '${endpoint}'`,
    );
  }
  return { endpoint, accountId: simulated.string('accountId', ACCOUNT_ID) };
}

function isLoopback(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) {
    return false;
  }
  const { protocol, hostname } = new URL(endpoint);
  return (
    protocol === 'http:' &&
    (hostname === 'localhost' ||
      hostname === '[::1]' ||
      /^127(\.\d{1,3}){3}$/.test(hostname))
  );
}

function readAccounts(root: ConfigSection): Map<string, AccountConfig> {
  const defaultRoles = readRoles(root, DEFAULT_ROLES);
  const defaultUpdaterRole = readUpdaterRole(root);
  const defaultLogGroup = readAccessLogGroup(root);
  const accounts = new Map<string, AccountConfig>();
  const accountOfExternalId = new Map<string, string>();
  for (const entry of root.sections('accounts')) {
    const account = readAccount(entry, {
      defaultRoles,
      defaultUpdaterRole,
      defaultLogGroup,
    });
    const { accountId, externalId } = account;
    if (accounts.has(accountId)) {
      throw entry.error('accountId', `names ${accountId} a second time`);
    }
    refuseSharedDomain(entry, account, accounts);
    accounts.set(accountId, account);
    if (!externalId) {
      continue;
    }
    const other = accountOfExternalId.get(externalId.reveal());
    if (other) {
      throw entry.error(
        'externalId',
        `is the one of account ${other} too: give each account its own, or one account could be entered in the name of the other`,
      );
    }
    accountOfExternalId.set(externalId.reveal(), accountId);
  }
  return accounts;
}

function readAccount(
  entry: ConfigSection,
  defaults: {
    defaultRoles: Record<Purpose, string>;
    defaultUpdaterRole: string | undefined;
    defaultLogGroup: string | undefined;
  },
): AccountConfig {
  const updaterRole = readUpdaterRole(entry) ?? defaults.defaultUpdaterRole;
  const accessLogGroup = readAccessLogGroup(entry) ?? defaults.defaultLogGroup;
  const accountId = entry.string('accountId', ACCOUNT_ID);
  return {
    accountId,
    name: entry.optionalString('name') ?? accountId,
    regions: entry.strings('regions', REGION),
    externalId: readExternalId(entry),
    owner: entry.has('owner') ? entry.ownerRef('owner') : undefined,
    allowOwnerTags: entry.flag('allowOwnerTags'),
    allowNetworkTags: entry.flag('allowNetworkTags'),
    allowOutsideOrganization: entry.flag('allowOutsideOrganization'),
    ...(entry.has('organizationalUnit') && {
      organizationalUnit: entry.string('organizationalUnit', UNIT),
    }),
    roles: readRoles(entry, defaults.defaultRoles),
    ...(updaterRole && { updaterRole }),
    ...(accessLogGroup && { accessLogGroup }),
    ...readPrivateDnsName(entry),
  };
}

function readPrivateDnsName(
  entry: ConfigSection,
): Pick<AccountConfig, 'privateDnsName'> {
  const section = entry.section('privateLink')?.section('privateDnsName');
  return section
    ? {
        privateDnsName: {
          domain: section.string('domain', DOMAIN),
          hostedZoneId: section.string('hostedZoneId', HOSTED_ZONE),
        },
      }
    : {};
}

/** Names are made of database and domain, and databases of two accounts may be called the same. */
function refuseSharedDomain(
  entry: ConfigSection,
  { privateDnsName }: AccountConfig,
  accounts: ReadonlyMap<string, AccountConfig>,
): void {
  const { domain } = privateDnsName ?? {};
  const other = [...accounts.values()].find(
    account => domain && account.privateDnsName?.domain === domain,
  );
  if (other) {
    throw entry.error(
      'privateLink.privateDnsName.domain',
      `is the one of account ${
        other.accountId
      } too: give each account a domain of its own, e.g. ${entry.string(
        'accountId',
        ACCOUNT_ID,
      )}.${domain}`,
    );
  }
}

function readExternalId(entry: ConfigSection): Secret | undefined {
  const externalId = entry.optionalString('externalId');
  if (externalId === undefined) {
    return undefined;
  }
  if (!EXTERNAL_ID.test(externalId)) {
    // Unlike other errors this one must not repeat the value.
    throw entry.error(
      'externalId',
      'must be 2 to 1,224 letters, digits or any of _+=,.@:/-',
    );
  }
  return new Secret(externalId);
}

function readRoles(
  section: ConfigSection,
  defaults: Record<Purpose, string>,
): Record<Purpose, string> {
  const roles = section.section('roles');
  const role = (purpose: Purpose) =>
    roles?.has(purpose) ? roles.string(purpose, ROLE_NAME) : defaults[purpose];
  return { read: role('read'), provision: role('provision') };
}

/** There is no default: the portal does not make it, so somebody must say that it is there. */
function readUpdaterRole(section: ConfigSection): string | undefined {
  const roles = section.section('roles');
  return roles?.has('updater') ? roles.string('updater', ROLE_NAME) : undefined;
}

/** Within what the `read` role may read: not every log of an account is the portal's business. */
function readAccessLogGroup(section: ConfigSection): string | undefined {
  return section.section('accessLogs')?.string('logGroup', ACCESS_LOG_GROUP);
}

function readNetworks(
  root: ConfigSection,
  accounts: ReadonlyMap<string, AccountConfig>,
): NetworkConfig[] {
  const networks = new Map<string, NetworkConfig>();
  for (const entry of root.sections('networks')) {
    const network = readNetwork(entry);
    const { name, accountId, region } = network;
    if (networks.has(name)) {
      throw entry.error('name', `is '${name}' a second time: rename one`);
    }
    if (!accounts.get(accountId)?.regions.includes(region)) {
      throw entry.error(
        'accountId',
        `is ${accountId} in ${region}, which databaseAccess.accounts does not have: add the account with this Region there`,
      );
    }
    networks.set(name, network);
  }
  return [...networks.values()];
}

function readNetwork(entry: ConfigSection): NetworkConfig {
  const name = entry.string('name', NETWORK_NAME);
  return {
    name,
    title: entry.optionalString('title') ?? name,
    owner: entry.ownerRef('owner'),
    accountId: entry.string('accountId', ACCOUNT_ID),
    region: entry.string('region', REGION),
    vpcId: entry.string('vpcId', idRule('vpc')),
    subnetIds: entry.strings('subnetIds', idRule('subnet')),
    clientSecurityGroupIds: entry.has('clientSecurityGroupIds')
      ? entry.strings('clientSecurityGroupIds', idRule('sg'))
      : [],
  };
}
