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
  ConnectVia,
  ERROR_CODES,
  Finding,
  Pattern,
  Recommendation,
} from '@towpath/backstage-plugin-database-access-common';
import { knownPatterns } from '../patterns';
import { blocking } from './findings';

/** The pattern that somebody asks for before anything is known. */
export function patternAskedFor(wanted: ConnectVia | undefined): Pattern {
  return (membersOf(wanted)[0] ?? knownPatterns[0]).name;
}

/** The pattern that somebody asks for: of a family the recommended one, else the first that would work. */
export function choosePattern(
  wanted: ConnectVia | undefined,
  { pattern, options }: Recommendation,
): Pattern {
  const members = membersOf(wanted).map(({ name }) => name);
  if (members.length === 0 || members.includes(pattern)) {
    return pattern;
  }
  const possible = options.find(
    option => option.verdict === 'possible' && members.includes(option.pattern),
  );
  return possible?.pattern ?? members[0];
}

/** Who takes another way than the recommended says why, for those who decide. */
export function overrideFindings(choice: {
  chosen: Pattern;
  recommendation: Recommendation;
  reason?: string;
}): Finding[] {
  const { chosen, recommendation, reason } = choice;
  if (chosen === recommendation.pattern || reason) {
    return [];
  }
  const titleOf = (name: Pattern) =>
    knownPatterns.find(known => known.name === name)!.title;
  return [
    blocking(ERROR_CODES.overrideReasonMissing, {
      message: `${titleOf(chosen)} was chosen, and ${titleOf(
        recommendation.pattern,
      )} is recommended by the rule ${recommendation.rule}: ${
        recommendation.reasons[0]
      }`,
      remedy:
        'Say in overrideReason why the other way is needed, or take the recommended one.',
    }),
  ];
}

/** Those that are meant; none if everything is. */
function membersOf(wanted: ConnectVia | undefined) {
  return knownPatterns.filter(
    ({ name, family }) => wanted === name || wanted === family,
  );
}
