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

import { GLOBAL_REGION, Place } from '../core/state';
import type { World } from '../core/World';
import { createInterface } from '../services/ec2/interfaces';
import { ec2State } from '../services/ec2/state';
import { zoneNameOf } from '../services/ec2/zones';
import { createRole } from '../services/iam/roles';
import { organizationsState } from '../services/organizations/state';
import { DEFAULT_CARE } from '../services/rds/care';
import { DbInstance, rdsState } from '../services/rds/state';
import { logsState } from '../services/logs/state';
import { publicZone } from '../services/route53/zones';
import { route53State } from '../services/route53/state';
import type {
  Company,
  CompanyAccount,
  CompanyDatabase,
  CompanyRule,
  CompanyVpc,
} from './Company';
import { exampleCompany } from './exampleCompany';
import {
  accessLogPolicy,
  permissionsPolicies,
  privateNamePolicy,
  reachabilityPolicy,
  trustPolicy,
  updaterPolicy,
  UPDATER_TRUST,
} from './portalRoles';
import { TRAIL_POLICY } from './trailPolicy';

/** When the company's things were made: long before anybody looks. */
const FOUNDED_AT = Date.UTC(2024, 2, 4, 8);

/**
 * Puts a company into an empty world.
 *
 * @public
 */
export function populate(
  world: World,
  company: Company = exampleCompany,
): void {
  addOrganization(world, company);
  for (const [name, account] of Object.entries(company.accounts)) {
    addPortalRoles(world, company, account);
    addPublicZone(world, account);
    addLogGroup(world, account);
    for (const [vpcName, vpc] of Object.entries(account.vpcs)) {
      addVpc(world, account, vpcName, vpc);
    }
    for (const [identifier, database] of Object.entries(account.databases)) {
      const vpc = account.vpcs[database.vpc];
      if (!vpc) {
        throw new Error(
          `${identifier} of ${name} lives in VPC '${database.vpc}', which is not declared`,
        );
      }
      addDatabase(world, account, vpc, identifier, database);
    }
  }
}

function addOrganization(world: World, company: Company) {
  const { id, managementAccountId, rootId, sharesResources } =
    company.organization;
  const state = organizationsState.of(world, {
    accountId: managementAccountId,
    region: GLOBAL_REGION,
  });
  state.organization = {
    id,
    rootId,
    managementAccountId,
    arn: `arn:aws:organizations::${managementAccountId}:organization/${id}`,
    accounts: Object.entries(company.accounts)
      .filter(([, account]) => account.inOrganization)
      .map(([name, account]) => ({
        id: account.id,
        name,
        email: account.email,
        joinedAt: FOUNDED_AT,
      })),
    trustedServices: sharesResources ? ['ram.amazonaws.com'] : [],
  };
}

