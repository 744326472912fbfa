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

// These tests are of all types; each type's own test file takes them in.
/* eslint-disable jest/no-export */

import type { Pattern } from '@towpath/backstage-plugin-database-access-common';
import { Doubts } from '@towpath/simulated-aws';
import { AwsCallError } from '../aws';
import { ObjectGraph, PatternFacts, patterns } from '../patterns';
import { factsOf, Network, simulatedCompany } from './simulatedCompany';
import { censusOf } from '../lanes/__testUtils__/censusOf';
import { retag } from './retag';
import { nodesUsedBy, SmallEngine } from './SmallEngine';

const DENIED: Record<string, string> = {
  ec2: 'UnauthorizedOperation',
  elasticloadbalancing: 'AccessDenied',
  events: 'AccessDeniedException',
  lambda: 'AccessDeniedException',
  ram: 'AccessDeniedException',
  route53: 'AccessDenied',
  'vpc-lattice': 'AccessDeniedException',
};

const IN_USE: Record<string, string> = {
  ec2: 'DependencyViolation',
  elasticloadbalancing: 'ResourceInUse',
  events: 'ConcurrentModificationException',
  lambda: 'ResourceConflictException',
  ram: 'ConflictException',
  route53: 'PriorRequestNotComplete',
  'vpc-lattice': 'ConflictException',
};

/** What the tags of things with the ids that rows know may have become. */
const TAGS_OF_OTHERS: Record<string, Record<string, string>> = {
  'no tag at all': {},
  'the tag of another access': {
    'database-access:installation': 'demo',
    'database-access:object': '00000000-0000-4000-8000-000000000000',
  },
  'the tag of another portal': {
    'database-access:installation': 'other',
    'database-access:object': '00000000-0000-4000-8000-000000000000',
  },
};

/** What makes the graph that a type stands in. */
export interface BenchOptions {
  /** Default: the one over a resource endpoint. */
  pattern?: Pattern;
  /** Default: those of `orders-postgres` and the network. */
  facts?: PatternFacts;
  /** One made by hand, for a type that stands in none of the patterns' graphs. */
  graph?: ObjectGraph;
  doubts?: Partial<Doubts>;
  /** What is there before anything is made. */
  prepare?(
    company: Awaited<ReturnType<typeof simulatedCompany>>,
  ): Promise<void>;
}

/** Everything that this node needs is there, it itself is not. */
export async function bench(
  key: string,
  network: Network = 'analytics',
  options: BenchOptions = {},
) {
  const company = await simulatedCompany({ doubts: options.doubts });
  await options.prepare?.(company);
  const { clock, world, sessions, config, calls } = company;
  const engine = new SmallEngine({
    sessions,
    installation: config.installation,
    advance: seconds => clock.advance(seconds),
    now: () => clock.now(),
  });
  const { pattern = 'lattice-resource-endpoint', facts = factsOf(network) } =
    options;
  const graph = options.graph ?? patterns.get(pattern)!.plan(facts);
  engine.want(graph);
  const needed = ancestorsOf(graph, key);
  await engine.build({
    ...graph,
    nodes: graph.nodes.filter(node => needed.has(node.key)),
  });
  // The tests count calls and know no patience: what the way here used up of AWS's rates is over.
  clock.advance(120);
  const row = engine.row(graph, key);
  const type = engine.typeOf(row);
  const ref = () => engine.refOf(graph, row);
  const watch = engine.watch(row);
  const provision = engine.provision(row);

  const changes = () =>
    calls(operation => !/:(Describe|Get|List|Assume)/.test(operation));
  const make = async () => {
    const state = await type.create(provision, ref(), `${row.objectId}-1`);
    row.awsId = type.awsId(state);
    // What the next look knows of the one before.
    row.state = state;
    return state;
  };
  return {
    ...company,
    engine,
    facts,
    graph,
    row,
    type,
    ref,
    watch,
    provision,
    /** How often anything was changed in any account. */
    changes,
    make,
    find: () => type.find(watch, ref()),
    /** As after a crash: the row does not know what AWS called it. */
    findByName: () => type.find(watch, { ...ref(), awsId: undefined }),
    async makeReady() {
      await make();
      clock.advance(180);
      const found = await type.find(watch, ref());
      row.state = found;
      return found;
    },
    /** Lets one call fail. */
    fail: (operation: string, code: string) =>
      world.faults.add({ operation, kind: 'error', code }),
  };
}

function ancestorsOf(graph: ObjectGraph, key: string): Set<string> {
  const node = graph.nodes.find(each => each.key === key)!;
  const needed = [
    ...node.dependsOn,
    ...nodesUsedBy(node).map(used => used.key),
  ];
  return new Set(
    needed.flatMap(parent => [parent, ...ancestorsOf(graph, parent)]),
  );
}

