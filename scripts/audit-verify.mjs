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

/**
 * `yarn audit:verify <file>`: whether an export of the audit trail is as it was written. It needs Node and this file,
 * nothing else: no installation, no network, no portal. It ends with 1 if something is wrong with the file.
 *
 * https://www.rfc-editor.org/rfc/rfc8785 (the text that is hashed), https://www.rfc-editor.org/rfc/rfc4180 (CSV)
 */
import { createHash } from 'node:crypto';
import { createReadStream, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const USAGE = `yarn audit:verify <file> [--head <request>=<hash>]…

  <file>   an export of the audit trail, JSON Lines or CSV
  --head   what the portal's auditor log says of a request after its last change (timeline.requestId and
           timeline.head): the file must contain it. May be given more than once.

Ends with 0 if the file is as it was written, with 1 if not, with 2 if it was not called like this.
`;

/** Of the lines; this version knows no other. */
const SCHEMA = 1;

/** What is longer is no line of an export. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Enough to see what happened. */
const MOST_PROBLEMS = 50;

/** Those of which the chain is told one by one. */
const MOST_REQUESTS = 100;

const ZEROS = '0'.repeat(64);

const COLUMNS = [
  'record',
  'request_id',
  'sequence',
  'at',
  'actor',
  'kind',
  'message',
  'share_id',
  'object_key',
  'aws_request_id',
  'plan_digest',
  'details',
  'previous_hash',
  'hash',
];

/** The columns of a row that may be empty, and what they are called in the row. */
const OPTIONAL = {
  share_id: 'shareId',
  object_key: 'objectKey',
  aws_request_id: 'awsRequestId',
  plan_digest: 'planDigest',
};

/** A line that cannot be read. */
class Malformed extends Error {}

/**
 * Reads an export from beginning to end, a line at a time.
 *
 * @param {AsyncIterable<Buffer>} bytes
 * @param {{ heads?: Map<string, string> }} [options] - by request: the hash that must be in its chain
 * @returns {Promise<{ isGood: boolean, lines: string[] }>} plain sentences
 */
export async function verify(bytes, options = {}) {
  const trail = new Trail(options.heads ?? new Map());
  let format;
  for await (const line of linesOf(bytes)) {
    if (format === undefined) {
      format = line.bytes[0] === 0x7b ? 'jsonl' : 'csv';
      trail.begin(format);
    }
    trail.take(line);
    if (trail.isHopeless) {
      break;
    }
  }
  return trail.conclude();
}

/** What was found in one file. */
class Trail {
  #digest = createHash('sha256');
  #heads;
  #format;
  /** @type {string[]} */
  #problems = [];
  #lineNumber = 0;
  #header;
  #columnsSeen = false;
  /** The request whose rows are being read. */
  #request;
  #number = 0;
  #requests = 0;
  #rows = 0;
  #total;
  #isOver = false;
  /** @type {string[]} */
  #whole = [];

  constructor(heads) {
    this.#heads = new Map(heads);
  }

  get isHopeless() {
    return this.#problems.length >= MOST_PROBLEMS;
  }

  begin(format) {
    this.#format = format;
  }

  /** @param {{ bytes: Buffer, problem?: string }} line - with its end */
  take({ bytes, problem }) {
    this.#lineNumber += 1;
    if (this.#isOver) {
      this.#say(
        `Something stands behind the last line, in line ${this.#lineNumber}.`,
      );
      return;
    }
    let record;
    try {
      if (problem) {
        throw new Malformed(problem);
      }
      record = this.#read(bytes);
    } catch (error) {
      if (!(error instanceof Malformed)) {
        throw error;
      }
      this.#digest.update(bytes);
      this.#say(`Line ${this.#lineNumber} cannot be read: ${error.message}.`);
      return;
    }
    if (record?.record === 'total') {
      this.#takeTotal(record, bytes);
      return;
    }
    this.#digest.update(bytes);
    if (record === undefined) {
      return;
    }
    if (!this.#header && record.record !== 'header') {
      this.#say('The first line, which says what the file is, is missing.');
      this.#header = {};
    }
    switch (record.record) {
      case 'header':
        this.#takeHeader(record);
        break;
      case 'request':
        this.#takeRequest(record);
        break;
      case 'row':
        this.#takeRow(record);
        break;
      case 'head':
        this.#takeHead(record);
        break;
      default:
        this.#say(`Line ${this.#lineNumber} is none that an export has.`);
    }
  }

  conclude() {
    if (this.#lineNumber === 0) {
      return { isGood: false, lines: ['The file is empty.'] };
    }
    if (!this.#isOver && !this.isHopeless) {
      this.#closeRequest();
      this.#say(
        'The end of the file is missing: it has no last line that counts the others, so rows may have been dropped.',
      );
    }
    if (!this.isHopeless) {
      for (const requestId of this.#heads.keys()) {
        this.#say(
          `The request ${requestId}, whose head was given, has no row with that hash here: its last rows were dropped or written anew, or the file is older or of another range than the head.`,
        );
      }
    }
    const isGood = this.#problems.length === 0;
    const lines = isGood
      ? this.#praise()
      : [
          ...this.#problems,
          ...(this.isHopeless ? ['Nothing was read after that.'] : []),
          'The file is NOT as it was written.',
        ];
    return { isGood, lines };
  }

  #praise() {
    const { installation, exportedAt, exportedBy, from, to } = this.#header;
    const range =
      from || to
        ? `, of the time ${from ? `from ${from} ` : ''}${
            to ? `until ${to}` : ''
          }`.trimEnd()
        : '';
    return [
      `An export of the installation ${installation}, made at ${exportedAt} by ${exportedBy}${range}.`,
      ...this.#whole,
      `${count(this.#requests, 'request')}, ${count(
        this.#rows,
        'row',
      )}: every row is as it was written, none is missing, and all are in their order.`,
    ];
  }

  #read(bytes) {
    const text = decode(bytes);
    if (this.#format === 'jsonl') {
      return readJsonLine(text);
    }
    const cells = readCsvLine(text);
    if (!this.#columnsSeen) {
      this.#columnsSeen = true;
      if (cells.join(',') !== COLUMNS.join(',')) {
        throw new Malformed('it does not name the columns of an export');
      }
      return undefined;
    }
    return recordOfCells(cells);
  }

  #takeHeader(header) {
    if (this.#header) {
      this.#say(`Line ${this.#lineNumber} begins another export.`);
      return;
    }
    this.#header = header;
    if (header.schema !== SCHEMA) {
      this.#say(
        `The file has the schema ${header.schema}, and this verifier knows ${SCHEMA}: take the verifier of the portal's version.`,
      );
    }
  }

  #takeRequest(record) {
    this.#closeRequest();
    this.#requests += 1;
    const { requestId, number, startsAfter } = record;
    if (number !== this.#number + 1) {
      this.#say(
        number > this.#number
          ? `Before the request ${requestId}, which is number ${number}, ${count(
              number - this.#number - 1,
              'request',
            )} ${number - this.#number - 1 === 1 ? 'is' : 'are'} missing.`
          : `The request ${requestId}, which is number ${number}, stands after number ${
              this.#number
            }: the order was changed.`,
      );
    }
    this.#number = number;
    const start = startsAfter ?? {};
    if (start.sequence === 0 && start.hash !== ZEROS) {
      this.#say(
        `The request ${requestId} does not begin as every chain begins.`,
      );
    }
    if (start.sequence !== 0 && !this.#header?.from) {
      this.#say(
        `The request ${requestId} begins after its row ${start.sequence}, and the file is of no time that would leave out what was before: its first rows are missing.`,
      );
    }
    this.#request = {
      id: requestId,
      last: { sequence: start.sequence, hash: start.hash },
      start,
      rows: 0,
      context: sha256(canonical(record)),
    };
    this.#meet(requestId, start.hash, start.sequence);
  }

  #takeRow({ record: _record, hash, ...kept }) {
    this.#rows += 1;
    const { requestId, sequence, previousHash } = kept;
    const request = this.#request;
    const name = `Row ${sequence} of the request ${requestId}`;
    if (!request || request.id !== requestId) {
      this.#say(
        `${name} stands where rows of ${
          request ? `the request ${request.id}` : 'no request'
        } are expected: the order was changed, or what the request is about is missing.`,
      );
      return;
    }
    request.rows += 1;
    const expected = request.last.sequence + 1;
    if (sequence > expected) {
      this.#say(
        sequence === expected + 1
          ? `Row ${expected} of the request ${requestId} is missing.`
          : `Rows ${expected} to ${
              sequence - 1
            } of the request ${requestId} are missing.`,
      );
    } else if (sequence < expected) {
      this.#say(
        `${name} stands after row ${request.last.sequence}: the order was changed, or the row is there twice.`,
      );
    } else if (previousHash !== request.last.hash) {
      this.#say(
        `${name} does not follow the row before it: one of the two was changed.`,
      );
    }
    if (sha256(canonical(kept)) !== hash) {
      this.#say(
        `${name} (${kept.at}, ${kept.kind}) was changed: its hash is not that of what it says.`,
      );
    }
    request.last = { sequence, hash };
    this.#meet(requestId, hash, sequence);
  }

  #takeHead(record) {
    const request = this.#request;
    const { requestId } = record;
    if (!request || request.id !== requestId) {
      this.#say(
        `The count and head of the request ${requestId} stand where its rows do not: the request, or the end of another, is missing.`,
      );
      return;
    }
    this.#request = undefined;
    if (
      record.rows !== request.rows ||
      record.count !== request.last.sequence
    ) {
      this.#say(
        `The request ${requestId} has ${count(
          request.rows,
          'row',
        )} here, up to row ${request.last.sequence}, and had ${
          record.rows
        }, up to row ${record.count}: ${
          record.count > request.last.sequence
            ? 'its last rows were dropped'
            : 'rows were dropped or added'
        }.`,
      );
    } else if (record.head !== request.last.hash) {
      this.#say(
        `The last row of the request ${requestId} is not the one that was written.`,
      );
    }
    if (record.context !== request.context) {
      this.#say(
        `What the file says of the request ${requestId} before its rows was changed.`,
      );
    }
    const { start, last, rows } = request;
    const after =
      start.sequence > 0 ? ` after row ${start.sequence} (${start.hash})` : '';
    this.#tell(
      requestId,
      `${count(rows, 'row')}${after}, the last is row ${
        last.sequence
      } with the hash ${last.hash}.`,
    );
  }

  #takeTotal(record, bytes) {
    this.#closeRequest();
    this.#isOver = true;
    this.#total = record;
    const { requests, rows } = record;
    if (requests !== this.#requests) {
      this.#say(
        `The last line counts ${count(requests, 'request')}, and the file has ${
          this.#requests
        }.`,
      );
    }
    if (rows !== this.#rows) {
      this.#say(
        `The last line counts ${count(rows, 'row')}, and the file has ${
          this.#rows
        }.`,
      );
    }
    const found = this.#digest.digest('hex');
    if (record.sha256 !== found) {
      this.#say(
        `The file was changed: the digest of all lines is ${found}, and the last line says ${record.sha256}.`,
      );
    }
    const asWritten = lastLine(
      { record: 'total', requests, rows, sha256: record.sha256 },
      this.#format,
    );
    if (!bytes.equals(Buffer.from(asWritten))) {
      this.#say('The last line is not as an export writes it.');
    }
  }

  #closeRequest() {
    if (this.#request) {
      this.#say(
        `The end of the request ${
          this.#request.id
        }, with its count and head, is missing: its last rows may have been dropped.`,
      );
      this.#request = undefined;
    }
  }

  /** A head that somebody gave is somewhere in the chain: what was written after it was written since. */
  #meet(requestId, hash, sequence) {
    if (this.#heads.get(requestId) === hash) {
      this.#heads.delete(requestId);
      this.#tell(
        requestId,
        `the head that was given is the hash of its row ${sequence}.`,
      );
    }
  }

  #say(problem) {
    if (!this.isHopeless) {
      this.#problems.push(problem);
    }
  }

  #tell(requestId, sentence) {
    if (this.#whole.length < MOST_REQUESTS) {
      this.#whole.push(`Request ${requestId}: ${sentence}`);
    }
  }
}

