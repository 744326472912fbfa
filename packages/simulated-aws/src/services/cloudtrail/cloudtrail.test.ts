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
  CloudTrail,
  LookupEventsCommandInput,
  paginateLookupEvents,
} from '@aws-sdk/client-cloudtrail';
import { exampleCompany } from '../../company/exampleCompany';
import { trailCompany } from '../../testing/trailCompany';

const { id: ORDERS } = exampleCompany.accounts['orders-prod'];

describe('LookupEvents', () => {
  it('names who made a call that changed something, five minutes later', async () => {
    const { as, admin, advance, makeGroup } = trailCompany();
    const groupId = await makeGroup('theirs');
    const about = {
      AttributeKey: 'ResourceName',
      AttributeValue: groupId,
    } as const;
    const look = async () =>
      (await as.cloudTrail.lookupEvents({ LookupAttributes: [about] })).Events!;
    advance(299);
    expect(await look()).toEqual([]);
    advance(1);
    const [event] = await look();
    expect(event).toMatchObject({
      EventName: 'CreateSecurityGroup',
      EventSource: 'ec2.amazonaws.com',
      ReadOnly: 'false',
      Username: 'root',
      Resources: expect.arrayContaining([
        { ResourceName: groupId, ResourceType: 'AWS::EC2::SecurityGroup' },
      ]),
    });
    expect(JSON.parse(event.CloudTrailEvent!)).toMatchObject({
      userIdentity: { type: 'Root', arn: `arn:aws:iam::${ORDERS}:root` },
      requestParameters: { groupName: 'theirs' },
      responseElements: { groupId },
      eventID: event.EventId,
      awsRegion: 'us-east-1',
    });
    // Another Region and another account have an event history of their own.
    for (const elsewhere of [
      admin(ORDERS, 'eu-west-1'),
      admin('444444444444'),
    ]) {
      expect((await elsewhere.cloudTrail.lookupEvents({})).Events).toEqual([]);
    }
  });

  it('tells the role, the session and the source identity of who came by AssumeRole', async () => {
    const { portal, as, advance } = trailCompany();
    await portal({ SourceIdentity: 'user.default.ada' }, async ({ ec2 }) => {
      await ec2.describeVpcs({});
      await expect(
        ec2.createSecurityGroup({ GroupName: 'x', Description: 'x' }),
      ).rejects.toThrow();
    });
    await portal(
      { SourceIdentity: 'user.default.ada' },
      ({ iam }) =>
        iam.createServiceLinkedRole({
          AWSServiceName: 'vpc-lattice.amazonaws.com',
        }),
      'provision',
    );
    advance(300);
    const { Events } = await as.cloudTrail.lookupEvents({});
    // Neither what reads nor what was refused is there.
    expect(Events!.map(({ EventName }) => EventName)).toEqual([
      'CreateServiceLinkedRole',
    ]);
    expect(JSON.parse(Events![0].CloudTrailEvent!).userIdentity).toMatchObject({
      type: 'AssumedRole',
      arn: `arn:aws:sts::${ORDERS}:assumed-role/database-access-provision/portal`,
      sessionContext: {
        sessionIssuer: { userName: 'database-access-provision' },
        sourceIdentity: 'user.default.ada',
      },
    });
  });

  it('comes in pages, the newest first, within the times that are asked for', async () => {
    const { as, advance, makeGroup, now } = trailCompany();
    const begun = now();
    for (const name of ['a', 'b', 'c']) {
      advance(60);
      await makeGroup(name);
    }
    advance(600);
    const namesOf = async (input: LookupEventsCommandInput) => {
      const names: string[] = [];
      for await (const { Events } of paginateLookupEvents(
        { client: as.cloudTrail as CloudTrail, pageSize: 2 },
        input,
      )) {
        names.push(
          ...Events!.map(
            ({ CloudTrailEvent }) =>
              JSON.parse(CloudTrailEvent!).requestParameters.groupName,
          ),
        );
        advance(1);
      }
      return names;
    };
    expect(await namesOf({})).toEqual(['c', 'b', 'a']);
    expect(
      await namesOf({
        StartTime: new Date(begun + 61_000),
        EndTime: new Date(begun + 121_000),
      }),
    ).toEqual(['b']);
    expect(
      await namesOf({
        LookupAttributes: [
          { AttributeKey: 'EventName', AttributeValue: 'DeleteSecurityGroup' },
        ],
      }),
    ).toEqual([]);
  });

  it('is forgotten after 90 days', async () => {
    const { as, advance, makeGroup } = trailCompany();
    await makeGroup('old');
    advance(91 * 24 * 3600);
    await makeGroup('new');
    advance(300);
    expect((await as.cloudTrail.lookupEvents({})).Events).toHaveLength(1);
  });

  it('may be asked twice a second', async () => {
    const { as, advance } = trailCompany();
    const look = () => as.cloudTrail.lookupEvents({});
    await look();
    await look();
    await expect(look()).rejects.toMatchObject({ name: 'ThrottlingException' });
    advance(0.5);
    await look();
  });

  const attribute = { AttributeKey: 'EventName', AttributeValue: 'x' } as const;
  it.each<[LookupEventsCommandInput, string]>([
    [{ MaxResults: 51 }, 'InvalidMaxResultsException'],
    [{ NextToken: 'bm9uc2Vuc2U=' }, 'InvalidNextTokenException'],
    [
      { StartTime: new Date(2), EndTime: new Date(1) },
      'InvalidTimeRangeException',
    ],
    [
      { LookupAttributes: [attribute, attribute] },
      'InvalidLookupAttributesException',
    ],
  ])('refuses %o', async (input, name) => {
    const { as } = trailCompany();
    await expect(as.cloudTrail.lookupEvents(input)).rejects.toMatchObject({
      name,
    });
  });
});
