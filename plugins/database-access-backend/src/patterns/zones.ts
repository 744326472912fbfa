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

/** AZ IDs in which VPC Lattice has no resource gateways and endpoints (VPC Lattice User Guide, resource gateways). */
export const ZONES_WITHOUT_LATTICE: readonly string[] = [
  'use1-az3',
  'usw1-az2',
  'apne1-az3',
  'apne2-az2',
  'euc1-az2',
  'euw1-az4',
  'cac1-az3',
  'ilc1-az2',
];

export function latticeSupports(availabilityZoneId: string): boolean {
  return !ZONES_WITHOUT_LATTICE.includes(availabilityZoneId);
}

/** AZ IDs in which PrivateLink does not carry to other Regions (AWS PrivateLink Guide, cross-Region access). */
const ZONES_WITHOUT_OTHER_REGIONS: readonly string[] = [
  'use1-az3',
  'usw1-az2',
  'apne1-az3',
  'apne2-az2',
  'apne2-az4',
];

export function carriesOtherRegions(availabilityZoneId: string): boolean {
  return !ZONES_WITHOUT_OTHER_REGIONS.includes(availabilityZoneId);
}
