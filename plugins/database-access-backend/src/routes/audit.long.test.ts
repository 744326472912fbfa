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
import { createHash } from 'crypto';
import {
  auditVerify,
  verifierText,
  verifyAll,
} from '../__testUtils__/auditVerifier';
import { decide, fileRequest, Portal } from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(240_000);

afterAll(stopPortals);

/** A spreadsheet would run it, a careless reader of CSV would break at it. */
const HOSTILE = '=HYPERLINK("http://evil.example","click"), \'and\'\nmore 🦊';

/** The trail as somebody gets it. */
async function exported(portal: Portal, query = ''): Promise<string> {
  const answer = await portal
    .as('owner')
    .get(`/audit?${query}`)
    .buffer(true)
    .parse((res, done) => {
      const chunks: Buffer[] = [];
      res.on('data', chunk => chunks.push(chunk));
      res.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')));
    });
  if (answer.status !== 200) {
    throw new Error(`${answer.status} ${answer.body}`);
  }
  return answer.body;
}

/** A share that was asked for, agreed to, built, used and ended. */
async function liveShare(portal: Portal) {
  const request = await fileRequest(portal);
  await decide(portal, request, { comment: 'Go on' });
  const { body } = await portal
    .as('requester')
    .post(`/requests/${request.id}/start`);
  const path = `/shares/${body.shareId}`;
  const becomes = (lifecycle: string) =>
    portal.until(async () => {
      const share = await portal.as('requester').get(path);
      return share.body.lifecycle === lifecycle ? share.body : undefined;
    });
  await becomes('active');
  await portal.as('owner').post(`${path}/revoke`, { reason: 'Enough' });
  await becomes('revoked');
  return { requestId: request.id, shareId: body.shareId as string };
}

/** Somebody with strange words asks for another database, and is refused. */
async function refuseRequest(portal: Portal): Promise<string> {
  const wish = { databaseRef: 'resource:default/catalog-aurora' };
  const { body: plan } = await portal.as('requester').post('/plans', {
    databaseRef: wish.databaseRef,
    network: 'analytics-databricks',
    durationSeconds: 86_400,
  });
  const { body } = await portal.as('requester').post('/requests', {
    databaseRef: wish.databaseRef,
    network: 'analytics-databricks',
    durationSeconds: 86_400,
    purpose: HOSTILE,
    planDigest: plan.digest,
    idempotencyKey: 'hostile',
  });
  await portal.as('everyOwner').post(`/requests/${body.id}/decisions`, {
    decision: 'deny',
    comment: HOSTILE,
    planDigest: plan.digest,
  });
  return body.id;
}

/** The lines of an export in the JSON Lines form. */
function linesOf(text: string): Array<Record<string, any>> {
  return text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
}

/** Writes a file anew so that its last line fits, as somebody would who knows how it is made. */
function resealed(lines: string[]): string {
  const kept = lines.map(line => `${line}\n`).join('');
  const records = lines.map(line => JSON.parse(line).record);
  const of = (record: string) => records.filter(each => each === record).length;
  return `${kept}${JSON.stringify({
    record: 'total',
    requests: of('request'),
    rows: of('row'),
    sha256: createHash('sha256').update(kept).digest('hex'),
  })}\n`;
}

