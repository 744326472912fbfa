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

import {
  ConnectVia,
  Join,
} from '@towpath/backstage-plugin-database-access-common';

/** The values of the input `connectVia`. */
export const CONNECT_VIA = [
  'recommended',
  'lattice',
  'privatelink',
  'lattice-resource-endpoint',
  'lattice-service-network',
  'lattice-consumer-network',
] as const satisfies ReadonlyArray<ConnectVia>;

/** The values of the input `join`. */
export const JOIN = [
  'endpoint',
  'association',
] as const satisfies ReadonlyArray<Join>;
