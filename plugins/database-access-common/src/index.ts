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
 * Types, permissions and API client of Towpath, for the browser and for Node.
 *
 * @packageDocumentation
 */

export * from './arn';
export * from './audit';
export * from './diagnosis';
export * from './entity';
export * from './errorCodes';
export * from './extensions';
export * from './failovers';
export * from './inventory';
export * from './metrics';
export * from './overview';
export * from './permissions';
export * from './orphans';
export * from './plans';
export * from './policy';
export * from './rds';
export * from './reachability';
export * from './requests';
export * from './shares';
export * from './types';
export * from './DatabaseAccessApi';
export * from './DatabaseAccessClient';
