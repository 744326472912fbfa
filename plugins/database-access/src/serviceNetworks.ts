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
  Join,
  Opening,
  parseDatabaseArn,
  Pattern,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { Translate } from './Translate';

/** The usual one first. */
export const JOINS: readonly Join[] = ['endpoint', 'association'];

/** Whether a path of this pattern leads over a service network, which the network has to join. */
export function isOverServiceNetwork(pattern: Pattern): boolean {
  return (
    pattern === 'lattice-service-network' ||
    pattern === 'lattice-consumer-network'
  );
}

/** A network and a database between which a plan opens a path. */
export interface OpenedPair {
  network: string;
  /** What its account calls it. */
  database: string;
  openings: Opening[];
}

/**
 * What a plan opens: what was asked for, and every other pair that becomes an access of its own. What an access that changes
 * with it opens is told where that is: it is one already.
 */
export function openedPairs({
  network,
  databaseArn,
  opens,
  change,
}: Pick<Plan, 'network' | 'databaseArn' | 'opens' | 'change'>): {
  asked: Opening[];
  beside: OpenedPair[];
} {
  const isOf =
    (pair: { network: string; databaseArn: string }) => (opening: Opening) =>
      opening.network === pair.network &&
      opening.databaseArn === pair.databaseArn;
  const isAsked = isOf({ network: network.name, databaseArn });
  const changes = (change?.together ?? []).map(isOf);
  const others = opens.filter(
    each => !isAsked(each) && !changes.some(isItsOwn => isItsOwn(each)),
  );
  const beside = new Map<string, OpenedPair>();
  for (const opening of others) {
    const key = `${opening.network}|${opening.databaseArn}`;
    const pair = beside.get(key) ?? {
      network: opening.network,
      database:
        parseDatabaseArn(opening.databaseArn)?.identifier ??
        opening.databaseArn,
      openings: [],
    };
    pair.openings.push(opening);
    beside.set(key, pair);
  }
  return { asked: opens.filter(isAsked), beside: [...beside.values()] };
}

/** Whose service network it is and how the network joins it, in one sentence; undefined for a path over none. */
export function sayJoin(
  { zone, join, network }: Pick<Plan, 'zone' | 'join' | 'network'>,
  t: Translate,
): string | undefined {
  if (!join) {
    return undefined;
  }
  const how = t(`join.${join}How`);
  return zone
    ? t('join.inZone', { zone, network: network.title, how })
    : t('join.ofNetwork', { network: network.title, how });
}
