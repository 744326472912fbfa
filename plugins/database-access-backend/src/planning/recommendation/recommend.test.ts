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
  CostEstimate,
  PatternOption,
} from '@towpath/backstage-plugin-database-access-common';
import { situation, standings } from './__testUtils__/situations';
import { prosOf, recommend } from './recommend';

const UNAVAILABLE = {
  verdict: 'unavailable' as const,
  reasons: ['This version cannot build it.'],
};

/** As this version is: no service networks. */
const today = standings({
  'lattice-service-network': UNAVAILABLE,
  'lattice-consumer-network': UNAVAILABLE,
});

function costing(fixedMonthly?: number, atVolume?: number): CostEstimate {
  return {
    currency: 'USD',
    fixedMonthly,
    lines: [],
    pricesOf: '2026-09-20',
    source: 'a page',
    ...(atVolume !== undefined && {
      volumeGb: 100,
      monthlyAtVolume: atVolume,
    }),
  };
}

function optionOf(options: PatternOption[], pattern: string): PatternOption {
  return options.find(option => option.pattern === pattern)!;
}

describe('the recommendation', () => {
  it('is a resource endpoint where nothing speaks for another way', () => {
    const { pattern, rule, reasons, options } = recommend(situation(), today);
    expect(pattern).toBe('lattice-resource-endpoint');
    expect(rule).toBe('one-database-one-endpoint');
    expect(reasons[0]).toContain('needs the fewest objects');
    expect(options.map(option => [option.pattern, option.verdict])).toEqual([
      ['lattice-resource-endpoint', 'recommended'],
      ['privatelink', 'possible'],
      ['lattice-service-network', 'unavailable'],
      ['lattice-consumer-network', 'unavailable'],
    ]);
    expect(options[0].reasons).toEqual(reasons);
  });

  it('says why each of the others lost', () => {
    const { options } = recommend(situation(), today);
    const [sentence, ...others] = optionOf(options, 'privatelink').reasons;
    expect(sentence).toMatch(
      /^It would work, but the rule one-database-one-endpoint decided: /,
    );
    expect(others).toContain(
      'The database keeps its name only by a private hosted zone in the network.',
    );
    expect(optionOf(options, 'lattice-service-network').reasons).toEqual([
      'This version cannot build it.',
    ]);
  });

  it('says what would change the answer, and promises nothing that cannot be built', () => {
    const { wouldChange } = recommend(situation(), today);
    expect(wouldChange).toContain(
      'From a network in another Region than us-east-1, PrivateLink would be recommended.',
    );
    expect(wouldChange.join(' ')).not.toMatch(/service network/);
    expect(recommend(situation(), standings()).wouldChange.join(' ')).toMatch(
      /service network/,
    );
  });

  it('is the same as often as it is asked', () => {
    const [one, other] = [1, 2].map(() =>
      JSON.stringify(recommend(situation({ networks: 4 }), today)),
    );
    expect(one).toBe(other);
  });

  it('goes to PrivateLink from another Region, and says how it would come back', () => {
    const impossible = {
      verdict: 'impossible' as const,
      reasons: ['VPC Lattice connects within one Region only.'],
      remedies: ['Ask from a network in us-east-1.'],
    };
    const recommendation = recommend(
      situation({ network: { region: 'eu-west-1' } }),
      standings({
        'lattice-resource-endpoint': impossible,
        'lattice-service-network': UNAVAILABLE,
        'lattice-consumer-network': UNAVAILABLE,
      }),
    );
    expect(recommendation).toMatchObject({
      pattern: 'privatelink',
      rule: 'cross-region',
    });
    expect(
      optionOf(recommendation.options, 'lattice-resource-endpoint'),
    ).toMatchObject({
      verdict: 'impossible',
      reasons: ['VPC Lattice connects within one Region only.'],
    });
    expect(recommendation.wouldChange).toEqual([
      'From a network in us-east-1, VPC Lattice would be possible.',
      'VPC Lattice resource endpoint would be possible after this: Ask from a network in us-east-1.',
    ]);
  });

  it.each([
    ['many-networks', { networks: 3 }, 'lattice-service-network'],
    ['many-databases', { databases: 3 }, 'lattice-consumer-network'],
  ] as const)(
    'tells of %s, although this version cannot follow it',
    (name, change, pattern) => {
      const where = situation(change);
      const now = recommend(where, today);
      expect(now.pattern).toBe('lattice-resource-endpoint');
      const option = optionOf(now.options, pattern);
      expect(option.verdict).toBe('unavailable');
      expect(option.reasons[1]).toMatch(/^With this one, /);

      const later = recommend(where, standings());
      expect(later).toMatchObject({ pattern, rule: name });
    },
  );

  it('follows a preference where it would work, and tells of it where it would not', () => {
    const preferred = {
      pattern: 'privatelink' as const,
      because: 'We measure every connection.',
    };
    expect(recommend(situation({ preferred }), today)).toMatchObject({
      pattern: 'privatelink',
      rule: 'preferred-by-config',
    });

    const not = { verdict: 'impossible' as const, reasons: ['No zone.'] };
    const otherwise = recommend(
      situation({ preferred }),
      standings({ privatelink: not }),
    );
    expect(otherwise.pattern).toBe('lattice-resource-endpoint');
    expect(optionOf(otherwise.options, 'privatelink').reasons).toEqual([
      'No zone.',
      'The portal’s config prefers it here: We measure every connection.',
    ]);
  });

  it('never is what config forbids', () => {
    const forbidden = {
      verdict: 'forbidden' as const,
      reasons: ['Forbidden here: Auditors.'],
    };
    const recommendation = recommend(
      situation({ loadBalancerStands: true }),
      standings({ privatelink: forbidden }),
    );
    expect(recommendation.pattern).toBe('lattice-resource-endpoint');
    expect(optionOf(recommendation.options, 'privatelink').reasons[0]).toBe(
      'Forbidden here: Auditors.',
    );
  });

  it('is what is left, if no rule leads to something that works', () => {
    const not = { verdict: 'impossible' as const, reasons: ['Full subnet.'] };
    expect(
      recommend(
        situation(),
        standings({
          'lattice-resource-endpoint': not,
          'lattice-service-network': UNAVAILABLE,
          'lattice-consumer-network': UNAVAILABLE,
        }),
      ),
    ).toMatchObject({ pattern: 'privatelink', rule: 'only-way-left' });
  });

  it('recommends nothing if nothing works, and says what to mend', () => {
    const not = {
      verdict: 'impossible' as const,
      reasons: ['Full subnet.'],
      remedies: ['Free addresses.'],
    };
    const { rule, options, wouldChange, cheapest } = recommend(
      situation(),
      standings({
        'lattice-resource-endpoint': not,
        privatelink: not,
        'lattice-service-network': UNAVAILABLE,
        'lattice-consumer-network': UNAVAILABLE,
      }),
    );
    expect(rule).toBe('no-way');
    expect(options.map(({ verdict }) => verdict)).toEqual([
      'impossible',
      'impossible',
      'unavailable',
      'unavailable',
    ]);
    expect(wouldChange).toEqual([
      'VPC Lattice resource endpoint would be possible after this: Free addresses.',
      'PrivateLink would be possible after this: Free addresses.',
    ]);
    expect(cheapest).toBe(undefined);
  });

  it('recommends no way to a public database, even if one would work', () => {
    const where = situation({ database: { publiclyAccessible: true } });
    const { rule, options, wouldChange } = recommend(
      where,
      standings({
        'lattice-resource-endpoint': {
          verdict: 'impossible',
          reasons: ['AWS refuses it.'],
        },
        'lattice-service-network': UNAVAILABLE,
        'lattice-consumer-network': UNAVAILABLE,
      }),
    );
    expect(rule).toBe('publicly-accessible');
    expect(options.map(({ verdict }) => verdict)).not.toContain('recommended');
    expect(optionOf(options, 'privatelink').verdict).toBe('possible');
    expect(wouldChange[0]).toBe(
      'With public access to orders-postgres turned off, a way to connect could be recommended.',
    );
  });
});

