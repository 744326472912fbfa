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

import { Route53 } from '@aws-sdk/client-route-53';
import type {
  ChangeAction,
  CreateHostedZoneCommandInput,
  ResourceRecordSet,
  VPCRegion,
} from '@aws-sdk/client-route-53';
import { exampleCompany } from '../../company/exampleCompany';
import { resolveName } from '../../network/dns';
import { publicTexts } from '../../network/zones';
import { latticeCompany } from '../../testing/latticeCompany';
import {
  addressOfDatabase,
  interfaceEndpointOf,
  makeD,
  ordersPostgres,
} from '../../testing/patternD';
import { make, startStage } from '../../testing/stage';

const { accounts } = exampleCompany;
const { analytics, payments } = accounts;
const orders = accounts['orders-prod'];
const { databricks, full } = analytics.vpcs;

const inDatabricks = {
  VPCId: databricks.id,
  VPCRegion: 'us-east-1' as VPCRegion,
};

function setup() {
  const stage = startStage();
  const client = stage.route53(analytics.id);
  let made = 0;
  /** Route 53 takes five calls in a second. */
  const dns = () => {
    stage.advance(1);
    return client;
  };
  const create = (
    Name: string,
    input: Partial<CreateHostedZoneCommandInput> = {},
  ) => {
    made += 1;
    return dns().createHostedZone({
      Name,
      CallerReference: `reference-${made}`,
      ...input,
    });
  };
  return {
    stage,
    dns,
    create,
    async privateZone(name: string) {
      const { HostedZone } = await create(name, { VPC: inDatabricks });
      return HostedZone!.Id!;
    },
    change: (
      HostedZoneId: string,
      ...changes: Array<[ChangeAction, ResourceRecordSet]>
    ) =>
      dns().changeResourceRecordSets({
        HostedZoneId,
        ChangeBatch: {
          Changes: changes.map(([Action, record]) => ({
            Action,
            ResourceRecordSet: record,
          })),
        },
      }),
    look(name: string, vpcId: string = databricks.id) {
      stage.world.settle();
      return resolveName(stage.world, { vpcId, name }).addresses;
    },
  };
}

const a = (Name: string, ...addresses: string[]): ResourceRecordSet => ({
  Name,
  Type: 'A',
  TTL: 60,
  ResourceRecords: addresses.map(Value => ({ Value })),
});

const txt = (Name: string, value: string): ResourceRecordSet => ({
  Name,
  Type: 'TXT',
  TTL: 60,
  ResourceRecords: [{ Value: `"${value}"` }],
});