/**
 * Each with its end. A line of CSV goes on while it has an open quotation mark.
 *
 * @param {AsyncIterable<Buffer>} chunks
 */
async function* linesOf(chunks) {
  /** @type {Buffer[]} */
  let parts = [];
  let length = 0;
  let isCsv;
  let isQuoted = false;
  for await (const chunk of chunks) {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      isCsv ??= chunk[i] !== 0x7b;
      if (isCsv && chunk[i] === 0x22) {
        isQuoted = !isQuoted;
      }
      if (chunk[i] === 0x0a && !isQuoted) {
        yield {
          bytes: Buffer.concat([...parts, chunk.subarray(start, i + 1)]),
        };
        parts = [];
        length = 0;
        start = i + 1;
      }
    }
    parts.push(Buffer.from(chunk.subarray(start)));
    length += chunk.length - start;
    if (length > LONGEST_LINE) {
      yield {
        bytes: Buffer.concat(parts),
        problem: 'it is longer than any line of an export',
      };
      parts = [];
      length = 0;
    }
  }
  if (length > 0) {
    yield { bytes: Buffer.concat(parts), problem: 'it does not end' };
  }
}

function decode(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    throw new Malformed('it is no text in UTF-8');
  }
}

function readJsonLine(text) {
  const record = parseJson(text.slice(0, -1));
  if (`${canonical(record)}\n` !== text) {
    throw new Malformed('it is not as an export writes it');
  }
  return record;
}

