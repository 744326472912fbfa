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

import { readDatabaseAccessConfig } from '../config';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { objectTypes } from '../objects';
import { Pattern, patterns } from '../patterns';
import {
  enabledPatterns,
  everNeededTypes,
  NeededTypes,
  neededTypes,
} from './neededTypes';
import { SAMPLE_ACCOUNTS, Side, SIDES } from './sampleFacts';
import {
  exampleAccounts,
  exampleNetworks,
} from '../__testUtils__/exampleConfig';

function configured(more: JsonObject = {}) {
  return readDatabaseAccessConfig(
    new ConfigReader({
      databaseAccess: {
        installation: 'demo',
        accounts: exampleAccounts,
        networks: exampleNetworks,
        ...more,
      },
    }),
    { environment: 'development' },
  );
}

const namesOn = (needed: NeededTypes, side: Side) =>
  needed[side].map(({ type }) => type);

const forbidding = (forbid: string[], when?: JsonObject) =>
  configured({
    patterns: {
      rules: [{ forbid, because: 'We said so.', ...(when && { when }) }],
    },
  });

describe('which object types shares need on which side', () => {
  it('follows from the graphs of the patterns', () => {
    const needed = neededTypes(configured());
    expect(namesOn(needed, 'provider')).toContain(
      'vpc-lattice/resource-gateway',
    );
    expect(namesOn(needed, 'provider')).toContain('elbv2/load-balancer');
    expect(namesOn(needed, 'consumer')).toContain('ec2/vpc-endpoint');
    expect(namesOn(needed, 'consumer')).toContain('route53/hosted-zone');
    expect(namesOn(needed, 'consumer')).not.toContain('elbv2/load-balancer');
    expect(namesOn(needed, 'provider')).not.toContain('ec2/vpc-endpoint');
  });

  it('leaves out what only a pattern needs that config forbids everywhere', () => {
    const needed = neededTypes(forbidding(['privatelink']));
    const all = SIDES.flatMap(side => namesOn(needed, side));
    expect(all).toContain('vpc-lattice/resource-configuration');
    expect(all.filter(type => type.startsWith('elbv2/'))).toEqual([]);
    const some = forbidding(['privatelink'], {
      database: { environments: ['prod'] },
    });
    expect(enabledPatterns(some).map(({ name }) => name)).toContain(
      'privatelink',
    );
    expect(namesOn(neededTypes(some), 'provider')).toContain(
      'elbv2/load-balancer',
    );
  });

  it('has the invitation, which only a network outside of the organisation needs', () => {
    expect(namesOn(neededTypes(configured()), 'consumer')).toContain(
      'ram/invitation',
    );
  });

  it('has the parts of the updater where config wants it, and not elsewhere', () => {
    const partsOf = (needed: NeededTypes) =>
      needed.provider.filter(({ partOf }) => partOf === 'updater').length;
    expect(partsOf(neededTypes(configured()))).toBe(0);
    expect(
      partsOf(neededTypes(configured({ updater: { enabled: true } }))),
    ).toBeGreaterThan(2);
  });

  it('has the other Regions of a service where config has several', () => {
    const dublin = configured({
      accounts: exampleAccounts.map(account => ({
        ...(account as JsonObject),
        regions: ['us-east-1', 'eu-west-1'],
      })),
    });
    const across = 'ec2/endpoint-service-region';
    expect([...objectTypes.keys()]).toContain(across);
    expect(namesOn(neededTypes(configured()), 'provider')).not.toContain(
      across,
    );
    expect(namesOn(neededTypes(dublin), 'provider')).toContain(across);
  });

  it('is learned from a pattern that is new, with its networking account', () => {
    const [, known] = [...patterns][0];
    const shared: Pattern = {
      ...known,
      plan: facts => {
        const graph = known.plan(facts);
        const [first] = graph.nodes;
        const networking = SAMPLE_ACCOUNTS.networking;
        return {
          ...graph,
          nodes: [
            {
              ...first,
              type: 'elbv2/listener',
              lane: { ...first.lane, accountId: networking },
            },
          ],
        };
      },
    };
    const needed = neededTypes(configured(), new Map([['new', shared]]));
    expect(namesOn(needed, 'networking')).toEqual(['elbv2/listener']);
    expect(namesOn(needed, 'provider')).toEqual([]);
  });

  it('is not guessed for a pattern that none of the samples lets plan', () => {
    const [, known] = [...patterns][0];
    const picky: Pattern = {
      ...known,
      plan: () => {
        throw new Error('there is no moon');
      },
    };
    expect(() => neededTypes(configured(), new Map([['new', picky]]))).toThrow(
      `No sample of setup/sampleFacts.ts can be planned as ${known.name}, so its permissions are not known: there is no moon`,
    );
  });

  it('has a side for every object type that there is', () => {
    const ever = everNeededTypes();
    const placed = new Set(SIDES.flatMap(side => namesOn(ever, side)));
    expect([...objectTypes.keys()].filter(type => !placed.has(type))).toEqual(
      [],
    );
  });
});
