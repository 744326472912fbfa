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

import {
  parseDatabaseArn,
  ShareObject,
} from '@towpath/backstage-plugin-database-access-common';
import type { MetricSource, WantedMetric } from '../objects';

/** What is known of an object, as far as it says by what CloudWatch knows it. */
export type MeasuredObject = Pick<ShareObject, 'type' | 'outputs'> & {
  region: string;
};

/** Everything of one share that names what CloudWatch measures. */
export interface Measured {
  objects: readonly MeasuredObject[];
  /** Of the clients. */
  vpcId: string;
}

/** "CloudWatch metrics for AWS PrivateLink", AWS PrivateLink Guide (aws.md §3.2). */
const FLOWS: readonly WantedMetric[] = [
  { name: 'BytesProcessed', statistic: 'Sum', unit: 'bytes', tellsUse: true },
  { name: 'NewConnections', statistic: 'Sum', unit: 'count', tellsUse: true },
  { name: 'ActiveConnections', statistic: 'Maximum', unit: 'count' },
];

/** The same. */
const OF_ENDPOINTS: readonly WantedMetric[] = [
  ...FLOWS,
  { name: 'PacketsDropped', statistic: 'Sum', unit: 'count' },
  { name: 'RstPacketsReceived', statistic: 'Sum', unit: 'count' },
];

/** The same. */
const OF_SERVICES: readonly WantedMetric[] = [
  ...FLOWS,
  { name: 'RstPacketsSent', statistic: 'Sum', unit: 'count' },
];

/** "CloudWatch metrics for your Network Load Balancer", User Guide for Network Load Balancers (aws.md §3.2). */
const OF_LOAD_BALANCERS: readonly WantedMetric[] = [
  { name: 'ProcessedBytes', statistic: 'Sum', unit: 'bytes' },
  { name: 'NewFlowCount', statistic: 'Sum', unit: 'count' },
  { name: 'ActiveFlowCount', statistic: 'Average', unit: 'count' },
  { name: 'TCP_Target_Reset_Count', statistic: 'Sum', unit: 'count' },
  { name: 'PortAllocationErrorCount', statistic: 'Sum', unit: 'count' },
];

/** The same. */
const OF_TARGET_GROUPS: readonly WantedMetric[] = [
  { name: 'HealthyHostCount', statistic: 'Average', unit: 'count' },
  { name: 'UnHealthyHostCount', statistic: 'Maximum', unit: 'count' },
];

/** "Amazon CloudWatch metrics for Amazon RDS", Amazon RDS User Guide (aws.md §3.2). */
const OF_DATABASES: readonly WantedMetric[] = [
  { name: 'DatabaseConnections', statistic: 'Maximum', unit: 'count' },
  { name: 'CPUUtilization', statistic: 'Average', unit: 'percent' },
  { name: 'FreeStorageSpace', statistic: 'Average', unit: 'bytes' },
  { name: 'FreeableMemory', statistic: 'Average', unit: 'bytes' },
  { name: 'ReadLatency', statistic: 'Average', unit: 'seconds' },
  { name: 'WriteLatency', statistic: 'Average', unit: 'seconds' },
  { name: 'ReadIOPS', statistic: 'Average', unit: 'count-per-second' },
  { name: 'WriteIOPS', statistic: 'Average', unit: 'count-per-second' },
  { name: 'ReplicaLag', statistic: 'Maximum', unit: 'seconds' },
  {
    name: 'NetworkReceiveThroughput',
    statistic: 'Average',
    unit: 'bytes-per-second',
  },
  {
    name: 'NetworkTransmitThroughput',
    statistic: 'Average',
    unit: 'bytes-per-second',
  },
];

/** Of a cluster's storage, which belongs to no instance: "Amazon CloudWatch metrics for Amazon Aurora". */
const OF_CLUSTERS: readonly WantedMetric[] = [
  { name: 'VolumeBytesUsed', statistic: 'Average', unit: 'bytes' },
];

/**
 * Where CloudWatch may have numbers of an object. Nothing for gateways, configurations, shares of RAM, names and security
 * groups: AWS documents no metrics of them (aws.md §0.1, §3.2). Of endpoints that lead to resources and service networks it
 * documents none either, and yet may publish some: they count once it lists them.
 *
 * @param share - of which the object is: how AWS names a metric they tell together
 */
export function metricSourcesOf(
  object: MeasuredObject,
  share: Measured,
): MetricSource[] {
  const { type, outputs } = object;
  switch (type) {
    case 'ec2/interface-endpoint':
      return ofInterfaceEndpoint(outputs.vpcEndpointId, share);
    case 'ec2/vpc-endpoint':
    case 'ec2/service-network-endpoint':
      return ofKnown(outputs.vpcEndpointId, ofEndpoint);
    case 'ec2/endpoint-connection':
      return ofConnection(outputs.acceptedEndpointId, share);
    case 'ec2/endpoint-service':
      return ofKnown(outputs.serviceId, id => ({
        ...ofService({ 'Service Id': id }, share),
        metrics: withoutUse(OF_SERVICES),
      }));
    case 'elbv2/load-balancer':
      return ofKnown(outputs.loadBalancerArn, arn =>
        ofLoadBalancer(
          { LoadBalancer: loadBalancerIn(arn) },
          OF_LOAD_BALANCERS,
        ),
      );
    case 'elbv2/target-group':
      return ofTargetGroup(outputs.targetGroupArn, share);
    default:
      return [];
  }
}