function addPortalRoles(
  world: World,
  company: Company,
  account: CompanyAccount,
) {
  const { readRole, provisionRole, updaterRole, portalSides } = account;
  const { analyzer, proberPrefix } = account;
  const isConsumer = portalSides?.includes('consumer') ?? true;
  const { installation, portalAccountId } = company;
  const add = (purpose: 'read' | 'provision', roleName: string) => {
    const role = createRole(world, {
      accountId: account.id,
      roleName,
      trustPolicy: trustPolicy(account, portalAccountId),
      inlinePolicies: {
        ...permissionsPolicies(purpose, account, installation),
        ...(updaterRole && {
          [`${purpose}-updater`]: updaterPolicy(purpose, account, installation),
        }),
        ...(purpose === 'provision' &&
          isConsumer && {
            'provision-private-name-in-network': privateNamePolicy(
              'network',
              account,
              installation,
            ),
          }),
        ...(purpose === 'read' && {
          'read-trail': JSON.stringify(TRAIL_POLICY),
        }),
        ...(purpose === 'read' &&
          account.publicZone && {
            'read-private-name': privateNamePolicy(
              'databaseRead',
              account,
              installation,
            ),
          }),
        ...(purpose === 'provision' &&
          account.publicZone && {
            'provision-private-name': privateNamePolicy(
              'database',
              account,
              installation,
            ),
          }),
        ...(purpose === 'provision' &&
          account.accessLogGroup && {
            'provision-access-log': accessLogPolicy(account, installation),
          }),
        ...(purpose === 'provision' &&
          analyzer && {
            'provision-analyzer': reachabilityPolicy(
              'analyzer',
              account,
              installation,
            ),
          }),
        ...(purpose === 'provision' &&
          proberPrefix && {
            'provision-prober': reachabilityPolicy(
              'prober',
              account,
              installation,
            ),
          }),
      },
    });
    role.createdAt = FOUNDED_AT;
  };
  if (readRole) {
    add('read', readRole.name);
  }
  if (readRole && provisionRole) {
    add('provision', provisionRole.name);
  }
  if (updaterRole) {
    const role = createRole(world, {
      accountId: account.id,
      roleName: updaterRole.name,
      trustPolicy: UPDATER_TRUST,
      inlinePolicies: {
        updater: updaterPolicy('execution', account, installation),
      },
    });
    role.createdAt = FOUNDED_AT;
  }
}

function addLogGroup(world: World, account: CompanyAccount) {
  const { id: accountId, accessLogGroup: name, vpcs } = account;
  const regions = new Set(Object.values(vpcs).map(({ region }) => region));
  for (const region of name ? regions : []) {
    logsState.of(world, { accountId, region }).groups[name!] = {
      name: name!,
      createdAt: FOUNDED_AT,
      retentionInDays: 30,
      tags: {},
      events: [],
    };
  }
}

function addPublicZone(
  world: World,
  { id: accountId, ...account }: CompanyAccount,
) {
  if (account.publicZone) {
    const { id, name } = account.publicZone;
    const { zones } = route53State.of(world, {
      accountId,
      region: GLOBAL_REGION,
    });
    zones[id] = publicZone({ id, name: `${name}.`, createdAt: FOUNDED_AT });
  }
}

function addVpc(
  world: World,
  account: CompanyAccount,
  name: string,
  vpc: CompanyVpc,
) {
  const { region } = vpc;
  const state = ec2State.of(world, { accountId: account.id, region });
  state.vpcs[vpc.id] = {
    vpcId: vpc.id,
    cidrBlock: vpc.cidr,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: name },
  };
  for (const subnet of vpc.subnets) {
    state.subnets[subnet.id] = {
      subnetId: subnet.id,
      vpcId: vpc.id,
      cidrBlock: subnet.cidr,
      availabilityZone: zoneName(account, region, subnet.zoneId),
      availabilityZoneId: subnet.zoneId,
      occupied: subnet.occupied ?? 0,
      tags: { Name: subnet.name },
    };
  }
  addDefaultNetworkAcl(world, { accountId: account.id, region }, vpc);
  addSecurityGroup(world, { accountId: account.id, region }, vpc, {
    id: vpc.defaultSecurityGroupId,
    name: 'default',
    description: 'default VPC security group',
    rules: [
      { direction: 'ingress', peer: vpc.defaultSecurityGroupId },
      { direction: 'egress', peer: '0.0.0.0/0' },
    ],
  });
  for (const group of Object.values(vpc.securityGroups)) {
    addSecurityGroup(world, { accountId: account.id, region }, vpc, group);
  }
  for (const client of vpc.clients ?? []) {
    state.networkInterfaces[client.id] = {
      networkInterfaceId: client.id,
      subnetId: client.subnet,
      vpcId: vpc.id,
      privateIpAddress: client.address,
      groupIds: [vpc.securityGroups[client.securityGroup].id],
      description: client.name,
      servesId: client.instanceId,
    };
  }
}

