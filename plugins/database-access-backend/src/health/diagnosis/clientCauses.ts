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
  ClientCause,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { EngineFamily, familyOf } from './knownErrors';

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html */
const BUNDLE =
  'https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem';

/** Commands of one protocol. */
const SAID_BY: Record<
  EngineFamily,
  {
    starttls: string;
    encrypted: (host: string, port: number) => string;
    readOnly: string;
    connections: string;
  }
> = {
  postgres: {
    starttls: 'postgres',
    encrypted: (host, port) =>
      `psql "host=${host} port=${port} dbname=postgres user=$DATABASE_USER sslmode=verify-full sslrootcert=global-bundle.pem keepalives_idle=120"`,
    readOnly: 'SELECT pg_is_in_recovery();  -- f: it is the writer',
    connections:
      "SELECT count(*), current_setting('max_connections') FROM pg_stat_activity;",
  },
  mysql: {
    starttls: 'mysql',
    encrypted: (host, port) =>
      `mysql --host=${host} --port=${port} --user="$DATABASE_USER" --password --ssl-mode=VERIFY_IDENTITY --ssl-ca=global-bundle.pem`,
    readOnly: 'SELECT @@read_only, @@innodb_read_only;  -- 0: it is the writer',
    connections:
      "SHOW STATUS LIKE 'Threads_connected'; SHOW VARIABLES LIKE 'max_connections';",
  },
};

/** One of them, and which known errors point at it. */
type Suspect = Omit<ClientCause, 'fitsError'> & { errors: readonly string[] };

/**
 * What nobody can know from here, because it stands with the client: in the order in which a connection is made. The facts
 * are those of aws.md §1.5 and §6.
 *
 * @param error - the id of the known error that was seen
 */
export function clientCausesOf(
  share: Pick<Share, 'endpoint' | 'network' | 'plan' | 'pattern'>,
  error: string | undefined,
): ClientCause[] {
  const causes = suspects(share).map(
    ({ errors, ...cause }): ClientCause => ({
      ...cause,
      fitsError: error !== undefined && errors.includes(error),
    }),
  );
  return [
    ...causes.filter(({ fitsError }) => fitsError),
    ...causes.filter(({ fitsError }) => !fitsError),
  ];
}

function suspects({
  endpoint,
  network,
  plan,
}: Parameters<typeof clientCausesOf>[0]): Suspect[] {
  const { host, port } = endpoint;
  const family = familyOf(plan.engine) ?? 'postgres';
  const said = SAID_BY[family];
  const region = plan.databaseArn.split(':')[3];
  const groups = network.clientSecurityGroupIds.join(' or ');
  return [
    {
      id: 'elsewhere',
      layer: 'network',
      sentence: `The client does not run where the access is for: in ${
        network.vpcId
      } of account ${network.accountId}, in ${network.subnetIds.join(', ')}${
        groups ? `, with the security group ${groups}` : ''
      }.`,
      fix: 'Start the client there, or ask for access from where it runs.',
      command: `nc -vz -w 5 ${host} ${port}`,
      errors: ['timeout', 'no-route'],
    },
    {
      id: 'other-port',
      layer: 'network',
      sentence: `The client uses another host or port than ${host}:${port}.`,
      fix: 'Take host and port as this page shows them.',
      command: `nc -vz -w 5 ${host} ${port}`,
      errors: ['refused'],
    },
    {
      id: 'own-resolver',
      layer: 'dns',
      sentence:
        'The client does not ask the resolver of its VPC: custom DHCP options, a resolver on-premises, or a cache of before.',
      fix: `${host} has to lead to an address of ${network.vpcId}, or to one of VPC Lattice (129.224.0.0/17).`,
      command: `dig +short ${host}`,
      errors: ['name', 'no-route', 'timeout'],
    },
    ...(plan.join === 'association'
      ? [
          {
            id: 'link-local',
            layer: 'network' as const,
            sentence:
              'Over the association of a VPC the name leads to addresses of VPC Lattice (129.224.0.0/17), which Windows and macOS do not send to the VPC by themselves, and which peered or on-premises networks do not reach.',
            fix: 'Add a static route to them over the first interface, or join by an endpoint, as AWS recommends for such clients.',
            command: 'ip route get 129.224.0.1',
            errors: ['timeout', 'no-route'],
          },
        ]
      : []),
    {
      id: 'certificate-name',
      layer: 'tls',
      sentence: `The client connects by another name than ${host}: the certificate is made for this one, and for none that AWS made for an endpoint.`,
      fix: 'Connect by the database’s own name; verify-full works over this path.',
      command: `openssl s_client -starttls ${said.starttls} -connect ${host}:${port} -verify_hostname ${host} -CAfile global-bundle.pem </dev/null`,
      errors: ['certificate-name', 'certificate-trust'],
    },
    {
      id: 'certificate-bundle',
      layer: 'tls',
      sentence:
        'The client has no certificates of RDS, or old ones, so that it trusts no database of RDS.',
      fix: 'Get the bundle anew and name it as the root certificate.',
      command: `curl --fail --silent --show-error --output global-bundle.pem ${BUNDLE}`,
      errors: ['certificate-trust', 'certificate-name'],
    },
    {
      id: 'encryption',
      layer: 'tls',
      sentence: 'The client does not encrypt, and the database demands it.',
      fix: 'Switch TLS on, with verification.',
      command: said.encrypted(host, port),
      errors: ['encryption'],
    },
    {
      id: 'login',
      layer: 'database',
      sentence:
        'User, password or the name of the database do not fit: this access opens the path and gives no login.',
      fix: 'Ask the owner of the database for a login, and try it by hand.',
      command: said.encrypted(host, port),
      errors: ['password', 'database-name'],
    },
    {
      id: 'iam-login',
      layer: 'iam',
      sentence:
        'The login is by IAM, and the token is older than 15 minutes, made for another host, port, Region or user, or without the permission rds-db:connect.',
      fix: `Make it anew for exactly this host and port; in ${
        family === 'postgres'
          ? 'PostgreSQL the user needs the role rds_iam'
          : 'MySQL the user needs AWSAuthenticationPlugin'
      }.`,
      command: `aws rds generate-db-auth-token --hostname ${host} --port ${port} --region ${region} --username "$DATABASE_USER"`,
      errors: ['iam-token', 'password'],
    },
    {
      id: 'connections',
      layer: 'database',
      sentence: 'The database has as many connections as it takes.',
      fix: 'Let the pool hold fewer, or ask the owner for more, or for an RDS Proxy.',
      command: said.connections,
      errors: ['connections'],
    },
    {
      id: 'pooled',
      layer: 'database',
      sentence:
        'A pool holds connections of before a failover, which lead to the former writer or to nothing.',
      fix: 'Restart the pool, and give its connections an end, e.g. a maximum lifetime of 30 minutes.',
      command: said.readOnly,
      errors: ['read-only', 'broken-off', 'starting'],
    },
    {
      id: 'idle',
      layer: 'network',
      sentence:
        'A connection was idle for 350 s, after which VPC Lattice and load balancers end it without a word.',
      fix: 'Let the client send keepalives every 120 s, or close what is idle before.',
      command:
        family === 'postgres'
          ? said.encrypted(host, port)
          : 'sudo sysctl -w net.ipv4.tcp_keepalive_time=120',
      errors: ['broken-off'],
    },
  ];
}