describe('the export of the audit trail', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
  let portal: Portal;
  let share: { requestId: string; shareId: string };
  let refused: string;
  let livedOn: string | undefined;

  /** One life is enough: nothing of what follows changes anything. */
  async function lived(databaseId = livedOn ?? 'SQLITE_3') {
    if (livedOn === databaseId) {
      return;
    }
    await stopPortals();
    livedOn = databaseId;
    portal = await startPortal({
      knex: await databases.init(databaseId as 'SQLITE_3'),
    });
    share = await liveShare(portal);
    refused = await refuseRequest(portal);
  }

  it.each(databases.eachSupportedId())(
    'of one share answers the five questions by itself, on %s',
    async databaseId => {
      await lived(databaseId);
      const lines = linesOf(await exported(portal, `shareId=${share.shareId}`));
      const [header, request] = lines;
      const rows = lines.filter(({ record }) => record === 'row');
      expect(lines.map(({ record }) => record)).toEqual([
        'header',
        'request',
        ...rows.map(() => 'row'),
        'head',
        'total',
      ]);
      expect(header).toMatchObject({
        installation: 'demo',
        exportedBy: 'user:default/owner',
        schema: 1,
        shareId: share.shareId,
      });
      // Who asked?
      expect(request.asked).toMatchObject({
        by: 'user:default/requester',
        for: 'Monthly revenue report',
        databaseRef: 'resource:default/orders-postgres',
        from: { name: 'analytics-databricks', accountId: '666666666666' },
      });
      // Who agreed?
      expect(request.decisions).toEqual([
        expect.objectContaining({
          deciderRef: 'user:default/owner',
          decision: 'approve',
          comment: 'Go on',
        }),
      ]);
      // What was opened?
      expect(request.opened).toMatchObject({
        planDigest: request.decisions[0].planDigest,
        opens: [
          {
            network: 'analytics-databricks',
            databaseArn:
              'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
            port: 5432,
          },
        ],
      });
      // By which plan all of it was done, each row says.
      const ofShare = rows.filter(row => row.shareId);
      expect(ofShare.length).toBeGreaterThan(20);
      expect([...new Set(ofShare.map(row => row.planDigest))]).toEqual([
        request.decisions[0].planDigest,
      ]);
      // What was done in AWS?
      const calls = rows.filter(row => row.awsRequestId);
      expect(calls.length).toBeGreaterThan(10);
      expect(calls.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['object.created', 'object.removing']),
      );
      for (const { details } of calls) {
        expect(details.call).toEqual({
          accountId: expect.stringMatching(/^\d{12}$/),
          region: 'us-east-1',
          operation: expect.stringMatching(/^[a-z0-9-]+:[A-Z]\w+$/),
          sessionName: expect.stringMatching(/^dbaccess-demo-/),
          sourceIdentity: expect.any(String),
          awsId: expect.any(String),
        });
      }
      const made = calls.filter(({ kind }) => kind === 'object.created');
      // As CloudTrail of each account has it: the share, and who asked.
      for (const { details } of made) {
        expect(details.call).toMatchObject({
          sessionName: `dbaccess-demo-${share.shareId}`.slice(0, 64),
          sourceIdentity: 'user.default.requester',
        });
      }
      expect(calls.map(({ details }) => details.call)).toContainEqual(
        expect.objectContaining({
          operation: 'ec2:DeleteVpcEndpoints',
          accountId: '666666666666',
          sourceIdentity: 'user.default.owner',
          awsId: expect.stringMatching(/^vpce-/),
        }),
      );
      // When did it end?
      expect(request.shares).toEqual([
        expect.objectContaining({
          shareId: share.shareId,
          lifecycle: 'revoked',
          revokedBy: 'user:default/owner',
          cutAt: expect.any(String),
          revokedAt: rows[rows.length - 1].at,
        }),
      ]);
      expect(rows[0]).toMatchObject({
        kind: 'request.filed',
        actor: 'user:default/requester',
      });
      expect(rows[rows.length - 1]).toMatchObject({
        kind: 'share.revoked',
        details: { after: { lifecycle: 'revoked' } },
      });

      const csv = await exported(portal, `format=csv&shareId=${share.shareId}`);
      const verdicts = await verifyAll({
        jsonl: lines.map(line => `${JSON.stringify(line)}\n`).join(''),
        all: await exported(portal),
        csv,
        allAsCsv: await exported(portal, 'format=csv'),
      });
      for (const { isGood, said } of Object.values(verdicts)) {
        expect(said).toContain('every row is as it was written');
        expect(isGood).toBe(true);
      }
      expect(verdicts.csv.said).toContain(
        `1 request, ${rows.length} rows: every row`,
      );
      expect(verdicts.all.said).toContain('2 requests, ');
    },
  );

  it('is no longer good once any byte of it is another', async () => {
    await lived();
    const original = {
      jsonl: Buffer.from(await exported(portal)),
      csv: Buffer.from(await exported(portal, 'format=csv')),
    };
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = randomOf(seed);
    const changed: Record<string, Buffer> = {};
    for (const [format, bytes] of Object.entries(original)) {
      const places = [
        0,
        bytes.length - 1,
        ...Array.from({ length: 150 }, () =>
          Math.floor(random() * bytes.length),
        ),
      ];
      for (const place of places) {
        const copy = Buffer.from(bytes);
        // eslint-disable-next-line no-bitwise
        copy[place] ^= 1 << Math.floor(random() * 8);
        changed[`${format}, byte ${place}, seed ${seed}`] = copy;
      }
    }
    const verdicts = await verifyAll({ ...original, ...changed });
    expect(verdicts.jsonl.isGood && verdicts.csv.isGood).toBe(true);
    const unseen = Object.keys(changed).filter(name => verdicts[name].isGood);
    expect(unseen).toEqual([]);
  });

  it('tells in sentences what was done to it', async () => {
    await lived();
    const text = await exported(portal);
    const lines = text.trimEnd().split('\n');
    const at = (wanted: (record: Record<string, any>) => boolean) =>
      lines.findIndex(line => wanted(JSON.parse(line)));
    const row = (sequence: number) =>
      at(
        each =>
          each.requestId === share.requestId && each.sequence === sequence,
      );
    const head = at(({ record }) => record === 'head');
    const last = JSON.parse(lines[head]).count;
    const second = at(
      each => each.record === 'request' && each.requestId === refused,
    );
    const without = (...places: number[]) =>
      lines.filter((_, index) => !places.includes(index));
    const replaced = (place: number, change: (line: string) => string) =>
      lines.map((line, index) => (index === place ? change(line) : line));
    const swapped = [...lines];
    [swapped[row(3)], swapped[row(4)]] = [swapped[row(4)], swapped[row(3)]];
    const body = (all: string[]) => all.slice(0, -1);

    const cases: Record<string, { file: string; says: string[] }> = {
      'a word': {
        file: resealed(
          body(replaced(row(2), line => line.replace('Approved', 'Refused!'))),
        ),
        says: [`Row 2 of the request ${share.requestId}`, 'was changed'],
      },
      'rows of the middle': {
        file: resealed(body(without(row(5), row(6)))),
        says: [`Rows 5 to 6 of the request ${share.requestId} are missing`],
      },
      'the first row': {
        file: resealed(body(without(row(1)))),
        says: [`Row 1 of the request ${share.requestId} is missing`],
      },
      'the first rows, and where it says that it begins': {
        file: resealed(
          body(
            replaced(1, line => {
              const { hash } = JSON.parse(lines[row(1)]);
              return line.replace(
                `"startsAfter":{"hash":"${'0'.repeat(64)}","sequence":0}`,
                `"startsAfter":{"hash":"${hash}","sequence":1}`,
              );
            }).filter((_, index) => index !== row(1)),
          ),
        ),
        says: ['its first rows are missing'],
      },
      'the last rows': {
        file: resealed(body(without(row(last), row(last - 1)))),
        says: [
          `and had ${last}, up to row ${last}: its last rows were dropped`,
        ],
      },
      'the last rows and their count': {
        file: resealed(body(without(row(last), head))),
        says: ['with its count and head, is missing'],
      },
      'the order of rows': {
        file: resealed(body(swapped)),
        says: ['stands after row 4: the order was changed'],
      },
      'a row twice': {
        file: resealed(
          body([
            ...lines.slice(0, row(2)),
            lines[row(2)],
            ...lines.slice(row(2)),
          ]),
        ),
        says: ['or the row is there twice'],
      },
      'a whole request': {
        file: resealed([lines[0], ...lines.slice(second, -1)]),
        says: [
          `Before the request ${refused}, which is number 2, 1 request is missing`,
        ],
      },
      'the last request': {
        file: [...lines.slice(0, second), lines[lines.length - 1], ''].join(
          '\n',
        ),
        says: ['The last line counts 2 requests, and the file has 1'],
      },
      'the order of requests': {
        file: resealed([
          lines[0],
          ...lines.slice(second, -1),
          ...lines.slice(1, second),
        ]),
        says: ['which is number 1, stands after number 2'],
      },
      'what a request is about': {
        file: resealed(
          body(replaced(1, line => line.replace('Monthly', 'Weekly'))),
        ),
        says: [
          `What the file says of the request ${share.requestId} before its rows was changed`,
        ],
      },
      'the end': {
        file: `${lines.slice(0, row(6)).join('\n')}\n`,
        says: ['The end of the file is missing'],
      },
      'half a line': {
        file: text.slice(0, -30),
        says: ['cannot be read: it does not end'],
      },
      'something behind it': {
        file: `${text}{"record":"row"}\n`,
        says: ['Something stands behind the last line'],
      },
      'no export at all': {
        file: 'a,b,c\r\n1,2,3\r\n',
        says: ['it does not name the columns of an export'],
      },
      nothing: { file: '', says: ['The file is empty'] },
    };
    const verdicts = await verifyAll(
      Object.fromEntries(
        Object.entries(cases).map(([name, { file }]) => [name, file]),
      ),
    );
    for (const [name, { says }] of Object.entries(cases)) {
      const { isGood, said } = verdicts[name];
      expect({ name, isGood }).toEqual({ name, isGood: false });
      for (const sentence of says) {
        expect(said).toContain(sentence);
      }
    }
  });

  it('is held against the heads of the auditor log, so that whoever writes all anew is seen, too', async () => {
    await lived();
    const text = await exported(portal, `requestId=${share.requestId}`);
    const lines = text.trimEnd().split('\n');
    const rows = linesOf(text).filter(({ record }) => record === 'row');
    const { hash } = rows[rows.length - 1];
    const given = (of: string) => ['--head', `${share.requestId}=${of}`];

    await expect(auditVerify(text)).resolves.toMatchObject({ exitCode: 0 });
    const good = await auditVerify(text, ...given(hash));
    expect(good).toEqual({
      exitCode: 0,
      said: expect.stringContaining(
        `the head that was given is the hash of its row ${rows.length}`,
      ),
    });
    // What came after an older event is no fault.
    const older = await auditVerify(text, ...given(rows[1].hash));
    expect(older.exitCode).toBe(0);

    // Somebody who knows how it is made drops the last row, and counts and digests anew.
    const shorter = lines.slice(0, -3);
    const head = JSON.parse(lines[lines.length - 2]);
    const forged = resealed([
      ...shorter,
      canonical({
        ...head,
        rows: rows.length - 1,
        count: rows.length - 1,
        head: rows[rows.length - 2].hash,
      }),
    ]);
    await expect(auditVerify(forged)).resolves.toMatchObject({ exitCode: 0 });
    await expect(auditVerify(forged, ...given(hash))).resolves.toEqual({
      exitCode: 1,
      said: expect.stringContaining('its last rows were dropped'),
    });

    await expect(auditVerify(text, '--head', 'nonsense')).resolves.toEqual({
      exitCode: 2,
      said: expect.stringContaining('yarn audit:verify <file>'),
    });
  });

  it('of a time says from where it goes on, and is good as that', async () => {
    await lived();
    const all = linesOf(await exported(portal)).filter(
      ({ record, requestId }) =>
        record === 'row' && requestId === share.requestId,
    );
    // Somewhere between its beginning and its end.
    const from = all[Math.floor(all.length / 3)].at;
    const to = all[Math.floor((2 * all.length) / 3)].at;
    expect(all[0].at < from && from < to).toBe(true);
    const text = await exported(
      portal,
      `from=${from}&to=${to}&requestId=${share.requestId}`,
    );
    const lines = linesOf(text);
    const rows = lines.filter(({ record }) => record === 'row');
    expect(rows).toEqual(all.filter(({ at }) => at >= from && at < to));
    expect(lines[1].startsAfter).toEqual({
      sequence: rows[0].sequence - 1,
      hash: rows[0].previousHash,
    });
    const csv = await exported(portal, `format=csv&from=${from}&to=${to}`);
    const verdicts = await verifyAll({ text, csv });
    expect(verdicts.text.said).toContain(
      `after row ${rows[0].sequence - 1} (${rows[0].previousHash})`,
    );
    expect(verdicts.text.isGood && verdicts.csv.isGood).toBe(true);

    const nothing = await exported(portal, 'to=2020-01-01');
    expect(linesOf(nothing).map(({ record }) => record)).toEqual([
      'header',
      'total',
    ]);
    expect((await verifyAll({ nothing })).nothing.isGood).toBe(true);
  });

  it('of a database is of its requests only', async () => {
    await lived();
    const lines = linesOf(
      await exported(portal, 'databaseRef=resource:default/catalog-aurora'),
    );
    expect(lines.filter(({ record }) => record === 'request')).toEqual([
      expect.objectContaining({ requestId: refused }),
    ]);
  });

  it('is no danger to a spreadsheet, and loses no character by that', async () => {
    await lived();
    const csv = await exported(portal, `format=csv&requestId=${refused}`);
    expect(csv).toContain(`"'${HOSTILE.replace(/"/g, '""')}"`);
    for (const cell of csv.match(/(?<=^|,)"?[^",\r\n]/gm)!) {
      expect(cell).not.toMatch(/[=+\-@]/);
    }
    const [denied] = linesOf(await exported(portal)).filter(
      ({ kind }) => kind === 'request.denied',
    );
    expect(denied.message).toBe(`Denied: ${HOSTILE}`);
    expect((await verifyAll({ csv })).csv.isGood).toBe(true);
  });

  it('is for those who may, and for ranges that are some', async () => {
    await lived();
    portal.audit.length = 0;
    for (const [query, status, sentence] of [
      ['from=yesterday', 400, 'from must be a date or a moment'],
      ['to=2026-13-45', 400, 'to must be a date or a moment'],
      ['from=2026-11-29T09:00', 400, 'from must be a date or a moment'],
      ['from=2026-11-29&to=2026-11-29', 400, 'it must end later'],
      ['from=2026-11-30&to=2026-11-29', 400, 'it must end later'],
      ['format=xml', 400, 'format'],
      ['whatever=1', 400, 'whatever'],
      ['requestId=unknown', 404, 'No request unknown'],
      ['shareId=unknown', 404, 'No share unknown'],
      [
        `shareId=${share.shareId}&requestId=${refused}`,
        400,
        `belongs to the request ${share.requestId}`,
      ],
    ] as const) {
      const answer = await portal.as('owner').get(`/audit?${query}`);
      expect({ query, status: answer.status }).toEqual({ query, status });
      expect(answer.body.error.message).toContain(sentence);
    }
    expect(portal.audit.map(({ outcome }) => outcome)).not.toContain('success');

    portal.audit.length = 0;
    const text = await exported(portal, `shareId=${share.shareId}`);
    const total = linesOf(text).pop()!;
    expect(portal.audit).toEqual([
      {
        eventId: 'audit-export',
        severityLevel: 'medium',
        meta: {
          shareId: share.shareId,
          format: 'jsonl',
          requests: 1,
          rows: total.rows,
          sha256: total.sha256,
        },
        outcome: 'success',
      },
    ]);

    const other = await startPortal({ denied: ['database-access.audit.read'] });
    const answer = await other.as('owner').get('/audit');
    expect(answer.status).toBe(403);
    expect(answer.body.error.message).toBe(
      'The permission database-access.audit.read is missing',
    );
    expect(other.audit).toEqual([
      expect.objectContaining({ eventId: 'audit-export', outcome: 'failure' }),
    ]);
  });
});

