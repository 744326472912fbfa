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

import type { Filter } from '@aws-sdk/client-pricing';
import { AwsError } from '../../core/errors';
import { attributesOf } from './priceList';
import { Product } from './products';

type Match = (value: string, wanted: string) => boolean;

const anyOf: Match = (value, wanted) =>
  wanted.split(',').some(one => one.trim() === value);

/** "AWS Price List API reference", Filter. */
const MATCHES: Record<string, Match> = {
  TERM_MATCH: (value, wanted) => value === wanted,
  EQUALS: (value, wanted) => value === wanted,
  CONTAINS: (value, wanted) => value.includes(wanted),
  ANY_OF: anyOf,
  NONE_OF: (value, wanted) => !anyOf(value, wanted),
};

/** All filters must fit. AWS's own examples write `ServiceCode` for `servicecode`, so case does not count in names. */
export function fits(product: Product, filters: Filter[] = []): boolean {
  const fields = fieldsOf(product);
  return filters.every(({ Type, Field, Value }) => {
    const value = fields.get(Field!.toLowerCase());
    return value !== undefined && MATCHES[Type!](value, Value!);
  });
}

/** By lower-case name. */
function fieldsOf(product: Product): Map<string, string> {
  const fields = {
    ...attributesOf(product),
    productFamily: product.productFamily,
  };
  return new Map(
    Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/** A service's products; AWS knows only those that stand in its list. */
export function productsOfService(
  products: readonly Product[],
  serviceCode: string,
): Product[] {
  const found = products.filter(product => product.serviceCode === serviceCode);
  if (!found.length) {
    throw new AwsError(
      'NotFoundException',
      `The service code ${serviceCode} was not found in the price list.`,
    );
  }
  return found;
}
