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

import { providerAclFindings } from './providerAclFindings';
import { OPEN_ACL, plantedSides } from './__testUtils__/plantedSides';

const subnetIds = plantedSides().database.subnetIds;

describe('the network ACLs of the database’s subnets', () => {
  it('are no finding while they let everything through', () => {
    expect(providerAclFindings(plantedSides())).toEqual([]);
  });

  it.each([
    ['the port, inbound', false, 5432, 'TCP 5432 in'],
    ['the port, outbound', true, 5432, 'TCP 5432 out'],
    ['the answers', true, 50_000, 'TCP 1024-65535 out'],
  ])('are a warning if they deny %s', (_, egress, port, refused) => {
    const denying = {
      ...OPEN_ACL,
      id: 'acl-deny',
      subnetIds: [subnetIds[0]],
      entries: [
        {
          number: 1,
          egress,
          allows: false,
          protocol: '6',
          cidr: '0.0.0.0/0',
          fromPort: port,
          toPort: port,
        },
        ...OPEN_ACL.entries,
      ],
    };
    const [finding, ...others] = providerAclFindings(
      plantedSides({ provider: { acls: [denying] } }),
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'network_acl_denies',
      severity: 'warning',
      message: expect.stringContaining(refused),
      remedy: expect.stringMatching(
        /^In account 333333333333, let the network ACL of subnet-\S+ allow TCP 5432/,
      ),
    });
    expect(finding.message).toContain(subnetIds[0]);
  });
});
