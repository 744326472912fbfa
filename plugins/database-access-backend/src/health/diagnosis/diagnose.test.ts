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
  ConsumerNetwork,
  DiagnosisLayer,
  DiagnosisVerdict,
  Hop,
  HopCause,
  Plan,
  Share,
  ShareObject,
  withoutSecrets,
} from '@towpath/backstage-plugin-database-access-common';
import { readFileSync } from 'fs';
import { join } from 'path';
import { factsOf } from '../../__testUtils__/simulatedCompany';
import { latticeResourceEndpoint } from '../../patterns';
import { LaneReading } from '../readings';
import { SURROUNDING_HOPS } from '../surroundingNames';
import { diagnose } from './diagnose';
import { KNOWN_CAUSES } from './knownCauses';
import { KNOWN_ERRORS, knownErrorOf } from './knownErrors';

const now = new Date('2026-11-02T09:00:00Z');
const readAt = '2026-11-02T08:59:40.000Z';

const graph = latticeResourceEndpoint(factsOf());

const network: ConsumerNetwork = {
  name: 'analytics-databricks',
  title: 'Analytics, Databricks workspace',
  owner: 'group:default/analytics-team',
  accountId: '666666666666',
  accountName: 'analytics',
  region: 'us-east-1',
  vpcId: 'vpc-06666000000000001',
  subnetIds: ['subnet-06666000000000011'],
  clientSecurityGroupIds: ['sg-06666000000000018'],
  source: 'config',
};

const objects = graph.nodes.map(
  ({ key, type, title, lane }): ShareObject => ({
    id: key,
    key,
    type,
    title,
    accountId: lane.accountId,
    accountName: 'orders-prod',
    region: lane.region,
    wanted: 'present',
    condition: 'ready',
    outputs: { id: `${key}-id` },
    users: 1,
    dependsOn: [],
    readAt,
  }),
);

const around = (name: string): Hop => ({
  name,
  objects: [],
  health: 'healthy',
  readAt,
});

const hops: Hop[] = [
  around(SURROUNDING_HOPS.clientGroups),
  around(SURROUNDING_HOPS.names),
  around(SURROUNDING_HOPS.clientAcls),
  ...graph.hops.map(
    ({ name, nodes }): Hop => ({
      name,
      objects: [...nodes],
      health: 'healthy',
      awsStatus: 'available',
      readAt,
    }),
  ),
  around(SURROUNDING_HOPS.databaseAcls),
  around(SURROUNDING_HOPS.databaseGroups),
  around(SURROUNDING_HOPS.database),
];

const well = {
  id: 'share-1',
  requestId: 'request-1',
  lifecycle: 'active',
  health: 'healthy',
  sync: 'in-sync',
  databaseRef: 'resource:default/orders-postgres',
  databaseArn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
  network,
  pattern: 'lattice-resource-endpoint',
  endpoint: { host: 'orders.example.rds.amazonaws.com', port: 5432 },
  plan: {
    engine: 'postgres',
    network,
    databaseArn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
  } as Plan,
  objects,
  hops,
  outputs: [],
  startedAt: '2026-11-01T09:00:00.000Z',
  expiresAt: '2026-11-30T09:00:00.000Z',
} as unknown as Share;

const LANES: LaneReading[] = [
  {
    accountId: '333333333333',
    region: 'us-east-1',
    at: Date.parse(readAt),
    problems: [],
  },
];

const ask = (
  share: Share,
  said: { error?: string; lanes?: LaneReading[] } = {},
) => diagnose(share, { timeline: [], lanes: LANES, now, ...said });

/** The share with one trouble: in a hop, or with an object of a type. */
function troubled(trouble: Partial<Hop> & { at: string; type?: string }) {
  const { at, type, ...said } = trouble;
  const hop = hops.find(({ name }) => name === at)!;
  expect(hop).toBeDefined();
  const key = type && `of-${type}`;
  return {
    ...well,
    objects: key
      ? [
          ...objects,
          { ...objects[0], key, type, condition: 'gone', differences: [{}] },
        ]
      : objects,
    hops: hops.map(each =>
      each === hop
        ? {
            ...hop,
            objects: key ? [key] : hop.objects,
            health: 'broken',
            reason: 'This is why.',
            remedy: 'This mends it.',
            ...said,
          }
        : each,
    ),
  } as Share;
}

const OWN = graph.hops[0].name;

