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

import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { silencingWord } from '../../network/landing';
import { FoundInstance, isWriter } from '../../network/names';
import { rdsState } from '../rds/state';
import type { Reading } from './levels';
import { addPassed, Published, seriesOf } from './series';
import { cloudWatchState } from './state';
import type { Passage } from './traffic';

const NAMESPACE = 'AWS/RDS';
const GIB = 2 ** 30;

/** What a database does that nobody asks anything; an estimate. */
const IDLE_PERCENT = 2;
/** What a connection and what ten megabytes in a minute cost it; estimates. */
const PERCENT_OF_CONNECTION = 0.5;
const BYTES_OF_PERCENT = 10_000_000;

const CONNECTIONS = { name: 'DatabaseConnections', unit: 'Count' } as const;
const CPU = { name: 'CPUUtilization', unit: 'Percent', most: 100 } as const;
const FREE_STORAGE = { name: 'FreeStorageSpace', unit: 'Bytes' } as const;
const RECEIVED = {
  name: 'NetworkReceiveThroughput',
  unit: 'Bytes/Second',
} as const;
const TRANSMITTED = {
  name: 'NetworkTransmitThroughput',
  unit: 'Bytes/Second',
} as const;

type Metric = Omit<Published, 'namespace' | 'dimensions'>;

/**
 * What RDS publishes of the databases here, each minute for as long as they answer ("Amazon CloudWatch metrics for Amazon
 * RDS", aws.md §3.2).
 */
export function databaseLevels(world: World, place: Place): Reading[] {
  const { instances, clusters } = rdsState.of(world, place);
  return Object.values(instances).flatMap(instance => {
    const cluster = clusters[instance.clusterIdentifier ?? ''];
    const { accountId, region } = place;
    const found: FoundInstance = { accountId, region, instance, cluster };
    if (silencingWord(found)) {
      return [];
    }
    const levels: Array<Metric & { value: number }> = [
      { ...CONNECTIONS, value: 0 },
      { ...CPU, value: IDLE_PERCENT },
      { ...RECEIVED, value: 0 },
      { ...TRANSMITTED, value: 0 },
    ];
    return dimensionsOf(found).flatMap(dimensions =>
      [...levels, ...freeStorage(world, found)].map(level => ({
        ...level,
        namespace: NAMESPACE,
        dimensions,
        changedAt: instance.createdAt,
      })),
    );
  });
}

/** Aurora publishes none: its storage belongs to the cluster. */
function freeStorage(
  world: World,
  found: FoundInstance,
): Array<Metric & { value: number }> {
  const { allocatedStorage, dbiResourceId } = found.instance;
  if (found.cluster || allocatedStorage === undefined) {
    return [];
  }
  const { stored } = cloudWatchState.of(world, found);
  const taken = stored[dbiResourceId] ?? 0;
  const value = Math.max(0, allocatedStorage * GIB - taken);
  return [{ ...FREE_STORAGE, value }];
}

/** By instance; the writer of a cluster by its role, too. */
function dimensionsOf(found: FoundInstance): Array<Record<string, string>> {
  const { instance, cluster } = found;
  return [
    { DBInstanceIdentifier: instance.dbInstanceIdentifier },
    ...(cluster && isWriter(found)
      ? [{ DBClusterIdentifier: cluster.dbClusterIdentifier, Role: 'WRITER' }]
      : []),
  ];
}

/** What came to a database. What clients send is taken for stored. */
export function countAtDatabase(
  world: World,
  found: FoundInstance,
  { at, connections, bytesToDatabase, bytesToClient }: Passage,
): void {
  const { accountId, region, instance } = found;
  const place = { accountId, region };
  const bytes = bytesToDatabase + bytesToClient;
  const passed: Array<[Metric, number]> = [
    [CONNECTIONS, connections],
    [CPU, connections * PERCENT_OF_CONNECTION + bytes / BYTES_OF_PERCENT],
    [RECEIVED, bytesToDatabase / 60],
    [TRANSMITTED, bytesToClient / 60],
  ];
  for (const dimensions of dimensionsOf(found)) {
    for (const [metric, amount] of passed) {
      const series = { ...metric, namespace: NAMESPACE, dimensions };
      addPassed(seriesOf(world, place, series), at, amount);
    }
  }
  const { stored } = cloudWatchState.of(world, place);
  const id = instance.dbiResourceId;
  stored[id] = (stored[id] ?? 0) + bytesToDatabase;
}
