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
import {
  Health,
  Hop,
  HopCause,
} from '@towpath/backstage-plugin-database-access-common';
import type { DatabaseState, SubnetState } from '../objects';
import { EPHEMERAL } from '../packets';
import { aclTroubles } from './aclTroubles';
import { databaseWord } from './databaseWords';
import type { Path } from './Path';
import { ReadingTerms } from './readings';
import { worstOf } from './severity';
import { placeOf, surroundingHop, There, Trouble } from './surroundingHop';
import { SURROUNDING_HOPS } from './surroundingNames';

const WORST_WORDS: Record<
  Exclude<Health, 'healthy'>,
  { symptom: string; remedy: (identifier: string) => string }
> = {
  broken: {
    symptom: 'Connections are refused or time out: the database answers none.',
    remedy: identifier =>
      `See in RDS why ${identifier} does not run, and start or restore it.`,
  },
  pending: {
    symptom: 'Connections fail for a while, and open ones break.',
    remedy: () => 'AWS is at work: this page changes by itself.',
  },
  degraded: {
    symptom: 'The database answers, and may be slower or break connections.',
    remedy: () => 'AWS is at work: this page changes by itself.',
  },
  unknown: {
    symptom: 'Nobody knows whether the database answers.',
    remedy: identifier => `See in RDS what becomes of ${identifier}.`,
  },
};

/** Between what every pattern puts into the database's subnets and the database. */
export function databaseAclHop(path: Path, terms: ReadingTerms): Hop {
  return surroundingHop<SubnetState>(
    {
      name: SURROUNDING_HOPS.databaseAcls,
      items: path.provider('ec2/subnet'),
      gone: item => ({
        health: 'degraded',
        cause: 'database-acl-denies',
        symptom: 'What was in this subnet is there no more.',
        reason: `The subnet ${
          item.awsId
        } of the database is gone from ${placeOf(item)}.`,
        check: `ec2 describe-subnets --filters Name=subnet-id,Values=${item.awsId}`,
        remedy: 'Ask for a change of the access, so that it is planned anew.',
      }),
      troubles: item =>
        aclTroubles(item, {
          cause: 'database-acl-denies',
          subnets: path.provider('ec2/subnet'),
          ports: [path.databasePort],
          remedy: (acl, port) =>
            `In account ${item.accountId}, let ${acl} allow TCP ${port} and the ports ${EPHEMERAL.from} to ${EPHEMERAL.to} in both directions between the database's subnets.`,
        }),
    },
    terms,
  );
}

/** The rule that lets packets in helps only in a group that the database has. */
export function databaseGroupHop(path: Path, terms: ReadingTerms): Hop {
  return surroundingHop<DatabaseState>(
    {
      name: SURROUNDING_HOPS.databaseGroups,
      items: path.provider('rds/database'),
      gone: item => gone(item.awsId, placeOf(item)),
      troubles: item =>
        path.databaseGroupIds
          .filter(id => !item.state.securityGroupIds.includes(id))
          .map(id => detached(item, id)),
    },
    terms,
  );
}

/** Whether the database itself would answer. */
export function databaseHop(path: Path, terms: ReadingTerms): Hop {
  return surroundingHop<DatabaseState>(
    {
      name: SURROUNDING_HOPS.database,
      items: path.provider('rds/database'),
      gone: item => gone(item.awsId, placeOf(item)),
      troubles: item => [
        ...wordTroubles(item),
        ...writerTroubles(item),
        ...movedTroubles(path, item),
        ...publicTroubles(item),
      ],
      awsStatus: ({ state }) => state.statuses.join(', '),
    },
    terms,
  );
}

function gone(arn: string, place: string): Trouble {
  return {
    health: 'broken',
    cause: 'database-gone',
    symptom: 'There is nothing to connect to.',
    reason: `${arn} is gone from ${place}: it was deleted or renamed.`,
    check: 'rds describe-db-instances',
    remedy: 'Revoke this access; ask for the database of today.',
  };
}

