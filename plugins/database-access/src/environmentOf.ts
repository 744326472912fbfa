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

import { Entity } from '@backstage/catalog-model';
import { isProduction } from './isProduction';

/** As the backend's policies look for it, unless config says otherwise. */
const ENVIRONMENT_LABEL = 'environment';
const CLASSIFICATION_LABEL = 'data-classification';

/** What people tag databases with that nobody's business depends on. */
const OTHER_TAGS: readonly string[] = [
  'staging',
  'test',
  'development',
  'dev',
  'sandbox',
];

const PRODUCTION = 'production';

/** The environment that the catalog gives a database; `production` in whatever words, undefined if it says none. */
export function environmentOf(database: Entity): string | undefined {
  const label = database.metadata.labels?.[ENVIRONMENT_LABEL];
  if (isProduction(database) || label === 'prod') {
    return PRODUCTION;
  }
  return label ?? database.metadata.tags?.find(tag => OTHER_TAGS.includes(tag));
}

/** The class of the data that the catalog gives a database, e.g. `confidential`. */
export function classificationOf(database: Entity): string | undefined {
  return database.metadata.labels?.[CLASSIFICATION_LABEL];
}
