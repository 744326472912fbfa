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

/** AWS's own lists of Lattice addresses: what a service network's VPC association answers at [UG security groups]. */
const LATTICE_CIDRS = ['129.224.0.0/17', '169.254.171.0/24'];

/** The managed prefix lists of the simulated AWS, by id. */
const PREFIX_LISTS: Record<string, string[]> = {
  'pl-0a77ice0use1': LATTICE_CIDRS,
};

export function prefixListCidrs(prefixListId: string): string[] {
  return PREFIX_LISTS[prefixListId] ?? [];
}