/** The same for a database: an instance by itself, a cluster by its writer. Which of them an engine has AWS lists. */
export function metricSourcesOfDatabase(databaseArn: string): MetricSource[] {
  const arn = parseDatabaseArn(databaseArn);
  if (!arn) {
    return [];
  }
  const common = { namespace: 'AWS/RDS', listedAlone: true } as const;
  return arn.kind === 'instance'
    ? [
        {
          ...common,
          dimensions: { DBInstanceIdentifier: arn.identifier },
          metrics: OF_DATABASES,
        },
      ]
    : [
        {
          ...common,
          dimensions: { DBClusterIdentifier: arn.identifier, Role: 'WRITER' },
          metrics: OF_DATABASES,
        },
        {
          ...common,
          dimensions: { DBClusterIdentifier: arn.identifier },
          metrics: OF_CLUSTERS,
        },
      ];
}

function ofEndpoint(vpcEndpointId: string): MetricSource {
  return {
    namespace: 'AWS/PrivateLinkEndpoints',
    dimensions: { 'VPC Endpoint Id': vpcEndpointId },
    metrics: OF_ENDPOINTS,
  };
}

function ofInterfaceEndpoint(
  vpcEndpointId: string | undefined,
  { objects, vpcId }: Measured,
): MetricSource[] {
  const serviceName = outputOf(objects, 'ec2/endpoint-service', 'serviceName');
  return ofKnown(vpcEndpointId, id => ({
    ...ofEndpoint(id),
    ...(serviceName &&
      !isAcrossRegions(objects) && {
        documentedAs: {
          'Endpoint Type': 'Interface',
          'Service Name': serviceName,
          'VPC Endpoint Id': id,
          'VPC Id': vpcId,
        },
      }),
  }));
}

/** What one endpoint sends to a service, as the service's own account sees it. */
function ofConnection(
  acceptedEndpointId: string | undefined,
  share: Measured,
): MetricSource[] {
  const serviceId = outputOf(
    share.objects,
    'ec2/endpoint-service',
    'serviceId',
  );
  return serviceId
    ? ofKnown(acceptedEndpointId, id =>
        ofService({ 'Service Id': serviceId, 'VPC Endpoint Id': id }, share),
      )
    : [];
}

function ofService(
  dimensions: Record<string, string>,
  { objects }: Measured,
): MetricSource {
  return {
    namespace: 'AWS/PrivateLinkServices',
    dimensions,
    metrics: OF_SERVICES,
    ...(!isAcrossRegions(objects) && { documentedAs: dimensions }),
  };
}

function ofTargetGroup(
  targetGroupArn: string | undefined,
  { objects }: Measured,
): MetricSource[] {
  const balancer = outputOf(objects, 'elbv2/load-balancer', 'loadBalancerArn');
  return balancer
    ? ofKnown(targetGroupArn, arn =>
        ofLoadBalancer(
          { LoadBalancer: loadBalancerIn(balancer), TargetGroup: endOf(arn) },
          OF_TARGET_GROUPS,
        ),
      )
    : [];
}

function ofLoadBalancer(
  dimensions: Record<string, string>,
  metrics: readonly WantedMetric[],
): MetricSource {
  return {
    namespace: 'AWS/NetworkELB',
    dimensions,
    metrics,
    documentedAs: dimensions,
  };
}

/** An output of the first object of a type. */
export function outputOf(
  objects: readonly MeasuredObject[],
  type: string,
  name: string,
): string | undefined {
  return objects.find(object => object.type === type)?.outputs[name];
}

/** A service may be of many shares, so what passes it tells of none of them. */
function withoutUse(metrics: readonly WantedMetric[]): WantedMetric[] {
  return metrics.map(({ name, statistic, unit }) => ({
    name,
    statistic,
    unit,
  }));
}

/** "They are not published for ... endpoint service consumers that use cross-Region access" (AWS PrivateLink Guide). */
function isAcrossRegions(objects: readonly MeasuredObject[]): boolean {
  const regions = objects
    .filter(({ type }) =>
      ['ec2/interface-endpoint', 'ec2/endpoint-service'].includes(type),
    )
    .map(({ region }) => region);
  return new Set(regions).size > 1;
}

/** Nothing is asked of what AWS has given no id yet. */
function ofKnown<T>(id: string | undefined, source: (id: string) => T): T[] {
  return id ? [source(id)] : [];
}

/** CloudWatch knows load balancers and target groups by the ends of their ARNs: `net/name/id`, `targetgroup/name/id`. */
function endOf(arn: string): string {
  return arn.split(':')[5];
}

function loadBalancerIn(arn: string): string {
  return endOf(arn).replace(/^loadbalancer\//, '');
}
