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
  HostedZoneSummary,
  paginateListHostedZones,
} from '@aws-sdk/client-route-53';
import { LaneClients } from '../aws';
import { listZonesOfVpc, zoneName, zoneOwner } from '../objects';
import { PrivateZone } from './sides';
import { unlessBusy } from './unlessRefused';

/** Below these lie the names of databases, and above these: https://docs.aws.amazon.com/general/latest/gr/rds-service.html */
const DOMAINS = ['rds.amazonaws.com', 'rds.amazonaws.com.cn'];

/**
 * The private zones of a VPC in which a database could have its name, whoever owns them: aws.md §1.0 F4.
 *
 * @returns undefined if the account's role may not ask, or AWS has no time for it
 */
export async function readHostedZones(
  session: LaneClients,
  vpcId: string,
): Promise<PrivateZone[] | undefined> {
  const found = await unlessBusy(zonesAround(session, vpcId));
  const isOwn = ({ Owner }: HostedZoneSummary) =>
    Owner?.OwningAccount === session.account.accountId;
  // Asked only where a zone of the account could be one of ours.
  const references = found?.some(isOwn)
    ? await unlessBusy(callerReferences(session))
    : undefined;
  return found?.map(zone => ({
    id: zone.HostedZoneId ?? '',
    name: zoneName(zone),
    owner: zoneOwner(zone),
    callerReference: references?.get(zone.HostedZoneId ?? ''),
  }));
}

async function zonesAround(
  session: LaneClients,
  vpcId: string,
): Promise<HostedZoneSummary[]> {
  const found = await listZonesOfVpc(session, vpcId);
  return found.filter(zone => {
    const name = zoneName(zone);
    return DOMAINS.some(
      domain =>
        name === domain ||
        name.endsWith(`.${domain}`) ||
        domain.endsWith(`.${name}`),
    );
  });
}

/** Of all zones of the account, by their ids: one list tells more than a call for each. */
async function callerReferences({
  route53,
}: LaneClients): Promise<Map<string, string>> {
  const references = new Map<string, string>();
  const pages = paginateListHostedZones({ client: route53, pageSize: 100 }, {});
  for await (const { HostedZones = [] } of pages) {
    for (const zone of HostedZones) {
      references.set(
        (zone.Id ?? '').replace('/hostedzone/', ''),
        zone.CallerReference ?? '',
      );
    }
  }
  return references;
}
