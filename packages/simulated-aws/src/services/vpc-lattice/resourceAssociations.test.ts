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

import { VPCLattice } from '@aws-sdk/client-vpc-lattice';
import type { Doubts } from '../../doubts';
import {
  CONSUMER,
  makeNetwork,
  NETWORKING,
  PROVIDER,
} from '../../testing/networkStage';
import { latticeCompany } from '../../testing/latticeCompany';
import { refusalOf } from '../../testing/refusalOf';
import { Stage, startStage } from '../../testing/stage';
import { exampleCompany } from '../../company/exampleCompany';
import { configurationAt } from './configurationAccess';

const catalog = exampleCompany.accounts.catalog;

function associate(
  stage: Stage,
  who: string,
  of: { network: { arn: string }; configuration: { arn: string } },
) {
  return stage.lattice(who).createServiceNetworkResourceAssociation({
    serviceNetworkIdentifier: of.network.arn,
    resourceConfigurationIdentifier: of.configuration.arn,
  });
}

/** A network of the networking account that the provider sees, and a configuration of his. */
async function sharedNetwork(doubts?: Partial<Doubts>) {
  const stage = startStage({ doubts });
  const network = await makeNetwork.network(stage);
  await makeNetwork.share(stage, NETWORKING, network.arn, [PROVIDER]);
  const configuration = await makeNetwork.configuration(stage);
  return { stage, network, configuration };
}

/** What an account reads of an association. */
function read(stage: Stage, who: string, identifier: string) {
  return stage.lattice(who).getServiceNetworkResourceAssociation({
    serviceNetworkResourceAssociationIdentifier: identifier,
  });
}

function remove(stage: Stage, who: string, identifier: string) {
  return stage.lattice(who).deleteServiceNetworkResourceAssociation({
    serviceNetworkResourceAssociationIdentifier: identifier,
  });
}

