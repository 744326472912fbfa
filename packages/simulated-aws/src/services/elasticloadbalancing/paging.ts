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

import { pageOf } from '../../core/paging';
import { invalid } from './refusals';

const MOST = 400;

/** One page of what ELB describes: up to 400, and as many if nothing is said. */
export function elbPage<T extends { arn: string }>(
  items: T[],
  input: { Marker?: string; PageSize?: number },
): { items: T[]; NextMarker?: string } {
  const cut = pageOf(items, item => item.arn, {
    size: input.PageSize ?? MOST,
    token: input.Marker,
  });
  if (!cut) {
    throw invalid('Invalid marker');
  }
  return { items: cut.items, NextMarker: cut.nextToken };
}
