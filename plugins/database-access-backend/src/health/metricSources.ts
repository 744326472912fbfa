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
export type MeasuredObject = Pick<ShareObject, 'key' | 'type' | 'outputs'> & {
  region: string;
};

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
 * @param beside - all objects of the share: whether an endpoint is in another Region than its service they tell together
 */
export function metricSourcesOf(
  object: MeasuredObject,
  beside: readonly MeasuredObject[],
): MetricSource[] {
  const { type, outputs } = object;
  switch (type) {
    case 'ec2/interface-endpoint':
      return ofEndpoint(outputs, !isAcrossRegions(beside));
    case 'ec2/vpc-endpoint':
    case 'ec2/service-network-endpoint':
      return ofEndpoint(outputs, false);
    case 'ec2/endpoint-connection':
      return ofConnection(outputs, beside);
    case 'ec2/endpoint-service':
      return ofKnown(outputs.serviceId, id => ({
        namespace: 'AWS/PrivateLinkServices',
        dimensions: { 'Service Id': id },
        metrics: withoutUse(OF_SERVICES),
        documented: !isAcrossRegions(beside),
      }));
    case 'elbv2/load-balancer':
      return ofKnown(nameInArn(outputs.loadBalancerArn), id => ({
        namespace: 'AWS/NetworkELB',
        dimensions: { LoadBalancer: id.replace(/^loadbalancer\//, '') },
        metrics: OF_LOAD_BALANCERS,
        documented: true,
      }));
    case 'elbv2/target-group':
      return ofKnown(nameInArn(outputs.targetGroupArn), id => ({
        namespace: 'AWS/NetworkELB',
        dimensions: { TargetGroup: id },
        metrics: OF_TARGET_GROUPS,
        documented: true,
      }));
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
  const common = {
    namespace: 'AWS/RDS',
    documented: false,
    listedAlone: true,
  } as const;
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

function ofEndpoint(
  { vpcEndpointId }: Record<string, string>,
  documented: boolean,
): MetricSource[] {
  return ofKnown(vpcEndpointId, id => ({
    namespace: 'AWS/PrivateLinkEndpoints',
    dimensions: { 'VPC Endpoint Id': id },
    metrics: OF_ENDPOINTS,
    documented,
  }));
}

/** What one endpoint sends to a service, as the service's own account sees it. */
function ofConnection(
  { acceptedEndpointId }: Record<string, string>,
  beside: readonly MeasuredObject[],
): MetricSource[] {
  const service = beside.find(({ type }) => type === 'ec2/endpoint-service');
  return ofKnown(service?.outputs.serviceId, serviceId =>
    ofKnown(acceptedEndpointId, id => ({
      namespace: 'AWS/PrivateLinkServices',
      dimensions: { 'Service Id': serviceId, 'VPC Endpoint Id': id },
      metrics: OF_SERVICES,
      documented: !isAcrossRegions(beside),
    })),
  ).flat();
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
function nameInArn(arn: string | undefined): string | undefined {
  return arn?.split(':')[5];
}
