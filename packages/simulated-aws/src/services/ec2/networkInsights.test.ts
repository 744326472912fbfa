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

import { exampleCompany } from '../../company/exampleCompany';
import type { Doubts } from '../../doubts';
import { make, startStage, Stage } from '../../testing/stage';
import { refusalOf } from '../../testing/refusalOf';

const { analytics, 'orders-prod': orders } = exampleCompany.accounts;
const [worker] = analytics.vpcs.databricks.clients;

/** A finished way to orders-postgres, and the ends of what can be analysed on both sides of it. */
async function connected(doubts: Partial<Doubts> = {}) {
  const stage = startStage({ doubts });
  const made = await make.patternA(stage);
  const ec2 = stage.ec2(analytics.id);
  const { VpcEndpoints } = await ec2.describeVpcEndpoints({
    VpcEndpointIds: [made.endpoint.id],
  });
  const [, elsewhere] = VpcEndpoints![0].NetworkInterfaceIds!;
  const interfacesOf = async (groupId: string) => {
    const { NetworkInterfaces } = await stage
      .ec2(orders.id)
      .describeNetworkInterfaces({
        Filters: [{ Name: 'group-id', Values: [groupId] }],
      });
    return NetworkInterfaces!.map(eni => eni.NetworkInterfaceId!);
  };
  const [, gateway] = await interfacesOf(made.gateway.groupId);
  const [database] = await interfacesOf(
    orders.vpcs.orders.securityGroups['orders-postgres'].id,
  );
  return {
    stage,
    made,
    ofConsumer: [analytics.id, worker.id, elsewhere] as const,
    ofProvider: [orders.id, gateway, database] as const,
  };
}

async function path(stage: Stage, accountId: string, from: string, to: string) {
  const { NetworkInsightsPath } = await stage
    .ec2(accountId)
    .createNetworkInsightsPath({
      Source: from,
      Destination: to,
      Protocol: 'tcp',
      DestinationPort: 5432,
      ClientToken: `${from} ${to}`,
    });
  return NetworkInsightsPath!.NetworkInsightsPathId!;
}

let starts = 0;

async function start(stage: Stage, accountId: string, pathId: string) {
  const { NetworkInsightsAnalysis } = await stage
    .ec2(accountId)
    .startNetworkInsightsAnalysis({
      NetworkInsightsPathId: pathId,
      ClientToken: String((starts += 1)),
    });
  return NetworkInsightsAnalysis!;
}

async function read(stage: Stage, accountId: string, analysisId: string) {
  const { NetworkInsightsAnalyses } = await stage
    .ec2(accountId)
    .describeNetworkInsightsAnalyses({
      NetworkInsightsAnalysisIds: [analysisId],
    });
  return NetworkInsightsAnalyses![0];
}

async function analysed(
  stage: Stage,
  [accountId, from, to]: readonly [string, string, string],
) {
  const started = await start(
    stage,
    accountId,
    await path(stage, accountId, from, to),
  );
  stage.advance(60);
  return read(stage, accountId, started.NetworkInsightsAnalysisId!);
}

