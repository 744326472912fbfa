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
  CreateAccessLogSubscriptionCommand,
  DeleteAccessLogSubscriptionCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { ORDERS } from '../__testUtils__/simulatedCompany';
import {
  LOG_GROUP,
  nameLogGroup,
  OTHER_LOG_GROUP,
  withAccessLog,
} from '../__testUtils__/withAccessLog';

const arnOf = (name: string) =>
  `arn:aws:logs:us-east-1:${ORDERS}:log-group:${name}`;

const benchOf = () => bench('access-log', 'analytics', withAccessLog);

describe('an access log subscription', () => {
  behavesLikeAnObject({
    node: 'access-log',
    creates: 'vpc-lattice:CreateAccessLogSubscription',
    removes: 'vpc-lattice:DeleteAccessLogSubscription',
    ...withAccessLog,
  });

  it('goes to the log group that config names', async () => {
    const b = await benchOf();
    expect(await b.make()).toMatchObject({ destinationArn: arnOf(LOG_GROUP) });
    expect(b.type.correction!.needed(b.ref(), await b.find())).toBeUndefined();
  });

  it('follows when config names another one, by one call, and stays when config names none', async () => {
    const b = await benchOf();
    await b.make();
    nameLogGroup(b.config, OTHER_LOG_GROUP);
    const state = await b.find();
    expect(b.type.correction!.needed(b.ref(), state)).toContain(
      OTHER_LOG_GROUP,
    );
    const before = b.changes();
    await b.type.correction!.make(b.provision, b.ref(), state);
    expect(b.changes() - before).toBe(1);
    expect(await b.find()).toMatchObject({
      destinationArn: arnOf(OTHER_LOG_GROUP),
    });
    nameLogGroup(b.config, undefined);
    expect(b.type.correction!.needed(b.ref(), await b.find())).toBeUndefined();
  });

  it('is never taken for one that somebody else has made, and says so', async () => {
    const b = await benchOf();
    const { resourceConfigurationArn } = b.ref().spec;
    const admin = new VPCLatticeClient(
      simulatedClientConfig(b.aws, { accountId: ORDERS }),
    );
    const { id } = await admin.send(
      new CreateAccessLogSubscriptionCommand({
        resourceIdentifier: resourceConfigurationArn,
        destinationArn: arnOf(OTHER_LOG_GROUP),
      }),
    );
    expect(await b.findByName()).toBeUndefined();
    await expect(b.make()).rejects.toMatchObject({
      code: 'aws_object_foreign',
      verdict: 'needs-a-person',
      message: expect.stringContaining(ORDERS),
    });
    await admin.send(
      new DeleteAccessLogSubscriptionCommand({
        accessLogSubscriptionIdentifier: id,
      }),
    );
    expect(await b.make()).toMatchObject({ destinationArn: arnOf(LOG_GROUP) });
  });

  it('asks for a person when the log group is not there', async () => {
    const b = await benchOf();
    nameLogGroup(b.config, '/aws/vendedlogs/vpc-lattice/none');
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'needs-a-person',
      message: expect.stringContaining('/aws/vendedlogs/vpc-lattice/none'),
    });
  });
});
