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

import type {
  DatabaseEndpoint,
  Snippet,
} from '@towpath/backstage-plugin-database-access-common';
import { readersIn } from './readersIn';

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html */
const CERTIFICATES_URL =
  'https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem';
const CERTIFICATES = 'global-bundle.pem';

/**
 * Lattice and Network Load Balancers end a connection that is idle for 350 s (VPC Lattice User Guide, resource
 * configurations; Network Load Balancer guide, listeners).
 */
const KEEPALIVE_SECONDS = 120;

/**
 * How to connect, ready to paste: by the database's real name, which its certificate has, and which the certificate is
 * checked for. Who, to which database and with what password the reader's own environment says.
 *
 * @param opens - what the share's plan says becomes reachable: a cluster's readers may be among it
 */
export function snippetsOf(
  engine: string,
  endpoint: DatabaseEndpoint,
  opens: readonly DatabaseEndpoint[] = [],
): Snippet[] {
  const certificates: Snippet = {
    title: 'Certificates of RDS',
    language: 'sh',
    code: `curl --fail --silent --show-error --output ${CERTIFICATES} ${CERTIFICATES_URL}`,
  };
  const readers = readersIn(opens, endpoint);
  if (/postgres/.test(engine)) {
    return [
      certificates,
      ...postgresSnippets(endpoint),
      ...(readers ? [psql(readers, 'psql, to read')] : []),
    ];
  }
  if (/mysql|mariadb/.test(engine)) {
    return [
      certificates,
      ...mysqlSnippets(endpoint),
      ...(readers ? [mysql(readers, 'mysql, to read')] : []),
    ];
  }
  return [certificates];
}

function psql({ host, port }: DatabaseEndpoint, title = 'psql'): Snippet {
  return {
    title,
    language: 'sh',
    code: `psql "host=${host} port=${port} dbname=postgres user=$DATABASE_USER sslmode=verify-full sslrootcert=${CERTIFICATES} keepalives_idle=${KEEPALIVE_SECONDS}"`,
  };
}

function mysql({ host, port }: DatabaseEndpoint, title = 'mysql'): Snippet {
  return {
    title,
    language: 'sh',
    code: `mysql --host=${host} --port=${port} --user="$DATABASE_USER" --password --ssl-mode=VERIFY_IDENTITY --ssl-ca=${CERTIFICATES}`,
  };
}

function postgresSnippets({ host, port }: DatabaseEndpoint): Snippet[] {
  const url = `jdbc:postgresql://${host}:${port}/postgres?sslmode=verify-full&sslrootcert=${CERTIFICATES}&tcpKeepAlive=true`;
  return [
    psql({ host, port }),
    { title: 'JDBC', language: 'text', code: url },
    {
      title: 'psycopg2',
      language: 'python',
      code: [
        'import os',
        'import psycopg2',
        '',
        'connection = psycopg2.connect(',
        `    host="${host}",`,
        `    port=${port},`,
        '    dbname="postgres",',
        '    user=os.environ["DATABASE_USER"],',
        '    password=os.environ["DATABASE_PASSWORD"],',
        '    sslmode="verify-full",',
        `    sslrootcert="${CERTIFICATES}",`,
        `    keepalives_idle=${KEEPALIVE_SECONDS},`,
        ')',
      ].join('\n'),
    },
    databricks('org.postgresql.Driver', url),
  ];
}

function mysqlSnippets({ host, port }: DatabaseEndpoint): Snippet[] {
  // MariaDB's driver speaks to MySQL, too, and it takes RDS's certificates as they are.
  const url = `jdbc:mariadb://${host}:${port}/mysql?sslMode=verify-full&serverSslCert=${CERTIFICATES}&tcpKeepAlive=true`;
  return [
    mysql({ host, port }),
    { title: 'JDBC', language: 'text', code: url },
    databricks('org.mariadb.jdbc.Driver', url),
  ];
}

/** A notebook's secrets come from a secret scope, never from the notebook; every node of the cluster sees a volume. */
function databricks(driver: string, url: string): Snippet {
  const inVolume = url.replace(CERTIFICATES, '{certificates}');
  return {
    title: 'Databricks notebook',
    language: 'python',
    code: [
      `# Once: put ${CERTIFICATES} into a volume, and user and password into the secret scope "database-access".`,
      `certificates = "/Volumes/main/default/certificates/${CERTIFICATES}"`,
      `url = f"${inVolume}"`,
      '',
      'frame = (',
      '    spark.read.format("jdbc")',
      `    .option("driver", "${driver}")`,
      '    .option("url", url)',
      '    .option("dbtable", "information_schema.tables")',
      '    .option("user", dbutils.secrets.get("database-access", "user"))',
      '    .option("password", dbutils.secrets.get("database-access", "password"))',
      '    .load()',
      ')',
      'display(frame)',
    ].join('\n'),
  };
}
