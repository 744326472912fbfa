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

import { permissionFindings } from './permissionFindings';
import { graphOf, plantedLanes } from './__testUtils__/plantedSides';

const LATTICE = graphOf('lattice-resource-endpoint');
const GATEWAY = 'vpc-lattice:CreateResourceGateway';

function findingsWith(
  denied: Record<string, string> | undefined,
  reused: Set<string> = new Set(),
) {
  return permissionFindings(LATTICE, reused, {
    reader: plantedLanes({ denied }),
    installation: 'towpath',
  });
}

describe('what the roles may make', () => {
  it('is no finding while IAM denies nothing, or does not say', async () => {
    expect(await findingsWith({})).toEqual([]);
    expect(await findingsWith(undefined)).toEqual([]);
  });

  it('blocks if it is denied, with account, role, action and why', async () => {
    expect(await findingsWith({ [GATEWAY]: 'a policy denies it' })).toEqual([
      {
        code: 'role_permission_missing',
        severity: 'blocking',
        message: `The account 333333333333 (planted) does not let its role database-access-provision do ${GATEWAY}: a policy denies it.`,
        remedy: expect.stringMatching(
          /^In account 333333333333, let the role database-access-provision do vpc-lattice:CreateResourceGateway/,
        ),
      },
    ]);
  });

  it('is asked of both sides, and not for what stands', async () => {
    const both = { 'ec2:CreateSecurityGroup': 'no policy allows it' };
    expect(await findingsWith(both)).toHaveLength(2);
    const stands = new Set(
      LATTICE.nodes
        .filter(({ lane }) => lane.accountId === '333333333333')
        .map(({ key }) => key),
    );
    expect(
      (await findingsWith(both, stands)).map(({ message }) => message),
    ).toEqual([expect.stringContaining('account 666666666666')]);
  });
});
