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

import { snippetsOf } from './snippets';

const endpoint = {
  host: 'orders.c0ffee.us-east-1.rds.amazonaws.com',
  port: 5432,
};
const engines = [
  'postgres',
  'aurora-postgresql',
  'mysql',
  'aurora-mysql',
  'mariadb',
];

describe('snippets', () => {
  it.each(engines)(
    'use the real name of a %s database, and check it',
    engine => {
      const [certificates, ...rest] = snippetsOf(engine, endpoint);
      expect(certificates.code).toContain('truststore.pki.rds.amazonaws.com');
      expect(rest.length).toBeGreaterThanOrEqual(3);
      for (const { code } of rest) {
        expect(code).toContain(endpoint.host);
        expect(code).toMatch(/5432/);
        expect(code).toMatch(/verify-full|VERIFY_IDENTITY/);
      }
    },
  );

  it.each(engines)('contain no password for %s', engine => {
    for (const { code } of snippetsOf(engine, endpoint)) {
      expect(code).not.toMatch(/password\s*[=:]\s*["'][^"']/i);
      expect(code).not.toMatch(/:\/\/[^/\s]*:[^/\s]*@/);
    }
  });

  it('give psql one line that works as it is', () => {
    const psql = snippetsOf('postgres', endpoint).find(
      snippet => snippet.title === 'psql',
    );
    expect(psql).toEqual({
      title: 'psql',
      language: 'sh',
      code: 'psql "host=orders.c0ffee.us-east-1.rds.amazonaws.com port=5432 dbname=postgres user=$DATABASE_USER sslmode=verify-full sslrootcert=global-bundle.pem keepalives_idle=120"',
    });
  });

  it('are for psql, JDBC, psycopg2 and Databricks, or for mysql', () => {
    const titles = (engine: string) =>
      snippetsOf(engine, endpoint).map(snippet => snippet.title);
    expect(titles('aurora-postgresql')).toEqual([
      'Certificates of RDS',
      'psql',
      'JDBC',
      'psycopg2',
      'Databricks notebook',
    ]);
    expect(titles('mysql')).toEqual([
      'Certificates of RDS',
      'mysql',
      'JDBC',
      'Databricks notebook',
    ]);
    expect(titles('oracle-ee')).toEqual(['Certificates of RDS']);
  });

  it.each([
    ['aurora-postgresql', 'psql, to read', 'host=ro.example.com port=5433 '],
    ['aurora-mysql', 'mysql, to read', '--host=ro.example.com --port=5433 '],
  ])(
    'lead to the readers of a cluster as well, over %s',
    (engine, title, place) => {
      const opens = [endpoint, { host: 'ro.example.com', port: 5433 }];
      const snippet = snippetsOf(engine, endpoint, opens).find(
        each => each.title === title,
      );
      expect(snippet?.code).toContain(place);
      expect(
        snippetsOf(engine, endpoint, [endpoint]).map(each => each.title),
      ).not.toContain(title);
    },
  );
});
