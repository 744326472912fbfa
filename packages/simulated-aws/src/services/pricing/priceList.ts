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

import { createHash } from 'crypto';
import { PriceTier, Product } from './products';

/** The codes of every on-demand offer and of a price per unit, the same for all products. */
const ON_DEMAND = 'JRTCKXETXF';
const PER_UNIT = '6YS6EN2CT7';

const PUBLISHED = '2026-09-20T00:00:00Z';

/** The attributes that filters and GetAttributeValues know; the price list's own names are without capitals. */
export function attributesOf(product: Product): Record<string, string> {
  return {
    ...product.attributes,
    servicecode: product.serviceCode,
    servicename: product.serviceName,
    usagetype: product.usageType,
    operation: product.operation,
  };
}

/** AWS's SKUs are 16 characters that mean nothing, and stay. */
export function skuOf({
  serviceCode,
  productFamily,
  usageType,
  operation,
}: Product): string {
  return code([serviceCode, productFamily, usageType, operation], 16);
}

function code(parts: string[], length: number): string {
  return createHash('sha256')
    .update(parts.join('/'))
    .digest('hex')
    .toUpperCase()
    .slice(0, length);
}

/** One item of `PriceList`: JSON in a string ("Using the AWS Price List Query API", GetProducts). */
export function priceListItem(product: Product): string {
  const sku = skuOf(product);
  const term = `${sku}.${ON_DEMAND}`;
  return JSON.stringify({
    product: {
      productFamily: product.productFamily,
      attributes: attributesOf(product),
      sku,
    },
    serviceCode: product.serviceCode,
    terms: {
      OnDemand: {
        [term]: {
          priceDimensions: dimensionsOf(product, term),
          sku,
          effectiveDate: PUBLISHED,
          offerTermCode: ON_DEMAND,
          termAttributes: {},
        },
      },
    },
    version: PUBLISHED.replace(/\D/g, ''),
    publicationDate: PUBLISHED,
  });
}

/** One for each tier. They come in no order that means anything: only their ranges say which is the first. */
function dimensionsOf(product: Product, term: string): Record<string, object> {
  const { tiers, unit } = product;
  const dimensions = tiers.map((tier, i) => {
    const rateCode = `${term}.${
      tiers.length === 1 ? PER_UNIT : code([term, String(i)], 10)
    }`;
    const dimension = {
      unit,
      beginRange: String(tiers[i - 1]?.upTo ?? 0),
      endRange: tier.upTo === undefined ? 'Inf' : String(tier.upTo),
      description: describe(product, tier),
      appliesTo: [],
      rateCode,
      pricePerUnit: { USD: tier.usd },
    };
    return [rateCode, dimension] as const;
  });
  return Object.fromEntries(dimensions.reverse());
}

function describe({ per, attributes }: Product, { usd }: PriceTier): string {
  const where = attributes.location ?? attributes.fromLocation;
  return `$${Number(usd)} per ${per} (${where})`;
}
