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
  DiagnosedCause,
  DiagnosisLayer,
  Hop,
  HopCause,
  Share,
  ShareObject,
} from '@towpath/backstage-plugin-database-access-common';

/** What is known of a trouble when it is put into words. */
export interface TroubledHop {
  share: Pick<Share, 'network' | 'plan' | 'databaseRef'>;
  hop: Hop;
  /** Which of the share's objects it is about; absent: it is about what is around the path. */
  object?: ShareObject;
}

/** One line of what is known to go wrong. */
export interface KnownCause {
  causes: readonly HopCause[];
  /** How the object's type begins; absent: of any, and of none. */
  types?: readonly string[];
  layer: DiagnosisLayer;
  stops: DiagnosedCause['stops'];
  /** What that means for who connects: the beginning of a sentence that the hop's reason ends. */
  means: string;
  /** Absent: the hop's own remedy. */
  fix?: string;
  /** The line that it comes from: of the table of mistakes that people make, aws.md §6, where no other section is named. */
  source: string;
}

/** Something is not there any more, or not as it was made. */
const SPOILT: readonly HopCause[] = [
  'object-gone',
  'object-changed',
  'object-failed',
  'object-degraded',
];

/** Still to come. */
const COMING: readonly HopCause[] = ['object-absent', 'object-pending'];