function detached(item: There<DatabaseState>, groupId: string): Trouble {
  const { identifier, securityGroupIds } = item.state;
  return {
    health: 'broken',
    cause: 'database-group-detached',
    symptom:
      'Connections time out although everything looks well: the database lets nobody in.',
    reason: `${identifier} in ${placeOf(
      item,
    )} does not have the security group ${groupId} any more, in which the rule for this access is; it has ${
      securityGroupIds.join(', ') || 'none'
    }.`,
    check: checkOf(item),
    remedy: `In account ${item.accountId}, give ${groupId} back to ${identifier}; see that no landing zone takes it away again.`,
  };
}

function wordTroubles(item: There<DatabaseState>): Trouble[] {
  const { identifier, statuses } = item.state;
  const judged = statuses.map((word, index) => ({
    word,
    // Of a cluster its own word comes first, and then its writer's.
    ...databaseWord(
      isCluster(item) && index === 0 ? 'cluster' : 'instance',
      word,
    ),
  }));
  const worst = worstOf(judged);
  if (!worst || worst.health === 'healthy') {
    return [];
  }
  const { health, cause, word } = worst;
  const { symptom, remedy } = WORST_WORDS[health];
  return [
    {
      health,
      cause: cause as HopCause,
      awsStatus: word,
      symptom,
      reason: `${identifier} in ${placeOf(item)} is ${word}.`,
      check: checkOf(item),
      remedy: remedy(identifier),
    },
  ];
}

/** While a cluster fails over, it has none for a moment. */
function writerTroubles(item: There<DatabaseState>): Trouble[] {
  const { identifier, lacksWriter, statuses } = item.state;
  const [word = ''] = statuses;
  if (!lacksWriter || databaseWord('cluster', word).health === 'pending') {
    return [];
  }
  return [
    {
      health: 'broken',
      cause: 'database-without-writer',
      awsStatus: word,
      symptom: 'Connections are refused or time out: nothing answers there.',
      reason: `The cluster ${identifier} in ${placeOf(
        item,
      )} is ${word}, but none of its instances is the writer.`,
      check: checkOf(item),
      remedy: `See in RDS what became of the writer of ${identifier}, and add an instance or fail over to a reader.`,
    },
  ];
}

function movedTroubles(path: Path, item: There<DatabaseState>): Trouble[] {
  const { identifier, host, port } = item.state;
  const wanted = `${path.hosts[0]}:${path.databasePort}`;
  const is = `${host?.toLocaleLowerCase('en-US')}:${port}`;
  if (host === undefined || is === wanted) {
    return [];
  }
  return [
    {
      health: 'broken',
      cause: 'database-moved',
      symptom: 'Connections are refused or time out.',
      reason: `${identifier} in ${placeOf(
        item,
      )} answers at ${is}, and this access leads to ${wanted}.`,
      check: checkOf(item),
      remedy: 'Ask for a change of the access, so that it is planned anew.',
    },
  ];
}

/** AWS shares no database over a private path that the world can reach (aws.md §1.0 F2). */
function publicTroubles(item: There<DatabaseState>): Trouble[] {
  if (!item.state.publiclyAccessible) {
    return [];
  }
  const { identifier } = item.state;
  return [
    {
      health: 'degraded',
      cause: 'database-public',
      symptom: 'The database has a public address beside the private path.',
      reason: `${identifier} in ${placeOf(item)} is publicly accessible now.`,
      check: checkOf(item),
      remedy: `In account ${item.accountId}, set PubliclyAccessible of ${identifier} to false.`,
    },
  ];
}

function isCluster({ awsId }: There<DatabaseState>): boolean {
  return awsId.includes(':cluster:');
}

function checkOf(item: There<DatabaseState>): string {
  const { state } = item;
  return isCluster(item)
    ? `rds describe-db-clusters --db-cluster-identifier ${state.identifier}`
    : `rds describe-db-instances --db-instance-identifier ${state.identifier}`;
}
