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

import { objectTypes } from '../objects';
import {
  MeasuredObject,
  metricSourcesOf,
  metricSourcesOfDatabase,
} from './metricSources';

function objectOf(
  type: string,
  outputs: Record<string, string>,
  region = 'us-east-1',
): MeasuredObject {
  return { type, outputs, region };
}

const SERVICE_NAME = 'com.amazonaws.vpce.us-east-1.vpce-svc-1';
const ELB = 'arn:aws:elasticloadbalancing:us-east-1:333333333333:';

const endpoint = objectOf('ec2/interface-endpoint', {
  vpcEndpointId: 'vpce-1',
});
const service = objectOf('ec2/endpoint-service', {
  serviceId: 'vpce-svc-1',
  serviceName: SERVICE_NAME,
});
const connection = objectOf('ec2/endpoint-connection', {
  acceptedEndpointId: 'vpce-1',
});
const loadBalancer = objectOf('elbv2/load-balancer', {
  loadBalancerArn: `${ELB}loadbalancer/net/dba-demo-orders/50dc6c495c0c9188`,
});
const targetGroup = objectOf('elbv2/target-group', {
  targetGroupArn: `${ELB}targetgroup/dba-demo-orders/73e2d6bc24d8a067`,
});
const all = [endpoint, service, connection, loadBalancer, targetGroup];

function sourcesOf(object: MeasuredObject, objects = all) {
  return metricSourcesOf(object, { objects, vpcId: 'vpc-1' });
}

function namedBy(object: MeasuredObject, objects = all) {
  return sourcesOf(object, objects).map(
    ({ namespace, dimensions, documentedAs }) => ({
      namespace,
      dimensions,
      documentedAs,
    }),
  );
}

describe('where CloudWatch has the numbers of an object', () => {
  it('names each as AWS does, load balancers and target groups by the ends of their ARNs', () => {
    expect(namedBy(endpoint)).toEqual([
      {
        namespace: 'AWS/PrivateLinkEndpoints',
        dimensions: { 'VPC Endpoint Id': 'vpce-1' },
        documentedAs: {
          'Endpoint Type': 'Interface',
          'Service Name': SERVICE_NAME,
          'VPC Endpoint Id': 'vpce-1',
          'VPC Id': 'vpc-1',
        },
      },
    ]);
    const LoadBalancer = 'net/dba-demo-orders/50dc6c495c0c9188';
    const TargetGroup = 'targetgroup/dba-demo-orders/73e2d6bc24d8a067';
    for (const [object, namespace, dimensions] of [
      [service, 'AWS/PrivateLinkServices', { 'Service Id': 'vpce-svc-1' }],
      [
        connection,
        'AWS/PrivateLinkServices',
        { 'Service Id': 'vpce-svc-1', 'VPC Endpoint Id': 'vpce-1' },
      ],
      [loadBalancer, 'AWS/NetworkELB', { LoadBalancer }],
      [targetGroup, 'AWS/NetworkELB', { LoadBalancer, TargetGroup }],
    ] as const) {
      expect(namedBy(object)).toEqual([
        { namespace, dimensions, documentedAs: dimensions },
      ]);
    }
  });

  it('takes nothing for granted of endpoints to resources and service networks, nor of one in another Region', () => {
    for (const type of ['ec2/vpc-endpoint', 'ec2/service-network-endpoint']) {
      expect(namedBy(objectOf(type, { vpcEndpointId: 'vpce-2' }))).toEqual([
        {
          namespace: 'AWS/PrivateLinkEndpoints',
          dimensions: { 'VPC Endpoint Id': 'vpce-2' },
          documentedAs: undefined,
        },
      ]);
    }
    const far = { ...endpoint, region: 'eu-west-1' };
    for (const object of [far, connection, service]) {
      expect(namedBy(object, [far, connection, service])).toMatchObject([
        { documentedAs: undefined },
      ]);
    }
  });

  it('tells use only by what is of one endpoint', () => {
    const tellers = [endpoint, connection, service].map(object =>
      sourcesOf(object).flatMap(({ metrics }) =>
        metrics.filter(({ tellsUse }) => tellsUse).map(({ name }) => name),
      ),
    );
    expect(tellers).toEqual([
      ['BytesProcessed', 'NewConnections'],
      ['BytesProcessed', 'NewConnections'],
      [],
    ]);
  });

  it('knows nothing of what AWS has given no id yet', () => {
    for (const { type } of all) {
      expect(sourcesOf(objectOf(type, {}), [])).toEqual([]);
    }
  });

  it('knows none of gateways, configurations, shares of RAM, names and security groups', () => {
    const outputs = {
      vpcEndpointId: 'vpce-1',
      acceptedEndpointId: 'vpce-1',
      serviceId: 'vpce-svc-1',
      loadBalancerArn: `${ELB}loadbalancer/net/a/b`,
      targetGroupArn: `${ELB}targetgroup/a/b`,
    };
    const measured = [...objectTypes.keys()].filter(
      type => sourcesOf(objectOf(type, outputs)).length > 0,
    );
    expect(measured.sort()).toEqual([
      'ec2/endpoint-connection',
      'ec2/endpoint-service',
      'ec2/interface-endpoint',
      'ec2/service-network-endpoint',
      'ec2/vpc-endpoint',
      'elbv2/load-balancer',
      'elbv2/target-group',
    ]);
  });

  it('names an instance by itself and a cluster by its writer', () => {
    const rds = 'arn:aws:rds:us-east-1:333333333333:';
    expect(
      metricSourcesOfDatabase(`${rds}db:orders`).map(each => each.dimensions),
    ).toEqual([{ DBInstanceIdentifier: 'orders' }]);
    expect(
      metricSourcesOfDatabase(`${rds}cluster:orders`).map(
        each => each.dimensions,
      ),
    ).toEqual([
      { DBClusterIdentifier: 'orders', Role: 'WRITER' },
      { DBClusterIdentifier: 'orders' },
    ]);
    expect(metricSourcesOfDatabase('arn:aws:s3:::orders')).toEqual([]);
  });
});
