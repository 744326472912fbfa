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

import { withDatabase, withNetwork } from '../__testUtils__/graphs';
import { factsOf, inZone } from '../__testUtils__/simulatedCompany';
import { GraphNode, ObjectGraph, patterns } from '../patterns';
import { quotaFindings } from './quotaFindings';
import { roomInGroups } from './roomInGroups';
import {
  graphOf,
  plantedLanes,
  plantedSides,
} from './__testUtils__/plantedSides';
import { ListedObject } from './listObjects';
import { Quota } from './readQuotas';

const LATTICE = graphOf('lattice-resource-endpoint');
const NOTHING = new Set<string>();
const { vpcId } = plantedSides().database;

const GATEWAYS: Quota = {
  serviceCode: 'vpc-lattice',
  code: 'L-0DCA4434',
  name: 'Resource gateways per VPC',
  limit: 10,
  adjustable: true,
};

const RULES: Quota = {
  ...GATEWAYS,
  serviceCode: 'vpc',
  code: 'L-0EA8095F',
  name: 'Inbound or outbound rules per security group',
  limit: 60,
};

function gateways(count: number, vpc = vpcId): ListedObject[] {
  return Array.from({ length: count }, (_, i) => ({
    type: 'vpc-lattice/resource-gateway',
    name: `gateway-${i}`,
    id: `rgw-${i}`,
    arn: `arn:aws:vpc-lattice:us-east-1:333333333333:resourcegateway/rgw-${i}`,
    vpcId: vpc,
  }));
}

function findingsWith(
  objects: ListedObject[],
  options: { quotas?: Quota[]; reused?: Set<string> } = {},
) {
  const { quotas = [GATEWAYS], reused = NOTHING } = options;
  return quotaFindings(LATTICE, reused, {
    sides: plantedSides(),
    reader: plantedLanes({ objects, quotas }),
  });
}

