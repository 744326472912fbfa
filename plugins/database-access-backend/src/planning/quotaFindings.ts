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
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { Lane } from '../config';
import { GraphNode, ObjectGraph } from '../patterns';
import { blocking, warning } from './findings';
import { LaneReader } from './LaneReader';
import { ListedObject } from './listObjects';
import { parentsOf } from './parentsOf';
import { quotaRemedy } from './quotaRemedy';
import { Quota, QUOTA_CODES, QuotaService } from './readQuotas';
import { SCARCE } from './readQuotaUse';
import { roomInGroups } from './roomInGroups';
import { BothSides } from './sides';

const {
  'vpc-lattice': LATTICE,
  vpc: VPC,
  elasticloadbalancing: ELB,
} = QUOTA_CODES;

/** Which quota counts an object, and how many AWS counts already; undefined if that is not known. */
interface Counted {
  serviceCode: QuotaService | 'ram';
  code: string;
  /** What the quota is of, beside the account and its Region: e.g. one VPC. */
  within?: string;
  inUse: number | undefined;
  /** Where another lane than the object's own has the quota. */
  lane?: Lane;
}

/** What Service Quotas does not know: AWS Resource Access Manager User Guide, quotas (aws.md §1.6). */
const PENDING_INVITATIONS: Quota = {
  serviceCode: 'ram',
  code: 'of AWS RAM',
  name: 'Pending invitations per sharing account',
  limit: 20,
  adjustable: false,
};

/** An account outside of the organisation is invited by the one that shares, and has twelve hours to answer. */
const invitations: Count = async ({ spec }, { graph, reader }) => {
  const share = graph.nodes.find(
    ({ key }) => key === parentsOf(spec).find(Boolean),
  );
  return (
    share && {
      serviceCode: 'ram',
      code: PENDING_INVITATIONS.code,
      lane: share.lane,
      inUse: (await reader.objects(share.lane, 'ram/pending-invitation'))
        ?.length,
    }
  );
};

type Count = (
  node: GraphNode,
  world: { graph: ObjectGraph; sides: BothSides; reader: LaneReader },
) => Promise<Counted | undefined>;

/** Endpoints of one VPC; AWS counts some types together. */
function endpointsOf(code: string, ...types: string[]): Count {
  return async ({ spec, lane }, { sides: { network, consumer } }) => {
    const isHere =
      spec.vpcId === network.vpcId && lane.accountId === network.accountId;
    return {
      serviceCode: 'vpc',
      code,
      within: network.vpcId,
      inUse: isHere
        ? types.reduce(
            (sum, type) => sum + (consumer.endpointCounts[type] ?? 0),
            0,
          )
        : undefined,
    };
  };
}

/** Who is let into a group that is there already; AWS counts those that are let out apart. */
const inboundRules: Count = async ({ spec, lane }, { sides }) => {
  const { database, provider } = sides;
  const group = provider.securityGroups.find(({ id }) => id === spec.groupId);
  const isThere =
    lane.accountId === database.accountId && spec.direction === 'ingress';
  return group && isThere
    ? {
        serviceCode: 'vpc',
        code: VPC.rulesPerSecurityGroup,
        within: group.id,
        inUse: group.inboundRules,
      }
    : undefined;
};

/** Objects of its own type that are in its account and Region. */
function ofItsType(serviceCode: QuotaService, code: string): Count {
  return async ({ lane, type }, { reader }) => ({
    serviceCode,
    code,
    inUse: (await reader.objects(lane, type))?.length,
  });
}

/** What one service network has, if it is there already. */
function inServiceNetwork(
  code: string,
  inUse: (
    network: ListedObject,
    lane: Lane,
    reader: LaneReader,
  ) => number | undefined | Promise<number | undefined>,
): Count {
  return async ({ spec }, { graph, reader }) => {
    const parents = parentsOf(spec);
    const network = graph.nodes.find(
      ({ key, type }) =>
        parents.includes(key) && type === 'vpc-lattice/service-network',
    );
    if (!network) {
      return undefined;
    }
    const listed = await reader.objects(network.lane, network.type);
    const found = listed?.find(({ name }) => name === network.name);
    return {
      serviceCode: 'vpc-lattice',
      code,
      within: network.name,
      lane: network.lane,
      inUse: found && (await inUse(found, network.lane, reader)),
    };
  };
}

/** Gateways of the same VPC. */
const gateways: Count = async ({ lane, type, spec }, { reader }) => ({
  serviceCode: 'vpc-lattice',
  code: LATTICE.gatewaysPerVpc,
  within: String(spec.vpcId),
  inUse: (await reader.objects(lane, type))?.filter(
    ({ vpcId }) => vpcId === spec.vpcId,
  ).length,
});

