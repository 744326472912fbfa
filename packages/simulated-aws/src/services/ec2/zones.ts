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
 * Availability Zones. A zone's name belongs to one account, its ID to everyone: `us-east-1a` of one account may be
 * `us-east-1b` of another, both `use1-az1`.
 */

/** How many zones a Region of the simulated AWS has, and what its AZ IDs start with. */
const REGIONS: Record<string, { idPrefix: string; zones: number }> = {
  'us-east-1': { idPrefix: 'use1', zones: 6 },
  'eu-west-1': { idPrefix: 'euw1', zones: 3 },
};

export interface Zone {
  /** For example `us-east-1a`. */
  name: string;
  /** For example `use1-az4`. */
  id: string;
}

/** The zones of a Region as this account names them. */
export function zonesOf(accountId: string, region: string): Zone[] {
  const { idPrefix, zones } = REGIONS[region] ?? {
    idPrefix: region.replace(/[^a-z0-9]/g, ''),
    zones: 3,
  };
  // Each account is dealt its own order, and the same one in every run.
  const shift = Number(accountId.slice(-2)) % zones;
  return Array.from({ length: zones }, (_, i) => ({
    name: `${region}${'abcdef'[i]}`,
    id: `${idPrefix}-az${((i + shift) % zones) + 1}`,
  }));
}

export function zoneIdOf(
  accountId: string,
  region: string,
  zoneName: string,
): string | undefined {
  return zonesOf(accountId, region).find(z => z.name === zoneName)?.id;
}

export function zoneNameOf(
  accountId: string,
  region: string,
  zoneId: string,
): string | undefined {
  return zonesOf(accountId, region).find(z => z.id === zoneId)?.name;
}