describe('what AWS lets an account have', () => {
  it('is no finding up to four fifths of it', async () => {
    expect(await findingsWith(gateways(7))).toEqual([]);
  });

  it('is a warning beyond, with the quota, what is used of it, and how to ask for more', async () => {
    const [finding, ...others] = await findingsWith(gateways(8));
    expect(others).toEqual([]);
    expect(finding).toEqual({
      code: 'aws_quota_exceeded',
      severity: 'warning',
      message: `The account 333333333333 (planted) uses 8 of 10 of the quota 'Resource gateways per VPC' (L-0DCA4434) in ${vpcId}, us-east-1, and 1 more would be made: there is little room left.`,
      remedy: expect.stringContaining(
        'aws service-quotas request-service-quota-increase --service-code vpc-lattice --quota-code L-0DCA4434 --desired-value 20 --region us-east-1',
      ),
    });
  });

  it('blocks at its end, and can be reached', async () => {
    expect((await findingsWith(gateways(9)))[0].severity).toBe('warning');
    expect((await findingsWith(gateways(10)))[0]).toMatchObject({
      severity: 'blocking',
      message: expect.stringContaining('AWS would refuse'),
    });
  });

  it('says where AWS raises a quota for nobody', async () => {
    const [finding] = await findingsWith(gateways(10), {
      quotas: [{ ...GATEWAYS, adjustable: false }],
    });
    expect(finding.remedy).toContain('for nobody');
  });

  it('is of one VPC where the quota is', async () => {
    expect(await findingsWith(gateways(10, 'vpc-other'))).toEqual([]);
  });

  it('is only of what would be made', async () => {
    expect(
      await findingsWith(gateways(10), {
        reused: new Set(['resource-gateway']),
      }),
    ).toEqual([]);
  });

  it('is unsaid where AWS does not say the quota or the number', async () => {
    expect(await findingsWith(gateways(10), { quotas: [] })).toEqual([]);
    expect(
      await quotaFindings(LATTICE, NOTHING, {
        sides: plantedSides(),
        reader: plantedLanes({ quotas: [GATEWAYS] }),
      }),
    ).toEqual([]);
  });

  it('counts who is let into the security group of the database', async () => {
    const [id] = plantedSides().database.securityGroupIds;
    const findingsAt = (inboundRules: number) =>
      quotaFindings(LATTICE, NOTHING, {
        sides: plantedSides({
          provider: {
            securityGroups: [
              { id, name: 'db', shareable: true, inboundRules, egress: [] },
            ],
          },
        }),
        reader: plantedLanes({
          quotas: [RULES],
        }),
      });
    expect(await findingsAt(47)).toEqual([]);
    expect(await findingsAt(60)).toEqual([
      expect.objectContaining({
        severity: 'blocking',
        message: expect.stringContaining(
          `uses 60 of 60 of the quota 'Inbound or outbound rules per security group' (L-0EA8095F) in ${id}`,
        ),
      }),
    ]);
  });

  it('counts endpoints by the quota of their type', async () => {
    const endpoints = (code: string): Quota => ({
      ...GATEWAYS,
      serviceCode: 'vpc',
      code,
      name: 'Endpoints',
    });
    const found = await quotaFindings(graphOf('privatelink'), NOTHING, {
      sides: plantedSides({
        consumer: {
          endpointCounts: { Interface: 6, GatewayLoadBalancer: 4, Resource: 2 },
        },
      }),
      reader: plantedLanes({
        quotas: [endpoints('L-29B6F2EB'), endpoints('L-CA6CC422')],
      }),
    });
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining('uses 10 of 10'),
    ]);
  });

  it.each([
    [
      'resources',
      'vpc-lattice/service-network-resource-association',
      'L-6095700C',
    ],
    ['endpoints of all accounts', 'ec2/service-network-endpoint', 'L-89DEA27F'],
  ])(
    'counts what one service network has of %s, by the quota of its owner',
    async (_, type, code) => {
      const graph = graphOf('lattice-service-network');
      const network = graph.nodes.find(
        node => node.type === 'vpc-lattice/service-network',
      )!;
      const { accountId } = network.lane;
      const findingsAt = (count: number, reused: Set<string>) =>
        quotaFindings(graph, reused, {
          sides: plantedSides(),
          reader: plantedLanes({
            objects: [
              {
                type: network.type,
                name: network.name,
                id: 'sn-1',
                arn: `arn:aws:vpc-lattice:us-east-1:${accountId}:servicenetwork/sn-1`,
                holds: { resources: count, vpcs: 0 },
              },
            ],
            endpointsInto: { 'sn-1': count, 'sn-other': 10 },
            quotas: [
              { ...GATEWAYS, code, name: 'Members per service network' },
            ],
          }),
        });
      expect(await findingsAt(7, NOTHING)).toEqual([]);
      expect((await findingsAt(9, NOTHING))[0].severity).toBe('warning');
      expect(await findingsAt(10, NOTHING)).toEqual([
        expect.objectContaining({
          severity: 'blocking',
          message: `The account ${accountId} (planted) uses 10 of 10 of the quota 'Members per service network' (${code}) in ${network.name}, us-east-1, and 1 more would be made: AWS would refuse.`,
        }),
      ]);
      const member = graph.nodes.find(node => node.type === type)!;
      expect(await findingsAt(10, new Set([member.key]))).toEqual([]);
    },
  );

  it('counts clients against the rules that a group of ours may have, at each port', async () => {
    const groups = (count: number) =>
      Array.from({ length: count }, (_, i) => `sg-${i}`);
    const atPort = (port: number, count: number) =>
      patterns.get('lattice-service-network')!.plan(
        withNetwork(withDatabase(inZone(factsOf()), { port }), {
          clientSecurityGroupIds: groups(count),
        }),
      );
    const reader = plantedLanes({
      quotas: [RULES],
    });
    const severities = async (...graphs: ObjectGraph[]) =>
      (await roomInGroups(graphs, reader)).map(({ severity }) => severity);
    expect(await severities(atPort(5432, 48))).toEqual([]);
    expect(await severities(atPort(5432, 60))).toEqual(['warning']);
    expect(await severities(atPort(5432, 61))).toEqual(['blocking']);
    // One way into a zone has the rules of all that is reached by it, those that go included.
    expect(await severities(atPort(5432, 24), atPort(3306, 24))).toEqual([]);
    expect(await severities(atPort(5432, 31), atPort(3306, 30))).toEqual([
      'blocking',
    ]);
    const [finding] = await quotaFindings(atPort(5432, 61), NOTHING, {
      sides: plantedSides(),
      reader,
    });
    expect(finding).toMatchObject({
      code: 'aws_quota_exceeded',
      message: expect.stringContaining('would have 61 rules'),
      remedy: expect.stringContaining('Name fewer client security groups'),
    });
  });

  it('counts invitations that nobody has answered yet, in the account that sends them', async () => {
    const graph = graphOf('lattice-resource-endpoint');
    const share = graph.nodes.find(
      ({ type }) => type === 'ram/resource-share',
    )!;
    const invited: GraphNode = {
      key: 'invitation',
      type: 'ram/invitation',
      title: 'Accepted invitation',
      lane: { accountId: '888888888888', region: 'us-east-1' },
      name: 'invitation',
      spec: {
        resourceShareArn: {
          $output: { node: share.key, name: 'resourceShareArn' },
        },
      },
      dependsOn: [share.key],
    };
    const findingsWithPending = (count: number, nodes: GraphNode[]) =>
      quotaFindings({ ...graph, nodes }, NOTHING, {
        sides: plantedSides(),
        reader: plantedLanes({
          objects: Array.from({ length: count }, (_, i) => ({
            type: 'ram/pending-invitation',
            name: `share-${i}`,
            id: String(100_000_000_000 + i),
            arn: `arn:aws:ram:us-east-1:333333333333:resource-share/${i}`,
          })),
          quotas: [],
        }),
      });
    const outside = [...graph.nodes, invited];
    expect(await findingsWithPending(20, graph.nodes)).toEqual([]);
    expect(await findingsWithPending(15, outside)).toEqual([]);
    expect((await findingsWithPending(19, outside))[0].severity).toBe(
      'warning',
    );
    expect(await findingsWithPending(20, outside)).toEqual([
      {
        code: 'aws_quota_exceeded',
        severity: 'blocking',
        message:
          "The account 333333333333 (planted) uses 20 of 20 of the quota 'Pending invitations per sharing account' (of AWS RAM), us-east-1, and 1 more would be made: AWS would refuse.",
        remedy: expect.stringContaining(
          'Have those who were invited by account 333333333333 answer',
        ),
      },
    ]);
  });
});
