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

import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { newInstance } from './creation';
import { instanceAnswer } from './answers';
import { applyFilters } from './filters';
import { instanceEvent } from './events';
import { failOver } from './instanceInterfaces';
import { findInstance, nameIn } from './lookups';
import {
  applyChange,
  changeIn,
  checkGroups,
  splitChange,
} from './modification';
import { rdsPage } from './paging';
import type { RdsPart } from './part';
import { onInstance, toCreate } from './permissions';
import { refuse } from './refusals';
import { releaseInterfaces } from '../ec2/interfaces';
import { DbInstance, rdsState } from './state';

/** How long AWS takes, in seconds; orders of magnitude from practice, not from a document. */
const SECONDS = {
  creating: 300,
  modifying: 60,
  rebooting: 60,
  starting: 240,
  stopping: 180,
  deleting: 180,
};

/**
 * Until the standby of a Multi-AZ instance answers, after a reboot with failover.
 *
 * @public
 */
export const INSTANCE_FAILOVER_SECONDS = SECONDS.rebooting;

/** The status that it has meanwhile, and what happens at its end. */
function pass(
  call: Call,
  instance: DbInstance,
  status: keyof typeof SECONDS,
  how: Record<string, string> = {},
) {
  instance.status = status;
  call.world.after(SECONDS[status], `rds/${status}`, {
    accountId: call.accountId,
    region: call.region,
    identifier: instance.dbInstanceIdentifier,
    ...how,
  });
}

function checkStatus(instance: DbInstance, wanted: string, verb: string) {
  if (instance.status !== wanted) {
    throw refuse(
      'InvalidDBInstanceState',
      `Instance ${instance.dbInstanceIdentifier} cannot be ${verb}: it is ${instance.status} and not ${wanted}.`,
    );
  }
}

function checkNotInCluster(instance: DbInstance, operation: string) {
  if (instance.clusterIdentifier) {
    throw refuse(
      'InvalidDBClusterStateFault',
      `${operation} is not for ${instance.dbInstanceIdentifier}, a member of the cluster ${instance.clusterIdentifier}.`,
    );
  }
}

const handlers: RdsPart['handlers'] = {
  DescribeDBInstances(input, call) {
    const all = input.DBInstanceIdentifier
      ? [findInstance(call, input.DBInstanceIdentifier)]
      : Object.values(rdsState.of(call.world, call).instances);
    const found = applyFilters(all, input.Filters, {
      'db-instance-id': (db, v) => db.dbInstanceIdentifier === nameIn(v),
      'db-cluster-id': (db, v) => db.clusterIdentifier === nameIn(v),
      'dbi-resource-id': (db, v) => db.dbiResourceId === v,
      engine: (db, v) => db.engine === v,
      domain: () => false,
    });
    const { items, Marker } = rdsPage(
      found,
      db => db.dbInstanceIdentifier,
      input,
    );
    return { DBInstances: items.map(db => instanceAnswer(call, db)), Marker };
  },

  CreateDBInstance(input, call) {
    const { instances } = rdsState.of(call.world, call);
    const instance = newInstance(input, call);
    instances[instance.dbInstanceIdentifier] = instance;
    pass(call, instance, 'creating');
    return { DBInstance: instanceAnswer(call, instance) };
  },

  DeleteDBInstance(input, call) {
    const instance = findInstance(call, input.DBInstanceIdentifier!);
    if (instance.status === 'deleting') {
      throw refuse(
        'InvalidDBInstanceState',
        `Instance ${instance.dbInstanceIdentifier} is already being deleted.`,
      );
    }
    if (instance.deletionProtection) {
      throw refuse(
        'InvalidParameterCombination',
        'Cannot delete protected DB Instance, please disable deletion protection and try again.',
      );
    }
    if (!input.SkipFinalSnapshot && !input.FinalDBSnapshotIdentifier) {
      throw refuse(
        'InvalidParameterCombination',
        'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
      );
    }
    pass(call, instance, 'deleting');
    return { DBInstance: instanceAnswer(call, instance) };
  },

  ModifyDBInstance(input, call) {
    const instance = findInstance(call, input.DBInstanceIdentifier!);
    const change = changeIn(input);
    if (change.port !== undefined) {
      // That of a cluster is the cluster's.
      checkNotInCluster(instance, 'ModifyDBInstance');
    }
    checkStatus(instance, 'available', 'modified');
    if (change.securityGroupIds) {
      checkGroups(call, instance, change.securityGroupIds);
    }
    const { now, later } = splitChange(change, input.ApplyImmediately === true);
    if (input.ApplyImmediately) {
      // "If you choose to apply changes immediately, any changes in the pending modifications queue are also applied."
      instance.applying = { ...instance.pending, ...now };
      instance.pending = undefined;
    } else {
      instance.applying = now;
      instance.pending = { ...instance.pending, ...later };
    }
    const answer = instanceAnswer(call, instance);
    if (Object.keys(instance.applying).length) {
      pass(call, instance, 'modifying');
    } else {
      instance.applying = undefined;
    }
    return { DBInstance: answer };
  },

  RebootDBInstance(input, call) {
    const instance = findInstance(call, input.DBInstanceIdentifier!);
    checkStatus(instance, 'available', 'rebooted');
    if (input.ForceFailover && !instance.multiAz) {
      throw refuse(
        'InvalidParameterCombination',
        'Force failover cannot be specified since the instance is not configured for MultiAZ.',
      );
    }
    const tell = (id: 'RDS-EVENT-0004' | 'RDS-EVENT-0013') =>
      instanceEvent(call.world, call, id, instance);
    tell('RDS-EVENT-0004');
    if (input.ForceFailover) {
      tell('RDS-EVENT-0013');
    }
    pass(call, instance, 'rebooting', {
      failover: String(input.ForceFailover === true),
    });
    return { DBInstance: instanceAnswer(call, instance) };
  },

  StartDBInstance(input, call) {
    const instance = findInstance(call, input.DBInstanceIdentifier!);
    checkNotInCluster(instance, 'StartDBInstance');
    checkStatus(instance, 'stopped', 'started');
    pass(call, instance, 'starting');
    return { DBInstance: instanceAnswer(call, instance) };
  },

  StopDBInstance(input, call) {
    const instance = findInstance(call, input.DBInstanceIdentifier!);
    checkNotInCluster(instance, 'StopDBInstance');
    checkStatus(instance, 'available', 'stopped');
    pass(call, instance, 'stopping');
    return { DBInstance: instanceAnswer(call, instance) };
  },
};

