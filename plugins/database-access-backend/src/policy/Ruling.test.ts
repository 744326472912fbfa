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

import { questionOf } from './explain';
import { Opinion, rule, Ruling, together } from './Ruling';

const question = questionOf({
  database: { owner: 'group:default/orders-team' },
  network: { owner: 'group:default/analytics-team' },
});

let count = 0;
function says(what: Partial<Opinion>): Opinion {
  count += 1;
  return {
    policy: 'config',
    rule: `rule-${count}`,
    because: 'So we decided.',
    ...what,
  };
}

const by = (who: string, number = 1, stage = 1) => ({
  by: who,
  count: number,
  stage,
});

const seatsIn = ({ seats }: Ruling) =>
  seats.map(({ ref, count: number, stage }) => [ref, number, stage]);

describe('what policies say together', () => {
  it('lets the owner of the database decide where nobody says anything', () => {
    expect(rule(question, [])).toMatchObject({
      refusals: [],
      extendingNeedsDecision: true,
      commentRequired: false,
      seats: [
        {
          ref: 'group:default/orders-team',
          role: 'database-owner',
          count: 1,
          stage: 1,
          rules: [],
        },
      ],
    });
  });

  it('SEC-10: any refusal refuses, whatever else is said', () => {
    const refusing = says({ refuse: true, because: 'Never.' });
    const ruling = rule(question, [
      says({ approve: true }),
      refusing,
      says({ decide: [by('database-owner')] }),
    ]);
    expect(ruling.refusals).toEqual([refusing]);
  });

  it('adds demands up: as many as any rule asks for, as early as any asks for them', () => {
    const ruling = rule(question, [
      says({ rule: 'one', decide: [by('database-owner', 1, 2)] }),
      says({
        rule: 'two',
        decide: [
          by('database-owner', 2, 4),
          by('group:default/platform', 1, 5),
        ],
      }),
      says({ rule: 'three', decide: [by('network-owner', 1, 2)] }),
    ]);
    expect(seatsIn(ruling)).toEqual([
      ['group:default/orders-team', 2, 1],
      ['group:default/analytics-team', 1, 1],
      ['group:default/platform', 1, 2],
    ]);
    expect(ruling.seats[0].rules).toEqual(['config/one', 'config/two']);
  });

  it('asks for two people where one rule does, also where both its words mean one group', () => {
    const twoLook = says({
      rule: 'production',
      decide: [
        by('database-owner', 1, 1),
        by('group:default/orders-team', 1, 2),
      ],
    });
    const another = says({ decide: [by('database-owner', 1, 1)] });
    for (const opinions of [[twoLook], [twoLook, another]]) {
      expect(seatsIn(rule(question, opinions))).toEqual([
        ['group:default/orders-team', 2, 1],
      ]);
    }
  });

  it('SEC-10: approves automatically only where no rule asks for a person', () => {
    const automatic = says({ rule: 'development', approve: true });
    expect(rule(question, [automatic])).toMatchObject({
      automatic: ['config/development'],
      seats: [],
    });
    const asked = rule(question, [
      automatic,
      says({ decide: [by('database-owner')] }),
    ]);
    expect(asked.automatic).toBeUndefined();
    expect(seatsIn(asked)).toEqual([['group:default/orders-team', 1, 1]]);
  });

  it('holds to the shortest duration and to the patterns that all allow', () => {
    expect(
      rule(question, [
        says({ longestSeconds: 500, defaultSeconds: 400 }),
        says({ longestSeconds: 300, patterns: ['privatelink'] }),
        says({ patterns: ['privatelink', 'lattice-resource-endpoint'] }),
      ]),
    ).toMatchObject({
      longestSeconds: 300,
      defaultSeconds: 300,
      patterns: ['privatelink'],
    });
  });

  it('extends without a decision only where a rule says so and none says otherwise', () => {
    const within = says({ extending: 'within-longest' });
    expect(rule(question, [within]).extendingNeedsDecision).toBe(false);
    expect(
      rule(question, [within, says({ extending: 'new-decision' })])
        .extendingNeedsDecision,
    ).toBe(true);
  });

  it('SEC-10: no rule that is added takes a demand, a refusal or a limit away', () => {
    const demanding: Array<Partial<Opinion>> = [
      { decide: [by('database-owner', 2)] },
      { decide: [by('group:default/platform', 1, 2)] },
      { refuse: true },
      { longestSeconds: 100 },
      { patterns: ['privatelink'] },
      { commentRequired: true },
    ];
    const added: Array<Partial<Opinion>> = [
      ...demanding,
      { approve: true },
      { longestSeconds: 1_000 },
      { patterns: ['privatelink', 'lattice-resource-endpoint'] },
      { extending: 'within-longest' },
    ];
    for (const one of demanding) {
      for (const other of added) {
        const alone = rule(question, [says(one)]);
        const both = rule(question, [says(one), says(other)]);
        expect(both.refusals.length).toBeGreaterThanOrEqual(
          alone.refusals.length,
        );
        expect(both.longestSeconds ?? Infinity).toBeLessThanOrEqual(
          alone.longestSeconds ?? Infinity,
        );
        expect(both.commentRequired || !alone.commentRequired).toBe(true);
        for (const pattern of both.patterns ?? []) {
          expect(alone.patterns ?? [pattern]).toContain(pattern);
        }
        for (const seat of one.decide ? alone.seats : []) {
          const same = both.seats.find(({ ref }) => ref === seat.ref);
          expect(same?.count).toBeGreaterThanOrEqual(seat.count);
        }
      }
    }
  });

  it('asks everybody whom any pair of a zone needs, because AWS cannot part them', () => {
    const other = questionOf({
      database: { owner: 'group:default/catalog-team' },
    });
    const automatic = rule(question, [says({ approve: true })]);
    expect(together([automatic, automatic]).seats).toEqual([]);
    const both = together([automatic, rule(other, [])]);
    expect(both.automatic).toBeUndefined();
    expect(seatsIn(both)).toEqual([['group:default/catalog-team', 1, 1]]);
    expect(
      together([
        rule(question, []),
        rule(other, [says({ refuse: true, longestSeconds: 10 })]),
      ]),
    ).toMatchObject({ longestSeconds: 10, refusals: [{ refuse: true }] });
  });
});
