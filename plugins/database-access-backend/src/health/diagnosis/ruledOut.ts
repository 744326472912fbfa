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
  DiagnosisLayer,
  Hop,
  RuledOut,
  Share,
  ShareObject,
} from '@towpath/backstage-plugin-database-access-common';
import { LaneReading, ReadingTerms } from '../readings';
import { SURROUNDING_HOPS } from '../surroundingNames';

/** Of objects, by how their type begins; all others carry packets. */
const LAYER_OF_TYPES: ReadonlyArray<readonly [string, DiagnosisLayer]> = [
  ['ram/', 'trust'],
  ['ec2/endpoint-connection', 'trust'],
  ['ec2/endpoint-service-principal', 'trust'],
  ['vpc-lattice/resource-endpoint-association', 'trust'],
  ['route53/', 'dns'],
  ['ec2/endpoint-private-dns', 'dns'],
];

/** What it means that a hop of what is around the path is well. */
const WELL: Record<
  string,
  (share: Share) => { layer: DiagnosisLayer; sentence: string }
> = {
  [SURROUNDING_HOPS.clientGroups]: ({ network, endpoint }) => ({
    layer: 'network',
    sentence: `The clients' security groups (${network.clientSecurityGroupIds.join(
      ', ',
    )}) let TCP ${endpoint.port} out.`,
  }),
  [SURROUNDING_HOPS.names]: ({ network }) => ({
    layer: 'dns',
    sentence: `Private names are on in ${network.vpcId}, and no private zone that could be read there takes the database's name.`,
  }),
  [SURROUNDING_HOPS.clientAcls]: ({ network, endpoint }) => ({
    layer: 'network',
    sentence: `The network ACLs of ${network.subnetIds.join(', ')} let TCP ${
      endpoint.port
    } and its answers pass.`,
  }),
  [SURROUNDING_HOPS.databaseAcls]: () => ({
    layer: 'network',
    sentence:
      'The network ACLs of the database’s subnets let packets and their answers pass.',
  }),
  [SURROUNDING_HOPS.databaseGroups]: () => ({
    layer: 'network',
    sentence:
      'The database has the security group in which the rule for this access is.',
  }),
  [SURROUNDING_HOPS.database]: ({ databaseRef, endpoint }) => ({
    layer: 'database',
    sentence: `${databaseRef} runs and answers at ${endpoint.host}:${endpoint.port}, as RDS says.`,
  }),
};

/** All that was read and is well, hop by hop, and which accounts let themselves be read. */
export function ruledOut(
  share: Share,
  lanes: readonly LaneReading[],
  terms: Pick<ReadingTerms, 'now'>,
): RuledOut[] {
  return [
    ...share.hops
      .filter(({ health }) => health === 'healthy')
      .map(hop => ofHop(hop, share)),
    ...lanes
      .filter(
        ({ problems, at }) =>
          problems.length === 0 && at > 0 && at <= terms.now.getTime(),
      )
      .map(
        ({ accountId, region, at }): RuledOut => ({
          layer: 'iam',
          sentence: `The portal's role in account ${accountId}, ${region}, may read all that it has to.`,
          readAt: new Date(at).toISOString(),
        }),
      ),
  ];
}

function ofHop(hop: Hop, share: Share): RuledOut {
  const { name, awsStatus, readAt } = hop;
  const well = WELL[name]?.(share);
  const said = awsStatus ? `: AWS says ${awsStatus}` : '';
  return {
    layer: well?.layer ?? layerOfObjects(hop, share.objects),
    sentence: well
      ? well.sentence.replace(/\.$/, `${said}.`)
      : `“${name}” is as it was made${said}.`,
    readAt,
  };
}

function layerOfObjects(
  hop: Hop,
  objects: readonly ShareObject[],
): DiagnosisLayer {
  const first = objects.find(({ key }) => hop.objects.includes(key));
  return (
    LAYER_OF_TYPES.find(([prefix]) => first?.type.startsWith(prefix))?.[1] ??
    'network'
  );
}
