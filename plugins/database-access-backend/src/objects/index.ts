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

import { accessLogSubscription } from './accessLogSubscription';
import { endpointConnection } from './endpointConnection';
import { endpointPrivateDns } from './endpointPrivateDns';
import { endpointService } from './endpointService';
import { endpointServiceName } from './endpointServiceName';
import { endpointServicePrincipal } from './endpointServicePrincipal';
import { endpointServiceRegion } from './endpointServiceRegion';
import { endpointServiceVerification } from './endpointServiceVerification';
import { eventRule } from './eventRule';
import { eventTarget } from './eventTarget';
import { hostedZone } from './hostedZone';
import { interfaceEndpoint } from './interfaceEndpoint';
import { lambdaFunction } from './lambdaFunction';
import { lambdaPermission } from './lambdaPermission';
import { listener } from './listener';
import { loadBalancer } from './loadBalancer';
import { loadBalancerInbound } from './loadBalancerInbound';
import type { ObjectType } from './ObjectType';
import { recordSet } from './recordSet';
import { resourceConfiguration } from './resourceConfiguration';
import { resourceEndpointAssociation } from './resourceEndpointAssociation';
import { resourceGateway } from './resourceGateway';
import { resourceShare } from './resourceShare';
import { resourceShareInvitation } from './resourceShareInvitation';
import { resourceSharePrincipal } from './resourceSharePrincipal';
import { securityGroup } from './securityGroup';
import { securityGroupDefaultEgress } from './securityGroupDefaultEgress';
import { securityGroupRule } from './securityGroupRule';
import { serviceNetwork } from './serviceNetwork';
import { serviceNetworkEndpoint } from './serviceNetworkEndpoint';
import { serviceNetworkEndpointAssociation } from './serviceNetworkEndpointAssociation';
import { serviceNetworkResourceAssociation } from './serviceNetworkResourceAssociation';
import { serviceNetworkVpcAssociation } from './serviceNetworkVpcAssociation';
import { targetGroup } from './targetGroup';
import { targetGroupAttributes } from './targetGroupAttributes';
import { targets } from './targets';
import { verificationRecord } from './verificationRecord';
import { vpcEndpoint } from './vpcEndpoint';

export type { AccessLogSource, ConnectionMark } from './AccessLogSource';
export type { MetricSource, WantedMetric } from './MetricSource';
export { tellDifferences } from './differences';
export { holdOf, HOLD_TAG, tellHold } from './hold';
export * from './ObjectType';
export { OWNER_TAGS, tagsAmong, tagValue } from './ownerTags';
export {
  clientSecurityGroup,
  database,
  listClusters,
  listInstances,
  listZonesOfVpc,
  readAcls,
  readDnsAttribute,
  readSecurityGroups,
  readSubnets,
  subnet,
  surroundingTypes,
  vpc,
  zoneName,
  zoneOwner,
  type DatabaseState,
  type SecurityGroupFacts,
  type SubnetState,
  type SubnetToday,
  type SurroundingType,
  type VpcState,
} from './surroundings';
export {
  ANALYZER_PERMISSIONS,
  createPath,
  deleteAnalysis,
  deletePath,
  findPath,
  readAnalysis,
  startAnalysis,
  type PathToAnalyse,
} from './networkInsights';
export {
  LOOK_UP_RATE,
  lookUpEvents,
  TRAIL_PERMISSIONS,
  trailOf,
  type Trail,
  type TrailEvent,
} from './cloudTrail';
export { INSTALLATION_TAG, OBJECT_TAG, objectName } from './ours';
export { EXECUTION as UPDATER_EXECUTION } from './updater/executionPolicy';

const all: ObjectType[] = [
  securityGroup,
  securityGroupDefaultEgress,
  securityGroupRule,
  resourceGateway,
  resourceConfiguration,
  accessLogSubscription,
  resourceShare,
  resourceSharePrincipal,
  resourceShareInvitation,
  vpcEndpoint,
  resourceEndpointAssociation,
  serviceNetwork,
  serviceNetworkResourceAssociation,
  serviceNetworkVpcAssociation,
  serviceNetworkEndpoint,
  serviceNetworkEndpointAssociation,
  targetGroup,
  targetGroupAttributes,
  loadBalancer,
  loadBalancerInbound,
  listener,
  targets,
  endpointService,
  endpointServicePrincipal,
  endpointServiceRegion,
  endpointConnection,
  interfaceEndpoint,
  hostedZone,
  recordSet,
  lambdaFunction,
  eventRule,
  lambdaPermission,
  eventTarget,
  endpointServiceName,
  verificationRecord,
  endpointServiceVerification,
  endpointPrivateDns,
];

/** Every object type, by its name. */
export const objectTypes: ReadonlyMap<string, ObjectType> = new Map(
  all.map(type => [type.type, type]),
);
