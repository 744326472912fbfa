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

import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import {
  ListResourceGatewaysCommand,
  ListServiceNetworksCommand,
  ListServiceNetworkVpcAssociationsCommand,
} from '@aws-sdk/client-vpc-lattice';
import { AwsCallError } from '../../aws';
import type { Lane } from '../../config';
import { enabledPatterns } from '../../setup';
import { fail, failed, Found, ok } from '../CheckResult';
import { Check, nameOf, Patient } from '../Patient';

/** Whether the account has switched on the Regions that config names. */
export const regions: Check = {
  name: 'Regions',
  needsReadRole: true,
  async run({ account, lanes, read }) {
    const { Regions } = await read(lanes[0]).ec2.send(
      new DescribeRegionsCommand({ AllRegions: true }),
    );
    const off = lanes.flatMap(({ region }): Found[] => {
      const found = Regions?.find(one => one.RegionName === region);
      if (!found) {
        return [
          fail(
            `There is no Region ${region} for ${nameOf(account)}.`,
            `Correct regions in the entry of account ${account.accountId} in databaseAccess.accounts.`,
          ),
        ];
      }
      return found.OptInStatus === 'not-opted-in'
        ? [
            fail(
              `${nameOf(
                account,
              )} has not switched on the Region ${region}: AWS says ${
                found.OptInStatus
              }.`,
              `Enable ${region} in account ${account.accountId}, or remove it from its entry in databaseAccess.accounts.`,
            ),
          ]
        : [];
    });
    return off.length > 0
      ? off
      : [ok(`${lanes.map(({ region }) => region).join(', ')}: switched on.`)];
  },
};

/** Whether VPC Lattice is there, where config lets shares use it. */
export const lattice: Check = {
  name: 'VPC Lattice',
  needsReadRole: true,
  async run(patient) {
    const { config, lanes } = patient;
    const families = enabledPatterns(config).map(({ family }) => family);
    if (!families.includes('lattice')) {
      return [];
    }
    const found = await Promise.all(lanes.map(lane => inLane(patient, lane)));
    return found.flat();
  },
};

async function inLane(patient: Patient, lane: Lane): Promise<Found[]> {
  const { account, config, sides, read } = patient;
  const { vpcLattice } = read(lane);
  const network = config.networks.find(
    ({ accountId, region }) =>
      accountId === lane.accountId && region === lane.region,
  );
  try {
    if (sides.includes('provider')) {
      await vpcLattice.send(new ListResourceGatewaysCommand({ maxResults: 1 }));
    } else if (sides.includes('networking')) {
      await vpcLattice.send(new ListServiceNetworksCommand({ maxResults: 1 }));
    } else if (network) {
      await vpcLattice.send(
        new ListServiceNetworkVpcAssociationsCommand({
          vpcIdentifier: network.vpcId,
        }),
      );
    } else {
      return [];
    }
  } catch (error) {
    // A Region without the service has no such host.
    if (error instanceof AwsCallError && error.message.includes('ENOTFOUND')) {
      return [
        fail(
          `VPC Lattice of ${nameOf(account)} was not found in ${
            lane.region
          }: the Region may have none.`,
          `See AWS's list of services by Region; if ${lane.region} has no VPC Lattice, forbid lattice in databaseAccess.patterns for account ${account.accountId}, or let the portal's network reach vpc-lattice.${lane.region}.amazonaws.com.`,
        ),
      ];
    }
    return [failed(error)];
  }
  return [ok(`It answers in ${lane.region}.`)];
}