/** As AWS makes it with the VPC: rule 100 lets everything pass, the last rule nothing. */
function addDefaultNetworkAcl(world: World, place: Place, vpc: CompanyVpc) {
  const everything = { protocol: '-1', cidrBlock: '0.0.0.0/0' };
  ec2State.of(world, place).networkAcls[vpc.networkAclId] = {
    networkAclId: vpc.networkAclId,
    vpcId: vpc.id,
    isDefault: true,
    associations: Object.fromEntries(
      vpc.subnets.map(subnet => [world.ids.next('aclassoc'), subnet.id]),
    ),
    entries: [true, false].flatMap(egress => [
      { ...everything, egress, ruleNumber: 100, ruleAction: 'allow' as const },
      { ...everything, egress, ruleNumber: 32767, ruleAction: 'deny' as const },
    ]),
    tags: {},
  };
}

function addSecurityGroup(
  world: World,
  place: Place,
  vpc: CompanyVpc,
  group: CompanyVpc['securityGroups'][string],
) {
  const state = ec2State.of(world, place);
  state.securityGroups[group.id] = {
    groupId: group.id,
    groupName: group.name,
    description: group.description,
    vpcId: vpc.id,
    tags: { ...group.tags },
  };
  for (const rule of group.rules) {
    const securityGroupRuleId = world.ids.next('sgr');
    state.securityGroupRules[securityGroupRuleId] = {
      securityGroupRuleId,
      groupId: group.id,
      ...permissionOf(rule),
      tags: {},
    };
  }
}

function permissionOf({ direction, tcpPort, peer }: CompanyRule) {
  return {
    isEgress: direction === 'egress',
    ipProtocol: tcpPort === undefined ? '-1' : 'tcp',
    fromPort: tcpPort ?? -1,
    toPort: tcpPort ?? -1,
    ...(peer.startsWith('sg-')
      ? { referencedGroupId: peer }
      : { cidrIpv4: peer }),
  };
}

function addDatabase(
  world: World,
  account: CompanyAccount,
  vpc: CompanyVpc,
  identifier: string,
  database: CompanyDatabase,
) {
  const state = rdsState.of(world, {
    accountId: account.id,
    region: vpc.region,
  });
  // Every database of a VPC may live in every subnet of it.
  state.subnetGroups[database.vpc] = {
    name: database.vpc,
    description: `The data subnets of ${database.vpc}`,
    vpcId: vpc.id,
    subnetIds: vpc.subnets.map(subnet => subnet.id),
  };
  if (!database.cluster) {
    const [zoneId, standbyZoneId] = database.zoneIds;
    addInstance(world, account, vpc, database, {
      identifier,
      arn: database.arn,
      host: database.host,
      zoneId,
      standbyZoneId,
    });
    return;
  }
  addCluster(world, account, vpc, identifier, database, database.cluster);
}

function addCluster(
  world: World,
  account: CompanyAccount,
  vpc: CompanyVpc,
  identifier: string,
  database: CompanyDatabase,
  { readerHost, instances }: NonNullable<CompanyDatabase['cluster']>,
) {
  const place = { accountId: account.id, region: vpc.region };
  rdsState.of(world, place).clusters[identifier] = {
    dbClusterIdentifier: identifier,
    arn: database.arn,
    dbClusterResourceId: `cluster-${world.ids.hex(26).toUpperCase()}`,
    engine: database.engine,
    engineVersion: database.engineVersion,
    status: 'available',
    multiAz: new Set(database.zoneIds).size > 1,
    endpoint: database.host,
    readerEndpoint: readerHost,
    port: database.port,
    subnetGroupName: database.vpc,
    securityGroupIds: [vpc.securityGroups[database.securityGroup].id],
    writerInstance: instances[0].identifier,
    members: instances.map(instance => instance.identifier),
    iamAuthentication: database.iamAuthentication,
    ...careOf(database),
    maintenance: maintenanceOf(database),
    createdAt: FOUNDED_AT,
    tags: { ...database.tags },
  };
  for (const [i, instance] of instances.entries()) {
    addInstance(world, account, vpc, database, {
      ...instance,
      arn: `arn:aws:rds:${vpc.region}:${account.id}:db:${instance.identifier}`,
      zoneId: database.zoneIds[i],
      clusterIdentifier: identifier,
    });
  }
}

