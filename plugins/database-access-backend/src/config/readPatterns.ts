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

import { Pattern } from '@towpath/backstage-plugin-database-access-common';
import { ConfigSection, Rule } from './ConfigSection';
import {
  AccountConfig,
  PatternRule,
  PatternScope,
  PatternsConfig,
} from './DatabaseAccessConfig';

/** The tag that names a database's environment, where config names no other. */
export const DEFAULT_ENVIRONMENT_TAG = 'environment';

const LATTICE: readonly Pattern[] = [
  'lattice-resource-endpoint',
  'lattice-service-network',
  'lattice-consumer-network',
];

const PATTERNS: readonly Pattern[] = [...LATTICE, 'privatelink'];

const PREFERABLE: Rule = {
  pattern: new RegExp(`^(?:${PATTERNS.join('|')})$`),
  must: `be one of ${PATTERNS.join(', ')}`,
};

/** What rules call patterns. */
export const FORBIDDABLE: Rule = {
  pattern: new RegExp(`^(?:lattice|${PATTERNS.join('|')})$`),
  must: `be one of lattice, ${PATTERNS.join(', ')}`,
};

/** Whatever is not empty. */
export const ANY_TEXT: Rule = { pattern: /\S/, must: 'not be empty' };

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export const TAG_KEY: Rule = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
  must: 'be the key of an AWS tag: 1 to 128 letters, digits, spaces or any of _.:/=+-@',
};

/** What a rule may ask of a side, by the name of its section. */
const QUESTIONS = {
  database: ['environments', 'accounts', 'organizationalUnits', 'tags'],
  network: ['accounts', 'organizationalUnits'],
} as const;

/**
 * Reads `databaseAccess.patterns`. Whatever is wrong is said with its key and how to mend it.
 *
 * @param root - the section `databaseAccess`
 */
export function readPatterns(
  root: ConfigSection,
  accounts: ReadonlyMap<string, AccountConfig>,
): PatternsConfig | undefined {
  const section = root.section('patterns');
  if (!section) {
    return undefined;
  }
  section.refuseOtherKeys(['environmentTag', 'rules']);
  return {
    environmentTag: section.has('environmentTag')
      ? section.string('environmentTag', TAG_KEY)
      : DEFAULT_ENVIRONMENT_TAG,
    rules: section.sections('rules').map(rule => readRule(rule, accounts)),
  };
}

function readRule(
  rule: ConfigSection,
  accounts: ReadonlyMap<string, AccountConfig>,
): PatternRule {
  // A condition that is misspelt and ignored would forbid or allow too much.
  rule.refuseOtherKeys(['forbid', 'prefer', 'because', 'when']);
  if (rule.has('forbid') === rule.has('prefer')) {
    throw rule.error(
      'forbid',
      `${
        rule.has('forbid')
          ? 'stands beside prefer'
          : 'is missing, and so is prefer'
      }: a rule either forbids patterns or prefers one`,
    );
  }
  if (!rule.has('because')) {
    throw rule.error(
      'because',
      'is missing: say in one sentence why, for the people whom the rule concerns',
    );
  }
  return {
    forbid: rule.has('forbid')
      ? rule.strings('forbid', FORBIDDABLE).flatMap(membersOf)
      : [],
    ...(rule.has('prefer') && {
      prefer: rule.string('prefer', PREFERABLE) as Pattern,
    }),
    because: rule.string('because', ANY_TEXT),
    when: readScope(rule.section('when'), accounts),
  };
}

/** The patterns that a name means: `lattice` is all three of VPC Lattice. */
export function membersOf(name: string): readonly Pattern[] {
  return name === 'lattice' ? LATTICE : [name as Pattern];
}

function readScope(
  when: ConfigSection | undefined,
  accounts: ReadonlyMap<string, AccountConfig>,
): PatternScope {
  when?.refuseOtherKeys(['database', 'network', 'outsideOrganization']);
  const database = when?.section('database');
  const network = when?.section('network');
  database?.refuseOtherKeys(QUESTIONS.database);
  network?.refuseOtherKeys(QUESTIONS.network);
  return {
    database: {
      ...readPlace(database, accounts),
      ...(database?.has('environments') && {
        environments: database.strings('environments', ANY_TEXT),
      }),
      ...(database?.has('tags') && { tags: database.record('tags', TAG_KEY) }),
    },
    network: readPlace(network, accounts),
    outsideOrganization: when?.flag('outsideOrganization') ?? false,
  };
}

/** The accounts and organisational units that a rule asks for on one side; both have to be known. */
export function readPlace(
  side: ConfigSection | undefined,
  accounts: ReadonlyMap<string, AccountConfig>,
): PatternScope['network'] {
  return {
    ...(side?.has('accounts') && { accounts: readAccountIds(side, accounts) }),
    ...(side?.has('organizationalUnits') && {
      organizationalUnits: readUnits(side, accounts),
    }),
  };
}

function readAccountIds(
  side: ConfigSection,
  accounts: ReadonlyMap<string, AccountConfig>,
): string[] {
  const ids = side.strings('accounts', ANY_TEXT);
  const stranger = ids.find(id => !accounts.has(id));
  if (stranger !== undefined) {
    throw side.error(
      'accounts',
      `names ${stranger}, which databaseAccess.accounts does not have: correct it, or add the account there`,
    );
  }
  return ids;
}

function readUnits(
  side: ConfigSection,
  accounts: ReadonlyMap<string, AccountConfig>,
): string[] {
  const units = side.strings('organizationalUnits', ANY_TEXT);
  const known = new Set(
    [...accounts.values()].map(({ organizationalUnit }) => organizationalUnit),
  );
  const stranger = units.find(unit => !known.has(unit));
  if (stranger !== undefined) {
    throw side.error(
      'organizationalUnits',
      `names '${stranger}', in which no account lies: set organizationalUnit of its accounts in databaseAccess.accounts`,
    );
  }
  return units;
}
