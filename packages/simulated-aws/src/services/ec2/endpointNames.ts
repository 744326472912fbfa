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

/**
 * The names that AWS generates for an endpoint's resource configuration: `<vpce>.<rcfg>.<hash>.vpc-lattice-rsc.<region>.on.aws`.
 * They resolve publicly, to private addresses.
 */
export function generatedEndpointName(options: {
  vpcEndpointId: string;
  resourceConfigurationId: string;
  region: string;
}): string {
  const { vpcEndpointId, resourceConfigurationId, region } = options;
  const hash = createHash('sha256')
    .update(resourceConfigurationId)
    .digest('hex')
    .slice(0, 7);
  return `${vpcEndpointId}.${resourceConfigurationId}.${hash}.vpc-lattice-rsc.${region}.on.aws`;
}
