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
  Pattern,
  Recommendation,
} from '@towpath/backstage-plugin-database-access-common';
import {
  choosePattern,
  overrideFindings,
  patternAskedFor,
} from './choosePattern';

const A = 'lattice-resource-endpoint';
const B = 'lattice-service-network';
const D = 'privatelink';

function recommending(
  pattern: Pattern,
  verdicts: Partial<
    Record<Pattern, Recommendation['options'][number]['verdict']>
  > = {},
): Recommendation {
  const names: Pattern[] = [A, D, B, 'lattice-consumer-network'];
  return {
    pattern,
    rule: 'cross-region',
    reasons: ['They are in two Regions.'],
    options: names.map(name => ({
      pattern: name,
      title: name,
      verdict:
        verdicts[name] ?? (name === pattern ? 'recommended' : 'possible'),
      reasons: [],
    })),
    wouldChange: [],
  };
}

describe('the pattern that is planned', () => {
  it.each([
    [undefined, D],
    ['recommended', D],
    ['privatelink', D],
    [A, A],
    [B, B],
  ] as const)('is for %s %s, if PrivateLink is recommended', (via, chosen) => {
    expect(choosePattern(via, recommending(D))).toBe(chosen);
  });

  it('is the recommended one of a family, else the first of it that would work', () => {
    expect(choosePattern('lattice', recommending(B))).toBe(B);
    expect(choosePattern('lattice', recommending(D))).toBe(A);
    expect(
      choosePattern('lattice', recommending(D, { [A]: 'impossible' })),
    ).toBe(B);
  });

  it('is the first of a family of which none would work, so that somebody hears why', () => {
    const nothing = recommending(D, {
      [A]: 'impossible',
      [B]: 'unavailable',
      'lattice-consumer-network': 'unavailable',
    });
    expect(choosePattern('lattice', nothing)).toBe(A);
  });

  it('is the one that was asked for while nothing is known', () => {
    expect(patternAskedFor(undefined)).toBe(A);
    expect(patternAskedFor('recommended')).toBe(A);
    expect(patternAskedFor('lattice')).toBe(A);
    expect(patternAskedFor('privatelink')).toBe(D);
    expect(patternAskedFor(B)).toBe(B);
  });
});

describe('another way than the recommended', () => {
  const recommendation = recommending(D);

  it('needs a reason, and says which way would need none', () => {
    const [finding] = overrideFindings({ chosen: A, recommendation });
    expect(finding).toMatchObject({
      code: 'override_reason_missing',
      severity: 'blocking',
      remedy: expect.stringContaining('overrideReason'),
    });
    expect(finding.message).toBe(
      'VPC Lattice resource endpoint was chosen, and PrivateLink is recommended by the rule cross-region: They are in two Regions.',
    );
  });

  it('is taken with one', () => {
    expect(
      overrideFindings({ chosen: A, recommendation, reason: 'We measure.' }),
    ).toEqual([]);
  });

  it('is not the recommended one itself', () => {
    expect(overrideFindings({ chosen: D, recommendation })).toEqual([]);
  });
});