describe('a resource of the provider in a network that is shared with him', () => {
  it('becomes ACTIVE after a while, with a generated name and the name of the database', async () => {
    const { stage, network, configuration } = await sharedNetwork();
    const made = await associate(stage, PROVIDER, { network, configuration });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^snra-0[0-9a-f]{16}$/),
      arn: `arn:aws:vpc-lattice:us-east-1:${PROVIDER}:servicenetworkresourceassociation/${made.id}`,
      status: 'CREATE_IN_PROGRESS',
      createdBy: PROVIDER,
      privateDnsEnabled: true,
    });
    const early = await read(stage, PROVIDER, made.id!);
    expect(early.dnsEntry).toBeUndefined();
    stage.settle();
    await expect(read(stage, PROVIDER, made.id!)).resolves.toMatchObject({
      status: 'ACTIVE',
      serviceNetworkArn: network.arn,
      serviceNetworkId: network.id,
      serviceNetworkName: 'databases',
      resourceConfigurationArn: configuration.arn,
      resourceConfigurationName: 'orders-postgres',
      isManagedAssociation: false,
      dnsEntry: {
        domainName: expect.stringMatching(
          new RegExp(
            `^${made.id}\\.${configuration.id}\\.[0-9a-f]{7}\\.vpc-lattice-rsc\\.us-east-1\\.on\\.aws$`,
          ),
        ),
      },
      privateDnsEntry: {
        domainName: expect.stringMatching(
          /^orders-postgres\..*\.rds\.amazonaws\.com$/,
        ),
      },
    });
  });

  it('is not to be had without the share (aws.md §6)', async () => {
    const stage = startStage();
    const network = await makeNetwork.network(stage);
    const configuration = await makeNetwork.configuration(stage);
    expect(
      await refusalOf(associate(stage, PROVIDER, { network, configuration })),
    ).toBe('ResourceNotFoundException: Service network not found');
  });

  it('must be open to networks that may be shared (aws.md §1.2 B4), which can be said later', async () => {
    const stage = startStage();
    const network = await makeNetwork.network(stage);
    await makeNetwork.share(stage, NETWORKING, network.arn, [PROVIDER]);
    const configuration = await makeNetwork.configuration(stage, false);
    expect(
      await refusalOf(associate(stage, PROVIDER, { network, configuration })),
    ).toMatch(
      /^ValidationException: .*allowAssociationToShareableServiceNetwork/,
    );
    await stage.lattice(PROVIDER).updateResourceConfiguration({
      resourceConfigurationIdentifier: configuration.id,
      allowAssociationToShareableServiceNetwork: true,
    });
    await associate(stage, PROVIDER, { network, configuration });
  });

  it('is in it once', async () => {
    const { stage, network, configuration } = await sharedNetwork();
    const { id } = await associate(stage, PROVIDER, { network, configuration });
    await expect(
      associate(stage, PROVIDER, { network, configuration }),
    ).rejects.toMatchObject({
      name: 'ConflictException',
      resourceId: id,
      resourceType: 'SERVICE_NETWORK_RESOURCE_ASSOCIATION',
    });
  });

  it('is put into it once for a client token', async () => {
    const { stage, network, configuration } = await sharedNetwork();
    const input = {
      serviceNetworkIdentifier: network.arn,
      resourceConfigurationIdentifier: configuration.arn,
      clientToken: 'token',
      tags: { share: 'one' },
    };
    const lattice = stage.lattice(PROVIDER);
    const first = await lattice.createServiceNetworkResourceAssociation(input);
    const again = await lattice.createServiceNetworkResourceAssociation(input);
    expect(again.id).toBe(first.id);
    await expect(
      lattice.listTagsForResource({ resourceArn: first.arn }),
    ).resolves.toMatchObject({ tags: { share: 'one' } });
    expect(
      await refusalOf(
        lattice.createServiceNetworkResourceAssociation({
          ...input,
          privateDnsEnabled: false,
        }),
      ),
    ).toMatch(/^ConflictException/);
  });

  it('is one that the configuration and not a child of it stands for', async () => {
    const { stage, network, configuration } = await sharedNetwork();
    const { items = [] } = await stage
      .lattice(PROVIDER)
      .listResourceConfigurations({
        resourceConfigurationGroupIdentifier: configuration.id,
      });
    const child = { arn: items[0].arn! };
    expect(
      await refusalOf(
        associate(stage, PROVIDER, { network, configuration: child }),
      ),
    ).toMatch(/^ValidationException/);
  });

  it.each([NETWORKING, PROVIDER])(
    'is seen and taken out by either owner (%s)',
    async who => {
      const { stage, network, configuration } = await sharedNetwork();
      const id = await makeNetwork.resource(stage, PROVIDER, {
        network,
        configuration,
      });
      await expect(read(stage, who, id)).resolves.toMatchObject({ id });
      const lists = await Promise.all([
        stage.lattice(who).listServiceNetworkResourceAssociations({
          serviceNetworkIdentifier: network.arn,
        }),
        stage.lattice(who).listServiceNetworkResourceAssociations({
          resourceConfigurationIdentifier: configuration.arn,
        }),
      ]);
      expect(lists.map(({ items }) => items?.map(item => item.id))).toEqual([
        [id],
        [id],
      ]);
      const { status } = await remove(stage, who, id);
      expect(status).toBe('DELETE_IN_PROGRESS');
      stage.settle();
      expect(await refusalOf(read(stage, who, id))).toMatch(
        /^ResourceNotFoundException/,
      );
    },
  );

  it('is nobody else’s business', async () => {
    const { stage, network, configuration } = await sharedNetwork();
    const { id, arn } = await associate(stage, PROVIDER, {
      network,
      configuration,
    });
    expect(await refusalOf(read(stage, CONSUMER, id!))).toMatch(
      /^ResourceNotFoundException/,
    );
    expect(await refusalOf(read(stage, CONSUMER, arn!))).toMatch(
      /^AccessDeniedException/,
    );
    const { items } = await stage
      .lattice(CONSUMER)
      .listServiceNetworkResourceAssociations({
        serviceNetworkIdentifier: network.arn,
      });
    expect(items).toEqual([]);
  });

  it('stays when the share ends (aws.md §0.1 item 4)', async () => {
    const stage = startStage();
    const network = await makeNetwork.network(stage);
    const shareArn = await makeNetwork.share(stage, NETWORKING, network.arn, [
      PROVIDER,
    ]);
    const configuration = await makeNetwork.configuration(stage);
    const id = await makeNetwork.resource(stage, PROVIDER, {
      network,
      configuration,
    });
    await stage
      .ram(NETWORKING)
      .deleteResourceShare({ resourceShareArn: shareArn });
    stage.settle();
    await expect(read(stage, PROVIDER, id)).resolves.toMatchObject({
      status: 'ACTIVE',
    });
  });

  it('keeps network and configuration from being deleted, in AWS’s words', async () => {
    const { stage, network, configuration } = await sharedNetwork();
    const id = await makeNetwork.resource(stage, PROVIDER, {
      network,
      configuration,
    });
    const deleteNetwork = () =>
      stage
        .lattice(NETWORKING)
        .deleteServiceNetwork({ serviceNetworkIdentifier: network.id });
    const deleteConfiguration = () =>
      stage.lattice(PROVIDER).deleteResourceConfiguration({
        resourceConfigurationIdentifier: configuration.id,
      });
    expect(await refusalOf(deleteNetwork())).toBe(
      `ConflictException: ServiceNetwork ${network.id} has resource(s) associated.`,
    );
    expect(await refusalOf(deleteConfiguration())).toMatch(
      /^ConflictException: .* has service network\(s\) associated/,
    );
    await remove(stage, PROVIDER, id);
    // It is there until it is gone.
    expect(await refusalOf(deleteNetwork())).toMatch(/^ConflictException/);
    stage.settle();
    await deleteNetwork();
    await deleteConfiguration();
  });

  it('cannot be taken out while it is still put in; a second time changes nothing', async () => {
    const { stage, network, configuration } = await sharedNetwork();
    const { id } = await associate(stage, PROVIDER, { network, configuration });
    expect(await refusalOf(remove(stage, PROVIDER, id!))).toMatch(
      /^ConflictException/,
    );
    stage.settle();
    await remove(stage, PROVIDER, id!);
    const { status } = await remove(stage, NETWORKING, id!);
    expect(status).toBe('DELETE_IN_PROGRESS');
  });

  it('fails if the configuration goes meanwhile, and says so', async () => {
    const { stage, network, configuration } = await sharedNetwork({
      'delete-configuration-in-use': 'DELETE_FAILED',
    });
    const { id } = await associate(stage, PROVIDER, { network, configuration });
    stage.advance(15);
    await stage.lattice(PROVIDER).deleteResourceConfiguration({
      resourceConfigurationIdentifier: configuration.id,
    });
    stage.settle();
    await expect(read(stage, NETWORKING, id!)).resolves.toMatchObject({
      status: 'CREATE_FAILED',
      failureCode: expect.any(String),
      failureReason: expect.stringContaining(configuration.id),
    });
  });
});

