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
  active,
  broken,
  building,
  revoked,
  revoking,
  stuck,
  stuckTimeline,
  unreadable,
  unreadableTimeline,
  verifying,
} from './__fixtures__/requests';
import {
  firstTroubledHop,
  partedByRevoking,
  pathReadAt,
  progressOf,
  progressOfVerification,
  standstillOf,
  worstHealth,
  worstObjectOf,
} from './shareStatus';

const progress = (share: typeof active) =>
  share.objects.map(object => progressOf(object, share));

describe('The health of several paths', () => {
  it.each([
    [['healthy', 'broken', 'degraded'], 'broken'],
    [['healthy', 'degraded', 'pending'], 'degraded'],
    [['unknown', 'pending'], 'pending'],
    [['healthy', 'unknown'], 'unknown'],
    [['healthy'], 'healthy'],
    [[], undefined],
  ] as const)('of %j is %s', (healths, worst) => {
    expect(worstHealth([...healths])).toBe(worst);
  });
});

describe('The path', () => {
  it('was read when its oldest hop was', () => {
    const [first, ...others] = active.hops;
    const older = '2026-08-06T09:00:00.000Z';

    expect(pathReadAt([...others, { ...first, readAt: older }])).toBe(older);
  });

  it('has not been read before each of its hops was', () => {
    const [first, ...others] = active.hops;

    expect(pathReadAt([...others, { ...first, readAt: undefined }])).toBe(
      undefined,
    );
    expect(pathReadAt([])).toBe(undefined);
  });

  it('is in trouble at its first worst hop', () => {
    expect(firstTroubledHop(broken.hops)?.name).toBe('Resource configuration');
    const [client, ...others] = broken.hops;
    const consequence = {
      ...client,
      health: 'broken' as const,
      follows: 'Resource configuration',
    };
    expect(firstTroubledHop([consequence, ...others])?.name).toBe(
      'Resource configuration',
    );
    expect(firstTroubledHop(active.hops)).toBe(undefined);
  });
});

describe('The progress of an object', () => {
  it('waits for what it needs when building', () => {
    expect(progress(building)).toEqual(['done', 'running', 'waiting']);
  });

  it('waits for what needs it when being removed', () => {
    expect(progress(revoking)).toEqual(['done', 'waiting', 'running']);
  });

  it('is done when everything is there, and when everything is gone', () => {
    expect(progress(active)).toEqual(['done', 'done', 'done']);
    expect(progress(revoked)).toEqual(['done', 'done', 'done']);
  });

  it('has failed when AWS says that the object is broken', () => {
    const [object] = building.objects;

    expect(progressOf({ ...object, condition: 'broken' }, building)).toBe(
      'failed',
    );
  });

  it('has failed when its share stands still at it, whatever AWS calls it', () => {
    expect(progress(stuck)).toEqual(['done', 'done', 'failed']);
  });
});

describe('S9: the reading after which a share is called active', () => {
  const { since, waitsFor } = verifying.verification!;

  it.each([
    ['runs while something was not read yet', waitsFor, 'running'],
    [
      'has failed where something cannot be read',
      unreadable.verification!.waitsFor,
      'failed',
    ],
    ['is done once all was read', [], 'done'],
  ])('%s', (_, unread, expected) => {
    expect(progressOfVerification({ since, waitsFor: unread })).toBe(expected);
  });
});

it('Revoking deletes what is there and used by this share alone', () => {
  const { deleted, kept } = partedByRevoking(building.objects);

  expect(deleted.map(({ key }) => key)).toEqual(['resource-configuration']);
  expect(kept.map(({ key }) => key)).toEqual(['resource-gateway']);
});

describe('What a stuck share stands still at', () => {
  it('is said with what was tried, its kind, and when it is looked at again', () => {
    const { objects, code, tried, nextLookAt } = standstillOf(
      stuck,
      stuckTimeline,
    );

    expect(objects.map(({ key }) => key)).toEqual(['endpoint']);
    expect(code).toBe('object.stuck');
    expect(tried.map(({ kind }) => kind)).toEqual(['object.creating']);
    expect(nextLookAt).toBe('2026-08-06T09:30:00.000Z');
  });

  it('S8: is what cannot be read, where all of it is built', () => {
    const { objects, code, tried, nextLookAt } = standstillOf(
      unreadable,
      unreadableTimeline,
    );

    expect(objects).toEqual([]);
    expect(code).toBe('share.stuck');
    expect(tried.map(({ kind }) => kind)).toEqual(['share.built']);
    expect(nextLookAt).toBe('2026-08-06T09:31:00.000Z');
  });

  it('is never looked at again if the backend says so', () => {
    const objects = stuck.objects.map(object => ({
      ...object,
      nextLookAt: '9999-12-31T00:00:00.000Z',
    }));

    expect(standstillOf({ ...stuck, objects }, []).nextLookAt).toBe(undefined);
  });
});

it('A hop is judged by the worst of its objects', () => {
  const [, hop] = broken.hops;

  expect(
    worstObjectOf(
      { ...hop, objects: ['resource-gateway', 'resource-configuration'] },
      broken.objects,
    )?.key,
  ).toBe('resource-configuration');
});
