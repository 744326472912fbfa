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
  Pattern,
  PatternOption,
  Recommendation,
} from '@towpath/backstage-plugin-database-access-common';

/** Whether it may be chosen. */
export function isOpen({ verdict }: PatternOption): boolean {
  return verdict === 'recommended' || verdict === 'possible';
}

/** The pattern that a value means; a family means its best, which is the first. */
export function chosenPattern(
  connectVia: ConnectVia | undefined,
  { pattern, options }: Recommendation,
): Pattern {
  if (connectVia === undefined || connectVia === 'recommended') {
    return pattern;
  }
  const meant = options.filter(option =>
    connectVia === 'lattice'
      ? option.pattern.startsWith('lattice-')
      : option.pattern === connectVia,
  );
  return (meant.find(isOpen) ?? meant[0])?.pattern ?? pattern;
}
