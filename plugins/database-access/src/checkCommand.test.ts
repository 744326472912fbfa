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

import { ShareObject } from '@towpath/backstage-plugin-database-access-common';
import { active } from './__fixtures__/requests';
import { checkCommand } from './checkCommand';

const [gateway, configuration, endpoint] = active.objects;

function object(
  type: string,
  outputs: Record<string, string>,
  dependsOn: string[] = [],
): ShareObject {
  return { ...endpoint, key: type, type, outputs, dependsOn };
}

describe('How to check an object', () => {
  it('is a line that names its id and its Region', () => {
    expect(checkCommand(endpoint, active.objects)).toBe(
      'aws ec2 describe-vpc-endpoints --vpc-endpoint-ids vpce-0123456789abcdef0 --region us-east-1',
    );
    expect(checkCommand(gateway, [])).toBe(
      'aws vpc-lattice get-resource-gateway --resource-gateway-identifier rgw-0123456789abcdef0 --region us-east-1',
    );
  });

  it('names the ids of what the object depends on where AWS asks for those', () => {
    const association = object(
      'vpc-lattice/resource-endpoint-association',
      { associationId: 'rea-1' },
      [configuration.key],
    );

    expect(checkCommand(association, [...active.objects, association])).toBe(
      'aws vpc-lattice list-resource-endpoint-associations --resource-configuration-identifier rcfg-0123456789abcdef0 --region us-east-1',
    );
  });

  it.each([
    [
      'vpc-lattice/service-network',
      { serviceNetworkId: 'sn-1' },
      'vpc-lattice get-service-network --service-network-identifier sn-1',
    ],
    [
      'vpc-lattice/service-network-resource-association',
      { resourceAssociationId: 'snra-1' },
      'vpc-lattice get-service-network-resource-association --service-network-resource-association-identifier snra-1',
    ],
    [
      'vpc-lattice/service-network-vpc-association',
      { vpcAssociationId: 'snva-1' },
      'vpc-lattice get-service-network-vpc-association --service-network-vpc-association-identifier snva-1',
    ],
    [
      'ec2/service-network-endpoint',
      { vpcEndpointId: 'vpce-1' },
      'ec2 describe-vpc-endpoints --vpc-endpoint-ids vpce-1',
    ],
  ])('names what a service network is made of: %s', (type, outputs, args) => {
    expect(checkCommand(object(type, outputs), [])).toBe(
      `aws ${args} --region us-east-1`,
    );
  });

  it('asks the endpoint of a network for the databases behind it', () => {
    const network = object('ec2/service-network-endpoint', {
      vpcEndpointId: 'vpce-1',
    });
    const behind = object('ec2/service-network-endpoint-association', {}, [
      network.key,
    ]);

    expect(checkCommand(behind, [network, behind])).toBe(
      'aws ec2 describe-vpc-endpoint-associations --vpc-endpoint-ids vpce-1 --region us-east-1',
    );
  });

  it('falls back to the rules of the group where the rule itself is gone', () => {
    const group = object('ec2/security-group', { groupId: 'sg-1' });
    const rule = object('ec2/security-group-rule', {}, [group.key]);

    expect(checkCommand(rule, [group, rule])).toBe(
      'aws ec2 describe-security-group-rules --filters Name=group-id,Values=sg-1 --region us-east-1',
    );
  });

  it('asks a load balancer how its targets are', () => {
    const group = object('elbv2/target-group', {
      targetGroupArn: 'arn:aws:elasticloadbalancing:tg',
    });
    const targets = object('elbv2/targets', { addresses: '10.0.0.4' }, [
      group.key,
    ]);

    expect(checkCommand(targets, [group, targets])).toBe(
      'aws elbv2 describe-target-health --target-group-arn arn:aws:elasticloadbalancing:tg --region us-east-1',
    );
  });

  it('asks of a private DNS name where AWS tells of it', () => {
    const service = object('ec2/endpoint-service', { serviceId: 'vpce-svc-1' });
    const verification = object('ec2/endpoint-service-verification', {}, [
      service.key,
    ]);
    const proof = object('route53/verification-record', { zoneId: 'Z1' });
    const name = object('ec2/endpoint-private-dns', {}, [endpoint.key]);

    expect(checkCommand(verification, [service, verification])).toBe(
      'aws ec2 describe-vpc-endpoint-service-configurations --service-ids vpce-svc-1 --region us-east-1',
    );
    expect(checkCommand(proof, [proof])).toBe(
      'aws route53 list-resource-record-sets --hosted-zone-id Z1 --region us-east-1',
    );
    expect(checkCommand(name, [endpoint, name])).toBe(
      'aws ec2 describe-vpc-endpoints --vpc-endpoint-ids vpce-0123456789abcdef0 --region us-east-1',
    );
  });

  it('is unknown without ids, and for a type that this version does not know', () => {
    expect(checkCommand({ ...endpoint, outputs: {} }, [])).toBe(undefined);
    expect(checkCommand(object('quantum/gate', { id: '1' }), [])).toBe(
      undefined,
    );
  });
});
