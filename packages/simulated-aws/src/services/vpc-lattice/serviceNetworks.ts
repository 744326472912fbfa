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

import type { LatticePart } from './part';

const PAGE = { range: [1, 100] as [number, number] };

/** No service network can be made here yet, so there is none: these lists tell it. */
export const serviceNetworks: LatticePart = {
  rules: {
    'ListServiceNetworks.maxResults': PAGE,
    'ListServiceNetworkVpcAssociations.maxResults': PAGE,
    'ListServiceNetworkVpcAssociations.vpcIdentifier': {
      length: [5, 50],
      pattern: /^vpc-([0-9a-z]{8}|[0-9a-z]{17})$/,
    },
    'ListServiceNetworkResourceAssociations.maxResults': PAGE,
    'ListServiceNetworkVpcEndpointAssociations.maxResults': PAGE,
  },

  handlers: {
    ListServiceNetworks: () => ({ items: [] }),
    ListServiceNetworkVpcAssociations: () => ({ items: [] }),
    ListServiceNetworkResourceAssociations: () => ({ items: [] }),
    ListServiceNetworkVpcEndpointAssociations: () => ({ items: [] }),
  },
};