/** What goes wrong, the most likely first. What is only a consequence of something else stands behind it. */
export const KNOWN_CAUSES: readonly KnownCause[] = [
  {
    causes: SPOILT,
    types: ['ec2/security-group'],
    layer: 'network',
    stops: 'all',
    means:
      'Packets are dropped, and connections time out although AWS calls everything active, because a rule that this access needs is not there',
    source: 'TCP timeout, everything ACTIVE',
  },
  {
    causes: ['database-group-detached'],
    layer: 'network',
    stops: 'all',
    means:
      'The database lets nobody in, because it has lost the security group in which the rule for this access is',
    source: 'TCP timeout, everything ACTIVE: landing zone strips default SG',
  },
  {
    causes: ['client-egress-missing', 'client-group-gone'],
    layer: 'network',
    stops: 'all',
    means: 'Packets do not leave the clients',
    source: 'TCP timeout, everything ACTIVE; §1.7, the rules of each group',
  },
  {
    causes: ['name-shadowed', 'vpc-dns-off', 'zone-not-in-vpc'],
    layer: 'dns',
    stops: 'all',
    means: 'The name of the database does not lead to this access',
    source: 'DNS resolves to old/public target',
  },
  {
    causes: [
      'database-gone',
      'database-stopped',
      'database-failed',
      'database-without-writer',
    ],
    layer: 'database',
    stops: 'all',
    means: 'The database itself does not answer',
    source: '§3.1, RDS instance and cluster',
  },
  {
    causes: ['database-changing'],
    layer: 'database',
    stops: 'all',
    means: 'The database does not answer for a moment, because it is changing',
    source: '§3.1, RDS instance and cluster',
  },
  {
    causes: ['database-moved'],
    layer: 'database',
    stops: 'all',
    means: 'The database answers at another host or port than was agreed',
    source: 'writes fail after failover; §3.1',
  },
  {
    causes: ['vpc-gone'],
    layer: 'network',
    stops: 'all',
    means: 'There is nowhere left to connect from',
    source: '§1.0 F3, the facts of the network',
  },
  {
    causes: ['client-acl-denies', 'database-acl-denies'],
    layer: 'network',
    stops: 'all',
    means: 'A network ACL drops packets or their answers',
    source: 'TCP timeout, everything ACTIVE',
  },
  {
    causes: SPOILT,
    types: ['route53/', 'ec2/endpoint-private-dns'],
    layer: 'dns',
    stops: 'all',
    means:
      'The name of the database does not lead to the endpoint, because its private zone or record is not as it was made',
    source: 'ConflictingDomainExists; DNS resolves to old/public target',
  },
  {
    causes: SPOILT,
    types: [
      'ec2/vpc-endpoint',
      'ec2/interface-endpoint',
      'ec2/service-network-endpoint',
    ],
    layer: 'network',
    stops: 'all',
    means: 'The endpoint in the clients’ network does not work',
    source: 'subnet out of IPs; endpoint `failed`',
  },
  {
    causes: SPOILT,
    types: ['ec2/endpoint-connection', 'ec2/endpoint-service-principal'],
    layer: 'trust',
    stops: 'all',
    means: 'The account of the database does not let the endpoint in',
    source: 'endpoint stays pendingAcceptance; removed principal',
  },
  {
    causes: SPOILT,
    types: ['vpc-lattice/resource-endpoint-association'],
    layer: 'trust',
    stops: 'all',
    means:
      'The account of the database has cut the endpoint off, which only the endpoint’s association lets in',
    source: 'removed principal still connected: association deleted',
  },
  {
    causes: SPOILT,
    types: ['vpc-lattice/service-network'],
    layer: 'network',
    stops: 'all',
    means:
      'The service network does not carry the database to the clients any more',
    source: '409 forever on VPC association; managed association',
  },
  {
    causes: SPOILT,
    types: ['vpc-lattice/'],
    layer: 'network',
    stops: 'all',
    means:
      'VPC Lattice does not lead to the database, because what stands for it there does not work',
    source: '§3.1, gateway and resource configuration',
  },
  {
    causes: SPOILT,
    types: ['elbv2/targets'],
    layer: 'network',
    stops: 'all',
    means: 'Nothing healthy stands behind the load balancer',
    source: 'writes fail after failover: the target is the old writer',
  },
  {
    causes: SPOILT,
    types: ['elbv2/', 'ec2/endpoint-service'],
    layer: 'network',
    stops: 'all',
    means: 'The load balancer or its endpoint service does not work',
    source: '§3.1, NLB and endpoint service',
  },
  {
    causes: COMING,
    types: ['ram/', 'ec2/endpoint-connection'],
    layer: 'trust',
    stops: 'all',
    means:
      'The account of the clients is not let in yet, and an invitation is good for 12 hours only',
    source: 'invitation gone after half a day; endpoint pendingAcceptance',
  },
  {
    causes: COMING,
    types: ['route53/', 'ec2/endpoint-private-dns'],
    layer: 'dns',
    stops: 'all',
    means: 'The name of the database does not lead to the endpoint yet',
    source: '§1.5, names',
  },
  {
    causes: COMING,
    layer: 'network',
    stops: 'all',
    means: 'A part of the path is not there yet',
    source: '§1, the order in which things are made',
  },
  {
    causes: ['client-subnet-gone'],
    layer: 'network',
    stops: 'some',
    means: 'A subnet that the network names is not there any more',
    source: '§1.0 F3, the facts of the network',
  },
  {
    causes: ['database-degraded'],
    layer: 'database',
    stops: 'some',
    means: 'The database is being changed and may break connections',
    source: '§3.1, RDS instance and cluster',
  },
  {
    // "Removing a principal cuts nothing": what is connected stays so.
    causes: SPOILT,
    types: ['ram/'],
    layer: 'trust',
    stops: 'none',
    means:
      'The account of the clients could not make another endpoint, and the one that it has keeps working',
    source: 'No RAM Resource Share invitation found; removed principal',
  },
  {
    causes: SPOILT,
    layer: 'network',
    stops: 'all',
    means: 'A part of the path does not work',
    source: '§3.1, each hop',
  },
  {
    causes: ['database-public'],
    layer: 'database',
    stops: 'none',
    means:
      'Clients outside of the network may reach the database by its public address, too, which keeps nobody from connecting',
    source: '§1.0 F2, publicly accessible',
  },
  {
    causes: ['account-unreadable'],
    layer: 'iam',
    stops: 'unknown',
    means: 'The portal may not look at a part of the path',
    source: 'AccessDenied; §4, the roles',
  },
  {
    causes: ['not-read'],
    layer: 'network',
    stops: 'unknown',
    means: 'A part of the path was not read, or too long ago',
    source: '§3.3, sweeps',
  },
  {
    causes: ['object-unknown'],
    layer: 'network',
    stops: 'unknown',
    means: 'AWS calls a part of the path by a word that is not known here',
    source: '§3.1, unknown value',
  },
  {
    causes: ['database-status-unknown'],
    layer: 'database',
    stops: 'unknown',
    means: 'RDS calls the database by a word that is not known here',
    source: '§3.1, unknown value',
  },
];

/** Its place in the order of likelihood. There is none for a hop without a cause. */
export function knownCauseOf({ hop, object }: TroubledHop): number {
  return KNOWN_CAUSES.findIndex(
    ({ causes, types }) =>
      hop.cause !== undefined &&
      causes.includes(hop.cause) &&
      (!types || types.some(prefix => object?.type.startsWith(prefix))),
  );
}
