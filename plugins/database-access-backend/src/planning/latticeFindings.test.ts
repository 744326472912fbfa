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

import { plantedSides } from './__testUtils__/plantedSides';
import { latticeFindings } from './latticeFindings';
import { inOneOrganization, inSameOrganization } from './sides';

describe('sharing inside the organisation', () => {
  it('is on as long as nobody says otherwise', () => {
    const sides = plantedSides();
    expect(inSameOrganization(sides)).toBe(true);
    expect(latticeFindings(sides)).toEqual([]);
  });

  it.each(['provider', 'consumer'] as const)(
    'is off if AWS tells the account of the %s: then accounts of one organisation are invited',
    side => {
      const sides = plantedSides({ [side]: { organizationSharing: false } });
      expect(inOneOrganization(sides)).toBe(true);
      expect(inSameOrganization(sides)).toBe(false);
      expect(latticeFindings(sides)).toEqual([
        expect.objectContaining({
          code: 'organization_sharing_off',
          severity: 'warning',
          message: expect.stringContaining('RAM does not share inside it'),
          remedy: expect.stringContaining(
            'aws ram enable-sharing-with-aws-organization',
          ),
        }),
      ]);
    },
  );

  it('is no matter for accounts of two organisations', () => {
    const sides = plantedSides({
      consumer: { organizationId: 'o-other', organizationSharing: false },
    });
    expect(latticeFindings(sides)).toEqual([]);
  });
});
