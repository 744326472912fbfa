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
import { AwsCallError, LaneClients } from '../../aws';
import { awsCodeOf, isNotFound } from '../awsAnswers';
import {
  listZonesOfVpc,
  readDnsAttribute,
  zoneName,
  zoneOwner,
} from './namesOfVpc';
import { SurroundingType } from './SurroundingType';

/** What answers for names in a VPC. */
export interface VpcState {
  dnsSupport: boolean;
  dnsHostnames: boolean;
  /** Its private zones that could hold the name of a database; absent if the account's role may not ask, or AWS has no time. */
  zones?: ZoneOfVpc[];
}

/** A private zone that a VPC asks, whoever owns it. */
export interface ZoneOfVpc {
  id: string;
  /** In lower case, without the dot at its end. */
  name: string;
  /** The account or the service of AWS that owns it. */
  owner: string;
}

/** Below this lie the names of databases: https://docs.aws.amazon.com/general/latest/gr/rds-service.html */
const OF_DATABASES = /(^|\.)rds\.amazonaws\.com(\.cn)?$/;

/** The VPC of clients. */
export const vpc: SurroundingType<VpcState> = {
  kind: 'ec2/vpc',
  oneByOne: true,
  async read(aws, ids) {
    const found = await Promise.all(
      ids.map(async id => [id, await readVpc(aws, id)] as const),
    );
    return new Map(
      found.flatMap(([id, state]) => (state ? [[id, state] as const] : [])),
    );
  },
};

async function readVpc(
  aws: LaneClients,
  vpcId: string,
): Promise<VpcState | undefined> {
  try {
    const [dnsSupport, dnsHostnames, zones] = await Promise.all([
      readDnsAttribute(aws, vpcId, 'enableDnsSupport'),
      readDnsAttribute(aws, vpcId, 'enableDnsHostnames'),
      zonesOrNothing(aws, vpcId),
    ]);
    return { dnsSupport, dnsHostnames, zones };
  } catch (error) {
    if (isNotFound(awsCodeOf(error))) {
      return undefined;
    }
    throw error;
  }
}

/** Route 53 lets an account make five calls a second for everything: who is not answered knows nothing of zones. */
async function zonesOrNothing(
  aws: LaneClients,
  vpcId: string,
): Promise<ZoneOfVpc[] | undefined> {
  try {
    return await zonesAround(aws, vpcId);
  } catch (error) {
    if (error instanceof AwsCallError && !isNotFound(awsCodeOf(error))) {
      return undefined;
    }
    throw error;
  }
}

async function zonesAround(
  aws: LaneClients,
  vpcId: string,
): Promise<ZoneOfVpc[]> {
  return (await listZonesOfVpc(aws, vpcId))
    .map(zone => ({
      id: zone.HostedZoneId ?? '',
      name: zoneName(zone),
      owner: zoneOwner(zone),
    }))
    .filter(({ name }) => OF_DATABASES.test(name))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