describe('VPC Reachability Analyzer', () => {
  it('runs for a while, and then names each link of the way on either side', async () => {
    const { stage, ofConsumer, ofProvider } = await connected();
    const started = await start(
      stage,
      analytics.id,
      await path(stage, ...ofConsumer),
    );
    expect(started).toMatchObject({ Status: 'running' });
    expect(started.NetworkPathFound).toBeUndefined();
    stage.advance(60);

    const found = await read(
      stage,
      analytics.id,
      started.NetworkInsightsAnalysisId!,
    );
    expect(found).toMatchObject({
      Status: 'succeeded',
      NetworkPathFound: true,
    });
    const types = found.ForwardPathComponents!.map(
      ({ Component }) => Component!.Id!.split('-')[0],
    );
    expect(types).toEqual(['eni', 'sg', 'acl', 'acl', 'sg', 'eni']);
    expect(await analysed(stage, ofProvider)).toMatchObject({
      NetworkPathFound: true,
    });
  });

  it('names the security group of the database whose rule is gone', async () => {
    const { stage, made, ofProvider } = await connected();
    const group = orders.vpcs.orders.securityGroups['orders-postgres'].id;
    await stage.ec2(orders.id).revokeSecurityGroupIngress({
      GroupId: group,
      SecurityGroupRuleIds: [made.gateway.ruleId],
    });
    const found = await analysed(stage, ofProvider);
    expect(found).toMatchObject({
      Status: 'succeeded',
      NetworkPathFound: false,
      Explanations: [
        {
          ExplanationCode: 'ENI_SG_RULES_MISMATCH',
          Direction: 'ingress',
          NetworkInterface: { Id: ofProvider[2] },
          SecurityGroups: [{ Id: group }],
        },
      ],
    });
    expect(found.ForwardPathComponents ?? []).toEqual([]);
  });

  it('names the network ACL and the rule that closes a subnet', async () => {
    const { stage, ofConsumer } = await connected();
    await stage.ec2(analytics.id).createNetworkAclEntry({
      NetworkAclId: analytics.vpcs.databricks.networkAclId,
      RuleNumber: 50,
      Protocol: '6',
      RuleAction: 'deny',
      Egress: true,
      CidrBlock: '0.0.0.0/0',
      PortRange: { From: 5432, To: 5432 },
    });
    const { Explanations } = await analysed(stage, ofConsumer);
    expect(Explanations).toMatchObject([
      {
        ExplanationCode: 'SUBNET_ACL_RESTRICTION',
        Direction: 'egress',
        Acl: { Id: analytics.vpcs.databricks.networkAclId },
        AclRule: { RuleNumber: 50, RuleAction: 'deny' },
      },
    ]);
  });

  it('reads configuration and sends nothing: a stopped database is found all the same', async () => {
    const { stage, ofProvider } = await connected();
    await stage
      .rds(orders.id)
      .stopDBInstance({ DBInstanceIdentifier: 'orders-postgres' });
    expect(await analysed(stage, ofProvider)).toMatchObject({
      NetworkPathFound: true,
    });
  });

  it('fails when an end is gone by the time it looks', async () => {
    const { stage, made, ofConsumer } = await connected();
    const id = await path(stage, ...ofConsumer);
    await stage
      .ec2(analytics.id)
      .deleteVpcEndpoints({ VpcEndpointIds: [made.endpoint.id] });
    stage.settle();
    const started = await start(stage, analytics.id, id);
    stage.advance(60);
    expect(
      await read(stage, analytics.id, started.NetworkInsightsAnalysisId!),
    ).toMatchObject({
      Status: 'failed',
      StatusMessage: `The request failed due to missing component ${ofConsumer[2]}.`,
    });
  });

  it('makes a path once for each client token', async () => {
    const { stage, ofConsumer } = await connected();
    const first = await path(stage, ...ofConsumer);
    expect(await path(stage, ...ofConsumer)).toBe(first);
    const other = stage.ec2(analytics.id).createNetworkInsightsPath({
      Source: ofConsumer[2],
      Destination: ofConsumer[1],
      Protocol: 'tcp',
      ClientToken: `${ofConsumer[1]} ${ofConsumer[2]}`,
    });
    expect(await refusalOf(other)).toMatch(/^IdempotentParameterMismatch/);
  });

  it('refuses to delete a path that has an analysis, and forgets both in the right order', async () => {
    const { stage, ofConsumer } = await connected();
    const ec2 = stage.ec2(analytics.id);
    const id = await path(stage, ...ofConsumer);
    const { NetworkInsightsAnalysisId } = await start(stage, analytics.id, id);
    const remove = () =>
      ec2.deleteNetworkInsightsPath({ NetworkInsightsPathId: id });
    expect(await refusalOf(remove())).toMatch(
      /^AnalysisExistsForNetworkInsightsPath/,
    );
    await ec2.deleteNetworkInsightsAnalysis({ NetworkInsightsAnalysisId });
    await remove();
    expect(await refusalOf(remove())).toMatch(
      /^InvalidNetworkInsightsPathId.NotFound/,
    );
    stage.advance(60);
  });

  it.each([
    ['source', { Source: 'igw-0123456789abcdef0' }, /^InvalidParameterValue/],
    [
      'another account',
      {
        Destination:
          'arn:aws:ec2:us-east-1:333333333333:network-interface/eni-0123456789abcdef0',
      },
      /^InvalidParameterValue/,
    ],
    ['destination', { Destination: undefined }, /^MissingParameter/],
    [
      'filters',
      { FilterAtSource: { DestinationPortRange: { FromPort: 1, ToPort: 2 } } },
      /^UnsupportedOperation/,
    ],
  ])('refuses a path by its %s', async (_what, wrong, refusal) => {
    const { stage, ofConsumer } = await connected();
    const asked = stage.ec2(analytics.id).createNetworkInsightsPath({
      Source: ofConsumer[1],
      Destination: ofConsumer[2],
      Protocol: 'tcp',
      ClientToken: 'token',
      ...wrong,
    });
    expect(await refusalOf(asked)).toMatch(refusal);
  });

  it('analyses six paths at a time', async () => {
    const { stage, ofConsumer } = await connected();
    const id = await path(stage, ...ofConsumer);
    for (let i = 0; i < 6; i++) {
      await start(stage, analytics.id, id);
    }
    expect(await refusalOf(start(stage, analytics.id, id))).toMatch(
      /^AnalysisLimitExceeded/,
    );
    stage.advance(60);
    await start(stage, analytics.id, id);
  });
});
