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
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { factsOf } from '../__testUtils__/simulatedCompany';
import { interfaceEndpoint } from './interfaceEndpoint';

const options = { pattern: 'privatelink' } as const;
const benchOf = () => bench('interface-endpoint', 'analytics', options);

const state = {
  vpcEndpointId: 'vpce-0123456789abcdef0',
  zonalDnsNames: [],
  groupIds: [],
  subnetIds: [],
};

describe('an interface endpoint', () => {
  behavesLikeAnObject({
    node: 'interface-endpoint',
    creates: 'ec2:CreateVpcEndpoint',
    removes: 'ec2:DeleteVpcEndpoints',
    ...options,
  });

  it('is ready when it asks to be accepted, and says so', async () => {
    const b = await benchOf();
    expect(b.type.assess((await b.makeReady())!)).toEqual({
      condition: 'ready',
      awsStatus: 'pendingAcceptance',
      reason: expect.stringContaining('leads nowhere before it is accepted'),
    });
  });

  it('waits, without an error for people, until its account sees the service', async () => {
    const b = await benchOf();
    const principal = b.engine.row(b.graph, 'service-principal');
    await b.engine.removeOrLook(b.graph, principal);
    b.clock.advance(300);
    const before = b.changes();
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'retry-later',
      code: 'aws_not_visible_yet',
    });
    expect(b.changes()).toBe(before);
  });

  it('is made once, however often the same token asks for it', async () => {
    const b = await benchOf();
    const first = await b.make();
    const second = await b.make();
    expect(b.type.awsId(second)).toBe(b.type.awsId(first));
  });

  it('gives the name for all zones, and what an alias needs beside it', async () => {
    const b = await benchOf();
    const { vpcEndpointId, dnsName, dnsZoneId, zonalDnsNames } = b.type.outputs(
      (await b.makeReady())!,
    );
    const service = b.ref().spec.serviceName.split('.').at(-1);
    expect(dnsName).toMatch(
      new RegExp(`^${vpcEndpointId}-[a-z0-9]+\\.${service}\\.us-east-1\\.vpce`),
    );
    expect(dnsZoneId).toMatch(/^Z/);
    expect(zonalDnsNames.split(' ')).toHaveLength(
      b.ref().spec.subnetIds.length,
    );
  });

  it('connects to a service in another Region', async () => {
    const b = await bench('interface-endpoint', 'dublin', {
      ...options,
      facts: factsOf('dublin'),
    });
    expect(b.ref().spec.serviceRegion).toBe('us-east-1');
    expect(b.type.assess((await b.makeReady())!)).toMatchObject({
      condition: 'ready',
    });
  });

  it('is read with others at once, and whoever is gone is missing only', async () => {
    const b = await benchOf();
    const made = await b.make();
    const refs = [
      { ...b.ref(), awsId: 'vpce-0123456789abcdef0' },
      { ...b.ref(), awsId: made.vpcEndpointId },
    ];
    const [none, one] = await b.type.findMany!(b.watch, refs);
    expect(none).toBeUndefined();
    expect(one).toMatchObject({ vpcEndpointId: made.vpcEndpointId });
  });

  it('is removed with others at once, and says of each why not', async () => {
    const b = await benchOf();
    const made = (await b.makeReady())!;
    const send = jest.spyOn(b.provision.ec2, 'send');
    send.mockResolvedValueOnce({
      Unsuccessful: [
        {
          ResourceId: made.vpcEndpointId,
          Error: { Code: 'DependencyViolation', Message: 'It is in use' },
        },
        {
          ResourceId: 'vpce-2',
          Error: { Code: 'InvalidVpcEndpoint.NotFound' },
        },
      ],
    } as never);
    const answers = await b.type.removeMany!(b.provision, [
      { ref: b.ref(), state: made },
      { ref: b.ref(), state: { ...made, vpcEndpointId: 'vpce-2' } },
      { ref: b.ref(), state: { ...made, vpcEndpointId: 'vpce-3' } },
    ]);
    expect(answers).toEqual([
      expect.objectContaining({ awsCode: 'DependencyViolation' }),
      undefined,
      undefined,
    ]);
    send.mockRestore();
    await b.type.removeMany!(b.provision, [{ ref: b.ref(), state: made }]);
    b.clock.advance(180);
    expect(await b.find()).toBeUndefined();
  });

  it.each([
    ['available', 'ready'],
    ['pendingAcceptance', 'ready'],
    ['PendingAcceptance', 'ready'],
    ['pending', 'pending'],
    ['deleting', 'pending'],
    ['partial', 'degraded'],
    ['rejected', 'broken'],
    ['failed', 'broken'],
    ['expired', 'broken'],
    ['deleted', 'gone'],
    ['hibernating', 'unknown'],
  ])('S4: understands %s as %s', (word, condition) => {
    expect(interfaceEndpoint.assess({ ...state, state: word })).toMatchObject({
      condition,
      awsStatus: word,
    });
  });
});
