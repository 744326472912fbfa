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

import { ListTagsForResourceCommand } from '@aws-sdk/client-vpc-lattice';
import { LaneClients } from '../aws';
import type { StatusWords } from './assessStatus';
import { unlessNotFound } from './awsAnswers';
import type { ObjectRef, ObjectType } from './ObjectType';
import { carriesOurTag, INSTALLATION_TAG } from './ours';

/** The status words of gateways and configurations. */
export const LATTICE_STATUS: StatusWords = {
  ready: ['ACTIVE'],
  pending: ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS'],
  broken: ['CREATE_FAILED', 'UPDATE_FAILED', 'DELETE_FAILED'],
};

/** A second deletion would be refused; one that failed has to be asked for again. */
export function isOnItsWayOut(status: string): boolean {
  return status === 'DELETE_IN_PROGRESS';
}

/** Lattice's lists carry no tags: only what has the right name is asked for them. */
export async function isOursByTags(
  { vpcLattice }: LaneClients,
  resourceArn: string,
  ref: ObjectRef<unknown>,
): Promise<boolean> {
  const answer = await unlessNotFound(
    vpcLattice.send(new ListTagsForResourceCommand({ resourceArn })),
  );
  return carriesOurTag(answer?.tags, ref);
}

/** A creation that is in conflict with something of ours, e.g. with what is just being deleted, has to wait only. */
export async function isTakenByOthers(
  aws: LaneClients,
  list: ObjectType<unknown, { name: string; arn: string }>['list'],
  ref: ObjectRef<unknown>,
): Promise<boolean> {
  for await (const { name, arn } of list(aws, ref.tags[INSTALLATION_TAG])) {
    if (name === ref.name) {
      return !(await isOursByTags(aws, arn, ref));
    }
  }
  return false;
}
