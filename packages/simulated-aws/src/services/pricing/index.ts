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

import * as sdk from '@aws-sdk/client-pricing';
import { AwsError } from '../../core/errors';
import { pageOf } from '../../core/paging';
import { Call, defineService } from '../../core/Service';
import { jsonRefusals } from '../jsonRefusals';
import { fits, productsOfService } from './filters';
import { attributesOf, priceListItem, skuOf } from './priceList';
import { PRODUCTS } from './products';

/** "Service endpoints for the AWS Price List Query API": whatever Region prices are of, the question goes to these. */
const ENDPOINT_REGIONS = ['us-east-1', 'eu-central-1', 'ap-south-1'];

const FORMAT_VERSION = 'aws_v1';

function checkEndpoint({ region }: Call) {
  if (!ENDPOINT_REGIONS.includes(region)) {
    throw new AwsError(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region: the Price List API has endpoints in ${ENDPOINT_REGIONS.join(
        ', ',
      )}, and none in ${region}.`,
    );
  }
}

function page<T>(
  items: T[],
  keyOf: (item: T) => string,
  input: { NextToken?: string; MaxResults?: number },
) {
  const found = pageOf(items, keyOf, {
    token: input.NextToken,
    size: input.MaxResults ?? 100,
  });
  if (!found) {
    throw new AwsError(
      'InvalidNextTokenException',
      'The pagination token is invalid.',
    );
  }
  return {
    items: found.items,
    rest: found.nextToken ? { NextToken: found.nextToken } : {},
  };
}

/** A structure for each service, with the names that its products have attributes for. */
function serviceOf(ServiceCode: string): sdk.Service {
  const names = productsOfService(PRODUCTS, ServiceCode).flatMap(product => [
    'productFamily',
    ...Object.keys(attributesOf(product)),
  ]);
  return { ServiceCode, AttributeNames: [...new Set(names)].sort() };
}

/** AWS's price list, as far as a path to a database touches it. */
export const pricing = defineService<typeof sdk>({
  sdk,
  prefix: 'pricing',
  refusals: jsonRefusals({
    invalid: 'InvalidParameterException',
    throttled: 'ThrottlingException',
  }),
  rules: {
    'DescribeServices.MaxResults': { range: [1, 100] },
    'GetAttributeValues.MaxResults': { range: [1, 10_000] },
    'GetProducts.MaxResults': { range: [1, 100] },
    'GetProducts.Filters': { length: [0, 50] },
    'GetProducts.Filters[].Type': { enum: Object.values(sdk.FilterType) },
    'GetProducts.Filters[].Field': { length: [1, 1024] },
    'GetProducts.Filters[].Value': { length: [1, 1024] },
  },
  handlers: {
    DescribeServices(input, call) {
      checkEndpoint(call);
      const all = [...new Set(PRODUCTS.map(({ serviceCode }) => serviceCode))];
      const wanted = input.ServiceCode ? [input.ServiceCode] : all;
      const { items, rest } = page(
        wanted.map(serviceOf),
        s => s.ServiceCode!,
        input,
      );
      return { Services: items, FormatVersion: FORMAT_VERSION, ...rest };
    },

    GetAttributeValues(input, call) {
      checkEndpoint(call);
      const values = productsOfService(PRODUCTS, input.ServiceCode!).flatMap(
        product =>
          input.AttributeName === 'productFamily'
            ? product.productFamily
            : attributesOf(product)[input.AttributeName!] ?? [],
      );
      if (!values.length) {
        throw new AwsError(
          'NotFoundException',
          `${input.ServiceCode} has no attribute ${input.AttributeName}.`,
        );
      }
      const { items, rest } = page([...new Set(values)], value => value, input);
      return { AttributeValues: items.map(Value => ({ Value })), ...rest };
    },

    GetProducts(input, call) {
      checkEndpoint(call);
      const found = productsOfService(PRODUCTS, input.ServiceCode!).filter(
        product => fits(product, input.Filters),
      );
      const { items, rest } = page(found, skuOf, input);
      return {
        FormatVersion: FORMAT_VERSION,
        PriceList: items.map(priceListItem),
        ...rest,
      };
    },
  },
});
