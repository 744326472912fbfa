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

import { filterPatterns } from './filterPatterns';
import { withQuietPeriods } from './quietPeriods';
import { slicesOf } from './slices';
import { Tally } from './Tally';

/** AWS's own example ("Resource access log contents", VPC Lattice User Guide), with ids of their real length. */
const LINE = {
  eventTimestamp: '2024-12-02T10:10:10.123Z',
  serviceNetworkArn:
    'arn:aws:vpc-lattice:us-west-2:123456789012:servicenetwork/sn-01a2b3c4d5e6f7890',
  serviceNetworkResourceAssociationId: 'snra-01a2b3c4d5e6f7890',
  vpcEndpointId: 'vpce-01a2b3c4d5e6f7890',
  sourceVpcArn: 'arn:aws:ec2:us-west-2:123456789012:vpc/vpc-01a2b3c4d5e6f7890',
  resourceConfigurationArn:
    'arn:aws:vpc-lattice:us-west-2:098765432109:resourceconfiguration/rcfg-01a2b3c4d5e6f7890',
  protocol: 'tcp',
  sourceIpPort: '172.31.23.56:44076',
  destinationIpPort: '172.31.31.226:80',
  gatewayIpPort: '10.0.28.57:49288',
  resourceIpPort: '10.0.18.190:80',
};

const ENDPOINT = { vpcEndpointId: LINE.vpcEndpointId };
const IN_NETWORK = {
  resourceAssociationId: LINE.serviceNetworkResourceAssociationId,
  vpcEndpointId: LINE.vpcEndpointId,
};
const OF_VPC = {
  resourceAssociationId: LINE.serviceNetworkResourceAssociationId,
  vpcId: 'vpc-01a2b3c4d5e6f7890',
};

function tallyOf(lines: Array<object | string>, loggedAt = 0) {
  const tally = new Tally({ periodSeconds: 3_600 });
  for (const line of lines) {
    tally.add(typeof line === 'string' ? line : JSON.stringify(line), loggedAt);
  }
  return tally;
}

const at = (eventTimestamp: string) => ({ ...LINE, eventTimestamp });

describe('the connections of a log', () => {
  it('are counted by the hour, and the last one is known', () => {
    const tally = tallyOf([
      at('2024-12-02T11:59:59.999Z'),
      at('2024-12-02T10:10:10.123Z'),
      at('2024-12-02T10:10:10.123Z'),
    ]);
    expect(tally.pointsOf(ENDPOINT)).toEqual([
      { at: '2024-12-02T10:00:00.000Z', value: 2 },
      { at: '2024-12-02T11:00:00.000Z', value: 1 },
    ]);
    expect(tally.lastOf(ENDPOINT)).toBe('2024-12-02T11:59:59.999Z');
  });

  it.each([
    ['by its endpoint', ENDPOINT, LINE],
    ['by its endpoint into a service network', IN_NETWORK, LINE],
    [
      'by the association of its VPC',
      OF_VPC,
      { ...LINE, vpcEndpointId: undefined },
    ],
    [
      'where AWS writes a hyphen for what there is not',
      OF_VPC,
      { ...LINE, vpcEndpointId: '-' },
    ],
    [
      'whatever AWS adds tomorrow',
      ENDPOINT,
      { ...LINE, bytes: 7, tls: { version: '1.3' } },
    ],
  ])('are a share’s %s', (_, mark, line) => {
    expect(tallyOf([line]).pointsOf(mark)).toHaveLength(1);
  });

  it.each([
    ['another endpoint', ENDPOINT, { vpcEndpointId: 'vpce-other' }],
    [
      'another database in the network',
      IN_NETWORK,
      { serviceNetworkResourceAssociationId: 'snra-other' },
    ],
    [
      'another VPC in the network',
      OF_VPC,
      {
        vpcEndpointId: undefined,
        sourceVpcArn: 'arn:aws:ec2:us-west-2:123456789012:vpc/vpc-other',
      },
    ],
    ['an endpoint beside the association of the VPC', OF_VPC, {}],
  ])('are not a share’s where they came by %s', (_, mark, other) => {
    const tally = tallyOf([{ ...LINE, ...other }]);
    expect(tally.pointsOf(mark)).toEqual([]);
    expect(tally.lastOf(mark)).toBeUndefined();
    expect(tally.strangeLines).toBe(0);
  });

  it('are dated by the log where a line is not', () => {
    const tally = tallyOf([at('soon')], Date.parse('2024-12-02T09:30:00Z'));
    expect(tally.pointsOf(ENDPOINT)).toEqual([
      { at: '2024-12-02T09:00:00.000Z', value: 1 },
    ]);
  });

  it('are not made up from lines that are none', () => {
    const tally = tallyOf([
      '{"vpcEndpointId": "vpce-01a2b3c4d5e6f7890", ',
      'ERROR',
      '',
      'null',
      '[]',
      { ...LINE, resourceConfigurationArn: undefined },
      { ...LINE, resourceConfigurationArn: 7 },
    ]);
    expect(tally.strangeLines).toBe(7);
    expect(tally.pointsOf(ENDPOINT)).toEqual([]);
  });
});

