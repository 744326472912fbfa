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

/**
 * Where AWS's documents contradict each other or say nothing, both answers exist. The first answer is the default.
 * `docs/limits.md` lists them as "not yet seen on real AWS".
 *
 * @public
 */
export const DOUBTS = {
  'gateways-per-vpc': {
    question: 'How many resource gateways may one VPC hold?',
    source: 'aws.md §1.6: quota page 500, gateway page 100',
    answers: ['500', '100'],
  },
  'consumer-may-disassociate': {
    question:
      'May a consumer account leave a resource share by DisassociateResourceShare?',
    source:
      'aws.md §1.1 failure modes: it may get OperationNotPermittedException',
    answers: ['yes', 'OperationNotPermittedException'],
  },
  'resource-endpoint-pending-acceptance': {
    question:
      'Does an endpoint for a resource configuration pass through pendingAcceptance?',
    source: 'aws.md §1.1 A10 UNVERIFIED',
    answers: ['never', 'first'],
  },
  'member-sees-service-access': {
    question: 'May a member account call ListAWSServiceAccessForOrganization?',
    source: 'aws.md §1.0 F7 UNVERIFIED',
    answers: ['denied', 'allowed'],
  },
  'shared-configuration-tags': {
    question:
      'Does a consumer account see the tags of a resource configuration shared with it?',
    source: 'aws.md §1 UNVERIFIED',
    answers: ['hidden', 'visible'],
  },
  'delete-configuration-in-use': {
    question:
      'What does DeleteResourceConfiguration answer while endpoints are associated?',
    source: 'aws.md §1.1 failure modes UNVERIFIED, §8 question 4',
    answers: ['ConflictException', 'DELETE_FAILED'],
  },
  'accept-accepted-connection': {
    question:
      'Does AcceptVpcEndpointConnections list a connection that is accepted already in Unsuccessful?',
    source: 'aws.md §8 question 10',
    answers: ['Unsuccessful', 'success'],
  },
  'rds-name-over-vpc-association': {
    question:
      'Does a VPC that is associated with a service network know a database in it by the name that RDS gave it?',
    source:
      'aws.md §1.2: the User Guide says so, an older AWS blog says that only the generated name can be used',
    answers: ['resolves', 'generated-name-only'],
  },
  'update-association-private-dns': {
    question:
      'Can the private DNS of a VPC association be changed after it was created?',
    source:
      'aws.md §1.2: the model and AWS’s sample do it, a text of the User Guide says that it cannot be changed',
    answers: ['changed', 'refused'],
  },
  'association-arn-account': {
    question:
      'Whose account is in the ARN of an association between two accounts?',
    source:
      'API Reference, CreateServiceNetworkVpcAssociation: it gets created in both accounts',
    answers: ['creator', 'viewer'],
  },
  'refused-resource-association': {
    question:
      'With which error does CreateServiceNetworkResourceAssociation refuse a configuration that is not open to shareable networks, or two entities that are both shared with the caller?',
    source: 'aws.md §1.2 B4 and B5 say only that it does',
    answers: ['ValidationException', 'AccessDeniedException'],
  },
  'delete-network-with-endpoints': {
    question:
      'What does DeleteServiceNetwork do while VPC endpoints lead to the service network?',
    source:
      'aws.md §1.2, teardown: it names VPC, resource and service associations, and no endpoints',
    answers: ['ConflictException', 'rejects-the-endpoints'],
  },
  'association-security-group': {
    question:
      'Can a security group be deleted that a VPC association uses, which has no network interface?',
    source: 'not documented',
    answers: ['DependencyViolation', 'deleted'],
  },
  'resource-endpoint-metrics': {
    question:
      'Does AWS publish the metrics of AWS/PrivateLinkEndpoints for endpoints of type Resource and ServiceNetwork?',
    source:
      'aws.md §3.2: documented are Interface and GatewayLoadBalancer, §8 question 6',
    answers: ['none', 'published'],
  },
  'resource-gateway-metrics': {
    question:
      'Does AWS publish metrics of resource gateways in AWS/VpcLattice?',
    source:
      'aws.md §3.2: none are documented, and a tab of the console with some was reported, UNVERIFIED',
    answers: ['none', 'published'],
  },
  'access-log-configuration': {
    question:
      'Which resource configuration does a line of an access log name, where AWS made children of the one that was shared?',
    source:
      'aws.md §3.2: “the resource configuration that was accessed”, and no example has children',
    answers: ['shared', 'child'],
  },
  'access-log-source-vpc': {
    question:
      'Does a line of an access log name the VPC of a client that came by a VPC endpoint?',
    source:
      'aws.md §3.2: “the source VPC ARN or the VPC from where connection was initiated”, beside the id of the endpoint',
    answers: ['named', 'absent'],
  },
  'analyzer-lattice-interfaces': {
    question:
      'Does Reachability Analyzer take network interfaces of VPC Lattice, those of endpoints of type Resource and ServiceNetwork and of resource gateways, as source or destination of a path?',
    source:
      'aws.md §3.1: one operator walks from a gateway’s interface to that of RDS; the Reachability Analyzer guide names network interfaces and VPC endpoints, and neither of these types',
    answers: ['analysed', 'not-supported'],
  },
  'insights-path-of-missing': {
    question:
      'Does CreateNetworkInsightsPath refuse a network interface that does not exist?',
    source:
      'not documented: the Reachability Analyzer guide says that an analysis fails due to a missing component',
    answers: ['refused', 'analysis-fails'],
  },
  'trail-lattice-resources': {
    question:
      'Does LookupEvents of CloudTrail find events of VPC Lattice by the ids and ARNs of its resources?',
    source:
      'CloudTrail User Guide: a resource name finds an event where its service tells CloudTrail of resources; for VPC Lattice that is not documented',
    answers: ['found', 'not-found'],
  },
  'child-configuration-name': {
    question:
      'How does AWS name the child configurations it makes for a database?',
    source:
      'aws.md §1.1 A4: <rcfgId>-<dbIdentifier> was seen, but the model forbids names that start with rcfg-',
    answers: ['without-prefix', 'rcfg-id'],
  },
} as const;

/** @public */
export type DoubtName = keyof typeof DOUBTS;

/**
 * Which answer each doubt has in this world.
 *
 * @public
 */
export type Doubts = {
  [Name in DoubtName]: (typeof DOUBTS)[Name]['answers'][number];
};

/** @public */
export const DEFAULT_DOUBTS = Object.fromEntries(
  Object.entries(DOUBTS).map(([name, doubt]) => [name, doubt.answers[0]]),
) as Doubts;
