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

import { heldNameFindings } from './heldNameFindings';
import { BothSides, PrivateZone } from './sides';
import { graphOf, plantedSides } from './__testUtils__/plantedSides';

const LATTICE = graphOf('lattice-resource-endpoint');
const PRIVATELINK = graphOf('privatelink');

const sidesWith = (consumer: Partial<BothSides['consumer']>) =>
  plantedSides({ consumer });

const zone = (name: string, more: Partial<PrivateZone> = {}): PrivateZone => ({
  id: 'Z0SHADOW',
  name,
  owner: '666666666666',
  ...more,
});

const host = plantedSides().database.endpoint!.host;

describe('what holds the database’s name in the clients’ VPC', () => {
  it('is nothing in an empty VPC, nor where the role may not ask', () => {
    expect(heldNameFindings(LATTICE, plantedSides())).toEqual([]);
    expect(
      heldNameFindings(LATTICE, sidesWith({ hostedZones: undefined })),
    ).toEqual([]);
  });

  it.each([LATTICE, PRIVATELINK])(
    'is an endpoint of ours for another network of the VPC: $pattern',
    graph => {
      const [finding, ...others] = heldNameFindings(
        graph,
        sidesWith({
          endpoints: [{ id: 'vpce-1', names: ['x', host], ours: 'dba-other' }],
        }),
      );
      expect(others).toEqual([]);
      expect(finding).toMatchObject({
        code: 'endpoint_exists',
        severity: 'blocking',
        message: expect.stringMatching(
          /^vpc-06666000000000001 in account 666666666666 \(analytics\) has the endpoint vpce-1, which Towpath made for another access from this VPC/,
        ),
        remedy: expect.stringContaining('end that access first'),
      });
    },
  );

  it('is not the endpoint that the plan itself uses, nor one of other names', () => {
    const own = LATTICE.nodes.find(({ type }) => type === 'ec2/vpc-endpoint')!;
    const endpoints = [
      { id: 'vpce-1', names: [host], ours: own.name },
      { id: 'vpce-2', names: ['billing'], ours: 'dba-other' },
    ];
    expect(heldNameFindings(LATTICE, sidesWith({ endpoints }))).toEqual([]);
  });

  it('is a service network that the VPC is in: a warning, since AWS does not say who answers', () => {
    const association = {
      id: 'snva-1',
      serviceNetworkArn: 'arn:aws:vpc-lattice:us-east-1:222222222222:sn/sn-1',
      status: 'ACTIVE',
      ours: false,
    };
    const withNames = (names?: string[]) =>
      heldNameFindings(
        LATTICE,
        sidesWith({ serviceNetwork: { ...association, names } }),
      );
    expect(withNames([host])).toEqual([
      expect.objectContaining({
        code: 'endpoint_exists',
        severity: 'warning',
        message: expect.stringContaining('(snva-1)'),
      }),
    ]);
    expect(withNames(['another'])).toEqual([]);
    expect(withNames()).toEqual([]);
  });

  it('is a private zone of exactly the name, whoever owns it: blocking', () => {
    const [finding] = heldNameFindings(
      LATTICE,
      sidesWith({ hostedZones: [zone(host)] }),
    );
    expect(finding).toMatchObject({
      code: 'name_shadowed',
      severity: 'blocking',
      remedy: expect.stringMatching(
        /^In account 666666666666, take vpc-06666000000000001 out of the zone Z0SHADOW/,
      ),
    });
  });

  it('is not the zone that the plan itself uses', () => {
    const own = PRIVATELINK.nodes.find(
      ({ type }) => type === 'route53/hosted-zone',
    )!;
    const hostedZones = [
      zone(host, { callerReference: `${own.name}/us-east-1/token` }),
    ];
    expect(heldNameFindings(PRIVATELINK, sidesWith({ hostedZones }))).toEqual(
      [],
    );
    // Over VPC Lattice there would be an endpoint of that name beside.
    expect(
      heldNameFindings(LATTICE, sidesWith({ hostedZones })).map(
        ({ severity }) => severity,
      ),
    ).toEqual(['blocking']);
  });

  it.each(['rds.amazonaws.com', host.slice(host.indexOf('.') + 1)])(
    'is a zone above the name, %s: a warning which of them wins',
    name => {
      expect(
        heldNameFindings(LATTICE, sidesWith({ hostedZones: [zone(name)] })),
      ).toEqual([
        expect.objectContaining({
          code: 'name_shadowed',
          severity: 'warning',
          message: expect.stringContaining(
            'the most specific zone wins, so the zone hides the name until the access is built',
          ),
        }),
      ]);
    },
  );

  it('is no zone of another database, nor one whose name only ends alike', () => {
    const hostedZones = [
      zone(`other.${host.slice(host.indexOf('.') + 1)}`),
      zone('s.rds.amazonaws.com'),
    ];
    expect(heldNameFindings(LATTICE, sidesWith({ hostedZones }))).toEqual([]);
  });
});
