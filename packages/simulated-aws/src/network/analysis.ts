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

import type {
  AnalysisAclRule,
  AnalysisSecurityGroupRule,
  Explanation,
  NetworkInsightsAnalysis,
  PathComponent,
} from '@aws-sdk/client-ec2';
import type { Place } from '../core/state';
import type { World } from '../core/World';
import {
  arnOf,
  Kind,
  NETWORK_ACL,
  NETWORK_INTERFACE,
  SECURITY_GROUP,
  SUBNET,
  VPC,
  VPC_ENDPOINT,
} from '../services/ec2/ids';
import {
  ec2State,
  NetworkAcl,
  NetworkAclEntry,
  NetworkInsightsPath,
  NetworkInterface,
  SecurityGroupRule,
  VpcEndpoint,
} from '../services/ec2/state';
import { aclOf, rulesOf } from './filterHops';
import { interfacesIn } from './landing';
import {
  aclAllows,
  allowingRule,
  decidingEntry,
  EPHEMERAL_PORTS,
  PortRange,
} from './packetFilters';

/** What AWS says of a path: why it could not analyse it, or what it found. */
export type Analysis =
  | { failed: string; found?: undefined }
  | {
      failed?: undefined;
      found: Pick<
        NetworkInsightsAnalysis,
        | 'NetworkPathFound'
        | 'ForwardPathComponents'
        | 'ReturnPathComponents'
        | 'Explanations'
      >;
    };

/** "Troubleshooting Reachability Analyzer". */
const NOT_SUPPORTED = 'The network configuration is not supported.';

const ANY_PORT: PortRange = { from: 0, to: 65_535 };

interface Ends {
  source: NetworkInterface;
  destination: NetworkInterface;
  /** Where the path was said to end at one. */
  endpoint?: VpcEndpoint;
}

/** One packet's way between two interfaces, and the way of its answer. */
class Passage {
  readonly #world: World;
  readonly #place: Place;
  readonly #path: NetworkInsightsPath;
  readonly #ends: Ends;

  constructor(
    world: World,
    place: Place,
    path: NetworkInsightsPath,
    ends: Ends,
  ) {
    this.#world = world;
    this.#place = place;
    this.#path = path;
    this.#ends = ends;
  }