describe('filter patterns', () => {
  it('name what narrows most, each once', () => {
    expect(filterPatterns([ENDPOINT, IN_NETWORK, OF_VPC])).toEqual([
      {
        pattern:
          '{ ($.vpcEndpointId = "vpce-01a2b3c4d5e6f7890") || ($.serviceNetworkResourceAssociationId = "snra-01a2b3c4d5e6f7890") }',
        marks: [ENDPOINT, IN_NETWORK, OF_VPC],
      },
    ]);
  });

  it('take as many as AWS lets them, and lose none', () => {
    const marks = Array.from({ length: 100 }, (_, i) => ({
      vpcEndpointId: `vpce-0${String(i).padStart(16, '0')}`,
    }));
    const patterns = filterPatterns(marks);
    expect(patterns.flatMap(({ marks: some }) => some)).toEqual(marks);
    for (const { pattern, marks: some } of patterns) {
      expect(pattern.length).toBeLessThanOrEqual(1_024);
      expect(pattern.match(/vpce-/g)).toHaveLength(some.length);
    }
    expect(patterns.length).toBeLessThanOrEqual(5);
    expect(filterPatterns([])).toEqual([]);
  });
});

describe('the slices of a time', () => {
  const HOUR = 3_600_000;

  it('are read from now on backwards, and cover it', () => {
    expect(slicesOf({ from: 0, to: 4 * HOUR })).toEqual([
      { from: 3 * HOUR, to: 4 * HOUR },
      { from: HOUR, to: 3 * HOUR },
      { from: 0, to: HOUR },
    ]);
    expect(slicesOf({ from: 5, to: 5 })).toEqual([]);
  });

  it('are few, however long it is', () => {
    expect(slicesOf({ from: 0, to: 455 * 24 * HOUR })).toHaveLength(14);
  });
});

describe('quiet periods', () => {
  const HOUR = 3_600_000;
  const periods = {
    from: new Date(0),
    to: new Date(72 * HOUR),
    periodSeconds: 3_600,
  };
  const pointAt = (hour: number, value: number) => ({
    at: new Date(hour * HOUR).toISOString(),
    value,
  });

  it('are 0 from the first line on, and nothing is said of the last minutes', () => {
    const filled = withQuietPeriods([pointAt(40, 2)], periods, 0);
    expect(filled[0]).toEqual(pointAt(40, 2));
    expect(filled[1]).toEqual(pointAt(41, 0));
    expect(filled.at(-1)).toEqual(pointAt(70, 0));
    expect(filled).toHaveLength(31);
  });

  it('are 0 for a day where there is no line, since AWS keeps lines so long at the least', () => {
    const filled = withQuietPeriods([], periods, 0);
    expect(filled[0]).toEqual(pointAt(48, 0));
    expect(filled).toHaveLength(23);
  });

  it('are none before the log is complete', () => {
    const filled = withQuietPeriods([pointAt(65, 1)], periods, 60.5 * HOUR);
    expect(filled[0]).toEqual(pointAt(61, 0));
  });
});
