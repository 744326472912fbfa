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

import { TestDatabases } from '@backstage/backend-test-utils';
import { Dice } from '../__testUtils__/drawnWorld';
import { withoutTables } from '../__testUtils__/withoutTables';
import { Criteria, narrow } from './Criteria';
import { isAnyIn } from './databaseColumns';

jest.setTimeout(60_000);

type Field = 'environment' | 'tag';

interface Row {
  id: number;
  environment: string | null;
  tags: string[];
}

const ENVIRONMENTS = ['production', 'Production', 'dev%', null];
const TAGS = ['team=orders', 'team=Orders', 'tier=a_b', 'tier=aXb', 'a="b"'];

const ROWS: Row[] = ENVIRONMENTS.flatMap((environment, e) =>
  [[], ...TAGS.map(tag => [tag]), TAGS].map((tags, t) => ({
    id: e * 100 + t,
    environment,
    tags,
  })),
);

/** What the conditions of policies say of one thing that is at hand. */
function holds(criteria: Criteria<Field>, row: Row): boolean {
  if ('allOf' in criteria) {
    return criteria.allOf.every(each => holds(each, row));
  }
  if ('anyOf' in criteria) {
    return criteria.anyOf.some(each => holds(each, row));
  }
  if ('not' in criteria) {
    return !holds(criteria.not, row);
  }
  const { field, values } = criteria;
  return field === 'tag'
    ? values.some(value => row.tags.includes(value))
    : row.environment !== null && values.includes(row.environment);
}

function drawn(dice: Dice, depth = 3): Criteria<Field> {
  const several = () =>
    Array.from({ length: 1 + Math.floor(dice.next() * 2) }, () =>
      drawn(dice, depth - 1),
    );
  if (depth > 0 && dice.happens(0.7)) {
    const kind = dice.next();
    if (kind < 0.4) {
      return { not: drawn(dice, depth - 1) };
    }
    return kind < 0.7 ? { allOf: several() } : { anyOf: several() };
  }
  const known = [...TAGS, 'none=such'];
  return dice.happens(0.5)
    ? { field: 'tag', values: known.filter(() => dice.happens(0.3)) }
    : {
        field: 'environment',
        values: ['production', 'dev%', 'PRODUCTION'].filter(() =>
          dice.happens(0.5),
        ),
      };
}

describe('conditions of policies', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  it.each(databases.eachSupportedId())(
    'list what they let be seen by itself, and nothing else, on %s',
    async databaseId => {
      const knex = await withoutTables(await databases.init(databaseId));
      await knex.schema.createTable('things', table => {
        table.integer('id').primary();
        table.string('environment');
        table.text('tags');
      });
      await knex('things').insert(
        ROWS.map(row => ({ ...row, tags: JSON.stringify(row.tags) })),
      );
      const dice = new Dice(7);
      const found = new Set<string>();
      for (let i = 0; i < 300; i++) {
        const criteria = drawn(dice);
        const listed = await knex('things')
          .where(query =>
            narrow(query, criteria, {
              environment: 'environment',
              tag: (inner, values) => isAnyIn(inner, 'tags', values),
            }),
          )
          .orderBy('id')
          .pluck('id');
        const seen = ROWS.filter(row => holds(criteria, row)).map(
          row => row.id,
        );
        expect({ criteria, listed }).toEqual({ criteria, listed: seen });
        found.add(seen.join());
      }
      // They differ: neither all nor nothing every time.
      expect(found.size).toBeGreaterThan(30);
    },
  );
});