/** Each cause at a place where it happens, and what has to be said of it. */
const CASES: Record<
  HopCause,
  Array<{
    at: string;
    type?: string;
    health?: Hop['health'];
    layer: DiagnosisLayer;
    verdict?: DiagnosisVerdict;
    says: RegExp;
  }>
> = {
  'object-gone': [
    {
      at: OWN,
      type: 'ec2/security-group-rule',
      layer: 'network',
      says: /time out although AWS calls everything active/,
    },
    {
      at: OWN,
      type: 'route53/record-set',
      layer: 'dns',
      says: /name of the database does not lead/,
    },
    {
      at: OWN,
      type: 'ec2/endpoint-connection',
      layer: 'trust',
      says: /does not let the endpoint in/,
    },
    {
      at: OWN,
      type: 'vpc-lattice/resource-endpoint-association',
      layer: 'trust',
      says: /cut the endpoint off/,
    },
    {
      at: OWN,
      type: 'ram/principal',
      layer: 'trust',
      verdict: 'elsewhere',
      says: /in order/,
    },
    {
      at: OWN,
      type: 'ec2/vpc-endpoint',
      layer: 'network',
      says: /endpoint in the clients’ network/,
    },
  ],
  'object-failed': [
    {
      at: OWN,
      type: 'vpc-lattice/resource-gateway',
      layer: 'network',
      says: /VPC Lattice does not lead/,
    },
    {
      at: OWN,
      type: 'elbv2/targets',
      layer: 'network',
      says: /Nothing healthy/,
    },
  ],
  'object-degraded': [
    {
      at: OWN,
      type: 'vpc-lattice/service-network-resource-association',
      health: 'degraded',
      layer: 'network',
      verdict: 'partly',
      says: /some failures and not all: The service network/,
    },
  ],
  'object-changed': [
    {
      at: OWN,
      type: 'ec2/security-group-rule',
      layer: 'network',
      says: /a rule that this access needs is not there/,
    },
  ],
  'object-absent': [
    {
      at: OWN,
      type: 'ec2/vpc-endpoint',
      health: 'pending',
      layer: 'network',
      says: /not there yet/,
    },
  ],
  'object-pending': [
    {
      at: OWN,
      type: 'ram/invitation',
      health: 'pending',
      layer: 'trust',
      says: /12 hours/,
    },
  ],
  'object-unknown': [
    {
      at: OWN,
      type: 'vpc-lattice/resource-gateway',
      health: 'unknown',
      layer: 'network',
      verdict: 'unreadable',
      says: /not everything could be read.*a word that is not known/,
    },
  ],
  'not-read': [
    {
      at: OWN,
      health: 'unknown',
      layer: 'network',
      verdict: 'unreadable',
      says: /not everything could be read.*too long ago/,
    },
  ],
  'account-unreadable': [
    {
      at: OWN,
      health: 'unknown',
      layer: 'iam',
      verdict: 'unreadable',
      says: /portal may not look/,
    },
  ],
  'client-group-gone': [
    {
      at: SURROUNDING_HOPS.clientGroups,
      layer: 'network',
      says: /do not leave the clients/,
    },
  ],
  'client-egress-missing': [
    {
      at: SURROUNDING_HOPS.clientGroups,
      layer: 'network',
      says: /do not leave the clients/,
    },
  ],
  'client-subnet-gone': [
    {
      at: SURROUNDING_HOPS.clientAcls,
      health: 'degraded',
      layer: 'network',
      verdict: 'partly',
      says: /A subnet that the network names/,
    },
  ],
  'client-acl-denies': [
    {
      at: SURROUNDING_HOPS.clientAcls,
      layer: 'network',
      says: /network ACL drops/,
    },
    {
      at: SURROUNDING_HOPS.clientAcls,
      health: 'degraded',
      layer: 'network',
      verdict: 'partly',
      says: /some failures and not all/,
    },
  ],
  'vpc-gone': [
    { at: SURROUNDING_HOPS.names, layer: 'network', says: /nowhere left/ },
  ],
  'vpc-dns-off': [
    { at: SURROUNDING_HOPS.names, layer: 'dns', says: /does not lead to this/ },
  ],
  'name-shadowed': [
    { at: SURROUNDING_HOPS.names, layer: 'dns', says: /does not lead to this/ },
  ],
  'zone-not-in-vpc': [
    { at: SURROUNDING_HOPS.names, layer: 'dns', says: /does not lead to this/ },
  ],
  'database-acl-denies': [
    {
      at: SURROUNDING_HOPS.databaseAcls,
      layer: 'network',
      says: /network ACL drops/,
    },
  ],
  'database-group-detached': [
    {
      at: SURROUNDING_HOPS.databaseGroups,
      layer: 'network',
      says: /has lost the security group/,
    },
  ],
  'database-gone': [
    {
      at: SURROUNDING_HOPS.database,
      layer: 'database',
      says: /itself does not answer/,
    },
  ],
  'database-stopped': [
    {
      at: SURROUNDING_HOPS.database,
      layer: 'database',
      says: /itself does not answer/,
    },
  ],
  'database-failed': [
    {
      at: SURROUNDING_HOPS.database,
      layer: 'database',
      says: /itself does not answer/,
    },
  ],
  'database-without-writer': [
    {
      at: SURROUNDING_HOPS.database,
      layer: 'database',
      says: /itself does not answer/,
    },
  ],
  'database-changing': [
    {
      at: SURROUNDING_HOPS.database,
      health: 'pending',
      layer: 'database',
      says: /for a moment/,
    },
  ],
  'database-degraded': [
    {
      at: SURROUNDING_HOPS.database,
      health: 'degraded',
      layer: 'database',
      verdict: 'partly',
      says: /may break connections/,
    },
  ],
  'database-status-unknown': [
    {
      at: SURROUNDING_HOPS.database,
      health: 'unknown',
      layer: 'database',
      verdict: 'unreadable',
      says: /a word that is not known/,
    },
  ],
  'database-moved': [
    {
      at: SURROUNDING_HOPS.database,
      layer: 'database',
      says: /another host or port/,
    },
  ],
  'database-public': [
    {
      at: SURROUNDING_HOPS.database,
      health: 'degraded',
      layer: 'database',
      verdict: 'elsewhere',
      says: /in order/,
    },
  ],
};