describe('a private hosted zone', () => {
  it('is made with a VPC and its two records, and found again', async () => {
    const { dns, create } = setup();
    const made = await create('Orders.Example.com', {
      VPC: inDatabricks,
      HostedZoneConfig: { Comment: 'ours' },
    });
    expect(made).toMatchObject({
      HostedZone: {
        Id: expect.stringMatching(/^\/hostedzone\/Z[0-9A-F]{19}$/),
        Name: 'orders.example.com.',
        CallerReference: 'reference-1',
        Config: { Comment: 'ours', PrivateZone: true },
        ResourceRecordSetCount: 2,
      },
      ChangeInfo: { Status: 'PENDING' },
      VPC: inDatabricks,
      Location: expect.stringContaining('/2013-04-01/hostedzone/Z'),
    });
    const { Id } = made.HostedZone!;
    const got = await dns().getHostedZone({ Id });
    expect(got).toMatchObject({
      HostedZone: { Id },
      VPCs: [inDatabricks],
    });
    expect(got.DelegationSet).toBeUndefined();
    const { HostedZoneSummaries } = await dns().listHostedZonesByVPC(
      inDatabricks,
    );
    expect(HostedZoneSummaries).toEqual([
      {
        HostedZoneId: Id!.split('/')[2],
        Name: 'orders.example.com.',
        Owner: { OwningAccount: analytics.id },
      },
    ]);
  });

  it('is made once for a reference: the second time says that the first one worked', async () => {
    const { create } = setup();
    await create('one.example.com', { CallerReference: 'same' });
    await expect(
      create('one.example.com', { CallerReference: 'same' }),
    ).rejects.toMatchObject({
      name: 'HostedZoneAlreadyExists',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it('is the only one of its name in a VPC', async () => {
    const { stage, create, dns } = setup();
    await create('orders.example.com', { VPC: inDatabricks });
    await expect(
      create('orders.example.com', { VPC: inDatabricks }),
    ).rejects.toMatchObject({
      name: 'ConflictingDomainExists',
      message: expect.stringMatching(
        /The VPC vpc-\w+ .* has already been associated with the hosted zone Z\w+ with the same domain name/,
      ),
    });
    const { HostedZone } = await create('orders.example.com', {
      VPC: { VPCId: full.id, VPCRegion: 'us-east-1' },
    });
    await expect(
      dns().associateVPCWithHostedZone({
        HostedZoneId: HostedZone!.Id,
        VPC: inDatabricks,
      }),
    ).rejects.toMatchObject({ name: 'ConflictingDomainExists' });
    stage.settle();
  });

  it.each([
    [
      'for a VPC of another account',
      {
        VPC: {
          VPCId: orders.vpcs.orders.id,
          VPCRegion: 'us-east-1' as VPCRegion,
        },
      },
      'InvalidVPCId',
    ],
    [
      'for a VPC in another Region',
      { VPC: { ...inDatabricks, VPCRegion: 'eu-west-1' as VPCRegion } },
      'InvalidVPCId',
    ],
    [
      'without a VPC',
      { HostedZoneConfig: { PrivateZone: true } },
      'InvalidInput',
    ],
  ])('cannot be made %s', async (_what, input, name) => {
    await expect(setup().create('example.com', input)).rejects.toMatchObject({
      name,
    });
  });

  it('serves the VPCs that it is associated with, and the last one to the end', async () => {
    const { dns, privateZone, change, look, stage } = setup();
    const HostedZoneId = await privateZone('orders.example.com');
    await change(HostedZoneId, [
      'CREATE',
      a('db.orders.example.com', '10.1.1.1'),
    ]);
    stage.settle();
    const VPC = { VPCId: full.id, VPCRegion: 'us-east-1' as VPCRegion };
    expect(look('db.orders.example.com', full.id)).toEqual([]);
    await dns().associateVPCWithHostedZone({ HostedZoneId, VPC });
    expect(look('db.orders.example.com', full.id)).toEqual(['10.1.1.1']);
    await dns().disassociateVPCFromHostedZone({ HostedZoneId, VPC });
    expect(look('db.orders.example.com', full.id)).toEqual([]);
    await expect(
      dns().disassociateVPCFromHostedZone({ HostedZoneId, VPC }),
    ).rejects.toMatchObject({ name: 'VPCAssociationNotFound' });
    await expect(
      dns().disassociateVPCFromHostedZone({ HostedZoneId, VPC: inDatabricks }),
    ).rejects.toMatchObject({ name: 'LastVPCAssociation' });
  });

  it('is not deleted before it is empty', async () => {
    const { dns, privateZone, change } = setup();
    const HostedZoneId = await privateZone('orders.example.com');
    const record = a('orders.example.com', '10.1.1.1');
    await change(HostedZoneId, ['CREATE', record]);
    const remove = () => dns().deleteHostedZone({ Id: HostedZoneId });
    await expect(remove()).rejects.toMatchObject({
      name: 'HostedZoneNotEmpty',
      $metadata: { httpStatusCode: 400 },
    });
    await change(HostedZoneId, ['DELETE', record]);
    expect((await remove()).ChangeInfo?.Status).toBe('PENDING');
    await expect(remove()).rejects.toMatchObject({
      name: 'NoSuchHostedZone',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('holds the most specific name, also one that it does not know', async () => {
    const { stage, privateZone, change, look } = setup();
    const { host } = ordersPostgres;
    expect(look(host)).toEqual([addressOfDatabase(stage)]);
    const wide = await privateZone('rds.amazonaws.com');
    // Nobody put the database into it, so its name is gone in this VPC, and only there.
    expect(look(host)).toEqual([]);
    expect(look(host, full.id)).toEqual([addressOfDatabase(stage)]);
    await change(wide, [
      'CREATE',
      a(`*.us-east-1.rds.amazonaws.com`, '10.1.1.1'),
    ]);
    const narrow = await privateZone(host);
    await change(narrow, ['CREATE', a(host, '10.2.2.2')]);
    stage.settle();
    expect(look(host)).toEqual(['10.2.2.2']);
    expect(look(`other.us-east-1.rds.amazonaws.com`)).toEqual(['10.1.1.1']);
  });

  it('is not asked in a VPC without host names', async () => {
    const { stage, privateZone, change, look } = setup();
    const zone = await privateZone('orders.example.com');
    await change(zone, ['CREATE', a('orders.example.com', '10.1.1.1')]);
    stage.settle();
    await stage.ec2(analytics.id).modifyVpcAttribute({
      VpcId: databricks.id,
      EnableDnsHostnames: { Value: false },
    });
    expect(look('orders.example.com')).toEqual([]);
  });

  it('and an endpoint with private DNS cannot hold one name', async () => {
    const { stage, create, dns } = setup();
    await make.patternA(stage);
    const host = ordersPostgres.host;
    await expect(create(host, { VPC: inDatabricks })).rejects.toMatchObject({
      name: 'ConflictingDomainExists',
    });
    const other = setup();
    await other.privateZone(host);
    await expect(make.patternA(other.stage)).rejects.toMatchObject({
      name: 'InvalidParameter',
      message: expect.stringContaining(
        `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${host}`,
      ),
    });
    expect((await dns().listHostedZones({})).HostedZones).toEqual([]);
  });
});

describe('record sets', () => {
  it('are answered when they are in sync, and until then what was before', async () => {
    const { stage, dns, privateZone, change, look } = setup();
    const zone = await privateZone('orders.example.com');
    const { ChangeInfo } = await change(zone, [
      'CREATE',
      a('orders.example.com', '10.1.1.1'),
    ]);
    expect(ChangeInfo).toMatchObject({
      Id: expect.stringMatching(/^\/change\/C[0-9A-F]+$/),
      Status: 'PENDING',
    });
    const status = async () =>
      (await dns().getChange({ Id: ChangeInfo!.Id })).ChangeInfo?.Status;
    expect(await status()).toBe('PENDING');
    expect(look('orders.example.com')).toEqual([]);
    stage.advance(30);
    expect(await status()).toBe('INSYNC');
    expect(look('orders.example.com')).toEqual(['10.1.1.1']);
    await change(zone, ['UPSERT', a('orders.example.com', '10.2.2.2')]);
    expect(look('orders.example.com')).toEqual(['10.1.1.1']);
    stage.advance(30);
    expect(look('orders.example.com')).toEqual(['10.2.2.2']);
    await expect(dns().getChange({ Id: 'C0' })).rejects.toMatchObject({
      name: 'NoSuchChange',
    });
  });

  it('are changed all or none, and each that does not fit is told', async () => {
    const { dns, privateZone, change } = setup();
    const zone = await privateZone('orders.example.com');
    await change(zone, ['CREATE', a('db.orders.example.com', '10.1.1.1')]);
    const refused: any = await change(
      zone,
      ['CREATE', a('db.orders.example.com', '10.1.1.1')],
      ['CREATE', a('new.orders.example.com', '10.1.1.1')],
      ['DELETE', a('no.orders.example.com', '10.1.1.1')],
      ['DELETE', a('db.orders.example.com', '10.9.9.9')],
      ['CREATE', a('example.com', '10.1.1.1')],
      ['CREATE', a('bad.orders.example.com', 'not-an-address')],
      ['CREATE', { ...a('text.orders.example.com', 'bare'), Type: 'TXT' }],
      [
        'CREATE',
        { ...a('orders.example.com', 'x.example.com'), Type: 'CNAME' },
      ],
    ).catch(error => error);
    expect(refused.name).toBe('InvalidChangeBatch');
    expect(refused.messages).toEqual([
      "Tried to create resource record set [name='db.orders.example.com.', type='A'] but it already exists",
      "Tried to delete resource record set [name='no.orders.example.com.', type='A'] but it was not found",
      "Tried to delete resource record set [name='db.orders.example.com.', type='A'] but the values provided do not match the current values",
      'RRSet with DNS name example.com. is not permitted in zone orders.example.com.',
      expect.stringContaining('ARRDATAIllegalIPv4Address'),
      expect.stringContaining('InvalidCharacterString'),
      expect.stringContaining('is not permitted at apex'),
    ]);
    const { ResourceRecordSets } = await dns().listResourceRecordSets({
      HostedZoneId: zone,
    });
    expect(
      ResourceRecordSets!.map(({ Name, Type }) => `${Name} ${Type}`),
    ).toEqual([
      'orders.example.com. NS',
      'orders.example.com. SOA',
      'db.orders.example.com. A',
    ]);
  });

  it('are listed in pages, in the order of their names from the end', async () => {
    const { dns, privateZone, change } = setup();
    const HostedZoneId = await privateZone('orders.example.com');
    await change(
      HostedZoneId,
      ...['b', 'a', 'x.a', 'c'].map(
        (label): [ChangeAction, ResourceRecordSet] => [
          'CREATE',
          a(`${label}.orders.example.com`, '10.1.1.1'),
        ],
      ),
    );
    const seen: string[] = [];
    let StartRecordName: string | undefined;
    let StartRecordType: any;
    do {
      const page = await dns().listResourceRecordSets({
        HostedZoneId,
        MaxItems: 2,
        StartRecordName,
        StartRecordType,
      });
      seen.push(...page.ResourceRecordSets!.map(({ Name }) => Name!));
      StartRecordName = page.NextRecordName;
      StartRecordType = page.NextRecordType;
      expect(page.IsTruncated).toBe(StartRecordName !== undefined);
    } while (StartRecordName);
    expect(seen).toEqual([
      'orders.example.com.',
      'orders.example.com.',
      'a.orders.example.com.',
      'x.a.orders.example.com.',
      'b.orders.example.com.',
      'c.orders.example.com.',
    ]);
  });

  it('may be an alias to an endpoint, and follow it', async () => {
    const { stage, privateZone, change, look } = setup();
    const { endpoint } = await makeD.patternD(stage);
    const ec2 = stage.ec2(analytics.id);
    const { VpcEndpoints } = await ec2.describeVpcEndpoints({
      VpcEndpointIds: [endpoint.id],
    });
    const [{ DnsName, HostedZoneId }] = VpcEndpoints![0].DnsEntries!;
    const zone = await privateZone(ordersPostgres.host);
    const alias = (target: object): [ChangeAction, ResourceRecordSet] => [
      'CREATE',
      {
        Name: ordersPostgres.host,
        Type: 'A',
        AliasTarget: {
          DNSName: DnsName,
          HostedZoneId,
          EvaluateTargetHealth: false,
          ...target,
        },
      },
    ];
    await expect(
      change(zone, alias({ HostedZoneId: 'Z0000000' })),
    ).rejects.toMatchObject({
      name: 'InvalidChangeBatch',
      message: expect.stringContaining('does not lie within the target zone'),
    });
    await expect(
      change(zone, alias({ DNSName: `nobody.${DnsName}` })),
    ).rejects.toMatchObject({
      message: expect.stringContaining('that target was not found'),
    });
    await change(zone, alias({}));
    stage.settle();
    expect(look(ordersPostgres.host)).toEqual(
      resolveName(stage.world, { name: DnsName! }).addresses,
    );
    expect(look(ordersPostgres.host)).toHaveLength(2);
  });

  it('may name another name', async () => {
    const { stage, privateZone, change, look } = setup();
    const zone = await privateZone('orders.example.com');
    const cname = (name: string, to: string): ResourceRecordSet => ({
      ...a(name, to),
      Type: 'CNAME',
    });
    await change(
      zone,
      ['CREATE', cname('db.orders.example.com', ordersPostgres.host)],
      ['CREATE', cname('round.orders.example.com', 'round.orders.example.com')],
    );
    stage.settle();
    expect(look('db.orders.example.com')).toEqual([addressOfDatabase(stage)]);
    expect(look('round.orders.example.com')).toEqual([]);
  });

  it.each<[string, ResourceRecordSet]>([
    [
      'values and an alias',
      {
        ...a('orders.example.com', '10.1.1.1'),
        AliasTarget: {
          DNSName: 'x',
          HostedZoneId: 'Z',
          EvaluateTargetHealth: false,
        },
      },
    ],
    ['neither', { Name: 'orders.example.com', Type: 'A', TTL: 5 }],
    [
      'no time to live',
      { ...a('orders.example.com', '10.1.1.1'), TTL: undefined },
    ],
    [
      'a weight',
      { ...a('orders.example.com', '10.1.1.1'), Weight: 1, SetIdentifier: 'x' },
    ],
  ])('cannot have %s', async (_what, record) => {
    const { privateZone, change } = setup();
    const zone = await privateZone('orders.example.com');
    await expect(change(zone, ['CREATE', record])).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});

describe('a public hosted zone', () => {
  it('tells the world, and has name servers', async () => {
    const { stage, create, change, look, dns } = setup();
    const { HostedZone, DelegationSet } = await create('example.com');
    expect(DelegationSet?.NameServers).toHaveLength(4);
    expect(HostedZone?.Config?.PrivateZone).toBe(false);
    await change(
      HostedZone!.Id!,
      ['CREATE', a('www.example.com', '192.0.2.1')],
      ['CREATE', txt('_proof.example.com', 'vpce:abc')],
    );
    stage.settle();
    expect(
      resolveName(stage.world, { name: 'www.example.com' }).addresses,
    ).toEqual(['192.0.2.1']);
    expect(look('www.example.com')).toEqual(['192.0.2.1']);
    expect(publicTexts(stage.world, '_proof.example.com')).toEqual([
      'vpce:abc',
    ]);
    await expect(
      dns().associateVPCWithHostedZone({
        HostedZoneId: HostedZone!.Id,
        VPC: inDatabricks,
      }),
    ).rejects.toMatchObject({ name: 'PublicZoneVPCAssociation' });
  });

  it.each(['db.us-east-1.rds.amazonaws.com', 'a..b', ''])(
    'cannot be %s',
    async name => {
      await expect(setup().create(name)).rejects.toMatchObject({
        name: name ? 'InvalidDomainName' : 'InvalidInput',
      });
    },
  );

  it('is another account`s own', async () => {
    const { stage, create } = setup();
    const { HostedZone } = await create('example.com', { VPC: inDatabricks });
    const stranger = stage.route53(payments.id);
    await expect(
      stranger.getHostedZone({ Id: HostedZone!.Id }),
    ).rejects.toMatchObject({ name: 'NoSuchHostedZone' });
    await expect(
      stranger.associateVPCWithHostedZone({
        HostedZoneId: HostedZone!.Id,
        VPC: {
          VPCId: payments.vpcs.payments.id,
          VPCRegion: 'us-east-1',
        },
      }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('hosted zones', () => {
  it('are listed in pages, by name from its end, and only the private ones', async () => {
    const { create, dns } = setup();
    const names = [
      'b.example.com.',
      'a.example.com.',
      'example.com.',
      'example.net.',
    ];
    for (const name of names) {
      await create(name);
    }
    await create('private.example.com.', { VPC: inDatabricks });
    const seen: string[] = [];
    let Marker: string | undefined;
    do {
      const page = await dns().listHostedZones({ MaxItems: 2, Marker });
      seen.push(...page.HostedZones!.map(({ Name }) => Name!));
      Marker = page.NextMarker;
    } while (Marker);
    expect(seen.sort()).toEqual([...names, 'private.example.com.'].sort());
    const byName = await dns().listHostedZonesByName({
      DNSName: 'a.example.com',
      MaxItems: 2,
    });
    expect(byName).toMatchObject({
      HostedZones: [{ Name: 'a.example.com.' }, { Name: 'b.example.com.' }],
      IsTruncated: true,
      NextDNSName: 'private.example.com.',
    });
    const privately = await dns().listHostedZones({
      HostedZoneType: 'PrivateHostedZone',
    });
    expect(privately.HostedZones).toMatchObject([
      { Name: 'private.example.com.' },
    ]);
  });

  it('are tagged, and their tags are told one by one and several at once', async () => {
    const { create, dns } = setup();
    const { HostedZone } = await create('example.com');
    const ResourceId = HostedZone!.Id!.split('/')[2];
    const ResourceType = 'hostedzone' as const;
    await dns().changeTagsForResource({
      ResourceType,
      ResourceId,
      AddTags: [
        { Key: 'tier', Value: 'gold' },
        { Key: 'team', Value: 'orders' },
      ],
    });
    await dns().changeTagsForResource({
      ResourceType,
      ResourceId,
      RemoveTagKeys: ['team'],
    });
    const one = await dns().listTagsForResource({ ResourceType, ResourceId });
    const several = await dns().listTagsForResources({
      ResourceType,
      ResourceIds: [ResourceId],
    });
    const set = { ResourceId, Tags: [{ Key: 'tier', Value: 'gold' }] };
    expect(one.ResourceTagSet).toMatchObject(set);
    expect(several.ResourceTagSets).toMatchObject([set]);
    await expect(
      dns().listTagsForResource({ ResourceType, ResourceId: 'Z0' }),
    ).rejects.toMatchObject({ name: 'NoSuchHostedZone' });
  });
});

describe('Route 53', () => {
  it('takes five calls in a second from an account', async () => {
    const stage = startStage();
    const dns = stage.route53(analytics.id);
    for (let i = 0; i < 5; i++) {
      await dns.listHostedZones({});
    }
    await expect(dns.listHostedZones({})).rejects.toMatchObject({
      name: 'Throttling',
      message: expect.stringContaining('Rate exceeded'),
    });
    stage.advance(0.2);
    await dns.listHostedZones({});
  });

  it('judges by the zone, by its VPC, and by what is changed in it', async () => {
    const company = latticeCompany();
    const dns = new Route53(
      await company.asRole(analytics.id, [
        {
          Effect: 'Allow',
          Action: ['route53:CreateHostedZone', 'ec2:DescribeVpcs'],
          Resource: '*',
        },
        {
          Effect: 'Allow',
          Action: ['route53:ChangeResourceRecordSets'],
          Resource: 'arn:aws:route53:::hostedzone/*',
          Condition: {
            'ForAllValues:StringEquals': {
              'route53:ChangeResourceRecordSetsRecordTypes': ['A'],
            },
          },
        },
      ]),
    );
    const { HostedZone } = await dns.createHostedZone({
      Name: 'orders.example.com',
      CallerReference: 'role',
      VPC: inDatabricks,
    });
    const change = (record: ResourceRecordSet) =>
      dns.changeResourceRecordSets({
        HostedZoneId: HostedZone!.Id,
        ChangeBatch: {
          Changes: [{ Action: 'CREATE', ResourceRecordSet: record }],
        },
      });
    await change(a('orders.example.com', '10.1.1.1'));
    await expect(change(txt('orders.example.com', 'x'))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(
      dns.deleteHostedZone({ Id: HostedZone!.Id }),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe('the private DNS name of an endpoint service', () => {
  async function named(name: string) {
    const all = setup();
    const { stage } = all;
    const loadBalancerArn = await makeD.loadBalancer(stage, []);
    const service = await makeD.service(stage, loadBalancerArn, {
      PrivateDnsName: name,
      AcceptanceRequired: false,
    });
    await makeD.permission(stage, service.id, analytics.id);
    const ec2 = stage.ec2(orders.id);
    const configuration = async () => {
      const { ServiceConfigurations } =
        await ec2.describeVpcEndpointServiceConfigurations({
          ServiceIds: [service.id],
        });
      return ServiceConfigurations![0].PrivateDnsNameConfiguration!;
    };
    return {
      ...all,
      service,
      configuration,
      async verify() {
        await ec2.startVpcEndpointServicePrivateDnsVerification({
          ServiceId: service.id,
        });
        stage.advance(60);
        return (await configuration()).State;
      },
      connect: () =>
        stage.ec2(analytics.id).createVpcEndpoint({
          ...interfaceEndpointOf(service.name),
          PrivateDnsEnabled: true,
        }),
    };
  }

  it('is used once its owner has proved by a record that the domain is his', async () => {
    const all = await named('db.example.com');
    const { stage, configuration, verify, connect, create, change, look } = all;
    expect(await configuration()).toMatchObject({
      State: 'pendingVerification',
      Type: 'TXT',
      Name: expect.stringMatching(/^_[0-9a-f]+$/),
      Value: expect.stringMatching(/^vpce:/),
    });
    await expect(connect()).rejects.toMatchObject({
      message: expect.stringContaining('has not verified the private DNS name'),
    });
    expect(await verify()).toBe('failed');
    const { HostedZone } = await create('example.com');
    const { Name, Value } = await configuration();
    await change(HostedZone!.Id!, [
      'CREATE',
      txt(`${Name}.db.example.com`, Value!),
    ]);
    stage.advance(30);
    expect(await verify()).toBe('verified');
    const { VpcEndpoint } = await connect();
    stage.settle();
    expect(VpcEndpoint!.DnsEntries).toContainEqual(
      expect.objectContaining({ DnsName: 'db.example.com' }),
    );
    expect(look('db.example.com')).toHaveLength(2);
    expect(look('db.example.com', full.id)).toEqual([]);
    const { HostedZoneSummaries } = await all
      .dns()
      .listHostedZonesByVPC(inDatabricks);
    expect(HostedZoneSummaries).toMatchObject([
      {
        Name: 'db.example.com.',
        Owner: { OwningService: 'vpce.amazonaws.com' },
      },
    ]);
  });

  it('cannot be a database`s, whose domain is AWS`s', async () => {
    const { verify } = await named(ordersPostgres.host);
    expect(await verify()).toBe('failed');
  });
});
