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

import type { ModifyDBInstanceMessage } from '@aws-sdk/client-rds';
import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { ec2State } from '../ec2/state';
import { CERTIFICATE_AUTHORITIES } from './certificates';
import { interfacesOf } from './instanceInterfaces';
import { refuse } from './refusals';
import { DbInstance, DbInstanceChange, rdsState } from './state';

/** "Settings for DB instances": these do not wait for a maintenance window, whatever ApplyImmediately says. */
const AT_ONCE: Array<keyof DbInstanceChange> = [
  'publiclyAccessible',
  'securityGroupIds',
  'deletionProtection',
  'port',
];

/** "Valid Values: 1150-65535" (RDS API Reference, ModifyDBInstance, DBPortNumber). */
const PORTS = { least: 1150, most: 65535 };

const CHANGEABLE = [
  'DBInstanceIdentifier',
  'ApplyImmediately',
  'PubliclyAccessible',
  'EnableIAMDatabaseAuthentication',
  'VpcSecurityGroupIds',
  'DeletionProtection',
  'CACertificateIdentifier',
  'DBPortNumber',
];

/** What a call wants changed; refuses what this simulation cannot change, rather than to forget it. */
export function changeIn(input: ModifyDBInstanceMessage): DbInstanceChange {
  const members = input as unknown as Record<string, unknown>;
  const other = Object.keys(members).find(
    name => members[name] !== undefined && !CHANGEABLE.includes(name),
  );
  if (other) {
    throw refuse(
      'InvalidParameterCombination',
      `Simulated AWS cannot change ${other} of a DB instance.`,
    );
  }
  const ca = input.CACertificateIdentifier;
  if (ca !== undefined && !CERTIFICATE_AUTHORITIES.includes(ca)) {
    throw refuse('CertificateNotFound', `Certificate ${ca} not found.`, 404);
  }
  const port = input.DBPortNumber;
  if (port !== undefined && (port < PORTS.least || port > PORTS.most)) {
    throw refuse(
      'InvalidParameterValue',
      `Invalid database port ${port}: it must be between ${PORTS.least} and ${PORTS.most}.`,
    );
  }
  return defined({
    port,
    publiclyAccessible: input.PubliclyAccessible,
    iamAuthentication: input.EnableIAMDatabaseAuthentication,
    securityGroupIds: input.VpcSecurityGroupIds,
    deletionProtection: input.DeletionProtection,
    caCertificateIdentifier: ca,
  });
}

function defined(change: DbInstanceChange): DbInstanceChange {
  return Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  );
}

/** Which changes begin now and which wait. */
export function splitChange(
  change: DbInstanceChange,
  applyImmediately: boolean,
): { now: DbInstanceChange; later: DbInstanceChange } {
  const isNow = (name: string) =>
    applyImmediately || AT_ONCE.some(known => known === name);
  const part = (wanted: boolean) =>
    Object.fromEntries(
      Object.entries(change).filter(([name]) => isNow(name) === wanted),
    );
  return { now: part(true), later: part(false) };
}

export function checkGroups(call: Call, instance: DbInstance, ids: string[]) {
  const { securityGroups } = ec2State.of(call.world, call);
  const { subnetGroups } = rdsState.of(call.world, call);
  const vpcId = subnetGroups[instance.subnetGroupName]?.vpcId;
  const bad = ids.find(id => securityGroups[id]?.vpcId !== vpcId);
  if (bad) {
    throw refuse(
      'InvalidParameterValue',
      `Invalid security group , groupId= ${bad}, groupName=.`,
    );
  }
}

/** The change is done: what was wanted is so. */
export function applyChange(world: World, place: Place, instance: DbInstance) {
  const change = instance.applying ?? {};
  Object.assign(instance, change);
  instance.applying = undefined;
  const interfaces = interfacesOf(world, place, instance);
  for (const eni of interfaces) {
    eni.groupIds = instance.securityGroupIds;
    const isPublic =
      instance.publiclyAccessible &&
      eni.networkInterfaceId === instance.networkInterfaceId;
    eni.publicIpAddress = isPublic
      ? eni.publicIpAddress ?? publicAddress(world)
      : undefined;
  }
}

/** From a range that is for documentation only (RFC 5737). */
function publicAddress(world: World): string {
  return `198.51.100.${(parseInt(world.ids.hex(4), 16) % 254) + 1}`;
}