  /** What stops it; AWS says that there may be more, and here is everything. */
  explanations(): Explanation[] {
    const { source, destination, endpoint } = this.#ends;
    const all = [
      source.vpcId === destination.vpcId ? undefined : this.#noRoute(),
      endpoint && endpoint.state !== 'available'
        ? this.#badState(endpoint)
        : undefined,
      this.#group('egress') ? undefined : this.#closedGroup('egress'),
      ...this.#acls()
        .filter(({ allows }) => !allows)
        .map(closed => this.#closedAcl(closed)),
      this.#group('ingress') ? undefined : this.#closedGroup('ingress'),
    ];
    return all.filter(explanation => explanation !== undefined);
  }

  forward(): PathComponent[] {
    const { source, destination } = this.#ends;
    const [leaving, entering] = this.#acls();
    return numbered([
      { ...this.#end(source), OutboundHeader: this.#header() },
      this.#groupComponent('egress'),
      ...[leaving, entering].map(acl => acl && this.#aclComponent(acl)),
      this.#groupComponent('ingress'),
      { ...this.#end(destination), InboundHeader: this.#header() },
    ]);
  }

  /** Security groups remember who asked; network ACLs do not. */
  back(): PathComponent[] {
    const { source, destination } = this.#ends;
    const [, , leaving, entering] = this.#acls();
    return numbered([
      { ...this.#end(destination), OutboundHeader: this.#header(true) },
      ...[leaving, entering].map(acl => acl && this.#aclComponent(acl)),
      { ...this.#end(source), InboundHeader: this.#header(true) },
    ]);
  }

  get #ports(): PortRange {
    const { destinationPort: port } = this.#path;
    return port === undefined ? ANY_PORT : { from: port, to: port };
  }

  /** The rule by which the group of an end lets the packet pass. */
  #group(direction: 'egress' | 'ingress'): SecurityGroupRule | undefined {
    const { source, destination } = this.#ends;
    const isEgress = direction === 'egress';
    const [own, peer] = isEgress
      ? [source, destination]
      : [destination, source];
    return allowingRule(rulesOf(this.#world, this.#place, own.groupIds), {
      isEgress,
      port: this.#ports.from,
      peer: { address: peer.privateIpAddress, groupIds: peer.groupIds },
    });
  }

  /** Out of the source's subnet and into the other, and the way back; none if both are in one. */
  #acls(): AclPassage[] {
    const { source, destination } = this.#ends;
    if (source.subnetId === destination.subnetId) {
      return [];
    }
    const pass = (
      own: NetworkInterface,
      peer: NetworkInterface,
      egress: boolean,
      ports: PortRange,
    ): AclPassage => {
      const acl = aclOf(this.#world, this.#place, own.subnetId)!;
      const packet = { egress, address: peer.privateIpAddress, ports };
      return {
        acl,
        own,
        egress,
        allows: aclAllows(acl, packet),
        entry: decidingEntry(acl, packet),
      };
    };
    return [
      pass(source, destination, true, this.#ports),
      pass(destination, source, false, this.#ports),
      pass(destination, source, true, EPHEMERAL_PORTS),
      pass(source, destination, false, EPHEMERAL_PORTS),
    ];
  }

  #component(kind: Kind, id: string) {
    return { Id: id, Arn: arnOf(this.#place, kind, id) };
  }

  #end(eni: NetworkInterface): PathComponent {
    return {
      Component: this.#component(NETWORK_INTERFACE, eni.networkInterfaceId),
      Subnet: this.#component(SUBNET, eni.subnetId),
      Vpc: this.#component(VPC, eni.vpcId),
    };
  }

  #header(isAnswer = false) {
    const { source, destination } = this.#ends;
    const { from: From, to: To } = this.#ports;
    const there = {
      SourceAddresses: [source.privateIpAddress],
      SourcePortRanges: [{ From: ANY_PORT.from, To: ANY_PORT.to }],
      DestinationAddresses: [destination.privateIpAddress],
      DestinationPortRanges: [{ From, To }],
    };
    return {
      Protocol: this.#path.protocol === 'tcp' ? '6' : '17',
      ...(isAnswer
        ? {
            SourceAddresses: there.DestinationAddresses,
            SourcePortRanges: there.DestinationPortRanges,
            DestinationAddresses: there.SourceAddresses,
            DestinationPortRanges: there.SourcePortRanges,
          }
        : there),
    };
  }

  #groupComponent(direction: 'egress' | 'ingress'): PathComponent | undefined {
    const rule = this.#group(direction);
    return (
      rule && {
        Component: this.#component(SECURITY_GROUP, rule.groupId),
        SecurityGroupRule: groupRule(rule),
      }
    );
  }

  #aclComponent({ acl, entry }: AclPassage): PathComponent {
    return {
      Component: this.#component(NETWORK_ACL, acl.networkAclId),
      AclRule: entry && aclRule(entry),
    };
  }

  #closedGroup(direction: 'egress' | 'ingress'): Explanation {
    const { source, destination } = this.#ends;
    const eni = direction === 'egress' ? source : destination;
    const rules = rulesOf(this.#world, this.#place, eni.groupIds);
    return {
      ExplanationCode: rules.length
        ? 'ENI_SG_RULES_MISMATCH'
        : 'SG_HAS_NO_RULES',
      Direction: direction,
      NetworkInterface: this.#component(
        NETWORK_INTERFACE,
        eni.networkInterfaceId,
      ),
      SecurityGroups: eni.groupIds.map(id =>
        this.#component(SECURITY_GROUP, id),
      ),
      Subnet: this.#component(SUBNET, eni.subnetId),
      Vpc: this.#component(VPC, eni.vpcId),
    };
  }

  #closedAcl({ acl, own, egress, entry }: AclPassage): Explanation {
    return {
      ExplanationCode: 'SUBNET_ACL_RESTRICTION',
      Direction: egress ? 'egress' : 'ingress',
      Acl: this.#component(NETWORK_ACL, acl.networkAclId),
      AclRule: entry && aclRule(entry),
      Subnet: this.#component(SUBNET, own.subnetId),
      Vpc: this.#component(VPC, own.vpcId),
    };
  }

  #noRoute(): Explanation {
    const { source, destination } = this.#ends;
    return {
      ExplanationCode: 'NO_ROUTE_TO_DESTINATION',
      Destination: this.#component(
        NETWORK_INTERFACE,
        destination.networkInterfaceId,
      ),
      Subnet: this.#component(SUBNET, source.subnetId),
      Vpc: this.#component(VPC, source.vpcId),
    };
  }