const ALL = Object.entries(CASES).flatMap(([cause, cases]) =>
  cases.map(each => ({ cause: cause as HopCause, ...each })),
);

describe('a diagnosis', () => {
  it.each(ALL.map(each => [each.cause, each.type ?? each.at, each] as const))(
    'of %s (%s) names layer, cause and fix',
    (cause, _what, { at, type, health = 'broken', layer, verdict, says }) => {
      const diagnosis = ask(troubled({ at, type, health, cause }));
      expect(diagnosis.verdict).toBe(verdict ?? 'found');
      expect(diagnosis.conclusion).toMatch(says);
      expect(diagnosis.causes[0]).toMatchObject({
        layer,
        cause,
        sentence: expect.stringMatching(/: This is why\.$/),
        fix: 'This mends it.',
      });
      expect(diagnosis).toMatchObject(
        verdict === 'elsewhere' ? {} : { layer, fix: 'This mends it.' },
      );
    },
  );

  it('has its source for everything that it knows', () => {
    expect(KNOWN_CAUSES.filter(({ source }) => source.length < 5)).toEqual([]);
    const known = new Set(KNOWN_CAUSES.flatMap(({ causes }) => causes));
    expect([...known].sort()).toEqual(Object.keys(CASES).sort());
  });

  it('stands in the documentation with each cause and its layer', () => {
    const page = readFileSync(
      join(__dirname, '../../../../../docs/health.md'),
      'utf8',
    );
    for (const { cause, layer } of ALL) {
      const row = page
        .split('\n')
        .find(line => line.startsWith(`| \`${cause}\``));
      expect([cause, row]).toEqual([cause, expect.stringContaining(layer)]);
    }
  });

  it('says that all is well where all is well, and turns to the client', () => {
    const { verdict, conclusion, causes, ruledOut, clientCauses, layer } =
      ask(well);
    expect(verdict).toBe('elsewhere');
    expect(causes).toEqual([]);
    expect(layer).toBeUndefined();
    expect(conclusion).toContain(`the oldest part at ${readAt}`);
    expect(ruledOut).toHaveLength(hops.length + LANES.length);
    expect(ruledOut).toContainEqual({
      layer: 'dns',
      sentence: expect.stringContaining(
        `Private names are on in ${network.vpcId}`,
      ),
      readAt,
    });
    expect(clientCauses.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'idle',
        'pooled',
        'certificate-bundle',
        'login',
        'iam-login',
        'elsewhere',
      ]),
    );
    expect(clientCauses.filter(({ command }) => !command)).toEqual([]);
  });

  it('tells an account that lets nobody in from a role that may not do something', () => {
    const reason = 'Account 333333333333 refused the role.';
    const share = troubled({
      at: OWN,
      cause: 'account-unreadable',
      health: 'unknown',
      reason,
    });
    const lanes = [{ ...LANES[0], problems: [{ message: reason }] }];
    expect(ask(share, { lanes }).layer).toBe('trust');
    const narrower = [
      { ...LANES[0], problems: [{ of: 'ec2/vpc-endpoint', message: reason }] },
    ];
    expect(ask(share, { lanes: narrower }).layer).toBe('iam');
  });

  it('names the cause before what only follows from it', () => {
    const stopped = troubled({
      at: SURROUNDING_HOPS.database,
      cause: 'database-stopped',
    });
    const both = troubled({
      at: OWN,
      type: 'elbv2/targets',
      cause: 'object-failed',
    });
    const share = {
      ...both,
      hops: both.hops.map(hop =>
        hop.name === SURROUNDING_HOPS.database
          ? stopped.hops.find(({ name }) => name === hop.name)!
          : hop,
      ),
    };
    expect(ask(share).causes.map(({ cause }) => cause)).toEqual([
      'database-stopped',
      'object-failed',
    ]);
  });

  it.each([
    ['revoked', 'over', /has ended.*cut since/],
    ['revoking', 'over', /being taken away/],
    ['building', 'not-yet', /still being built/],
    ['stuck', 'not-yet', /stands still/],
  ] as const)('of one that is %s says so', (lifecycle, verdict, says) => {
    const share: Share = {
      ...well,
      lifecycle,
      ...(lifecycle === 'revoked' && { revokedAt: readAt }),
    };
    const diagnosis = ask(share);
    expect(diagnosis).toMatchObject({
      verdict,
      conclusion: expect.stringMatching(says),
      fix: expect.any(String),
    });
  });
});

