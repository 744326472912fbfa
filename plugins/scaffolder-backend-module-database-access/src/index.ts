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

/**
 * The Scaffolder actions of Towpath.
 *
 * @packageDocumentation
 */

export { scaffolderModuleDatabaseAccess as default } from './module';
export { createDescribeDatabaseAction } from './actions/describe';
export { createExtendDatabaseAccessAction } from './actions/extend';
export { createPlanDatabaseAccessAction } from './actions/plan';
export { createProvisionDatabaseAccessAction } from './actions/provision';
export { createRequestDatabaseAccessAction } from './actions/request';
export { createRevokeDatabaseAccessAction } from './actions/revoke';
export type { DatabaseAccessActionOptions } from './actions/asInitiator';
export type { Time } from './actions/watch';
