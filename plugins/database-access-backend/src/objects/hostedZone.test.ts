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
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
} from '@aws-sdk/client-route-53';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { adminOf } from '../__testUtils__/adminOf';

const options = { pattern: 'privatelink' } as const;
const benchOf = () => bench('zone', 'analytics', options);

describe('a private zone', () => {
  behavesLikeAnObject({
    node: 'zone',
    creates: 'route53:CreateHostedZone',
    removes: 'route53:DeleteHostedZone',
    inAnySession: true,
    ...options,
  });

  it('can be no public one: the role may make none', async () => {
    const b = await benchOf();
    await expect(
      b.provision.route53.send(
        new CreateHostedZoneCommand({
          Name: 'example.com',
          CallerReference: 'public',
        }),
      ),
    ).rejects.toMatchObject({ code: 'account_refused' });
  });

  it('waits, without an error for people, while Route 53 knows it and does not show it', async () => {
    const b = await benchOf();
    await b.make();
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'retry-later',
      code: 'aws_not_visible_yet',
    });
  });

  it('takes nobody else’s zone of that name', async () => {
    const b = await benchOf();
    const { name, vpcId } = b.ref().spec;
    await adminOf(b, b.facts.network).route53.send(
      new CreateHostedZoneCommand({
        Name: name,
        CallerReference: 'ours',
        VPC: { VPCId: vpcId, VPCRegion: 'us-east-1' },
      }),
    );
    expect(await b.findByName()).toBeUndefined();
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'needs-a-person',
      code: 'aws_object_foreign',
      message: expect.stringContaining(name),
    });
  });

  it('SEC-18: is never removed if its caller reference is another than ours', async () => {
    const b = await benchOf();
    const { route53 } = adminOf(b, b.facts.network);
    const { HostedZone } = await route53.send(
      new CreateHostedZoneCommand({
        Name: 'example.com',
        CallerReference: 'theirs',
        VPC: { VPCId: b.facts.network.vpcId, VPCRegion: 'us-east-1' },
      }),
    );
    b.row.awsId = HostedZone!.Id!.replace('/hostedzone/', '');
    const theirs = await b.find();
    const before = b.changes();
    await expect(
      b.type.remove(b.provision, b.ref(), theirs!),
    ).rejects.toMatchObject({
      verdict: 'needs-a-person',
      code: 'aws_object_foreign',
      message: expect.stringMatching(
        /account 666666666666 .* route53:DeleteHostedZone did not remove it: find out/,
      ),
    });
    expect(b.changes()).toBe(before);
    expect(await b.find()).toEqual(theirs);
  });

  it('is listed in the lane of its Region only, though Route 53 has one list for all', async () => {
    const b = await benchOf();
    await b.makeReady();
    const elsewhere = b.sessions.watch({
      accountId: b.facts.network.accountId,
      region: 'eu-west-1',
    });
    const listed: unknown[] = [];
    for await (const zone of b.type.list(elsewhere, b.config.installation)) {
      listed.push(zone);
    }
    expect(listed).toEqual([]);
  });

  it('stays as long as somebody keeps a name in it', async () => {
    const b = await benchOf();
    const state = (await b.makeReady())!;
    await adminOf(b, b.facts.network).route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: state.zoneId,
        ChangeBatch: {
          Changes: [
            {
              Action: 'CREATE',
              ResourceRecordSet: {
                Name: `more.${state.name}`,
                Type: 'A',
                TTL: 60,
                ResourceRecords: [{ Value: '10.0.0.1' }],
              },
            },
          ],
        },
      }),
    );
    await expect(
      b.type.remove(b.provision, b.ref(), state),
    ).rejects.toMatchObject({ verdict: 'retry-later', code: 'aws_busy' });
  });
});
