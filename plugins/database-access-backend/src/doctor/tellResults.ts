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

import type { CheckResult } from './CheckResult';

const WIDTH = 80;

const COLUMNS = ['account', 'check', 'verdict'] as const;

/** A table for a terminal: what AWS said and the remedy are as long as they are, and stand below. */
export function tellResults(results: readonly CheckResult[]): string {
  const widths = COLUMNS.map(column =>
    Math.max(column.length, ...results.map(result => result[column].length)),
  );
  const row = (cells: readonly string[], said: string) =>
    `${cells.map((cell, i) => cell.padEnd(widths[i])).join('  ')}  ${said}`;
  const indent = ' '.repeat(widths.reduce((sum, width) => sum + width + 2, 0));
  const lines = results.flatMap(result => {
    const [first, ...more] = wrapped(result.said);
    const remedy = result.remedy ? wrapped(`Remedy: ${result.remedy}`) : [];
    return [
      row(
        COLUMNS.map(column => result[column]),
        first,
      ),
      ...[...more, ...remedy].map(line => indent + line),
    ];
  });
  return [
    row(COLUMNS, 'what was found'),
    ...lines,
    '',
    summary(results),
    '',
  ].join('\n');
}

function summary(results: readonly CheckResult[]): string {
  const count = (verdict: CheckResult['verdict']) =>
    results.filter(result => result.verdict === verdict).length;
  return `${count('ok')} ok, ${count('warn')} to know, ${count(
    'fail',
  )} to mend.`;
}

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length >= WIDTH) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = last ? `${last} ${word}` : word;
    }
  }
  return lines;
}
