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

import type { Lane } from '../config';

/**
 * The private names that a VPC takes from a service network, beside those whose domains AWS verified: those that RDS gives
 * its databases. AWS gives them whatever the preference says (aws.md §1.2); should it not, they are among those specified.
 * Any other name that somebody puts into a shared network stays without effect: ALL_DOMAINS would let it in.
 */
export function specifiedDomains({ region }: Lane): string[] {
  return [
    region.startsWith('cn-') ? 'rds.amazonaws.com.cn' : 'rds.amazonaws.com',
  ];
}
