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

import type { CreateDBInstanceMessage } from '@aws-sdk/client-rds';
import { createHash } from 'crypto';
import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import { defaultGroupOf } from '../ec2/securityGroups';
import { ec2State } from '../ec2/state';
import { careIn } from './care';
import { DEFAULT_AUTHORITY } from './certificates';
import { interfaceIn } from './instanceInterfaces';
import { findSubnetGroup } from './lookups';
import { checkGroups } from './modification';
import { refuse } from './refusals';
import { DbInstance, DbSubnetGroup, rdsState } from './state';
import { checkedTags } from './tagging';

/** Engine to what it has when nothing is said. */
const ENGINES: Record<string, { port: number; version: string }> = {
  postgres: { port: 5432, version: '16.4' },
  mysql: { port: 3306, version: '8.0.39' },
  mariadb: { port: 3306, version: '10.11.9' },
};

/** 1 to 63 letters, digits or hyphens, a letter first, no hyphen last and no two in a row. */
const IDENTIFIER = /^[a-z](?!.*--)[a-z0-9-]{0,62}(?<!-)$/;

type Input = CreateDBInstanceMessage;

/** `<identifier>.<of the account and Region>.<region>.rds.amazonaws.com`. */
export function addressOf(place: Place, identifier: string): string {
  const hash = createHash('sha256')
    .update(`${place.accountId}/${place.region}`)
    .digest('hex')
    .slice(0, 12);
  return `${identifier}.c${hash}.${place.region}.rds.amazonaws.com`;
}

/** The instance that a call asks for, with its interfaces. */
export function newInstance(input: Input, call: Call): DbInstance {
  const identifier = checkedIdentifier(input, call);
  const engine = ENGINES[input.Engine ?? ''];
  if (!engine) {
    throw refuse(
      'InvalidParameterValue',
      `Simulated AWS makes instances of ${Object.keys(ENGINES).join(
        ', ',
      )}, not of ${input.Engine}.`,
    );
  }
  if (!input.MasterUsername) {
    throw refuse(
      'InvalidParameterValue',
      'The parameter MasterUsername must be provided and must not be blank.',
    );
  }
  const group = subnetGroupFor(input, call);
  const [zone, standby] = zonesFor(input, call, group);
  const instance: DbInstance = {
    dbInstanceIdentifier: identifier,
    arn: `arn:aws:rds:${call.region}:${call.accountId}:db:${identifier}`,
    dbiResourceId: `db-${call.world.ids.hex(26).toUpperCase()}`,
    engine: input.Engine!,
    engineVersion: input.EngineVersion ?? engine.version,
    dbInstanceClass: input.DBInstanceClass!,
    status: 'creating',
    multiAz: input.MultiAZ === true,
    publiclyAccessible: input.PubliclyAccessible === true,
    address: addressOf(call, identifier),
    port: input.Port ?? engine.port,
    subnetGroupName: group.name,
    securityGroupIds: groupsFor(input, call, group),
    availabilityZone: zone,
    ...(input.MultiAZ && { secondaryAvailabilityZone: standby }),
    iamAuthentication: input.EnableIAMDatabaseAuthentication === true,
    caCertificateIdentifier: input.CACertificateIdentifier ?? DEFAULT_AUTHORITY,
    storageEncrypted: input.StorageEncrypted === true,
    deletionProtection: input.DeletionProtection === true,
    networkInterfaceId: '',
    createdAt: call.now,
    masterUsername: input.MasterUsername,
    dbName: input.DBName,
    allocatedStorage: input.AllocatedStorage,
    care: careIn(input),
    tags: checkedTags(input.Tags),
  };
  checkGroups(call, instance, instance.securityGroupIds);
  const eni = interfaceIn(call.world, call, instance, zone);
  instance.networkInterfaceId = eni.networkInterfaceId;
  if (instance.secondaryAvailabilityZone) {
    interfaceIn(call.world, call, instance, instance.secondaryAvailabilityZone);
  }
  return instance;
}

function checkedIdentifier(input: Input, call: Call): string {
  const identifier = input.DBInstanceIdentifier!.toLowerCase();
  if (!IDENTIFIER.test(identifier)) {
    throw refuse(
      'InvalidParameterValue',
      'The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.',
    );
  }
  if (rdsState.of(call.world, call).instances[identifier]) {
    throw refuse('DBInstanceAlreadyExists', 'DB instance already exists');
  }
  return identifier;
}

function subnetGroupFor(input: Input, call: Call): DbSubnetGroup {
  if (!input.DBSubnetGroupName) {
    throw refuse(
      'InvalidParameterCombination',
      'No default VPC and no DBSubnetGroupName: name a DB subnet group.',
    );
  }
  return findSubnetGroup(call, input.DBSubnetGroupName);
}

function zonesFor(input: Input, call: Call, group: DbSubnetGroup): string[] {
  const { subnets } = ec2State.of(call.world, call);
  const zones = [
    ...new Set(group.subnetIds.map(id => subnets[id].availabilityZone)),
  ];
  const wanted = input.AvailabilityZone;
  if (wanted && input.MultiAZ) {
    throw refuse(
      'InvalidParameterCombination',
      'Requesting a specific availability zone is not valid for Multi-AZ instances.',
    );
  }
  if (wanted && !zones.includes(wanted)) {
    throw refuse(
      'InvalidVPCNetworkStateFault',
      `The DB subnet group ${group.name} does not cover the availability zone ${wanted}.`,
    );
  }
  return wanted ? [wanted] : zones;
}

function groupsFor(input: Input, call: Call, group: DbSubnetGroup): string[] {
  if (input.VpcSecurityGroupIds?.length) {
    return input.VpcSecurityGroupIds;
  }
  const byDefault = defaultGroupOf(ec2State.of(call.world, call), group.vpcId);
  return byDefault ? [byDefault.groupId] : [];
}