/** What every object is expected to do, told by one node of the graph that is of its type. */
export function behavesLikeAnObject(
  options: {
    node: string;
    /** The one call that makes it. */
    creates: string;
    /** The one call that removes it; absent if it ends with its parent. */
    removes?: string;
    /** The service asks no policy for tags, so nothing tells its sessions apart. */
    inAnySession?: true;
    /** AWS does not show that it was made before it is ready: whoever lost the answer makes it a second time. */
    isMadeTwice?: true;
  } & BenchOptions,
): void {
  const { node, creates, removes } = options;
  const [service] = creates.split(':');
  const benchOf = () => bench(node, 'analytics', options);

  it('is made by one call, and found from then on', async () => {
    const b = await benchOf();
    expect(await b.find()).toBeUndefined();
    const before = b.changes();
    const made = await b.make();
    expect(b.changes() - before).toBe(1);
    expect(b.type.awsId((await b.find())!)).toBe(b.type.awsId(made));
  });

  it('is found again when the answer to its making was lost', async () => {
    const b = await benchOf();
    b.world.faults.add({ operation: creates, kind: 'lost-answer' });
    await expect(b.make()).rejects.toMatchObject({ verdict: 'retry-later' });
    if (options.isMadeTwice) {
      await b.make();
    }
    b.clock.advance(options.isMadeTwice ? 180 : 0);
    expect(await b.findByName()).toBeDefined();
  });

  it('becomes ready', async () => {
    const b = await benchOf();
    const state = await b.makeReady();
    expect(b.type.assess(state!)).toMatchObject({ condition: 'ready' });
  });

  it('is in the list that a sweep reads, under the same id', async () => {
    const b = await benchOf();
    const state = await b.makeReady();
    const ids: string[] = [];
    for await (const listed of b.type.list(b.watch, b.config.installation)) {
      ids.push(b.type.awsId(listed));
    }
    expect(ids).toContain(b.type.awsId(state!));
  });

  it('is not in the list of another installation', async () => {
    const b = await benchOf();
    await b.makeReady();
    const ids: string[] = [];
    for await (const listed of b.type.list(b.watch, 'other')) {
      ids.push(b.type.awsId(listed));
    }
    expect(ids).toEqual([]);
  });

  it('waits when AWS throttles its making', async () => {
    const b = await benchOf();
    b.world.faults.add({ operation: creates, kind: 'throttle' });
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'retry-later',
      code: 'aws_throttled',
    });
    expect(await b.find()).toBeUndefined();
  });

  it('asks for a person when the role may not make it', async () => {
    const b = await benchOf();
    b.fail(creates, DENIED[service]);
    const error: AwsCallError = await b.make().then(
      () => Promise.reject(new Error('It was made')),
      thrown => thrown,
    );
    expect(error.verdict).toBe('needs-a-person');
    expect(error.message).toContain(creates);
    expect(error.message).toContain('database-access-provision');
  });

  if (!options.inAnySession) {
    it('may be made by the session of its share only', async () => {
      const b = await benchOf();
      const stranger = b.sessions.provision(b.row.node.lane, {
        shareId: 'share-2',
        requestId: 'request-2',
        personRef: 'user:default/olivia',
        objectIds: ['00000000-0000-4000-8000-000000000000'],
      });
      await expect(
        b.type.create(stranger, b.ref(), 'token'),
      ).rejects.toMatchObject({ code: 'account_refused' });
    });
  }

  if (removes) {
    it('is removed by one call', async () => {
      const b = await benchOf();
      const state = await b.makeReady();
      const before = b.changes();
      await b.type.remove(b.provision, b.ref(), state!);
      expect(b.changes() - before).toBe(1);
      b.clock.advance(180);
      expect(await b.find()).toBeUndefined();
    });

    it('counts as removed when it is gone already', async () => {
      const b = await benchOf();
      const state = await b.makeReady();
      await b.type.remove(b.provision, b.ref(), state!);
      b.clock.advance(180);
      await expect(
        b.type.remove(b.provision, b.ref(), state!),
      ).resolves.toBeUndefined();
    });

    it('stays when the role may not remove it, and says so', async () => {
      const b = await benchOf();
      const state = await b.makeReady();
      b.fail(removes, DENIED[service]);
      await expect(
        b.type.remove(b.provision, b.ref(), state!),
      ).rejects.toMatchObject({ verdict: 'needs-a-person' });
      expect(await b.find()).toBeDefined();
    });

    if (!options.inAnySession) {
      it.each(Object.entries(TAGS_OF_OTHERS))(
        'SEC-18: is never removed once it carries %s, and says what to do',
        async (_, tags) => {
          const b = await benchOf();
          const state = await b.makeReady();
          retag(b.world, tags);
          const before = censusOf(b.world);
          const error: AwsCallError = await b.type
            .remove(b.provision, b.ref(), state!)
            .then(
              () => Promise.reject(new Error('It was removed')),
              thrown => thrown,
            );
          expect(error.verdict).toBe('needs-a-person');
          expect(error.message).toContain(b.row.node.lane.accountId);
          expect(error.message).toContain(removes);
          expect(error.message).toMatch(/tag/);
          b.clock.advance(180);
          expect(censusOf(b.world)).toEqual(before);
        },
      );
    }

    it('waits when something else is in use at its removal', async () => {
      const b = await benchOf();
      const state = await b.makeReady();
      b.fail(removes, IN_USE[service]);
      await expect(
        b.type.remove(b.provision, b.ref(), state!),
      ).rejects.toMatchObject({ verdict: 'retry-later', code: 'aws_busy' });
    });
  }
}
