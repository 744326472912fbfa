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
 * The AWS that Towpath's development, demo and tests run against: real AWS clients, simulated accounts.
 *
 * @packageDocumentation
 */

export { SimulatedAws } from './SimulatedAws';
export type { SimulatedAwsOptions } from './SimulatedAws';
export { World } from './core/World';
export type { WorldOptions } from './core/World';
export { SimulatedClock } from './core/clock';
export { AwsError, LostAnswer } from './core/errors';
export type { Fault } from './core/Faults';
export type { CallCount } from './core/CallLog';
export { DOUBTS, DEFAULT_DOUBTS } from './doubts';
export type { DoubtName, Doubts } from './doubts';
export { simulatedClientConfig } from './testing/clients';
export type { SimulatedClientOptions } from './testing/clients';
export type { SdkRequestHandler } from './wire/sdkRequestHandler';
export type { WireRequest, WireAnswer } from './wire/http';
