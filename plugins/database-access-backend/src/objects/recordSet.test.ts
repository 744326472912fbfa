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

import { ChangeResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { resolveName } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { adminOf } from '../__testUtils__/adminOf';
import type { RecordSetState } from './recordSet';

const options = { pattern: 'privatelink' } as const;
const benchOf = () => bench('record', 'analytics', options);

describe('the name of a database in a network', () => {
  behavesLikeAnObject({
    node: 'record',
    creates: 'route53:ChangeResourceRecordSets',
    removes: 'route53:ChangeResourceRecordSets',
    inAnySession: true,
    ...options,
  });

  it('SEC-18: is never removed from a zone that is not ours', async () => {
    const b = await benchOf();
    const ours = (await b.makeReady()) as RecordSetState;
    for (const [place, tables] of Object.entries(b.world.documents)) {
      if (place.startsWith('route53')) {
        const { zones } = tables as unknown as {
          zones: Record<string, { callerReference: string }>;
        };
        Object.values(zones ?? {}).forEach(zone => {
          zone.callerReference = 'theirs';
        });
      }
    }
    const before = b.changes();
    await expect(
      b.type.remove(b.provision, b.ref(), ours),
    ).rejects.toMatchObject({
      verdict: 'needs-a-person',
      code: 'aws_object_foreign',
      message: expect.stringMatching(
        /account 666666666666 .* route53:ChangeResourceRecordSets did not remove it: find out/,
      ),
    });
    expect(b.changes()).toBe(before);
  });

  it('leads to the endpoint in this VPC, and to the database everywhere else', async () => {
    const b = await benchOf();
    const { host } = b.facts.database;
    const everywhere = resolveName(b.world, { name: host }).addresses;
    await b.makeReady();
    // An endpoint has its addresses once it is accepted.
    await b.engine.build(b.graph);
    b.clock.advance(120);
    const inside = resolveName(b.world, {
      vpcId: b.facts.network.vpcId,
      name: host,
    });
    const { dnsName } = b.engine.row(b.graph, 'interface-endpoint').outputs;
    expect(inside.addresses).toEqual(
      resolveName(b.world, { name: dnsName }).addresses,
    );
    expect(inside.addresses).not.toEqual(everywhere);
    expect(resolveName(b.world, { name: host }).addresses).toEqual(everywhere);
  });

  it('is not ready in the moment that it is made: Route 53 takes a while', async () => {
    const b = await benchOf();
    expect(b.type.assess(await b.make())).toMatchObject({
      condition: 'pending',
    });
  });

  it('is not ready before all of Route 53 knows it, and when it does', async () => {
    const b = await benchOf();
    const made = await b.make();
    const later = async (seconds: number) => {
      b.clock.advance(seconds);
      const look = { at: b.clock.now(), before: made };
      return b.type.assess((await b.type.find(b.watch, { ...b.ref(), look }))!);
    };
    expect(await later(1)).toEqual({
      condition: 'pending',
      awsStatus: 'PENDING',
      reason: 'Not all of Route 53 knows the name yet.',
    });
    expect(await later(60)).toEqual({ condition: 'ready' });
  });

  it('is written once more when the answer to its making was lost, and ready when that is known everywhere', async () => {
    const b = await benchOf();
    b.world.faults.add({
      operation: 'route53:ChangeResourceRecordSets',
      kind: 'lost-answer',
    });
    await expect(b.make()).rejects.toMatchObject({ verdict: 'retry-later' });
    // By now all of Route 53 knows it, and nobody knows that.
    b.clock.advance(120);
    const found: RecordSetState = (await b.findByName())!;
    expect(b.type.assess(found)).toMatchObject({
      condition: 'degraded',
      reason: expect.stringContaining('maybe not all of Route 53 knows it'),
    });
    expect(b.type.correction!.needed(b.ref(), found)).toContain(
      'written once more',
    );
    const before = b.changes();
    const written: RecordSetState = await b.type.correction!.make(
      b.provision,
      b.ref(),
      found,
    );
    expect(b.changes() - before).toBe(1);
    expect(written.aliasName).toBe(b.ref().spec.aliasName);
    const later = async (seconds: number) => {
      b.clock.advance(seconds);
      const look = { at: b.clock.now(), before: written };
      return (await b.type.find(b.watch, { ...b.ref(), look }))!;
    };
    expect(b.type.assess(await later(1))).toMatchObject({
      condition: 'pending',
    });
    const known = await later(60);
    expect(b.type.assess(known)).toEqual({ condition: 'ready' });
    expect(b.type.correction!.needed(b.ref(), known)).toBeUndefined();
  });

  it('stays unproven however often it is looked at before it was written again', async () => {
    const b = await benchOf();
    await b.make();
    const first = await b.type.find(b.watch, { ...b.ref(), look: undefined });
    const look = { at: b.clock.now(), before: first };
    expect(await b.type.find(b.watch, { ...b.ref(), look })).toMatchObject({
      isUnproven: true,
    });
  });

  it('is turned back when somebody lets it lead elsewhere, or when the endpoint is made anew', async () => {
    const b = await benchOf();
    const state: RecordSetState = (await b.makeReady())!;
    expect(b.type.correction!.needed(b.ref(), state)).toBeUndefined();
    await adminOf(b, b.facts.network).route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: state.zoneId,
        ChangeBatch: {
          Changes: [
            {
              Action: 'UPSERT',
              ResourceRecordSet: {
                Name: state.name,
                Type: 'A',
                TTL: 60,
                ResourceRecords: [{ Value: '203.0.113.9' }],
              },
            },
          ],
        },
      }),
    );
    b.clock.advance(5);
    const turned: RecordSetState = (await b.find())!;
    expect(b.type.assess(turned)).toMatchObject({
      condition: 'broken',
      reason: expect.stringContaining('something that is no endpoint'),
    });
    expect(b.type.correction!.needed(b.ref(), turned)).toContain(
      b.ref().spec.aliasName,
    );
    await b.type.correction!.make(b.provision, b.ref(), turned);
    expect(b.type.assess((await b.find())!)).toMatchObject({
      condition: 'ready',
    });
  });

  it('waits while the name leads to the endpoint that it takes over from, and turns nothing', async () => {
    const b = await benchOf();
    const { zoneId, name, aliasName } = b.ref().spec;
    const former = { Name: name, Type: 'A' as const, TTL: 60 };
    const change = (Action: 'CREATE' | 'DELETE') =>
      adminOf(b, b.facts.network).route53.send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId: zoneId,
          ChangeBatch: {
            Changes: [
              {
                Action,
                ResourceRecordSet: {
                  ...former,
                  ResourceRecords: [{ Value: '203.0.113.9' }],
                },
              },
            ],
          },
        }),
      );
    await change('CREATE');
    b.clock.advance(5);
    expect(await b.findByName()).toBeUndefined();
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'retry-later',
      code: 'endpoint_exists',
      message: expect.stringContaining(
        `The name ${name} is in the private zone ${zoneId} of account 666666666666`,
      ),
    });
    b.clock.advance(5);
    await change('DELETE');
    b.clock.advance(5);
    await b.make();
    expect(await b.findByName()).toMatchObject({ aliasName });
  });

  it('is not taken for the record of another endpoint that has the name since', async () => {
    const b = await benchOf();
    const state = (await b.makeReady()) as RecordSetState;
    const isReplaced = (aliasName: string) =>
      b.type.isReplaced!(
        { ...b.ref(), look: { at: b.clock.now(), before: state } },
        { ...state, aliasName },
      );
    expect(isReplaced(state.aliasName!)).toBe(false);
    expect(isReplaced('vpce-1.vpce-svc-1.us-east-1.vpce.amazonaws.com')).toBe(
      true,
    );
    // What a person has let it lead to goes with it: no zone goes that has a record.
    expect(isReplaced('somewhere.example.com')).toBe(false);
  });

  it('can be removed when the endpoint that it leads to is known no more', async () => {
    const b = await benchOf();
    await b.makeReady();
    const ref = {
      ...b.ref(),
      spec: { ...b.ref().spec, aliasName: undefined, aliasZoneId: undefined },
    };
    const state = (await b.type.find(b.watch, ref))!;
    expect(b.type.assess(state)).toMatchObject({ condition: 'ready' });
    await b.type.remove(b.provision, ref, state);
    // Route 53 has no more than five calls a second.
    b.clock.advance(1);
    expect(await b.find()).toBeUndefined();
  });

  it('can be no other name than one of RDS', async () => {
    const b = await benchOf();
    await expect(
      b.type.create(
        b.provision,
        { ...b.ref(), spec: { ...b.ref().spec, name: 'www.example.com' } },
        'token',
      ),
    ).rejects.toMatchObject({ code: 'account_refused' });
  });
});
