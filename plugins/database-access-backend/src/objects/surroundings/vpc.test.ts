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

import { DescribeVpcAttributeCommand } from '@aws-sdk/client-ec2';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, LaneClients, Verdict } from '../../aws';
import { vpc, VpcState } from './vpc';

const ID = 'vpc-1';
const HOST = 'reports.abc.us-east-1.rds.amazonaws.com';
const ZONE = { id: 'Z1', name: HOST, owner: '111111111111' };
const NOON = Date.parse('2026-11-01T12:00:00Z');

/** An account in which Route 53 answers or refuses. */
function account(refusal?: { verdict: Verdict; remedy?: string }) {
  const asked: string[] = [];
  const clients = {
    account: { accountId: '222222222222', name: 'analytics' },
    region: 'us-east-1',
    ec2: {
      send: async ({ input }: DescribeVpcAttributeCommand) => ({
        [`E${input.Attribute!.slice(1)}`]: { Value: true },
      }),
    },
    route53: {
      send: async ({ input }: { input: { VPCId: string } }) => {
        asked.push(input.VPCId);
        if (refusal) {
          throw new AwsCallError({
            message: 'Route 53 does not tell.',
            code: ERROR_CODES.awsThrottled,
            lane: { accountId: '222222222222', region: 'us-east-1' },
            operation: 'route53:ListHostedZonesByVPC',
            ...refusal,
          });
        }
        return {
          HostedZoneSummaries: [
            {
              HostedZoneId: ZONE.id,
              Name: `${HOST}.`,
              Owner: { OwningAccount: ZONE.owner },
            },
          ],
        };
      },
    },
  } as unknown as LaneClients;
  return { clients, asked };
}

/** One reading, after what was known before. */
async function read(
  clients: LaneClients,
  options: {
    ids?: string[];
    before?: VpcState;
    at?: number;
    turns?: number;
  } = {},
) {
  const { ids = [ID], before, at = NOON, turns = Infinity } = options;
  const inPart: string[] = [];
  let left = turns;
  const states = await vpc.read(clients, ids, {
    at,
    before: () => before,
    turn: async () => {
      left -= 1;
      return left >= 0;
    },
    inPart: id => inPart.push(id),
  });
  return { states, state: states.get(ID), inPart };
}

describe('What answers for names in a VPC', () => {
  const WELL: VpcState = {
    dnsSupport: true,
    dnsHostnames: true,
    zones: [ZONE],
  };
  const UNREAD = { since: NOON, reason: 'Route 53 does not tell.' };

  it('is its DNS and the private zones that could hold the name of a database', async () => {
    const { state, inPart } = await read(account().clients);
    expect(state).toEqual(WELL);
    expect(inPart).toEqual([]);
  });

  it('is as it was told last while Route 53 has no time, though for five minutes only, and never called read', async () => {
    const { clients } = account({ verdict: 'retry-now' });
    const first = await read(clients, { before: WELL });
    expect(first.state).toEqual({ ...WELL, unread: UNREAD });
    expect(first.inPart).toEqual([ID]);
    const second = await read(clients, {
      before: first.state,
      at: NOON + 299_000,
    });
    expect(second.state).toEqual(first.state);
    const third = await read(clients, {
      before: second.state,
      at: NOON + 300_000,
    });
    expect(third.state).toEqual({
      dnsSupport: true,
      dnsHostnames: true,
      unread: UNREAD,
    });
    expect(
      (await read(account().clients, { before: third.state })).state,
    ).toEqual(WELL);
  });

  it('is told in turns where there are too many for one sweep, so each has one', async () => {
    const { clients, asked } = account();
    const ids = Array.from({ length: 50 }, (_, i) => `vpc-${i}`);
    const known = new Map<string, VpcState>();
    const askedIn: number[] = [];
    for (let sweep = 0; sweep < 3; sweep++) {
      let left = 24;
      asked.length = 0;
      const states = await vpc.read(clients, ids, {
        at: NOON + sweep * 60_000,
        before: id => known.get(id),
        turn: async () => {
          left -= 1;
          return left >= 0;
        },
        inPart: () => {},
      });
      states.forEach((state, id) => known.set(id, state));
      askedIn.push(
        ...asked.map(id => Number(id.split('-')[1])).sort((a, b) => a - b),
      );
    }
    expect(askedIn.slice(0, 48)).toEqual(ids.slice(0, 48).map((_, i) => i));
    expect(new Set(askedIn).size).toBe(50);
    expect([...known.values()].every(({ zones }) => zones)).toBe(true);
  });

  it('is nothing that anybody knows where the account may not ask, and says what to do', async () => {
    const remedy = 'Attach the policy';
    const { clients } = account({ verdict: 'needs-a-person', remedy });
    const { state, inPart } = await read(clients, { before: WELL });
    expect(state).toEqual({
      dnsSupport: true,
      dnsHostnames: true,
      unread: { ...UNREAD, remedy },
    });
    expect(inPart).toEqual([ID]);
  });

  it('is asked of Route 53 only by who has a turn', async () => {
    const { clients, asked } = account();
    const { states, inPart } = await read(clients, {
      ids: ['vpc-1', 'vpc-2', 'vpc-3'],
      turns: 2,
    });
    expect(asked).toEqual(['vpc-1', 'vpc-2']);
    expect(inPart).toEqual(['vpc-3']);
    expect(states.get('vpc-3')!.unread!.reason).toBe(
      'Too many readings of account 222222222222 (analytics) wait for Route 53 to ask which zones answer in vpc-3: it is asked again in a while.',
    );
  });
});