  #badState(endpoint: VpcEndpoint): Explanation {
    return {
      ExplanationCode: 'BAD_STATE',
      Component: this.#component(VPC_ENDPOINT, endpoint.vpcEndpointId),
      State: endpoint.state,
    };
  }
}

/**
 * What VPC Reachability Analyzer says of a path: it reads the configuration of one account and Region, and sends nothing.
 * It knows security groups, network ACLs and the states of endpoints; that a database is stopped, that a name leads
 * elsewhere, or what another account has done, it does not see
 * (https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html). The simulated VPCs are
 * connected with no other and need no routes inside.
 */
export function analyse(
  world: World,
  place: Place,
  path: NetworkInsightsPath,
): Analysis {
  const ends = endsOf(world, place, path);
  if (typeof ends === 'string') {
    return { failed: ends };
  }
  const isLattice = [ends.source, ends.destination].some(eni =>
    isOfLattice(world, place, eni),
  );
  if (
    isLattice &&
    world.doubts['analyzer-lattice-interfaces'] === 'not-supported'
  ) {
    return { failed: NOT_SUPPORTED };
  }
  const passage = new Passage(world, place, path, ends);
  const explanations = passage.explanations();
  return {
    found: explanations.length
      ? { NetworkPathFound: false, Explanations: explanations }
      : {
          NetworkPathFound: true,
          ForwardPathComponents: passage.forward(),
          ReturnPathComponents: passage.back(),
        },
  };
}

/** @returns why there are none */
function endsOf(
  world: World,
  place: Place,
  path: NetworkInsightsPath,
): Ends | string {
  const { vpcEndpoints } = ec2State.of(world, place);
  const all = interfacesIn(world, place);
  const byId = (id: string | undefined) =>
    all.find(
      eni =>
        eni.networkInterfaceId === id ||
        (vpcEndpoints[id ?? '']?.networkInterfaceIds ?? []).includes(
          eni.networkInterfaceId,
        ),
    );
  const source = byId(path.source);
  const destination = path.destination
    ? byId(path.destination)
    : all.find(
        eni =>
          eni.privateIpAddress === path.destinationIp &&
          eni.vpcId === source?.vpcId,
      );
  if (!source || !destination) {
    const gone = source ? path.destination ?? path.destinationIp : path.source;
    return `The request failed due to missing component ${gone}.`;
  }
  return {
    source,
    destination,
    endpoint: vpcEndpoints[path.destination ?? ''],
  };
}

function isOfLattice(world: World, place: Place, eni: NetworkInterface) {
  const endpoint = ec2State.of(world, place).vpcEndpoints[eni.servesId];
  return endpoint
    ? endpoint.vpcEndpointType !== 'Interface'
    : eni.servesId.startsWith('rgw-');
}

/** One crossing of a subnet's border. */
interface AclPassage {
  acl: NetworkAcl;
  own: NetworkInterface;
  egress: boolean;
  allows: boolean;
  /** The rule that decides. */
  entry?: NetworkAclEntry;
}

function numbered(
  components: Array<PathComponent | undefined>,
): PathComponent[] {
  return components
    .filter(component => component !== undefined)
    .map((component, i) => ({ SequenceNumber: i + 1, ...component }));
}

function groupRule(rule: SecurityGroupRule): AnalysisSecurityGroupRule {
  return {
    Direction: rule.isEgress ? 'egress' : 'ingress',
    Protocol: rule.ipProtocol === '-1' ? 'all' : rule.ipProtocol,
    ...(rule.ipProtocol !== '-1' && {
      PortRange: { From: rule.fromPort, To: rule.toPort },
    }),
    Cidr: rule.cidrIpv4,
    SecurityGroupId: rule.referencedGroupId,
    PrefixListId: rule.prefixListId,
  };
}

function aclRule(entry: NetworkAclEntry): AnalysisAclRule {
  return {
    Cidr: entry.cidrBlock,
    Egress: entry.egress,
    Protocol: entry.protocol === '-1' ? 'all' : entry.protocol,
    RuleAction: entry.ruleAction,
    RuleNumber: entry.ruleNumber,
    ...(entry.fromPort !== undefined && {
      PortRange: { From: entry.fromPort, To: entry.toPort },
    }),
  };
}