describe('the error that was seen', () => {
  it.each([
    [
      'postgres',
      'connection to server at "10.0.0.1", port 5432 failed: Connection timed out',
      'network',
      'timeout',
    ],
    [
      'postgres',
      'could not connect to server: No route to host',
      'network',
      'no-route',
    ],
    [
      'postgres',
      'psql: error: connection to server failed: Connection refused',
      'database',
      'refused',
    ],
    [
      'postgres',
      'could not translate host name "orders" to address: Name or service not known',
      'dns',
      'name',
    ],
    [
      'postgres',
      'SSL error: certificate verify failed',
      'tls',
      'certificate-trust',
    ],
    [
      'postgres',
      'server certificate for "a" does not match host name "b"',
      'tls',
      'certificate-name',
    ],
    [
      'postgres',
      'FATAL:  password authentication failed for user "app"',
      'database',
      'password',
    ],
    [
      'postgres',
      'FATAL:  no pg_hba.conf entry for host "10.0.0.5", user "app", database "x", no encryption',
      'tls',
      'encryption',
    ],
    [
      'postgres',
      'FATAL:  too many connections for role "app"',
      'database',
      'connections',
    ],
    [
      'aurora-postgresql',
      'FATAL:  PAM authentication failed for user "app"',
      'iam',
      'iam-token',
    ],
    [
      'aurora-postgresql',
      'ERROR:  cannot execute INSERT in a read-only transaction',
      'database',
      'read-only',
    ],
    [
      'postgres',
      'server closed the connection unexpectedly',
      'network',
      'broken-off',
    ],
    [
      'postgres',
      'org.postgresql.util.PSQLException: The connection attempt failed. Caused by: java.net.SocketTimeoutException: connect timed out',
      'network',
      'timeout',
    ],
    [
      'mysql',
      "ERROR 2003 (HY000): Can't connect to MySQL server on 'orders' (110)",
      'network',
      'timeout',
    ],
    [
      'mysql',
      "ERROR 2003 (HY000): Can't connect to MySQL server on 'orders' (111)",
      'database',
      'refused',
    ],
    [
      'mysql',
      "ERROR 2005 (HY000): Unknown MySQL server host 'orders' (-2)",
      'dns',
      'name',
    ],
    [
      'mysql',
      "ERROR 1045 (28000): Access denied for user 'app'@'10.0.0.5' (using password: YES)",
      'database',
      'password',
    ],
    [
      'mysql',
      'ERROR 3159 (HY000): Connections using insecure transport are prohibited while --require_secure_transport=ON.',
      'tls',
      'encryption',
    ],
    [
      'mysql',
      'ERROR 1040 (HY000): Too many connections',
      'database',
      'connections',
    ],
    [
      'mysql',
      'ERROR 1290 (HY000): The MySQL server is running with the --read-only option so it cannot execute this statement',
      'database',
      'read-only',
    ],
    [
      'mysql',
      "ERROR 2013 (HY000): Lost connection to MySQL server at 'reading initial communication packet', system error: 110",
      'network',
      'timeout',
    ],
    [
      'mariadb',
      'SSL connection error: Hostname mismatch',
      'tls',
      'certificate-name',
    ],
  ])('of %s: %s is of the layer %s', (engine, text, layer, id) => {
    expect(knownErrorOf(text, engine)).toMatchObject({ layer, id });
  });

  it('is not made out of nothing', () => {
    expect(knownErrorOf('It does not work at all', 'postgres')).toBeUndefined();
    const { error, conclusion } = ask(well, { error: 'It just hangs' });
    expect(error).toEqual({ text: 'It just hangs', fromDatabase: false });
    expect(conclusion).toMatch(/Try what is below/);
  });

  it('of the database itself says that the path was open', () => {
    const diagnosis = ask(well, {
      error: 'FATAL: password authentication failed for user "app"',
    });
    expect(diagnosis).toMatchObject({
      verdict: 'elsewhere',
      layer: 'database',
      conclusion: expect.stringContaining('the path works'),
      error: { fromDatabase: true },
    });
    expect(diagnosis.clientCauses[0]).toMatchObject({ fitsError: true });
  });

  it('puts what fits it first', () => {
    const error = 'could not translate host name "orders" to address';
    const shadowed = troubled({
      at: SURROUNDING_HOPS.names,
      cause: 'name-shadowed',
    });
    const share = {
      ...shadowed,
      hops: shadowed.hops.map(hop =>
        hop.name === SURROUNDING_HOPS.databaseGroups
          ? {
              ...hop,
              health: 'broken' as const,
              cause: 'database-group-detached' as const,
            }
          : hop,
      ),
    };
    expect(ask(share).causes[0].cause).toBe('database-group-detached');
    const diagnosis = ask(share, { error });
    expect(diagnosis.causes[0].cause).toBe('name-shadowed');
    expect(diagnosis.conclusion).toMatch(/fits the error that was seen\.$/);
  });

  it.each(KNOWN_ERRORS.map(({ id }) => id))(
    '%s has something to try, or something that was read',
    id => {
      const { clientCauses } = ask({
        ...well,
        plan: { ...well.plan, engine: 'sqlserver' },
      });
      expect(clientCauses.length).toBeGreaterThan(5);
      const fits = KNOWN_ERRORS.filter(known => known.id === id).some(
        ({ layer }) => clientCauses.some(cause => cause.layer === layer),
      );
      expect(fits).toBe(true);
    },
  );
});

