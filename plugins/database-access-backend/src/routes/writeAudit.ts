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

import { createHash } from 'crypto';
import { canonicalJson } from '../canonicalJson';
import { AuditRecord } from '../requests';

/** How an export may be written. */
export type AuditFormat = 'jsonl' | 'csv';

/** The last line. */
export interface AuditTotal {
  record: 'total';
  requests: number;
  rows: number;
  /** SHA-256 of everything in the file before this line. */
  sha256: string;
}

/** What a browser is told of a file. */
export const AUDIT_CONTENT_TYPES: Readonly<Record<AuditFormat, string>> = {
  jsonl: 'application/jsonl',
  csv: 'text/csv; charset=utf-8',
};

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
] as const;

type Cells = Partial<Record<(typeof COLUMNS)[number], string | number>>;

/** What a spreadsheet would take for a formula, or what stands for that here. https://owasp.org/www-community/attacks/CSV_Injection */
const NOT_JUST_TEXT = /^['=+\-@\t\r\n]/;

/**
 * An export as text, and its last line, which counts the others.
 *
 * @returns what the last line says
 */
export async function* writeAudit(
  records: AsyncIterable<AuditRecord>,
  format: AuditFormat,
): AsyncGenerator<string, AuditTotal> {
  const digest = createHash('sha256');
  let requests = 0;
  let rows = 0;
  const put = (text: string) => {
    digest.update(text);
    return text;
  };
  if (format === 'csv') {
    yield put(toCsv([...COLUMNS]));
  }
  for await (const record of records) {
    requests += record.record === 'request' ? 1 : 0;
    rows += record.record === 'row' ? 1 : 0;
    yield put(toLine(record, format));
  }
  const total: AuditTotal = {
    record: 'total',
    requests,
    rows,
    sha256: digest.digest('hex'),
  };
  yield toLine(total, format);
  return total;
}

function toLine(record: AuditRecord | AuditTotal, format: AuditFormat): string {
  if (format === 'jsonl') {
    return `${canonicalJson(record)}\n`;
  }
  const cells = cellsOf(record);
  return toCsv(COLUMNS.map(column => cells[column]));
}

/** What is no row stands in `details` as a whole, and in the other columns for whoever reads it. */
function cellsOf(record: AuditRecord | AuditTotal): Cells {
  const cells = { record: record.record, details: canonicalJson(record) };
  switch (record.record) {
    case 'header':
      return {
        ...cells,
        at: record.exportedAt,
        actor: record.exportedBy,
        message: record.what,
      };
    case 'request':
      return {
        ...cells,
        request_id: record.requestId,
        at: record.asked?.at,
        actor: record.asked?.by,
        message: record.asked?.for,
        plan_digest: record.opened?.planDigest,
      };
    case 'row':
      return {
        record: record.record,
        request_id: record.requestId,
        sequence: record.sequence,
        at: record.at,
        actor: record.actor,
        kind: record.kind,
        message: record.message,
        share_id: record.shareId,
        object_key: record.objectKey,
        aws_request_id: record.awsRequestId,
        plan_digest: record.planDigest,
        details: record.details && canonicalJson(record.details),
        previous_hash: record.previousHash,
        hash: record.hash,
      };
    case 'head':
      return {
        ...cells,
        request_id: record.requestId,
        sequence: record.count,
        message: `${record.rows} rows`,
        hash: record.head,
      };
    default:
      return {
        ...cells,
        message: `${record.requests} requests, ${record.rows} rows`,
        hash: record.sha256,
      };
  }
}

/** RFC 4180. */
function toCsv(cells: ReadonlyArray<string | number | undefined>): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

function toCell(value: string | number | undefined): string {
  const text = String(value ?? '');
  const harmless = NOT_JUST_TEXT.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless)
    ? `"${harmless.replace(/"/g, '""')}"`
    : harmless;
}