describe('a resource that is shared with the owner of a network', () => {
  it('is put by her into her own network (aws.md §1.3)', async () => {
    const stage = startStage();
    const configuration = await makeNetwork.configuration(stage, false);
    await makeNetwork.share(stage, PROVIDER, configuration.arn, [CONSUMER]);
    const network = await makeNetwork.network(stage, CONSUMER, {
      enabled: false,
    });
    const id = await makeNetwork.resource(stage, CONSUMER, {
      network,
      configuration,
    });
    await expect(read(stage, PROVIDER, id)).resolves.toMatchObject({
      status: 'ACTIVE',
      createdBy: CONSUMER,
    });
    // The provider ends it alone if she has disappeared.
    await remove(stage, PROVIDER, id);
  });

  it.each([
    ['ValidationException', 'refused-resource-association'],
    ['AccessDeniedException', 'refused-resource-association'],
  ] as const)(
    'cannot be put into a network that is shared with her, too (%s)',
    async (answer, doubt) => {
      const stage = startStage({ doubts: { [doubt]: answer } });
      const configuration = await makeNetwork.configuration(stage);
      await makeNetwork.share(stage, PROVIDER, configuration.arn, [CONSUMER]);
      const network = await makeNetwork.network(stage);
      await makeNetwork.share(stage, NETWORKING, network.arn, [CONSUMER]);
      expect(
        await refusalOf(associate(stage, CONSUMER, { network, configuration })),
      ).toMatch(new RegExp(`^${answer}`));
    },
  );

  it('cannot be put into a network without the share', async () => {
    const stage = startStage();
    const configuration = await makeNetwork.configuration(stage, false);
    const network = await makeNetwork.network(stage, CONSUMER, {
      enabled: false,
    });
    expect(
      await refusalOf(associate(stage, CONSUMER, { network, configuration })),
    ).toMatch(/^AccessDeniedException/);
  });
});