type End = (
  instance: DbInstance,
  at: { world: World; place: Place; failover: boolean },
) => void;

const becomesAvailable =
  (event: 'RDS-EVENT-0005' | 'RDS-EVENT-0088'): End =>
  (instance, { world, place }) => {
    instance.status = 'available';
    instanceEvent(world, place, event, instance);
  };

const ENDS: Record<keyof typeof SECONDS, End> = {
  creating: becomesAvailable('RDS-EVENT-0005'),
  starting: becomesAvailable('RDS-EVENT-0088'),
  stopping: (instance, { world, place }) => {
    instance.status = 'stopped';
    instanceEvent(world, place, 'RDS-EVENT-0087', instance);
  },
  modifying: (instance, { world, place }) => {
    applyChange(world, place, instance);
    instance.status = 'available';
  },
  rebooting: (instance, { world, place, failover }) => {
    instance.status = 'available';
    instanceEvent(world, place, 'RDS-EVENT-0006', instance);
    if (failover) {
      failOver(world, place, instance);
      instanceEvent(world, place, 'RDS-EVENT-0049', instance);
    }
  },
  deleting: (instance, { world, place }) => {
    const { dbInstanceIdentifier } = instance;
    instanceEvent(world, place, 'RDS-EVENT-0003', instance);
    releaseInterfaces(world, place, dbInstanceIdentifier);
    delete rdsState.of(world, place).instances[dbInstanceIdentifier];
  },
};

const timers: RdsPart['timers'] = Object.fromEntries(
  Object.entries(ENDS).map(([status, end]) => [
    `rds/${status}`,
    (world, { accountId, region, identifier, failover }) => {
      const place = { accountId, region };
      const instance = rdsState.of(world, place).instances[identifier];
      // Something else, such as a deletion, may have come between.
      if (instance?.status === status) {
        end(instance, { world, place, failover: failover === 'true' });
      }
    },
  ]),
);

export const instances: RdsPart = {
  handlers,
  timers,
  permissions: {
    DescribeDBInstances: (input, call) =>
      onInstance(call, input.DBInstanceIdentifier ?? '*'),
    CreateDBInstance: (input, call) =>
      toCreate(call, 'db', input.DBInstanceIdentifier!, input.Tags),
    DeleteDBInstance: (input, call) =>
      onInstance(call, input.DBInstanceIdentifier!),
    ModifyDBInstance: (input, call) =>
      onInstance(call, input.DBInstanceIdentifier!),
    RebootDBInstance: (input, call) =>
      onInstance(call, input.DBInstanceIdentifier!),
    StartDBInstance: (input, call) =>
      onInstance(call, input.DBInstanceIdentifier!),
    StopDBInstance: (input, call) =>
      onInstance(call, input.DBInstanceIdentifier!),
  },
};
