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
import { ConfigSection } from './ConfigSection';

/** What becomes of what somebody changed or removed outside of the portal. */
export interface DriftTerms {
  /** `report`: people are told. `repair`: what opens nothing is put back. `ignore`: nobody is told. */
  mode: 'report' | 'repair' | 'ignore';
  /** With `repair`: whether what opens a path again waits for those who own the database, or is put back, too. */
  reopens: 'decision' | 'automatic';
  /** CloudTrail of the account is asked who it was. */
  askCloudTrail: boolean;
}

/** What holds where config says nothing. */
export const DEFAULT_DRIFT_TERMS: DriftTerms = {
  mode: 'report',
  reopens: 'decision',
  askCloudTrail: true,
};

const MODES: readonly DriftTerms['mode'][] = ['report', 'repair', 'ignore'];
const REOPENINGS: readonly DriftTerms['reopens'][] = ['decision', 'automatic'];

/** Reads `databaseAccess.drift`. */
export function readDriftTerms(root: ConfigSection): DriftTerms {
  const drift = root.section('drift');
  if (!drift) {
    return DEFAULT_DRIFT_TERMS;
  }
  drift.refuseOtherKeys(['mode', 'reopens', 'askCloudTrail']);
  const mode = oneOf(drift, 'mode', MODES) ?? DEFAULT_DRIFT_TERMS.mode;
  const reopens = oneOf(drift, 'reopens', REOPENINGS);
  if (reopens && mode !== 'repair') {
    throw drift.error(
      'reopens',
      `means nothing with mode ${mode}: set mode to repair, or remove this`,
    );
  }
  return {
    mode,
    reopens: reopens ?? DEFAULT_DRIFT_TERMS.reopens,
    askCloudTrail: drift.flag(
      'askCloudTrail',
      DEFAULT_DRIFT_TERMS.askCloudTrail,
    ),
  };
}

function oneOf<T extends string>(
  section: ConfigSection,
  key: string,
  values: readonly T[],
): T | undefined {
  const value = section.optionalString(key);
  if (value !== undefined && !values.includes(value as T)) {
    throw section.error(
      key,
      `must be ${values.join(' or ')}, but is '${value}'`,
    );
  }
  return value as T | undefined;
}
