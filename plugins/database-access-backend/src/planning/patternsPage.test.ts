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
import { resolve } from 'path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Pattern } from '@towpath/backstage-plugin-database-access-common';
import { ConfigReader } from '@backstage/config';
import { parseEntityYaml } from '@backstage/plugin-catalog-node';
import { factsOf, inZone, Network } from '../__testUtils__/simulatedCompany';
import { readDatabaseAccessConfig } from '../config';
import { knownPatterns, patterns } from '../patterns';
import { billedParts, estimateCost, PriceBook, PRICES } from './cost';
import { situation } from './recommendation/__testUtils__/situations';
import { CRITERIA } from './recommendation/criteria';
import { RULES } from './recommendation/rules';

const page = readFileSync(
  resolve(
    resolvePackagePath('@towpath/backstage-plugin-database-access-backend'),
    '../../docs/patterns.md',
  ),
  'utf8',
);

/** The cells of the rows of the table whose first column has this title. */
function rowsOf(title: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex(line =>
    new RegExp(`^\\| *${title} *\\|`).test(line),
  );
  const end = lines.findIndex((line, i) => i > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim()),
  );
}

const unquoted = (cell: string) => cell.replace(/`/g, '');

describe('docs/patterns.md', () => {
  it('lists the patterns', () => {
    const documented = rowsOf('pattern').map(([name]) => unquoted(name));
    expect(documented.sort()).toEqual(
      knownPatterns.map(({ name }) => name).sort(),
    );
  });

  it('lists the rules by name and in their order', () => {
    expect(rowsOf('rule').map(([name]) => unquoted(name))).toEqual(
      RULES.map(([name]) => name),
    );
  });

  it('says what each rule recommends', () => {
    // What it is if it holds here.
    const preferred = { pattern: 'that pattern' as Pattern, because: 'It is.' };
    for (const [index, [, rule]] of RULES.entries()) {
      const { leadsTo } = rule(situation({ preferred }));
      expect(unquoted(rowsOf('rule')[index][2])).toBe(
        leadsTo ?? 'nothing until that is off',
      );
    }
  });

  it('answers as many questions as are asked about patterns that are built', () => {
    // Wherever a criterion can speak, it speaks here.
    const everything = situation({
      networks: 5,
      databases: 5,
      loadBalancerStands: true,
      sameOrganization: false,
      database: { publiclyAccessible: true, zones: ['use1-az3'] },
    });
    const abroad = situation({ network: { region: 'eu-west-1' } });
    const overlapping = situation({
      network: { cidrBlocks: ['10.20.0.0/16'] },
    });
    const asked = CRITERIA.filter(criterion =>
      [everything, abroad, overlapping].some(each =>
        criterion(each).some(({ pattern }) => patterns.has(pattern)),
      ),
    );
    // Name, certificate and tokens are one row, and what stands already and other targets are in the rules.
    expect(rowsOf('question')).toHaveLength(asked.length - 3);
  });

  it('has examples of config that the backend starts with', () => {
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(
      ([, yaml]) => {
        const [{ entity }] = [
          ...parseEntityYaml(yaml, { type: 'file', target: 'patterns.md' }),
        ] as any[];
        return entity.databaseAccess;
      },
    );
    const configs = examples.map(databaseAccess => {
      const accounts = ['333333333333', '666666666666'].map(accountId => ({
        regions: ['us-east-1'],
        accountId,
        ...databaseAccess.accounts.find((a: any) => a.accountId === accountId),
      }));
      return readDatabaseAccessConfig(
        new ConfigReader({
          databaseAccess: { ...databaseAccess, installation: 'demo', accounts },
        }),
        {},
      );
    });
    const [named, ruled] = configs;
    expect(named.accounts.get('333333333333')!.privateDnsName).toBeDefined();
    expect(ruled.patterns?.rules).toHaveLength(2);
  });
});

describe('the worked table of docs/patterns.md', () => {
  /** Networks whose endpoints lie in two zones, each of one database. */
  const NETWORKS: Network[] = ['analytics', 'payments'];
  const book = new PriceBook(PRICES);
  const rows = rowsOf('networks').map(row =>
    row.map(cell => Number(cell.replace(/,/g, ''))),
  );

  const OWN = ['resource-endpoint', 'interface-endpoint', 'network-data'];

  /** What n such networks cost together: endpoints are each one's own, the rest is shared and carries the data of all. */
  function monthly(
    name: Pattern,
    network: Network,
    { networks, gb }: { networks: number; gb: number },
  ): number {
    const facts = inZone(factsOf(network));
    const parts = billedParts(patterns.get(name)!.plan(facts));
    const isOwn = ({ kind }: (typeof parts)[number]) =>
      OWN.includes(kind) ||
      (kind === 'network-resource' && name === 'lattice-consumer-network');
    const own = estimateCost(parts.filter(isOwn), book, gb);
    const shared = estimateCost(
      parts.filter(part => !isOwn(part) && part.kind !== 'hosted-zone'),
      book,
      networks * gb,
    );
    const sum = networks * own.monthlyAtVolume! + shared.monthlyAtVolume!;
    return Math.round(sum * 100) / 100;
  }

  it('has the rows that AWS’s prices were worked out for', () => {
    expect(rows).toEqual([
      [1, 100, 31.2, 32.63, 75, 75],
      [1, 1_000, 49.2, 47.03, 93, 93],
      [3, 100, 93.6, 65.03, 79, 225],
      [10, 100, 312, 178.43, 93, 750],
      [10, 10_000, 2_292, 1_762.43, 2_073, 2_730],
    ]);
  });

  it.each(
    rows.flatMap(row => NETWORKS.map(network => [...row, network] as const)),
  )(
    'is what is built costs: %s networks, %s GB, %s, %s, %s or %s USD (%s)',
    (networks, gb, lattice, privatelink, zone, own, network) => {
      const use = { networks: networks as number, gb: gb as number };
      const name = network as Network;
      expect(monthly('lattice-resource-endpoint', name, use)).toBe(lattice);
      expect(monthly('privatelink', name, use)).toBe(privatelink);
      expect(monthly('lattice-service-network', name, use)).toBe(zone);
      expect(monthly('lattice-consumer-network', name, use)).toBe(own);
    },
  );

  it('leaves out half a dollar for each private zone, as the page says', () => {
    const parts = billedParts(patterns.get('privatelink')!.plan(factsOf()));
    const zones = parts.filter(({ kind }) => kind === 'hosted-zone');
    expect(estimateCost(zones, book).fixedMonthly).toBe(0.5);
    expect(page).toContain('0.50 USD for the private zone');
  });
});