function parseJson(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Malformed('it is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Malformed('it is no JSON object');
  }
  return value;
}

/** @param {string} text */
function readCsvLine(text) {
  if (!text.endsWith('\r\n')) {
    throw new Malformed('it does not end as a line of CSV');
  }
  const cells = [];
  const line = text.slice(0, -2);
  let at = 0;
  for (;;) {
    let cell = '';
    if (line[at] === '"') {
      let end = at + 1;
      for (;;) {
        const quote = line.indexOf('"', end);
        if (quote < 0) {
          throw new Malformed('a quotation mark is not closed');
        }
        cell += line.slice(end, quote);
        if (line[quote + 1] !== '"') {
          at = quote + 1;
          break;
        }
        cell += '"';
        end = quote + 2;
      }
    } else {
      const comma = line.indexOf(',', at);
      const end = comma < 0 ? line.length : comma;
      cell = line.slice(at, end);
      at = end;
    }
    // An apostrophe stands before what a spreadsheet would take for a formula.
    cells.push(cell.startsWith("'") ? cell.slice(1) : cell);
    if (at >= line.length) {
      return cells;
    }
    if (line[at] !== ',') {
      throw new Malformed('a cell goes on after its quotation mark');
    }
    at += 1;
    if (at === line.length) {
      cells.push('');
      return cells;
    }
  }
}

