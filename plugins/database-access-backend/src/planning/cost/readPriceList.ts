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

import { paginateGetProducts, PricingClient } from '@aws-sdk/client-pricing';
import {
  ListedPrice,
  listedPrices,
  ListedProduct,
  PriceQuestion,
  QUESTION_ABOUT_ALL,
  questionsAbout,
} from './listedPrices';

/**
 * Asks AWS what things cost in one Region.
 *
 * @throws what the client throws
 */
export async function readPricesOf(
  client: PricingClient,
  region: string,
): Promise<ListedPrice[]> {
  const prices: ListedPrice[] = [];
  for (const question of questionsAbout(region)) {
    prices.push(...(await ask(client, region, question)));
  }
  return prices;
}

/**
 * Asks AWS what things cost that cost the same everywhere.
 *
 * @throws what the client throws
 */
export function readPricesOfAll(client: PricingClient): Promise<ListedPrice[]> {
  return ask(client, '', QUESTION_ABOUT_ALL);
}

async function ask(
  client: PricingClient,
  region: string,
  question: PriceQuestion,
): Promise<ListedPrice[]> {
  const products: ListedProduct[] = [];
  const pages = paginateGetProducts(
    { client },
    {
      ServiceCode: question.service,
      FormatVersion: 'aws_v1',
      MaxResults: 100,
      Filters: Object.entries(question.filters).map(([Field, Value]) => ({
        Type: 'TERM_MATCH',
        Field,
        Value,
      })),
    },
  );
  for await (const { PriceList = [] } of pages) {
    // Each product is a text of JSON, which the client may have wrapped; its types know one of both only.
    const texts = [...PriceList] as unknown[];
    products.push(...texts.map(text => JSON.parse(String(text))));
  }
  return listedPrices(region, question, products);
}