describe('a cluster in a service network', () => {
  async function clusterInNetwork() {
    const stage = startStage();
    const lattice = stage.lattice(catalog.id);
    const { id: vpcId, subnets } = Object.values(catalog.vpcs)[0];
    const { id: gatewayId } = await lattice.createResourceGateway({
      name: 'catalog',
      vpcIdentifier: vpcId,
      subnetIds: subnets.map(subnet => subnet.id),
    });
    stage.settle();
    const { id, arn } = await lattice.createResourceConfiguration({
      name: 'catalog-aurora',
      type: 'ARN',
      resourceGatewayIdentifier: gatewayId,
      resourceConfigurationDefinition: {
        arnResource: { arn: catalog.databases['catalog-aurora'].arn },
      },
    });
    stage.settle();
    const configuration = { id: id!, arn: arn! };
    const network = await makeNetwork.network(stage, catalog.id, {
      enabled: false,
    });
    return { stage, lattice, configuration, network };
  }

  it('lists an association for each child if asked for them', async () => {
    const { stage, lattice, configuration, network } = await clusterInNetwork();
    await makeNetwork.resource(stage, catalog.id, { network, configuration });
    const list = (includeChildren?: boolean) =>
      lattice.listServiceNetworkResourceAssociations({
        serviceNetworkIdentifier: network.id,
        includeChildren,
      });
    expect((await list()).items).toHaveLength(1);
    const { items = [] } = await list(true);
    const { items: children = [] } = await lattice.listResourceConfigurations({
      resourceConfigurationGroupIdentifier: configuration.id,
    });
    expect(children.length).toBeGreaterThan(2);
    expect(items.map(item => item.resourceConfigurationId).sort()).toEqual(
      [configuration.id, ...children.map(child => child.id)].sort(),
    );
    expect(new Set(items.map(item => item.id)).size).toBe(items.length);
    expect(
      new Set(items.map(item => item.privateDnsEntry?.domainName)).size,
    ).toBe(children.length);
  });

  it('is PARTIAL if a child cannot be associated', async () => {
    const { stage, lattice, configuration, network } = await clusterInNetwork();
    const { items: children = [] } = await lattice.listResourceConfigurations({
      resourceConfigurationGroupIdentifier: configuration.id,
    });
    configurationAt(stage.world, children[0].arn!)!.status = 'UPDATE_FAILED';
    const id = await makeNetwork.resource(stage, catalog.id, {
      network,
      configuration,
    });
    await expect(read(stage, catalog.id, id)).resolves.toMatchObject({
      status: 'PARTIAL',
      failureReason: expect.stringContaining(children[0].id!),
    });
  });
});

describe('the ARN of an association between two accounts', () => {
  it.each([
    ['creator', PROVIDER],
    ['viewer', NETWORKING],
  ] as const)('says the account of its %s', async (doubt, account) => {
    const { stage, network, configuration } = await sharedNetwork({
      'association-arn-account': doubt,
    });
    const id = await makeNetwork.resource(stage, PROVIDER, {
      network,
      configuration,
    });
    const { arn } = await read(stage, NETWORKING, id);
    expect(arn).toBe(
      `arn:aws:vpc-lattice:us-east-1:${account}:servicenetworkresourceassociation/${id}`,
    );
    await expect(read(stage, NETWORKING, arn!)).resolves.toMatchObject({ id });
  });
});

describe('to put a resource into a network', () => {
  it('needs the rights to association, network and configuration', async () => {
    const company = latticeCompany();
    const gatewayId = await company.gateway();
    const configuration = await company.configuration(gatewayId);
    const admin = new VPCLattice({
      ...(await company.asRole(PROVIDER, [
        { Effect: 'Allow', Action: '*', Resource: '*' },
      ])),
    });
    const { arn } = await admin.createServiceNetwork({
      name: 'own',
      sharingConfig: { enabled: false },
    });
    const attempt = async (resources: string[]) => {
      const lattice = new VPCLattice(
        await company.asRole(PROVIDER, [
          {
            Effect: 'Allow',
            Action: 'vpc-lattice:CreateServiceNetworkResourceAssociation',
            Resource: resources,
          },
        ]),
      );
      return refusalOf(
        lattice.createServiceNetworkResourceAssociation({
          serviceNetworkIdentifier: arn,
          resourceConfigurationIdentifier: configuration,
        }),
      );
    };
    const association =
      'arn:aws:vpc-lattice:*:*:servicenetworkresourceassociation/*';
    expect(await attempt([association, arn!])).toMatch(configuration);
    expect(await attempt([association, configuration])).toMatch(arn!);
    expect(await attempt([arn!, configuration])).toMatch(
      /servicenetworkresourceassociation/,
    );
    expect(await attempt([association, arn!, configuration])).toBe(
      'no refusal',
    );
  });
});

it('lists of associations ask for a network or a resource', async () => {
  const stage = startStage();
  expect(
    await refusalOf(
      stage.lattice(PROVIDER).listServiceNetworkResourceAssociations({}),
    ),
  ).toMatch(/^ValidationException/);
});
