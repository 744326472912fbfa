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
import {
  AccessDemand,
  AccessOpinion,
} from '@towpath/backstage-plugin-database-access-node';
import { ConfigSection, Rule } from './ConfigSection';
import { AccountConfig } from './DatabaseAccessConfig';
import { toOwnerRef } from './ownerRef';
import {
  AccessPolicyConfig,
  AccessRule,
  AccessScope,
  EmergencyConfig,
} from './PolicyConfig';
import {
  ANY_TEXT,
  FORBIDDABLE,
  membersOf,
  readPlace,
  TAG_KEY,
} from './readPatterns';

/** The AWS tag that names the class of a database's data. */
export const DEFAULT_CLASSIFICATION_TAG = 'data-classification';

const RULE_ID: Rule = {
  pattern: /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
  must: 'be 1 to 64 lower-case letters, digits and inner hyphens',
};

const SYSTEM: Rule = {
  pattern: /^system:[a-z0-9-]+\/[\w.-]+$/i,
  must: 'be the full entity ref of a system such as system:default/orders',
};

const TERM = { least: 300, must: 'of five minutes or more, e.g. { days: 30 }' };

/** What a rule may say. */
const SAYS = [
  'refuse',
  'approve',
  'decide',
  'longest',
  'default',
  'patterns',
  'extending',
  'commentRequired',
];

const WHO =
  'name database-owner, network-owner, or a group or user such as group:default/platform-team';

const DECIDERS = ['database-owner', 'network-owner'];

/**
 * Reads `databaseAccess.policy`. Whatever is wrong is said with its key and how to mend it: a rule that is misread allows
 * too much.
 *
 * @param root - the section `databaseAccess`
 */
export function readPolicy(
  root: ConfigSection,
  accounts: ReadonlyMap<string, AccountConfig>,
): AccessPolicyConfig | undefined {
  const section = root.section('policy');
  if (!section) {
    return undefined;
  }
  section.refuseOtherKeys(['classificationTag', 'tags', 'rules', 'emergency']);
  const rules: AccessRule[] = [];
  for (const entry of section.sections('rules')) {
    const rule = readRule(entry, accounts);
    if (rules.some(other => other.opinion.rule === rule.opinion.rule)) {
      throw entry.error('id', `is '${rule.opinion.rule}' a second time`);
    }
    rules.push(rule);
  }
  const emergency = section.section('emergency');
  return {
    classificationTag: section.has('classificationTag')
      ? section.string('classificationTag', TAG_KEY)
      : DEFAULT_CLASSIFICATION_TAG,
    tags: section.has('tags') ? section.strings('tags', TAG_KEY) : [],
    rules,
    ...(emergency && { emergency: readEmergency(emergency) }),
  };
}

function readRule(
  entry: ConfigSection,
  accounts: ReadonlyMap<string, AccountConfig>,
): AccessRule {
  entry.refuseOtherKeys(['id', 'because', 'when', ...SAYS]);
  const rule = required(entry, 'id', RULE_ID, 'name the rule');
  if (rule === 'emergency') {
    throw entry.error(
      'id',
      "is 'emergency', which policy.emergency is called in plans and timelines: choose another",
    );
  }
  const because = required(
    entry,
    'because',
    ANY_TEXT,
    'say in one sentence why, for the people whom the rule concerns',
  );
  if (!SAYS.some(each => entry.has(each))) {
    throw entry.error(
      'refuse',
      `is missing, and so is all else that a rule may say: ${SAYS.slice(1).join(
        ', ',
      )}`,
    );
  }
  return {
    key: entry.path,
    when: readWhen(entry.section('when'), accounts),
    opinion: { rule, because, ...readOpinion(entry) },
  };
}

function required(
  entry: ConfigSection,
  key: string,
  rule: Rule,
  todo: string,
): string {
  if (!entry.has(key)) {
    throw entry.error(key, `is missing: ${todo}`);
  }
  return entry.string(key, rule);
}

function readOpinion(
  entry: ConfigSection,
): Omit<AccessOpinion, 'rule' | 'because'> {
  const decide = entry.has('decide') ? readDemands(entry) : undefined;
  const approve = entry.has('approve');
  if (approve) {
    entry.string('approve', {
      pattern: /^automatically$/,
      must: "be 'automatically'",
    });
  }
  if (approve && (decide || entry.flag('refuse'))) {
    throw entry.error(
      'approve',
      `stands beside ${decide ? 'decide' : 'refuse'}: a rule says one of these`,
    );
  }
  const longestSeconds = entry.optionalSeconds('longest', TERM);
  const defaultSeconds = entry.optionalSeconds('default', TERM);
  if ((defaultSeconds ?? 0) > (longestSeconds ?? Infinity)) {
    throw entry.error('default', 'must not be more than longest');
  }
  return {
    ...(entry.flag('refuse') && { refuse: true }),
    ...(approve && { approve: true }),
    ...(decide && { decide }),
    ...(longestSeconds && { longestSeconds }),
    ...(defaultSeconds && { defaultSeconds }),
    ...(entry.has('patterns') && { patterns: readPatternNames(entry) }),
    ...(entry.has('extending') && {
      extending: entry.string('extending', {
        pattern: /^(?:new-decision|within-longest)$/,
        must: 'be new-decision or within-longest',
      }) as AccessOpinion['extending'],
    }),
    ...(entry.flag('commentRequired') && { commentRequired: true }),
  };
}