describe('the bundle for a ticket', () => {
  const CANARIES = [
    'postgresql://app:canary-1@orders:5432/x',
    'password=canary-2 host=orders',
    "PGPASSWORD='canary-3' psql",
    'Authorization: Bearer canary-4',
    'X-Amz-Security-Token=canary-5&X-Amz-Signature=canary-6',
    // Put together here, so that nobody takes it for somebody's.
    `AKIA${'CANARY7'.repeat(2)}CA`,
    'eyJcanary8canary8canary8.x.y',
    '{"SecretAccessKey": "canary-9"}',
  ];

  it('has what helps: ids, states, AWS’s words and times', () => {
    const { bundle } = ask(
      troubled({ at: OWN, type: 'ec2/vpc-endpoint', cause: 'object-gone' }),
      { error: 'Connection timed out' },
    );
    for (const said of [
      'share-1',
      'AWS says available',
      'resource-gateway-id',
      readAt,
      'Connection timed out',
      'This is why.',
      well.databaseArn,
    ]) {
      expect(bundle).toContain(said);
    }
  });

  it('repeats no secret that somebody pastes', () => {
    const { bundle, error, conclusion } = ask(well, {
      error: CANARIES.join('\n'),
    });
    for (const said of [bundle, JSON.stringify(error), conclusion]) {
      expect(said).not.toMatch(/canary/i);
    }
    expect(bundle.match(/\[secret\]/g)!.length).toBeGreaterThanOrEqual(
      CANARIES.length,
    );
    expect(withoutSecrets('Connection timed out')).toBe('Connection timed out');
  });

  it('lets no pasted text end its block', () => {
    const { bundle } = ask(well, { error: '~~~~\n# A title of mine' });
    expect(bundle.match(/^~~~~$/gm)).toHaveLength(2);
  });
});
