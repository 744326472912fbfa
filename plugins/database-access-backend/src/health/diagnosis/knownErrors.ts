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
  DiagnosisLayer,
  UnderstoodError,
  withoutSecrets,
} from '@towpath/backstage-plugin-database-access-common';

/** Engines that speak one protocol. */
export type EngineFamily = 'postgres' | 'mysql';

/** What a text tells that a client shows. */
export interface KnownError {
  id: string;
  /** Absent: of any. */
  family?: EngineFamily;
  pattern: RegExp;
  layer: DiagnosisLayer;
  /** One sentence. */
  means: string;
  /** Only the database says so: the path was open. */
  fromDatabase?: true;
}

/**
 * Texts of libpq, of MySQL's and MariaDB's client libraries, of their JDBC drivers and of operating systems. What only the
 * database says comes first, then what names a layer, then what may be anything.
 */
export const KNOWN_ERRORS: readonly KnownError[] = [
  {
    id: 'iam-token',
    pattern:
      /PAM authentication failed|rds-db:connect|security token included in the request is (expired|invalid)|ExpiredToken/i,
    layer: 'iam',
    means:
      'The database was reached and did not accept an IAM token: it is good for 15 minutes, made for exactly this host, port, Region and user, and the caller needs rds-db:connect.',
    fromDatabase: true,
  },
  {
    id: 'password',
    family: 'postgres',
    pattern: /password authentication failed|role "[^"]*" does not exist/i,
    layer: 'database',
    means:
      'The database was reached and refused the login: the path works, user or password do not.',
    fromDatabase: true,
  },
  {
    id: 'password',
    family: 'mysql',
    pattern: /access denied for user|\b1045\b/i,
    layer: 'database',
    means:
      'The database was reached and refused the login: the path works; user, password or the host that the user may come from do not fit.',
    fromDatabase: true,
  },
  {
    id: 'encryption',
    family: 'postgres',
    pattern: /no pg_hba\.conf entry/i,
    layer: 'tls',
    means:
      'The database was reached and does not let this user in this way: mostly because the connection is not encrypted and rds.force_ssl is on.',
    fromDatabase: true,
  },
  {
    id: 'encryption',
    family: 'mysql',
    pattern: /insecure transport are prohibited|SSL connection is required/i,
    layer: 'tls',
    means:
      'The database was reached and wants an encrypted connection: require_secure_transport is on.',
    fromDatabase: true,
  },
  {
    id: 'connections',
    pattern:
      /too many (clients|connections)|remaining connection slots are reserved|max_user_connections|max_connect_errors|is blocked because of many connection errors/i,
    layer: 'database',
    means: 'The database was reached and takes no more connections.',
    fromDatabase: true,
  },
  {
    id: 'read-only',
    pattern:
      /read-only transaction|running with the --read-only option|--(super|innodb)-?read-?only|READ ONLY transaction/i,
    layer: 'database',
    means:
      'The database was reached, but not its writer: a pool still holds connections of before a failover, or the host is the reader’s.',
    fromDatabase: true,
  },
  {
    id: 'database-name',
    pattern: /database "[^"]*" does not exist|Unknown database/i,
    layer: 'database',
    means: 'The database server was reached and has no database of this name.',
    fromDatabase: true,
  },
  {
    id: 'starting',
    pattern: /the database system is (starting up|shutting down|in recovery)/i,
    layer: 'database',
    means: 'The database was reached and is just starting or stopping.',
    fromDatabase: true,
  },
  {
    id: 'certificate-name',
    pattern:
      /host ?name mismatch|does not match host ?name|Hostname\/IP does not match|certificate is not valid for|No subject alternative/i,
    layer: 'tls',
    means:
      'Something answered with a certificate of another name: the client uses another name than the database’s own.',
  },
  {
    id: 'certificate-trust',
    pattern:
      /certificate verify failed|unable to get local issuer|self[- ]signed certificate|PKIX path building failed|root certificate file .* does not exist|SSL certificate problem|certificate has expired/i,
    layer: 'tls',
    means:
      'Something answered, and the client does not trust its certificate: mostly because it has not the certificates of RDS.',
  },
  {
    id: 'name',
    pattern:
      /could not translate host name|Name or service not known|nodename nor servname|getaddrinfo|ENOTFOUND|EAI_AGAIN|Unknown (MySQL )?server host|UnknownHostException|Temporary failure in name resolution|NXDOMAIN/i,
    layer: 'dns',
    means: 'The name of the database is not known where the client runs.',
  },
  {
    id: 'no-route',
    pattern:
      /no route to host|EHOSTUNREACH|network is unreachable|ENETUNREACH/i,
    layer: 'network',
    means:
      'The client has no way to the address: it runs outside of the network, or the name led to an address of another one.',
  },
  {
    id: 'timeout',
    pattern:
      /time[d]?[- ]?out|ETIMEDOUT|did not properly respond|\((110|10060|60)\)|system error: (110|60)\b/i,
    layer: 'network',
    means:
      'Packets get no answer: a security group or network ACL drops them, or the client is not where the access is for.',
  },
  {
    id: 'refused',
    pattern: /connection (was )?refused|ECONNREFUSED|\((111|10061|61)\)/i,
    layer: 'database',
    means:
      'Something was reached, and nothing listens there: another port, or a database that does not run.',
  },
  {
    id: 'broken-off',
    pattern:
      /server closed the connection unexpectedly|connection reset|ECONNRESET|Lost connection to (MySQL )?server|server has gone away|SSL SYSCALL error: EOF|broken pipe|terminating connection|Communications link failure/i,
    layer: 'network',
    means:
      'A connection that was open broke off: VPC Lattice and load balancers end what is idle for 350 s, and a failover ends all.',
  },
];

/** The protocol that an engine of RDS speaks; undefined of others than these two. */
export function familyOf(engine: string): EngineFamily | undefined {
  if (/postgres/.test(engine)) {
    return 'postgres';
  }
  return /mysql|mariadb/.test(engine) ? 'mysql' : undefined;
}

/** Which of them a text is: of the database's own engine where engines differ. */
export function knownErrorOf(
  text: string,
  engine: string,
): KnownError | undefined {
  const family = familyOf(engine);
  return KNOWN_ERRORS.find(
    known =>
      (!known.family || !family || known.family === family) &&
      known.pattern.test(text),
  );
}

/** What it says, for people. */
export function understand(
  text: string,
  known: KnownError | undefined,
): UnderstoodError {
  return {
    text: withoutSecrets(text.trim()),
    ...(known && { layer: known.layer, means: known.means }),
    fromDatabase: known?.fromDatabase ?? false,
  };
}
