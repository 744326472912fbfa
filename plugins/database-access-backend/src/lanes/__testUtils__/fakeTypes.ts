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

import { LaneClients } from '../../aws';
import { Assessment, ObjectType } from '../../objects';
import { CloudState, FakeClients } from './FakeCloud';

type Spec = { uses?: string[] };
type FakeType = ObjectType<Spec, CloudState>;

const ASSESSMENTS: Record<
  CloudState['status'],
  Omit<Assessment, 'awsStatus'>
> = {
  ACTIVE: { condition: 'ready' },
  CREATING: { condition: 'pending' },
  DELETING: { condition: 'pending' },
  DEGRADED: { condition: 'degraded', reason: 'Half of it fails' },
  UNREACHABLE: { condition: 'broken', reason: 'Nothing answers' },
  CREATE_FAILED: { condition: 'broken', reason: 'No capacity' },
};

function cloudType(
  type: string,
  more: Pick<FakeType, 'identity'> & Partial<FakeType>,
): FakeType {
  const { identity } = more;
  return {
    type,
    title: `The ${type}`,
    permissions: { read: [], provision: [] },
    rates: {
      create: { operation: `${type}:create`, burst: 4, perSecond: 1 },
      remove: { operation: `${type}:remove`, burst: 4, perSecond: 1 },
    },
    budgetSeconds: 600,
    find: (aws, ref) => clientsOf(aws).cloud.find(clientsOf(aws), type, ref),
    create: (aws, ref, token) =>
      clientsOf(aws).cloud.create(
        clientsOf(aws),
        { type, identity },
        ref,
        token,
      ),
    remove: (aws, _ref, { id }) =>
      clientsOf(aws).cloud.remove(clientsOf(aws), type, id),
    async *list() {
      // The tests sweep nothing.
    },
    correction: {
      needed: ({ name }, { drift }) =>
        drift > 0 ? `Puts ${name} right, ${drift} to go` : undefined,
      make: (aws, _ref, { id }) =>
        clientsOf(aws).cloud.correct(clientsOf(aws), type, id),
      rate: { operation: `${type}:correct`, burst: 2, perSecond: 0.5 },
    },
    assess: ({ status }) => ({ ...ASSESSMENTS[status], awsStatus: status }),
    awsId: ({ id }) => id,
    outputs: ({ id }) => ({ id }),
    ...more,
  };
}

function clientsOf(aws: LaneClients): FakeClients {
  return aws as unknown as FakeClients;
}

/** One type for each way in which AWS lets a creation be repeated. */
export function fakeTypes(): Map<string, ObjectType> {
  const types = [
    cloudType('gateway', { identity: 'token' }),
    cloudType('rule', { identity: 'neither' }),
    cloudType('configuration', { identity: 'token' }),
    cloudType('principal', { identity: 'name' }),
    cloudType('endpoint', { identity: 'token' }),
    cloudType('association', { identity: 'name', endsWithParent: true }),
  ];
  return new Map(types.map(type => [type.type, type]));
}
