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

import { ObjectGraph } from './ObjectGraph';
import { opensNoMore } from './opensNoMore';

const lane = { accountId: '666666666666', region: 'us-east-1' };

function graph(change: {
  subnetIds?: string[];
  clients?: string[];
  port?: number;
  enables?: string[];
}): ObjectGraph {
  const {
    subnetIds = ['subnet-a', 'subnet-b'],
    clients = ['sg-1', 'sg-2'],
    port = 5432,
    enables = ['666666666666'],
  } = change;
  return {
    nodes: [
      { type: 'endpoint', lane, spec: { subnetIds, groups: ['own'] } },
      ...clients.map(peer => ({ type: 'rule', lane, spec: { peer, port } })),
    ],
    opens: [{ databaseArn: 'orders', port }],
    enables: enables.map(accountId => ({ accountId })),
  } as never;
}

describe('a change opens no more', () => {
  it.each([
    ['nothing', {}],
    ['a subnet less', { subnetIds: ['subnet-b'] }],
    ['clients less', { clients: ['sg-2'] }],
    ['an account less that may do more by itself', { enables: [] }],
  ])('if it changes %s', (_what, change) => {
    expect(opensNoMore(graph(change), graph({}))).toBe(true);
  });

  it.each([
    ['a subnet more', { subnetIds: ['subnet-a', 'subnet-b', 'subnet-c'] }],
    ['other clients', { clients: ['sg-3'] }],
    ['another port', { port: 5433 }],
    ['an account more', { enables: ['666666666666', '777777777777'] }],
  ])('but not if it changes %s', (_what, change) => {
    expect(opensNoMore(graph(change), graph({}))).toBe(false);
  });

  it('but not if it needs an object of another type', () => {
    const next = graph({});
    const other = { ...next.nodes[0], type: 'load-balancer' };
    expect(
      opensNoMore({ ...next, nodes: [...next.nodes, other] }, graph({})),
    ).toBe(false);
  });
});
