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

import { graphOf, plantedLanes } from './__testUtils__/plantedSides';
import { takenNameFindings } from './takenNameFindings';

const LATTICE = graphOf('lattice-resource-endpoint');
const GATEWAY = LATTICE.nodes.find(({ key }) => key === 'resource-gateway')!;

const holder = (name: string) => ({
  type: GATEWAY.type,
  name,
  id: 'rgw-1',
  arn: 'arn:aws:vpc-lattice:us-east-1:333333333333:resourcegateway/rgw-1',
});

describe('names that would be given', () => {
  it('are taken by what does not carry our tag: blocking, with name, account and id', async () => {
    const [finding, ...others] = await takenNameFindings(
      LATTICE,
      new Set(),
      plantedLanes({ objects: [holder(GATEWAY.name)] }),
    );
    expect(others).toEqual([]);
    expect(finding).toEqual({
      code: 'aws_object_foreign',
      severity: 'blocking',
      message: `The name ${GATEWAY.name}, which the resource gateway would have, is taken in account 333333333333 (planted), us-east-1: rgw-1 has it, and does not carry this installation's tag.`,
      remedy: expect.stringMatching(/^In account 333333333333, delete rgw-1/),
    });
  });

  it.each([
    ['what is ours', GATEWAY.name, [], ['rgw-1']],
    ['what another share uses', GATEWAY.name, [GATEWAY.key], []],
    ['what has another name', 'gateway', [], []],
  ])('are not taken by %s', async (_, name, reused, ours) => {
    expect(
      await takenNameFindings(
        LATTICE,
        new Set(reused),
        plantedLanes({ objects: [holder(name)], ours }),
      ),
    ).toEqual([]);
  });
});