function addInstance(
  world: World,
  account: CompanyAccount,
  vpc: CompanyVpc,
  database: CompanyDatabase,
  instance: {
    identifier: string;
    arn: string;
    host: string;
    zoneId: string;
    standbyZoneId?: string;
    clusterIdentifier?: string;
  },
) {
  const place = { accountId: account.id, region: vpc.region };
  const groupIds = [vpc.securityGroups[database.securityGroup].id];
  const interfaceIn = (zoneId: string) => {
    const subnet = vpc.subnets.find(s => s.zoneId === zoneId);
    const made =
      subnet &&
      createInterface(world, place, {
        subnetId: subnet.id,
        groupIds,
        description: 'RDSNetworkInterface',
        servesId: instance.identifier,
      });
    if (!made) {
      throw new Error(
        `${instance.identifier} has no subnet with a free address in ${zoneId}`,
      );
    }
    return made;
  };
  const primary = interfaceIn(instance.zoneId);
  if (database.publicAddress) {
    primary.publicIpAddress = database.publicAddress;
  }
  if (instance.standbyZoneId) {
    // The standby has an address of its own, and answers nobody there.
    interfaceIn(instance.standbyZoneId);
  }
  const made: DbInstance = {
    dbInstanceIdentifier: instance.identifier,
    arn: instance.arn,
    dbiResourceId: `db-${world.ids.hex(26).toUpperCase()}`,
    engine: database.engine,
    engineVersion: database.engineVersion,
    dbInstanceClass: database.instanceClass,
    masterUsername: 'dbadmin',
    allocatedStorage: 100,
    status: 'available',
    multiAz: instance.standbyZoneId !== undefined,
    publiclyAccessible: database.publicAddress !== undefined,
    address: instance.host,
    port: database.port,
    subnetGroupName: database.vpc,
    securityGroupIds: groupIds,
    availabilityZone: zoneName(account, vpc.region, instance.zoneId),
    ...(instance.standbyZoneId && {
      secondaryAvailabilityZone: zoneName(
        account,
        vpc.region,
        instance.standbyZoneId,
      ),
    }),
    iamAuthentication: database.iamAuthentication,
    caCertificateIdentifier: 'rds-ca-rsa2048-g1',
    ...careOf(database),
    ...(!instance.clusterIdentifier && {
      maintenance: maintenanceOf(database),
    }),
    networkInterfaceId: primary.networkInterfaceId,
    ...(instance.clusterIdentifier && {
      clusterIdentifier: instance.clusterIdentifier,
    }),
    createdAt: FOUNDED_AT,
    // A cluster carries its tags itself; RDS does not hand them down.
    tags: instance.clusterIdentifier ? {} : { ...database.tags },
  };
  rdsState.of(world, place).instances[instance.identifier] = made;
}

function careOf({ care = {}, publicAddress }: CompanyDatabase) {
  const {
    storageEncrypted = true,
    deletionProtection = publicAddress === undefined,
    ...kept
  } = care;
  return {
    storageEncrypted,
    deletionProtection,
    care: { ...DEFAULT_CARE, backupRetentionDays: 7, ...kept },
  };
}

/** A copy: simulated AWS notes in its own when it was told of. */
function maintenanceOf({ maintenance = [] }: CompanyDatabase) {
  return maintenance.map(change => ({ ...change }));
}

function zoneName(account: CompanyAccount, region: string, zoneId: string) {
  const name = zoneNameOf(account.id, region, zoneId);
  if (!name) {
    throw new Error(`${region} has no zone ${zoneId}`);
  }
  return name;
}
