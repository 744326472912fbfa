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

import { Share } from '@towpath/backstage-plugin-database-access-common';
import {
  exampleCompany,
  populate,
  reachable,
  World,
} from '@towpath/simulated-aws';
import { exampleAccounts, ordersAccount } from './exampleConfig';
import { decide, fileRequest, Portal, WISH } from './requestSteps';
import { startPortal } from './startPortal';

const { publicZone } = exampleCompany.accounts['orders-prod'];
/** What is asked for. */
export const wish = {
  ...WISH,
  connectVia: 'privatelink',
  overrideReason: 'To have a name of our own',
};

/** A portal whose config gives the databases of the orders account names of its domain. */
export async function portalWithNames() {
  let world!: World;
  const portal = await startPortal({
    databaseAccess: {
      accounts: [
        {
          ...ordersAccount,
          privateLink: {
            privateDnsName: {
              domain: publicZone!.name,
              hostedZoneId: publicZone!.id,
            },
          },
        },
        ...exampleAccounts.slice(1),
      ],
    },
    aws: {
      populate: made => {
        world = made;
        populate(made);
      },
    },
  });
  const reaches = (name?: string) =>
    reachable(world, {
      from: 'vpc-06666000000000001',
      sg: 'sg-06666000000000018',
      to: exampleCompany.accounts['orders-prod'].databases['orders-postgres']
        .arn,
      name,
    }).reachable;
  return { portal, reaches };
}

/** An approved share over PrivateLink, and what drives the portal until it is somewhere in its life. */
export async function startShare(portal: Portal) {
  const request = await fileRequest(portal, { wish });
  await decide(portal, request);
  const { body } = await portal
    .as('requester')
    .post(`/requests/${request.id}/start`);
  const lanes = await portal.driveLanes();
  const until = async (lifecycle: Share['lifecycle']): Promise<Share> => {
    for (let round = 0; round < 120; round++) {
      const { body: share } = await portal
        .as('requester')
        .get(`/shares/${body.shareId}`);
      if (share.lifecycle === lifecycle) {
        return share;
      }
      portal.awsClock.advance(30);
      await lanes();
    }
    throw new Error(`It did not become ${lifecycle}`);
  };
  return { id: body.shareId, until };
}
