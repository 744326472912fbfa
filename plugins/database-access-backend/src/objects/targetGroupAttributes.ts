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
  DescribeTargetGroupAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  TargetGroupAttribute,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { LaneClients } from '../aws';
import { unlessNotFound } from './awsAnswers';
import { defineObjectType } from './ObjectType';
import { elbRate } from './rates';
import { arn, IS_OURS, reading } from './statements';
import { targetGroup } from './targetGroup';

export type TargetGroupAttributesSpec = { readonly targetGroupArn: string };

export interface TargetGroupAttributesState {
  targetGroupArn: string;
}

/** How a target group treats what it sends connections to. */
const ATTRIBUTES: Record<string, string> = {
  // Connections to what the database has left are dead already: their clients shall notice.
  'deregistration_delay.timeout_seconds': '10',
  'deregistration_delay.connection_termination.enabled': 'true',
  // The database is in one zone, its clients may come in through any.
  'load_balancing.cross_zone.enabled': 'true',
  // The database's security group lets the load balancer in, and nobody else.
  'preserve_client_ip.enabled': 'false',
};

/** The attributes of a target group, which cannot be given when it is made. They end with it. */
export const targetGroupAttributes = defineObjectType<
  TargetGroupAttributesSpec,
  TargetGroupAttributesState
>({
  type: 'elbv2/target-group-attributes',
  title: 'Attributes of the target group',
  // To set what is set changes nothing.
  identity: 'name',
  endsWithParent: true,
  permissions: {
    read: [reading('elasticloadbalancing:DescribeTargetGroupAttributes')],
    provision: [
      {
        actions: ['elasticloadbalancing:ModifyTargetGroupAttributes'],
        resources: [arn('elasticloadbalancing', 'targetgroup/*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: elbRate('ModifyTargetGroupAttributes'),
    remove: elbRate('ModifyTargetGroupAttributes'),
  },
  budgetSeconds: 5 * 60,
  oneByOne: true,
  isSetting: true,
  closes: true,

  find: (aws, { awsId, spec }) => findSet(aws, awsId ?? spec.targetGroupArn),

  async create({ elasticLoadBalancing }, { spec: { targetGroupArn } }) {
    await elasticLoadBalancing.send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: targetGroupArn,
        Attributes: Object.entries(ATTRIBUTES).map(([Key, Value]) => ({
          Key,
          Value,
        })),
      }),
    );
    return { targetGroupArn };
  },

  async remove() {},

  /** AWS tells them for one group at a time. */
  async *list(aws, installation) {
    for await (const group of targetGroup.list(aws, installation)) {
      const found = await findSet(aws, group.arn);
      if (found) {
        yield found;
      }
    }
  },

  assess: () => ({ condition: 'ready' }),
  awsId: ({ targetGroupArn }) => targetGroupArn,
  outputs: () => ({}),
});

async function findSet(
  { elasticLoadBalancing }: LaneClients,
  targetGroupArn: string,
): Promise<TargetGroupAttributesState | undefined> {
  const answer = await unlessNotFound(
    elasticLoadBalancing.send(
      new DescribeTargetGroupAttributesCommand({
        TargetGroupArn: targetGroupArn,
      }),
    ),
  );
  return answer && areSet(answer.Attributes ?? [])
    ? { targetGroupArn }
    : undefined;
}

function areSet(attributes: TargetGroupAttribute[]): boolean {
  return Object.entries(ATTRIBUTES).every(([key, value]) =>
    attributes.some(({ Key, Value }) => Key === key && Value === value),
  );
}