function readPatternNames(section: ConfigSection): Pattern[] {
  return section.strings('patterns', FORBIDDABLE).flatMap(membersOf);
}

function readDemands(entry: ConfigSection): AccessDemand[] {
  const demands = entry.sections('decide').map(demand => {
    demand.refuseOtherKeys(['by', 'count', 'stage']);
    if (!demand.has('by')) {
      throw demand.error('by', `is missing: ${WHO}`);
    }
    return {
      by: readDecider(demand, 'by', String(demand.get('by'))),
      count: demand.wholeNumber('count', { from: 1, to: 10 }) ?? 1,
      stage: demand.wholeNumber('stage', { from: 1, to: 10 }) ?? 1,
    };
  });
  if (demands.length === 0) {
    throw entry.error(
      'decide',
      'must not be empty: whoever need not be asked is not named, and approve: automatically asks nobody',
    );
  }
  return demands;
}

function readDecider(section: ConfigSection, key: string, value: string) {
  const by = DECIDERS.includes(value) ? value : toOwnerRef(value);
  // Without its kind, a misspelt database-owner would be a group that nobody is in.
  if (!by || (!DECIDERS.includes(value) && !value.includes(':'))) {
    throw section.error(key, `is '${value}': ${WHO}`);
  }
  return by;
}

function readWhen(
  when: ConfigSection | undefined,
  accounts: ReadonlyMap<string, AccountConfig>,
): AccessScope {
  when?.refuseOtherKeys([
    'database',
    'network',
    'outsideOrganization',
    'requesterOwnsDatabase',
    'patterns',
    'durationOver',
    'monthlyCostOver',
  ]);
  const durationOverSeconds = when?.optionalSeconds('durationOver', TERM);
  const monthlyCostOver = when?.amount('monthlyCostOver');
  return {
    database: readDatabase(when?.section('database'), accounts),
    network: readNetwork(when?.section('network'), accounts),
    ...(when?.has('outsideOrganization') && {
      outsideOrganization: when.flag('outsideOrganization'),
    }),
    ...(when?.has('requesterOwnsDatabase') && {
      requesterOwnsDatabase: when.flag('requesterOwnsDatabase'),
    }),
    ...(when?.has('patterns') && { patterns: readPatternNames(when) }),
    ...(durationOverSeconds !== undefined && { durationOverSeconds }),
    ...(monthlyCostOver !== undefined && { monthlyCostOver }),
  };
}

function readDatabase(
  database: ConfigSection | undefined,
  accounts: ReadonlyMap<string, AccountConfig>,
): AccessScope['database'] {
  database?.refuseOtherKeys([
    'environments',
    'dataClassifications',
    'owners',
    'systems',
    'accounts',
    'organizationalUnits',
    'tags',
  ]);
  const texts = (key: 'environments' | 'dataClassifications') =>
    database?.has(key) && { [key]: database.strings(key, ANY_TEXT) };
  return {
    ...readPlace(database, accounts),
    ...texts('environments'),
    ...texts('dataClassifications'),
    ...(database?.has('owners') && { owners: database.ownerRefs('owners') }),
    ...(database?.has('systems') && {
      systems: database
        .strings('systems', SYSTEM)
        .map(ref => ref.toLocaleLowerCase('en-US')),
    }),
    ...(database?.has('tags') && { tags: database.record('tags', TAG_KEY) }),
  };
}

function readNetwork(
  network: ConfigSection | undefined,
  accounts: ReadonlyMap<string, AccountConfig>,
): AccessScope['network'] {
  network?.refuseOtherKeys(['accounts', 'organizationalUnits', 'owners']);
  return {
    ...readPlace(network, accounts),
    ...(network?.has('owners') && { owners: network.ownerRefs('owners') }),
  };
}

function readEmergency(section: ConfigSection): EmergencyConfig {
  section.refuseOtherKeys(['who', 'longest', 'review', 'reviewWithin']);
  if (!section.has('who')) {
    throw section.error(
      'who',
      'is missing: name the groups and people who may have access before anybody is asked',
    );
  }
  const review = section.has('review')
    ? section
        .strings('review', ANY_TEXT)
        .map(value => readDecider(section, 'review', value))
    : ['database-owner'];
  return {
    who: section.ownerRefs('who'),
    longestSeconds: section.optionalSeconds('longest', TERM) ?? 4 * 3_600,
    review,
    reviewWithinSeconds:
      section.optionalSeconds('reviewWithin', TERM) ?? 86_400,
  };
}