function recordOfCells(cells) {
  if (cells.length !== COLUMNS.length) {
    throw new Malformed(
      `it has ${cells.length} cells and not ${COLUMNS.length}`,
    );
  }
  const of = Object.fromEntries(
    COLUMNS.map((name, index) => [name, cells[index]]),
  );
  if (of.record !== 'row') {
    const record = parseJson(of.details);
    if (record.record !== of.record) {
      throw new Malformed('its cells say different things');
    }
    return record;
  }
  if (!/^[1-9][0-9]*$/.test(of.sequence)) {
    throw new Malformed('its sequence is no number');
  }
  const optional = Object.entries(OPTIONAL)
    .filter(([column]) => of[column] !== '')
    .map(([column, name]) => [name, of[column]]);
  return {
    record: 'row',
    requestId: of.request_id,
    sequence: Number(of.sequence),
    at: of.at,
    actor: of.actor,
    kind: of.kind,
    message: of.message,
    ...Object.fromEntries(optional),
    ...(of.details !== '' && { details: parseJson(of.details) }),
    previousHash: of.previous_hash,
    hash: of.hash,
  };
}

function lastLine(total, format) {
  const text = canonical(total);
  if (format === 'jsonl') {
    return `${text}\n`;
  }
  const of = {
    record: 'total',
    message: `${total.requests} requests, ${total.rows} rows`,
    details: text,
    hash: total.sha256,
  };
  const cells = COLUMNS.map(column => {
    const cell = of[column] ?? '';
    return /[",]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
  });
  return `${cells.join(',')}\r\n`;
}

/** The one text that a JSON value has (RFC 8785). */
function canonical(value) {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.keys(value)
      .filter(key => value[key] !== undefined)
      .sort()
      .map(key => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

function count(number, what) {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** @returns {{ file: string, heads: Map<string, string> } | undefined} undefined: not called as it should be */
function readArguments(args) {
  const heads = new Map();
  const files = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] !== '--head') {
      files.push(args[i]);
      continue;
    }
    i += 1;
    const match = /^([^=]+)=([0-9a-f]{64})$/.exec(args[i] ?? '');
    if (!match) {
      return undefined;
    }
    heads.set(match[1], match[2]);
  }
  const [file] = files;
  return files.length === 1 && !file.startsWith('-')
    ? { file, heads }
    : undefined;
}

async function main(args) {
  if (args.includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const asked = readArguments(args);
  if (!asked) {
    process.stderr.write(USAGE);
    return 2;
  }
  try {
    const { isGood, lines } = await verify(createReadStream(asked.file), asked);
    process.stdout.write(`${lines.join('\n')}\n`);
    return isGood ? 0 : 1;
  } catch (error) {
    if (
      error?.code === 'ENOENT' ||
      error?.code === 'EISDIR' ||
      error?.code === 'EACCES'
    ) {
      process.stderr.write(
        `The file ${asked.file} cannot be read: ${error.message}\n`,
      );
      return 2;
    }
    throw error;
  }
}

const isCalled =
  process.argv[1] !== undefined &&
  realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isCalled) {
  process.exitCode = await main(process.argv.slice(2));
}
