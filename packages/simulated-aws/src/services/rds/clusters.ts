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
import { clusterAnswer } from './answers';
import { clusterEvent } from './events';
import { applyFilters } from './filters';
import { findCluster, nameIn } from './lookups';
import { rdsPage } from './paging';
import type { RdsPart } from './part';
import { onCluster } from './permissions';
import { refuse } from './refusals';
import { DbCluster, rdsState } from './state';

const FAILED_OVER = 'rds/cluster-failed-over';

/**
 * Until another member writes: "typically less than 60 seconds" (Aurora User Guide, "High availability for Amazon Aurora");
 * "typically under 35 seconds" (Amazon RDS User Guide, "Multi-AZ DB cluster deployments").
 *
 * @public
 */
export const CLUSTER_FAILOVER_SECONDS = { aurora: 45, multiAz: 30 };

function failoverSeconds({ engine }: DbCluster): number {
  return engine.startsWith('aurora')
    ? CLUSTER_FAILOVER_SECONDS.aurora
    : CLUSTER_FAILOVER_SECONDS.multiAz;
}

/** The member that becomes the writer. */
function successorOf(cluster: DbCluster, wanted: string | undefined): string {
  const readers = cluster.members.filter(id => id !== cluster.writerInstance);
  const successor = wanted
    ? readers.find(id => id === nameIn(wanted))
    : readers[0];
  if (!successor) {
    throw refuse(
      'InvalidDBClusterStateFault',
      `The cluster ${cluster.dbClusterIdentifier} has no reader${
        wanted ? ` ${wanted}` : ''
      } that could take over.`,
    );
  }
  return successor;
}

function startOf(call: Call, cluster: DbCluster, successor: string) {
  const { instances } = rdsState.of(call.world, call);
  return instances[successor]?.availabilityZone ===
    instances[cluster.writerInstance]?.availabilityZone
    ? 'RDS-EVENT-0072'
    : 'RDS-EVENT-0073';
}

const handlers: RdsPart['handlers'] = {
  DescribeDBClusters(input, call) {
    const all = input.DBClusterIdentifier
      ? [findCluster(call, input.DBClusterIdentifier)]
      : Object.values(rdsState.of(call.world, call).clusters);
    const found = applyFilters(all, input.Filters, {
      'db-cluster-id': (db, v) => db.dbClusterIdentifier === nameIn(v),
      'db-cluster-resource-id': (db, v) => db.dbClusterResourceId === v,
      engine: (db, v) => db.engine === v,
      'clone-group-id': () => false,
      domain: () => false,
    });
    const { items, Marker } = rdsPage(
      found,
      db => db.dbClusterIdentifier,
      input,
    );
    return { DBClusters: items.map(db => clusterAnswer(call, db)), Marker };
  },

  FailoverDBCluster(input, call) {
    const cluster = findCluster(call, input.DBClusterIdentifier!);
    if (cluster.status !== 'available') {
      throw refuse(
        'InvalidDBClusterStateFault',
        `The cluster ${cluster.dbClusterIdentifier} is ${cluster.status} and not available.`,
      );
    }
    const successor = successorOf(cluster, input.TargetDBInstanceIdentifier);
    cluster.status = 'failing-over';
    clusterEvent(call.world, call, startOf(call, cluster, successor), {
      cluster,
      member: successor,
    });
    call.world.after(failoverSeconds(cluster), FAILED_OVER, {
      accountId: call.accountId,
      region: call.region,
      identifier: cluster.dbClusterIdentifier,
      successor,
    });
    return { DBCluster: clusterAnswer(call, cluster) };
  },
};

export const clusters: RdsPart = {
  handlers,
  permissions: {
    DescribeDBClusters: (input, call) =>
      onCluster(call, input.DBClusterIdentifier ?? '*'),
    FailoverDBCluster: (input, call) =>
      onCluster(call, input.DBClusterIdentifier!),
  },
  timers: {
    [FAILED_OVER]: (world, { accountId, region, identifier, successor }) => {
      const place = { accountId, region };
      const cluster = rdsState.of(world, place).clusters[identifier];
      if (cluster?.status === 'failing-over') {
        cluster.writerInstance = successor;
        cluster.status = 'available';
        const member = successor;
        clusterEvent(world, place, 'RDS-EVENT-0071', { cluster, member });
      }
    },
  },
};
