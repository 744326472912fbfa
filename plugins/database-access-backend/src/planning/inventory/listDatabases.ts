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

import { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import { parseDatabaseArn } from '@towpath/backstage-plugin-database-access-common';
import { ReadSession } from '../../aws';
import {
  listClusters,
  listInstances,
  OWNER_TAGS,
  tagsAmong,
  tagValue,
} from '../../objects';

/** They answer to RDS's API with ARNs of RDS, and are none of its databases. */
const OTHER_SERVICES: ReadonlySet<string | undefined> = new Set([
  'docdb',
  'neptune',
]);

/** What is remembered of a database of the inventory: whose it is config says, which may change. */
export interface InventoryFacts {
  arn: string;
  kind: 'instance' | 'cluster';
  identifier: string;
  accountId: string;
  region: string;
  engine: string;
  engineVersion: string;
  status: string;
  instanceClass?: string;
  multiAz: boolean;
  publiclyAccessible: boolean;
  members: string[];
  shareable: boolean;
  ownerTag?: string;
  system?: string;
  description?: string;
  catalogTags: string[];
  environment?: string;
  tags: Record<string, string>;
}

/** The keys of the tags that are read beside Towpath's own. */
export interface WantedTags {
  /** Of the tag that names the environment. */
  environment: string;
  /** That somebody asks for. */
  ofInterest: readonly string[];
}

/**
 * Asks AWS for all databases of a lane: two lists in pages, however many databases there are.
 *
 * @throws AwsCallError if AWS does not say
 */
export async function listDatabases(
  session: ReadSession,
  wanted: WantedTags,
): Promise<InventoryFacts[]> {
  const [allInstances, allClusters] = await Promise.all([
    listInstances(session),
    listClusters(session),
  ]);
  const instances = allInstances.filter(isOfRds);
  const clusters = allClusters.filter(isOfRds);
  const alone = instances.filter(instance => !instance.DBClusterIdentifier);
  return [
    ...alone.flatMap(instance => ofInstance(instance, wanted)),
    ...clusters.flatMap(cluster => ofCluster(cluster, instances, wanted)),
  ];
}

/** Whether it is a database of RDS: other services answer in its name, too. */
function isOfRds({ Engine }: { Engine?: string }): boolean {
  return !OTHER_SERVICES.has(Engine);
}

function ofInstance(
  instance: DBInstance,
  wanted: WantedTags,
): InventoryFacts[] {
  const arn = parseDatabaseArn(instance.DBInstanceArn ?? '');
  if (!arn) {
    return [];
  }
  return [
    {
      ...nameOf(arn),
      engine: instance.Engine ?? '',
      engineVersion: instance.EngineVersion ?? '',
      status: instance.DBInstanceStatus ?? '',
      instanceClass: instance.DBInstanceClass,
      multiAz: instance.MultiAZ ?? false,
      publiclyAccessible: instance.PubliclyAccessible ?? false,
      members: [],
      ...saidByTags(instance.TagList, wanted),
    },
  ];
}

function ofCluster(
  cluster: DBCluster,
  instances: readonly DBInstance[],
  wanted: WantedTags,
): InventoryFacts[] {
  const arn = parseDatabaseArn(cluster.DBClusterArn ?? '');
  if (!arn) {
    return [];
  }
  const members = membersOf(cluster);
  const own = instances.filter(({ DBInstanceIdentifier = '' }) =>
    members.includes(DBInstanceIdentifier),
  );
  const writer = own.find(each => each.DBInstanceIdentifier === members[0]);
  return [
    {
      ...nameOf(arn),
      engine: cluster.Engine ?? '',
      engineVersion: cluster.EngineVersion ?? '',
      status: cluster.Status ?? '',
      instanceClass: cluster.DBClusterInstanceClass ?? writer?.DBInstanceClass,
      multiAz: cluster.MultiAZ ?? false,
      // One publicly accessible reader makes the cluster public.
      publiclyAccessible:
        cluster.PubliclyAccessible === true ||
        own.some(member => member.PubliclyAccessible),
      members,
      ...saidByTags(cluster.TagList, wanted),
    },
  ];
}

/** The writer first. */
function membersOf({ DBClusterMembers = [] }: DBCluster): string[] {
  return [...DBClusterMembers]
    .sort((a, b) => Number(b.IsClusterWriter) - Number(a.IsClusterWriter))
    .flatMap(member => member.DBInstanceIdentifier ?? []);
}

function nameOf(arn: NonNullable<ReturnType<typeof parseDatabaseArn>>) {
  const { partition, ...name } = arn;
  return name;
}

function saidByTags(tags: DBInstance['TagList'], wanted: WantedTags) {
  return {
    shareable: tagValue(tags, OWNER_TAGS.shareable) === 'true',
    ownerTag: tagValue(tags, OWNER_TAGS.owner),
    system: tagValue(tags, OWNER_TAGS.system),
    description: tagValue(tags, OWNER_TAGS.description),
    catalogTags: wordsOf(tagValue(tags, OWNER_TAGS.catalogTags)),
    environment: tagValue(tags, wanted.environment),
    tags: tagsAmong(tags, wanted.ofInterest),
  };
}

function wordsOf(text: string = ''): string[] {
  return text.split(/\s+/).filter(Boolean);
}
