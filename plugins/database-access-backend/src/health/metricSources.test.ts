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
  return { key: type, type, outputs, region };
}

const endpoint = objectOf('ec2/interface-endpoint', {
  vpcEndpointId: 'vpce-1',
});
const service = objectOf('ec2/endpoint-service', {
  serviceId: 'vpce-svc-1',
  serviceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-1',
});
const connection = objectOf('ec2/endpoint-connection', {
  acceptedEndpointId: 'vpce-1',
});

function namedBy(object: MeasuredObject, beside = [endpoint, service]) {
  return metricSourcesOf(object, [object, ...beside]).map(
    ({ namespace, dimensions, documented }) => ({
      namespace,
      dimensions,
      documented,
    }),
  );
}

describe('where CloudWatch has the numbers of an object', () => {
  it('names each as AWS does, load balancers and target groups by the ends of their ARNs', () => {
    const arn = 'arn:aws:elasticloadbalancing:us-east-1:333333333333:';
    expect(namedBy(endpoint)).toEqual([
      {
        namespace: 'AWS/PrivateLinkEndpoints',
        dimensions: { 'VPC Endpoint Id': 'vpce-1' },
        documented: true,
      },
    ]);
    expect(namedBy(connection)).toEqual([
      {
        namespace: 'AWS/PrivateLinkServices',
        dimensions: { 'Service Id': 'vpce-svc-1', 'VPC Endpoint Id': 'vpce-1' },
        documented: true,
      },
    ]);
    expect(namedBy(service)).toEqual([
      {
        namespace: 'AWS/PrivateLinkServices',
        dimensions: { 'Service Id': 'vpce-svc-1' },
        documented: true,
      },
    ]);
    expect(
      namedBy(
        objectOf('elbv2/load-balancer', {
          loadBalancerArn: `${arn}loadbalancer/net/dba-demo-orders/50dc6c495c0c9188`,
        }),
      ),
    ).toEqual([
      {
        namespace: 'AWS/NetworkELB',
        dimensions: { LoadBalancer: 'net/dba-demo-orders/50dc6c495c0c9188' },
        documented: true,
      },
    ]);
    expect(
      namedBy(
        objectOf('elbv2/target-group', {
          targetGroupArn: `${arn}targetgroup/dba-demo-orders/73e2d6bc24d8a067`,
        }),
      ),
    ).toEqual([
      {
        namespace: 'AWS/NetworkELB',
        dimensions: {
          TargetGroup: 'targetgroup/dba-demo-orders/73e2d6bc24d8a067',
        },
        documented: true,
      },
    ]);
  });

  it('takes nothing for granted of endpoints to resources and service networks, nor of one in another Region', () => {
    for (const type of ['ec2/vpc-endpoint', 'ec2/service-network-endpoint']) {
      expect(namedBy(objectOf(type, { vpcEndpointId: 'vpce-2' }), [])).toEqual([
        {
          namespace: 'AWS/PrivateLinkEndpoints',
          dimensions: { 'VPC Endpoint Id': 'vpce-2' },
          documented: false,
        },
      ]);
    }
    const far = { ...endpoint, region: 'eu-west-1' };
    expect(namedBy(far, [service])).toMatchObject([{ documented: false }]);
    expect(namedBy(connection, [far, service])).toMatchObject([
      { documented: false },
    ]);
  });

  it('tells use only by what is of one endpoint', () => {
    const tellers = [endpoint, connection, service].map(object =>
      metricSourcesOf(object, [endpoint, service]).flatMap(({ metrics }) =>
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
    for (const { type } of [endpoint, connection, service]) {
      expect(metricSourcesOf(objectOf(type, {}), [])).toEqual([]);
    }
  });

  it('knows none of gateways, configurations, shares of RAM, names and security groups', () => {
    const outputs = {
      vpcEndpointId: 'vpce-1',
      acceptedEndpointId: 'vpce-1',
      serviceId: 'vpce-svc-1',
      loadBalancerArn: 'arn:aws:elasticloadbalancing:r:1:loadbalancer/net/a/b',
      targetGroupArn: 'arn:aws:elasticloadbalancing:r:1:targetgroup/a/b',
    };
    const measured = [...objectTypes.keys()].filter(
      type => metricSourcesOf(objectOf(type, outputs), [service]).length > 0,
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
