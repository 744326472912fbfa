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

import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { RDS } from '@aws-sdk/client-rds';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import { privatelink } from '../patterns';
import { Database, simulatedCompany } from './simulatedCompany';
import { SmallEngine } from './SmallEngine';
import { withUpdater } from './withUpdater';

/** A database whose share has an updater, and a portal that can be down. */
export async function updaterScene(database: Database = 'orders-postgres') {
  const company = await simulatedCompany();
  const { aws, clock, sessions, config, world } = company;
  const engine = new SmallEngine({
    sessions,
    installation: config.installation,
    advance: seconds => clock.advance(seconds),
    now: () => clock.now(),
  });
  const { facts } = withUpdater(database);
  const graph = privatelink(facts);
  const { accountId } = facts.database;
  const client = simulatedClientConfig(aws, { accountId });
  const elb = new ElasticLoadBalancingV2(client);
  /** Addresses that are registered, but for those that are on their way out. */
  const inService = async (group = 'target-group') => {
    const { TargetHealthDescriptions = [] } = await elb.describeTargetHealth({
      TargetGroupArn: engine.row(graph, group).outputs.targetGroupArn,
    });
    return TargetHealthDescriptions.filter(
      ({ TargetHealth }) => TargetHealth!.State !== 'draining',
    ).map(({ Target }) => Target!.Id!);
  };
  return {
    ...company,
    engine,
    facts,
    graph,
    inService,
    rds: new RDS(client),
    addressesNow: (host: string) =>
      sessions
        .watch({ accountId, region: 'us-east-1' })
        .names.addressesOf(host),
    /** Time goes on, and nobody looks: the portal is down. */
    async pass(seconds: number) {
      clock.advance(seconds);
      world.settle();
      await aws.idle();
    },
  };
}

/** In AWS's own words, of everything that belongs to an updater. */
export function updaterObjects({
  aws,
  world,
}: Awaited<ReturnType<typeof updaterScene>>) {
  return aws.services
    .flatMap(service => service.objects?.(world) ?? [])
    .filter(({ type }) => /^(lambda|events)\//.test(type));
}
