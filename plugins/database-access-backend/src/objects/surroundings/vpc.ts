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
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, LaneClients } from '../../aws';
import { awsCodeOf, isNotFound } from '../awsAnswers';
import { route53Rate } from '../rates';
import {
  listZonesOfVpc,
  readDnsAttribute,
  zoneName,
  zoneOwner,
} from './namesOfVpc';
import { SurroundingLook, SurroundingType } from './SurroundingType';

/** What answers for names in a VPC. */
export interface VpcState {
  dnsSupport: boolean;
  dnsHostnames: boolean;
  /** Its private zones that could hold the name of a database; absent if nobody knows. */
  zones?: ZoneOfVpc[];
  /** AWS did not tell its zones: those that stand here are as they were told last. */
  unread?: ZonesUnread;
}

/** A private zone that a VPC asks, whoever owns it. */
export interface ZoneOfVpc {
  id: string;
  /** In lower case, without the dot at its end. */
  name: string;
  /** The account or the service of AWS that owns it. */
  owner: string;
}

/** Why nobody knows the zones of a VPC. */
export interface ZonesUnread {
  /** Milliseconds: since when. */
  since: number;
  /** One sentence. */
  reason: string;
  remedy?: string;
}

/** Below this lie the names of databases: https://docs.aws.amazon.com/general/latest/gr/rds-service.html */
const OF_DATABASES = /(^|\.)rds\.amazonaws\.com(\.cn)?$/;

/**
 * So long zones are believed to be as they were told last, while AWS has no time to tell them again: in that many sweeps it
 * is the turn of each of a hundred VPCs.
 */
const REMEMBERED_MS = 300_000;

const LIST_ZONES = 'ListHostedZonesByVPC';

/** The VPC of clients. */
export const vpc: SurroundingType<VpcState> = {
  kind: 'ec2/vpc',
  oneByOne: true,
  async read(aws, ids, look) {
    // Who had no turn the last time has it first, or some would never have one.
    const waiting = (id: string) =>
      look.before(id)?.unread?.since ?? Number.MAX_SAFE_INTEGER;
    const inTurn = [...ids].sort((a, b) => waiting(a) - waiting(b));
    const found = await Promise.all(
      inTurn.map(async id => [id, await readVpc(aws, id, look)] as const),
    );
    return new Map(
      found.flatMap(([id, state]) => (state ? [[id, state] as const] : [])),
    );
  },
};

async function readVpc(
  aws: LaneClients,
  vpcId: string,
  look: SurroundingLook<VpcState>,
): Promise<VpcState | undefined> {
  try {
    const [dnsSupport, dnsHostnames, zones] = await Promise.all([
      readDnsAttribute(aws, vpcId, 'enableDnsSupport'),
      readDnsAttribute(aws, vpcId, 'enableDnsHostnames'),
      zonesOrReason(aws, vpcId, look),
    ]);
    return { dnsSupport, dnsHostnames, ...zones };
  } catch (error) {
    if (isNotFound(awsCodeOf(error))) {
      return undefined;
    }
    throw error;
  }
}

/** Not to know the zones hides nothing else of the VPC, and is never the same as that there are none. */
async function zonesOrReason(
  aws: LaneClients,
  vpcId: string,
  look: SurroundingLook<VpcState>,
): Promise<Pick<VpcState, 'zones' | 'unread'>> {
  try {
    if (!(await look.turn(route53Rate(LIST_ZONES)))) {
      throw noTurn(aws, vpcId);
    }
    return { zones: await zonesAround(aws, vpcId) };
  } catch (error) {
    if (!(error instanceof AwsCallError) || isNotFound(awsCodeOf(error))) {
      throw error;
    }
    look.inPart(vpcId, error);
    return unreadZones(error, look.before(vpcId), look.at);
  }
}

/** Who was not told in a hurry remembers for a while; who may not ask any more does not. */
function unreadZones(
  { message, remedy, verdict }: AwsCallError,
  before: VpcState | undefined,
  now: number,
): Pick<VpcState, 'zones' | 'unread'> {
  const since = before?.unread?.since ?? now;
  const mayBeAsBefore =
    verdict.startsWith('retry-') && now - since < REMEMBERED_MS;
  return {
    ...(mayBeAsBefore && before?.zones && { zones: before.zones }),
    unread: { since, reason: message, ...(remedy && { remedy }) },
  };
}

/** Route 53 lets an account make five calls a second for everything. */
function noTurn({ account, region }: LaneClients, vpcId: string): AwsCallError {
  const { accountId, name } = account;
  return new AwsCallError({
    message: `Too many readings of account ${accountId} (${name}) wait for Route 53 to ask which zones answer in ${vpcId}: it is asked again in a while.`,
    code: ERROR_CODES.awsThrottled,
    verdict: 'retry-later',
    lane: { accountId, region },
    operation: `route53:${LIST_ZONES}`,
  });
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
