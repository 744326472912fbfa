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

import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { METRICS, prometheusNames } from './metrics';

const docs = join(__dirname, '../../../../docs');
const read = (name: string) => readFileSync(join(docs, name), 'utf8');

const DASHBOARD = 'observability/grafana-dashboard.json';
const ALERTS = 'observability/prometheus-alerts.yaml';

/** Every name of a metric in a query, by Prometheus. */
function namesIn(text: string): string[] {
  const names = text.match(/backstage_[a-zA-Z0-9_]+/g) ?? [];
  return [...new Set(names)];
}

interface Panel {
  title: string;
  targets: Array<{ expr: string }>;
}

const queries: string[] = [
  ...JSON.parse(read(DASHBOARD)).panels.flatMap((panel: Panel) =>
    panel.targets.map(({ expr }) => expr),
  ),
  ...parse(read(ALERTS)).groups.flatMap(
    (group: { rules: Array<{ expr: string }> }) =>
      group.rules.map(({ expr }) => expr),
  ),
];

const registered = Object.values(METRICS);

describe('the dashboard and the alert rules', () => {
  it('ask for nothing that the code does not register', () => {
    const known = registered.flatMap(prometheusNames);
    expect(queries.length).toBeGreaterThan(15);
    for (const query of queries) {
      expect(namesIn(query).length).toBeGreaterThan(0);
      expect(known).toEqual(expect.arrayContaining(namesIn(query)));
    }
  });

  it('tell nothing apart by what a metric is not told apart by', () => {
    for (const query of queries) {
      const metric = registered.find(each =>
        prometheusNames(each).includes(namesIn(query)[0]),
      )!;
      const labels = [
        ...[...query.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list]) =>
          list.split(',').map(label => label.trim()),
        ),
        ...[...query.matchAll(/[{,]\s*(\w+)=/g)].map(([, label]) => label),
      ].filter(label => label !== 'le');
      expect({ query, known: metric.attributes }).toEqual({
        query,
        known: expect.arrayContaining(labels),
      });
    }
  });

  it('add up no gauge that every replica tells alike', () => {
    const ofGauges = queries.filter(query =>
      registered.some(
        each =>
          each.kind === 'gauge' &&
          prometheusNames(each).includes(namesIn(query)[0]),
      ),
    );
    expect(ofGauges.length).toBeGreaterThan(10);
    for (const query of ofGauges) {
      const [name] = namesIn(query);
      expect(query).toMatch(
        new RegExp(`(max|min)( by \\([^)]*\\))? ?\\(${name}`),
      );
    }
  });

  it('show every metric', () => {
    const shown = namesIn(read(DASHBOARD));
    const missing = registered.filter(
      each => !prometheusNames(each).some(name => shown.includes(name)),
    );
    expect(missing).toEqual([]);
  });
});

describe('docs/observability.md', () => {
  it('names every metric with what it is told apart by, and no other', () => {
    const rows = read('observability.md')
      .split('\n')
      .filter(line => line.startsWith('| `backstage.'))
      .map(line => line.split('|').map(cell => cell.trim()));
    expect(
      rows.map(([, name, kind, attributes]) => ({
        name: name.replaceAll('`', ''),
        kind,
        attributes: (attributes.match(/\w+/g) ?? []).sort(),
      })),
    ).toEqual(
      registered.map(({ name, kind, attributes }) => ({
        name,
        kind,
        attributes: [...attributes].sort(),
      })),
    );
  });
});
