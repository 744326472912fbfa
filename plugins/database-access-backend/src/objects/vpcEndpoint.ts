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
  CreateVpcEndpointCommand,
  DescribeVpcEndpointAssociationsCommand,
  DescribeVpcEndpointsCommandInput,
  Filter,
  VpcEndpoint,
  VpcEndpointAssociation,
} from '@aws-sdk/client-ec2';
import { GetResourceConfigurationCommand } from '@aws-sdk/client-vpc-lattice';
import { AwsCallError, LaneClients } from '../aws';
import { assessStatus, isOneOf, StatusWords } from './assessStatus';
import { awsCodeOf, isDenied, isNotFound, notVisibleYet } from './awsAnswers';
import {
  deleteEndpoint,
  deleteEndpoints,
  endpointBy,
  endpointsBy,
} from './endpoints';
import { Assessment, defineObjectType, ObjectRef } from './ObjectType';
import {
  ec2ByIds,
  ec2ByName,
  ec2OfInstallation,
  ec2Tags,
  inOrderOf,
} from './ours';
import { ec2EndpointRate } from './rates';
import {
  arn,
  ec2TagOnCreate,
  IS_OURS,
  reading,
  TAGGED_AS_OURS,
} from './statements';

export type VpcEndpointSpec = {
  readonly vpcId: string;
  /** One for each AZ. */
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly resourceConfigurationArn: string;
};

/** What an endpoint leads to, as its own account sees it. */
interface Destination {
  accessibility?: string;
  failureReason?: string;
  /** The name that AWS made up. */
  dnsName?: string;
  /** The database's real name. */
  privateDnsName?: string;
}

export interface VpcEndpointState {
  vpcEndpointId: string;
  state: string;
  failureReason?: string;
  destinations: Destination[];
}

/** AWS's documents spell these in camel case, its SDK in Pascal case. */
const STATES: StatusWords = {
  ready: ['available'],
  pending: ['pendingAcceptance', 'pending', 'deleting'],
  degraded: ['partial'],
  broken: ['rejected', 'failed', 'expired'],
  gone: ['deleted'],
};

const PARTS = ['vpc/*', 'subnet/*', 'security-group/*'];

/** Where packets leave the client's VPC. It opens the path, so it is made last; to delete it is to cut the path. */
export const vpcEndpoint = defineObjectType<VpcEndpointSpec, VpcEndpointState>({
  type: 'ec2/vpc-endpoint',
  title: 'VPC endpoint',
  identity: 'token',
  permissions: {
    read: [
      reading(
        'ec2:DescribeVpcEndpointAssociations',
        'ec2:DescribeVpcEndpoints',
      ),
    ],
    provision: [
      // Whether the configuration is to be seen from here, asked before the endpoint is made.
      reading('vpc-lattice:GetResourceConfiguration'),
      {
        actions: ['ec2:CreateVpcEndpoint'],
        resources: [arn('ec2', 'vpc-endpoint/*')],
        conditions: TAGGED_AS_OURS,
      },
      {
        actions: ['ec2:CreateVpcEndpoint'],
        resources: PARTS.map(part => arn('ec2', part)),
      },
      ec2TagOnCreate('vpc-endpoint/*', ['CreateVpcEndpoint']),
      {
        actions: ['ec2:DeleteVpcEndpoints'],
        resources: [arn('ec2', 'vpc-endpoint/*')],
        conditions: IS_OURS,
      },
      // For the database's own name in the client's VPC.
      { actions: ['route53:AssociateVPCWithHostedZone'] },
    ],
  },
  rates: {
    create: ec2EndpointRate('CreateVpcEndpoint'),
    remove: ec2EndpointRate('DeleteVpcEndpoints'),
  },
  budgetSeconds: 10 * 60,

  find: (aws, ref) =>
    findOne(
      aws,
      ref.awsId ? { VpcEndpointIds: [ref.awsId] } : { Filters: ec2ByName(ref) },
    ),

  findMany: async (aws, refs) =>
    inOrderOf(
      refs,
      await findAll(aws, refs),
      ({ vpcEndpointId }) => vpcEndpointId,
    ),

  async create(aws, ref, token) {
    const { vpcId, subnetIds, securityGroupId, resourceConfigurationArn } =
      ref.spec;
    await expectVisible(aws, resourceConfigurationArn);
    const { VpcEndpoint: made } = await aws.ec2.send(
      new CreateVpcEndpointCommand({
        ClientToken: token,
        // Without the type AWS takes it for a gateway endpoint.
        VpcEndpointType: 'Resource',
        ResourceConfigurationArn: resourceConfigurationArn,
        VpcId: vpcId,
        SubnetIds: [...subnetIds],
        SecurityGroupIds: [securityGroupId],
        PrivateDnsEnabled: true,
        TagSpecifications: ec2Tags(ref, 'vpc-endpoint'),
      }),
    );
    return toState(made!, []);
  },

  remove: (aws, _ref, found) => deleteEndpoint(aws, found),
  removeMany: (aws, removals) =>
    deleteEndpoints(
      aws,
      removals.map(({ state }) => state),
    ),

  async *list(aws, installation) {
    const destinations = await readDestinations(aws);
    for await (const endpoint of endpointsBy(
      aws,
      ec2OfInstallation(installation),
    )) {
      yield toState(endpoint, destinations.get(endpoint.VpcEndpointId!) ?? []);
    }
  },

  assess({ state, failureReason, destinations }) {
    const ofEndpoint = assessStatus(STATES, state, failureReason);
    return ofEndpoint.condition === 'ready'
      ? assessDestinations(ofEndpoint, destinations)
      : ofEndpoint;
  },
  awsId: ({ vpcEndpointId }) => vpcEndpointId,
  outputs: ({ vpcEndpointId, destinations }) => ({
    vpcEndpointId,
    ...joined(
      'dnsNames',
      destinations.map(d => d.dnsName),
    ),
    ...joined(
      'privateDnsNames',
      destinations.map(d => d.privateDnsName),
    ),
  }),
});