describe('the costs of the ways', () => {
  it('are compared at the expected volume', () => {
    const { cheapest, options } = recommend(
      situation(),
      standings({
        'lattice-resource-endpoint': { cost: costing(29.2, 31.2) },
        privatelink: { cost: costing(31.03, 32.63) },
        'lattice-service-network': UNAVAILABLE,
        'lattice-consumer-network': UNAVAILABLE,
      }),
    );
    expect(cheapest).toBe('lattice-resource-endpoint');
    expect(optionOf(options, 'privatelink').reasons).toContain(
      'It costs 1.43 USD a month more at 100 GB.',
    );
  });

  it('can speak for another than the recommended way', () => {
    const { cheapest, options, pattern } = recommend(
      situation(),
      standings({
        'lattice-resource-endpoint': { cost: costing(29.2, 49.2) },
        privatelink: { cost: costing(31.03, 47.03) },
        'lattice-service-network': UNAVAILABLE,
        'lattice-consumer-network': UNAVAILABLE,
      }),
    );
    expect(pattern).toBe('lattice-resource-endpoint');
    expect(cheapest).toBe('privatelink');
    expect(optionOf(options, 'privatelink').reasons.join(' ')).not.toMatch(
      /more/,
    );
  });

  it('are not compared if one is unknown', () => {
    const { cheapest, options } = recommend(
      situation(),
      standings({
        'lattice-resource-endpoint': { cost: costing(29.2) },
        privatelink: { cost: costing(undefined) },
        'lattice-service-network': UNAVAILABLE,
        'lattice-consumer-network': UNAVAILABLE,
      }),
    );
    expect(cheapest).toBe(undefined);
    expect(optionOf(options, 'privatelink').reasons.join(' ')).not.toMatch(
      /USD/,
    );
  });
});

describe('what speaks for a way', () => {
  it('is told of a way that is not recommended, too', () => {
    expect(prosOf(situation(), 'privatelink')).toContain(
      'The database’s side accepts each endpoint by itself.',
    );
  });
});