/** By type of what would be made. */
const COUNTS: Readonly<Record<string, readonly Count[]>> = {
  'vpc-lattice/resource-gateway': [gateways],
  'vpc-lattice/resource-configuration': [
    ofItsType('vpc-lattice', LATTICE.configurations),
  ],
  'vpc-lattice/service-network': [
    ofItsType('vpc-lattice', LATTICE.serviceNetworks),
  ],
  'vpc-lattice/service-network-resource-association': [
    inServiceNetwork(
      LATTICE.resourcesPerServiceNetwork,
      ({ holds }) => holds?.resources,
    ),
  ],
  'vpc-lattice/service-network-vpc-association': [
    inServiceNetwork(LATTICE.vpcsPerServiceNetwork, ({ holds }) => holds?.vpcs),
  ],
  'ec2/vpc-endpoint': [endpointsOf(VPC.resourceEndpointsPerVpc, 'Resource')],
  'ec2/service-network-endpoint': [
    endpointsOf(VPC.serviceNetworkEndpointsPerVpc, 'ServiceNetwork'),
    inServiceNetwork(
      LATTICE.endpointsPerServiceNetwork,
      ({ id }, lane, reader) => reader.endpointsInto(lane, id),
    ),
  ],
  'ec2/interface-endpoint': [
    endpointsOf(
      VPC.interfaceEndpointsPerVpc,
      'Interface',
      'GatewayLoadBalancer',
    ),
  ],
  'ec2/security-group-rule': [inboundRules],
  'ram/invitation': [invitations],
  'elbv2/load-balancer': [ofItsType('elasticloadbalancing', ELB.loadBalancers)],
  'elbv2/target-group': [ofItsType('elasticloadbalancing', ELB.targetGroups)],
};

/**
 * Whether AWS lets the lanes have what would be made beside what they have.
 *
 * @param reused - keys of nodes whose objects another share uses: these count already
 */
export async function quotaFindings(
  graph: ObjectGraph,
  reused: ReadonlySet<string>,
  options: { sides: BothSides; reader: LaneReader },
): Promise<Finding[]> {
  const { sides, reader } = options;
  const wanted = new Map<string, { nodes: GraphNode[]; counted: Counted }>();
  const found = await Promise.all(
    graph.nodes
      .filter(({ key }) => !reused.has(key))
      .flatMap(node =>
        (COUNTS[node.type] ?? []).map(async count => ({
          node,
          counted: await count(node, { graph, sides, reader }),
        })),
      ),
  );
  for (const { node, counted } of found) {
    if (counted?.inUse === undefined) {
      continue;
    }
    const { code, within, lane = node.lane } = counted;
    const key = [lane.accountId, lane.region, code, within].join('|');
    const { nodes = [] } = wanted.get(key) ?? {};
    wanted.set(key, { nodes: [...nodes, node], counted });
  }
  const findings = await Promise.all(
    [...wanted.values()].map(each => findingOf(each, reader)),
  );
  return [...findings.flat(), ...(await roomInGroups([graph], reader))];
}

async function findingOf(
  {
    nodes,
    counted,
  }: {
    nodes: GraphNode[];
    counted: Counted;
  },
  reader: LaneReader,
): Promise<Finding[]> {
  const { lane = nodes[0].lane, serviceCode } = counted;
  const inUse = counted.inUse!;
  const quota =
    serviceCode === 'ram'
      ? PENDING_INVITATIONS
      : (await reader.quotas(lane, serviceCode))?.get(counted.code);
  if (!quota || inUse + nodes.length <= quota.limit * SCARCE) {
    return [];
  }
  const where = counted.within ? ` in ${counted.within}` : '';
  const has = `The ${reader.nameOf(lane)} uses ${inUse} of ${
    quota.limit
  } of the quota '${quota.name}' (${quota.code})${where}, ${lane.region}, and ${
    nodes.length
  } more would be made`;
  if (inUse + nodes.length > quota.limit) {
    return [
      blocking(ERROR_CODES.awsQuotaExceeded, {
        message: `${has}: AWS would refuse.`,
        remedy: remedyOf(quota, lane),
      }),
    ];
  }
  return [
    warning(ERROR_CODES.awsQuotaExceeded, {
      message: `${has}: there is little room left.`,
      remedy: remedyOf(quota, lane),
    }),
  ];
}

function remedyOf(quota: Quota, lane: Lane): string {
  return quota === PENDING_INVITATIONS
    ? `Have those who were invited by account ${lane.accountId} answer, or take out of its resource shares whom nobody waits for any more: aws ram get-resource-share-associations --association-type PRINCIPAL --association-status ASSOCIATING --region ${lane.region}. An invitation that nobody answers ends after 12 hours.`
    : quotaRemedy(quota, lane);
}