describe('the auditor log', () => {
  it('knows how far a request has come after each change, whoever made it, and so does the last export', async () => {
    const other = await startPortal();
    const { requestId, shareId } = await liveShare(other);
    await other.run('tell');
    const events = other.audit.filter(({ outcome }) => outcome === 'success');
    const headsOf = (eventId: string) =>
      events
        .filter(event => event.eventId === eventId)
        .map(({ meta }) => (meta as any).timeline);
    const rows = linesOf(await exported(other, `shareId=${shareId}`)).filter(
      ({ record }) => record === 'row',
    );
    const changes = [
      'request-create',
      'request-decide',
      'request-start',
      'share-revoke',
    ];
    const heads = [...changes, 'timeline-witness'].flatMap(headsOf);
    for (const { requestId: of, count, head } of heads) {
      expect(of).toBe(requestId);
      expect(rows[count - 1]).toMatchObject({ sequence: count, hash: head });
    }
    expect(headsOf('request-create')).toEqual([
      { requestId, count: 1, head: rows[0].hash },
    ]);
    expect(headsOf('request-decide')[0].count).toBe(2);
    // The lanes ended it, in nobody's call.
    const last = rows[rows.length - 1];
    expect(last.kind).toBe('share.revoked');
    expect(
      events.filter(({ meta }) => (meta as any)?.kind === 'share.revoked'),
    ).toEqual([
      {
        eventId: 'timeline-witness',
        severityLevel: 'low',
        outcome: 'success',
        meta: {
          kind: 'share.revoked',
          requestId,
          shareId,
          timeline: { requestId, count: last.sequence, head: last.hash },
        },
      },
    ]);
  });
});

describe('the verifier', () => {
  it('needs nothing but Node', async () => {
    const text = await verifierText();
    const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, of]) => of);
    expect(imported.sort()).toEqual(['node:crypto', 'node:fs', 'node:url']);
    expect(text).not.toMatch(/\bfetch\(|import\(|require\(/);
  });
});

/** Keys in their order; what stands in an export has no others. */
function canonical(record: Record<string, unknown>): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
}

/** Mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    /* eslint-disable no-bitwise */
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    /* eslint-enable no-bitwise */
  };
}
