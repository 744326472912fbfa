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

export * from './DatabaseAccessConfig';
export * from './PolicyConfig';
export {
  NETWORK_NAME,
  readDatabaseAccessConfig,
} from './readDatabaseAccessConfig';
export {
  DEFAULT_SHARE_TERMS,
  type RecertifyTerms,
  type ShareTerms,
} from './readShareTerms';
export { DEFAULT_ENVIRONMENT_TAG } from './readPatterns';
export { DEFAULT_CLASSIFICATION_TAG } from './readPolicy';
export { AWS_SERVICES } from './readEndpoints';
export { pointAtLine } from './pointAtLine';
export { toOwnerRef } from './ownerRef';
export { conceal, Secret } from './Secret';
export { DEFAULT_DRIFT_TERMS, type DriftTerms } from './readDriftTerms';