/** `available` says that the endpoint is there; whether it leads anywhere its associations say. */
function assessDestinations(
  ofEndpoint: Assessment,
  destinations: Destination[],
): Assessment {
  if (destinations.length === 0) {
    return {
      ...ofEndpoint,
      condition: 'pending',
      reason: 'AWS does not show yet what the endpoint leads to.',
    };
  }
  const closed = destinations.filter(
    ({ accessibility }) => !isOneOf(accessibility, 'Accessible'),
  );
  if (closed.length === 0) {
    return ofEndpoint;
  }
  const [{ accessibility, failureReason }] = closed;
  return {
    condition: closed.length < destinations.length ? 'degraded' : 'broken',
    awsStatus: accessibility,
    reason:
      failureReason ??
      `AWS says that what the endpoint leads to is ${accessibility}.`,
  };
}

/** The names in a stable order, in one text: an output is one thing to copy. */
function joined(
  name: string,
  values: Array<string | undefined>,
): Record<string, string> {
  const known = values.flatMap(value => value ?? []).sort();
  return known.length ? { [name]: [...new Set(known)].join(' ') } : {};
}

/** After sharing it takes a while until the consumer's account sees the configuration (aws.md §1.1 A8). */
async function expectVisible(
  aws: LaneClients,
  resourceConfigurationIdentifier: string,
): Promise<void> {
  try {
    await aws.vpcLattice.send(
      new GetResourceConfigurationCommand({ resourceConfigurationIdentifier }),
    );
  } catch (error) {
    const code = awsCodeOf(error);
    if (isNotFound(code) || (isDenied(code) && !isForbidden(error))) {
      const { accountId, name } = aws.account;
      throw notVisibleYet(
        aws,
        'vpc-lattice:GetResourceConfiguration',
        `Account ${accountId} (${name}) does not see ${resourceConfigurationIdentifier} yet; AWS takes a while after sharing. If it stays so, see that its role may do vpc-lattice:GetResourceConfiguration.`,
      );
    }
    throw error;
  }
}

/** What is not shared is denied, too; if it is the account's own policies that deny it, waiting does not help. */
function isForbidden(error: unknown): boolean {
  return (
    error instanceof AwsCallError &&
    /no (identity-based|session) policy allows|explicit deny/.test(
      error.awsMessage ?? '',
    )
  );
}

async function findOne(
  aws: LaneClients,
  input: DescribeVpcEndpointsCommandInput,
): Promise<VpcEndpointState | undefined> {
  const endpoint = await endpointBy(aws, input);
  if (!endpoint) {
    return undefined;
  }
  const id = endpoint.VpcEndpointId!;
  const destinations = isUsable(endpoint)
    ? await readDestinations(aws, [{ Name: 'vpc-endpoint-id', Values: [id] }])
    : new Map<string, Destination[]>();
  return toState(endpoint, destinations.get(id) ?? []);
}

/** Two calls, however many they are. */
async function findAll(
  aws: LaneClients,
  refs: ReadonlyArray<ObjectRef<unknown>>,
): Promise<VpcEndpointState[]> {
  const filters = ec2ByIds('vpc-endpoint-id', refs);
  const endpoints: VpcEndpoint[] = [];
  for await (const endpoint of endpointsBy(aws, filters)) {
    endpoints.push(endpoint);
  }
  const destinations = endpoints.some(isUsable)
    ? await readDestinations(aws, filters)
    : new Map<string, Destination[]>();
  return endpoints.map(endpoint =>
    toState(
      endpoint,
      isUsable(endpoint) ? destinations.get(endpoint.VpcEndpointId!) ?? [] : [],
    ),
  );
}

function isUsable({ State }: VpcEndpoint): boolean {
  return isOneOf(State, 'available', 'partial');
}

async function readDestinations(
  { ec2 }: LaneClients,
  Filters?: Filter[],
): Promise<Map<string, Destination[]>> {
  const found = new Map<string, Destination[]>();
  let NextToken: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeVpcEndpointAssociationsCommand({
        Filters,
        MaxResults: 100,
        NextToken,
      }),
    );
    for (const association of page.VpcEndpointAssociations ?? []) {
      const id = association.VpcEndpointId!;
      found.set(id, [...(found.get(id) ?? []), toDestination(association)]);
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

function toDestination(association: VpcEndpointAssociation): Destination {
  return {
    accessibility: association.AssociatedResourceAccessibility,
    failureReason: association.FailureReason,
    dnsName: association.DnsEntry?.DnsName,
    privateDnsName: association.PrivateDnsEntry?.DnsName,
  };
}

function toState(
  endpoint: VpcEndpoint,
  destinations: Destination[],
): VpcEndpointState {
  return {
    vpcEndpointId: endpoint.VpcEndpointId!,
    state: endpoint.State!,
    failureReason: endpoint.LastError?.Message ?? endpoint.FailureReason,
    destinations,
  };
}
