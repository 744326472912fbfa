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

/** What AWS calls the objects around the one that is checked. */
type OutputOf = (name: string) => string | undefined;

/** The AWS CLI's arguments for one type; undefined if an id that they need is not known. */
const ARGUMENTS: Record<string, (id: OutputOf) => string | undefined> = {
  'ec2/security-group': id =>
    line`ec2 describe-security-groups --group-ids ${id('groupId')}`,
  'ec2/security-group-rule': id =>
    line`ec2 describe-security-group-rules --security-group-rule-ids ${id(
      'securityGroupRuleId',
    )}` ?? rulesOfGroup(id),
  'ec2/security-group-default-egress': rulesOfGroup,
  'ec2/vpc-endpoint': endpoint,
  'ec2/service-network-endpoint': endpoint,
  'ec2/service-network-endpoint-association': id =>
    line`ec2 describe-vpc-endpoint-associations --vpc-endpoint-ids ${id(
      'vpcEndpointId',
    )}`,
  'ec2/interface-endpoint': endpoint,
  'ec2/endpoint-private-dns': endpoint,
  'ec2/endpoint-service': endpointService,
  'ec2/endpoint-service-name': endpointService,
  'ec2/endpoint-service-verification': endpointService,
  'ec2/endpoint-service-principal': id =>
    line`ec2 describe-vpc-endpoint-service-permissions --service-id ${id(
      'serviceId',
    )}`,
  'ec2/endpoint-connection': id =>
    line`ec2 describe-vpc-endpoint-connections --filters Name=service-id,Values=${id(
      'serviceId',
    )}`,
  'elbv2/load-balancer': loadBalancer,
  'elbv2/load-balancer-inbound': loadBalancer,
  'elbv2/listener': id =>
    line`elbv2 describe-listeners --listener-arns ${id('listenerArn')}`,
  'elbv2/target-group': targetHealth,
  'elbv2/target-group-attributes': id =>
    line`elbv2 describe-target-group-attributes --target-group-arn ${id(
      'targetGroupArn',
    )}`,
  'elbv2/targets': targetHealth,
  'route53/hosted-zone': id =>
    line`route53 get-hosted-zone --id ${id('zoneId')}`,
  'route53/record-set': recordsOfZone,
  'route53/verification-record': recordsOfZone,
  'vpc-lattice/resource-gateway': id =>
    line`vpc-lattice get-resource-gateway --resource-gateway-identifier ${id(
      'gatewayId',
    )}`,
  'vpc-lattice/resource-configuration': id =>
    line`vpc-lattice get-resource-configuration --resource-configuration-identifier ${id(
      'resourceConfigurationId',
    )}`,
  'vpc-lattice/resource-endpoint-association': id =>
    line`vpc-lattice list-resource-endpoint-associations --resource-configuration-identifier ${id(
      'resourceConfigurationId',
    )}`,
  'vpc-lattice/service-network': id =>
    line`vpc-lattice get-service-network --service-network-identifier ${id(
      'serviceNetworkId',
    )}`,
  'vpc-lattice/service-network-resource-association': id =>
    line`vpc-lattice get-service-network-resource-association --service-network-resource-association-identifier ${id(
      'resourceAssociationId',
    )}`,
  'vpc-lattice/service-network-vpc-association': id =>
    line`vpc-lattice get-service-network-vpc-association --service-network-vpc-association-identifier ${id(
      'vpcAssociationId',
    )}`,
  'ram/resource-share': id =>
    line`ram get-resource-shares --resource-owner SELF --resource-share-arns ${id(
      'resourceShareArn',
    )}`,
  'ram/principal': id =>
    line`ram get-resource-share-associations --association-type PRINCIPAL --resource-share-arns ${id(
      'resourceShareArn',
    )}`,
  'ram/invitation': id =>
    line`ram get-resource-share-invitations --resource-share-arns ${id(
      'resourceShareArn',
    )}`,
};

/**
 * A line that asks AWS about one object: the ids in it are the object's own or those of what it depends on.
 *
 * @returns undefined if nobody may see the ids, AWS has given none yet, or the type is not known here
 */
export function checkCommand(
  object: ShareObject,
  objects: ShareObject[],
): string | undefined {
  const around = [
    object,
    ...objects.filter(({ key }) => object.dependsOn.includes(key)),
  ];
  const id: OutputOf = name =>
    around.find(({ outputs }) => outputs[name])?.outputs[name];
  const args = ARGUMENTS[object.type]?.(id);
  return args && `aws ${args} --region ${object.region}`;
}

function rulesOfGroup(id: OutputOf): string | undefined {
  return line`ec2 describe-security-group-rules --filters Name=group-id,Values=${id(
    'groupId',
  )}`;
}

function endpoint(id: OutputOf): string | undefined {
  return line`ec2 describe-vpc-endpoints --vpc-endpoint-ids ${id(
    'vpcEndpointId',
  )}`;
}

function endpointService(id: OutputOf): string | undefined {
  return line`ec2 describe-vpc-endpoint-service-configurations --service-ids ${id(
    'serviceId',
  )}`;
}

function recordsOfZone(id: OutputOf): string | undefined {
  return line`route53 list-resource-record-sets --hosted-zone-id ${id(
    'zoneId',
  )}`;
}

function loadBalancer(id: OutputOf): string | undefined {
  return line`elbv2 describe-load-balancers --load-balancer-arns ${id(
    'loadBalancerArn',
  )}`;
}

function targetHealth(id: OutputOf): string | undefined {
  return line`elbv2 describe-target-health --target-group-arn ${id(
    'targetGroupArn',
  )}`;
}

/** The text, unless something in it is not known. */
function line(
  texts: TemplateStringsArray,
  ...values: Array<string | undefined>
): string | undefined {
  return values.includes(undefined)
    ? undefined
    : String.raw({ raw: texts }, ...values);
}
