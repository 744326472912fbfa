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
export { Background, type Rest } from './core/Background';
export { World } from './core/World';
export type {
  ChangeListener,
  Delivery,
  DeliveryHandler,
  Timer,
  TimerHandler,
  WorldOptions,
  WorldSnapshot,
} from './core/World';
export { SimulatedClock, type ClockState } from './core/clock';
export { AwsError, LostAnswer } from './core/errors';
export { Faults } from './core/Faults';
export type { Fault, FaultState } from './core/Faults';
export { CallLog } from './core/CallLog';
export type { Place } from './core/state';
export type { CallCount } from './core/CallLog';
export { Ids } from './core/ids';
export { TokenBuckets } from './core/TokenBuckets';
export type { BucketSize, BucketState, NamedBucket } from './core/TokenBuckets';
export { defineService } from './core/Service';
export type * from './core/Service';
export { DOUBTS, DEFAULT_DOUBTS } from './doubts';
export type { DoubtName, Doubts } from './doubts';
export { simulatedClientConfig } from './testing/clients';
export type { SimulatedClientOptions } from './testing/clients';
export type { SdkRequestHandler } from './wire/sdkRequestHandler';
export type { WireRequest, WireAnswer } from './wire/http';
export { simulatedAwsHandlers } from './http/msw';
export { REGISTRATION_SECONDS } from './services/elasticloadbalancing/health';
export { CLUSTER_FAILOVER_SECONDS } from './services/rds/clusters';
export { INSTANCE_FAILOVER_SECONDS } from './services/rds/instances';
export { exampleCompany } from './company/exampleCompany';
export { populate } from './company/populate';
export { ACCESS_LOG_POLICY } from './company/accessLogPolicies';
export { PRIVATE_NAME_POLICIES } from './company/privateNamePolicies';
export { ROLE_POLICIES } from './company/rolePolicies';
export { TRAIL_POLICY } from './company/trailPolicy';
export { REACHABILITY_POLICIES } from './company/reachabilityPolicies';
export { UPDATER_POLICIES } from './company/updaterPolicies';
export type {
  Company,
  CompanyAccount,
  CompanyClient,
  CompanyDatabase,
  CompanyCare,
  CompanyRule,
  CompanySecurityGroup,
  CompanySubnet,
  CompanyVpc,
  PortalSide,
} from './company/Company';
export { resolveName } from './network/dns';
export type { Resolution } from './network/dns';
export { reachable } from './network/reachable';
export type { Reachability } from './network/reachable';
export type { ReachabilityHop } from './network/filterHops';
export type { TlsFact } from './network/tls';
export {
  ImpossibleTrafficError,
  sendTraffic,
} from './services/cloudwatch/traffic';
export type { Traffic } from './services/cloudwatch/traffic';
export { UnknownObjectError } from './network/question';
export type { ReachabilityQuestion } from './network/question';
export { startSimulatedAws } from './http/server';
export type {
  SimulatedAwsServer,
  SimulatedAwsServerOptions,
} from './http/server';
export type { SimulationOptions } from './http/Simulation';
export { main } from './cli';
