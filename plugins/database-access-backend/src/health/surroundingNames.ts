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
/** What the hops are called of what packets meet beside a share's objects. */
export const SURROUNDING_HOPS = {
  clientGroups: 'Security groups of the clients',
  names: 'Names in the VPC of the clients',
  clientAcls: 'Network ACLs of the clients’ subnets',
  databaseAcls: 'Network ACLs of the database’s subnets',
  databaseGroups: 'Security groups that the database has',
  database: 'Database',
} as const;
