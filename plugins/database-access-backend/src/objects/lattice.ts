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
  GetResourceConfigurationCommand,
  GetServiceNetworkCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-vpc-lattice';
import { AwsCallError, LaneClients } from '../aws';
import type { StatusWords } from './assessStatus';
import {
  awsCodeOf,
  foreign,
  isDenied,
  isNotFound,
  notVisibleYet,
  unlessNotFound,
} from './awsAnswers';
import type { ObjectRef, ObjectType } from './ObjectType';
import { carriesOurTag, INSTALLATION_TAG, OBJECT_TAG } from './ours';

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
  return carriesOurTag(await latticeTags(vpcLattice, resourceArn), ref);
}

/** @returns undefined if there is no such thing */
export async function latticeTags(
  vpcLattice: LaneClients['vpcLattice'],
  resourceArn: string,
): Promise<Record<string, string> | undefined> {
  const answer = await unlessNotFound(
    vpcLattice.send(new ListTagsForResourceCommand({ resourceArn })),
  );
  return answer && { ...answer.tags };
}

/** The row that a thing of Lattice was made for, by its tag. */
export async function latticeObjectTag(
  { vpcLattice }: LaneClients,
  { arn: resourceArn }: { arn: string },
): Promise<string | undefined> {
  return (await latticeTags(vpcLattice, resourceArn))?.[OBJECT_TAG];
}

/** Whose a thing of Lattice is, by its ARN. */
export function accountOf(anArn: string | undefined): string | undefined {
  return anArn?.split(':')[4];
}

/** After sharing it takes a while until the other account sees the configuration (aws.md §1.1 A8). */
export function expectConfigurationVisible(
  aws: LaneClients,
  resourceConfigurationIdentifier: string,
): Promise<void> {
  return expectVisible(aws, {
    operation: 'vpc-lattice:GetResourceConfiguration',
    arn: resourceConfigurationIdentifier,
    look: () =>
      aws.vpcLattice.send(
        new GetResourceConfigurationCommand({
          resourceConfigurationIdentifier,
        }),
      ),
  });
}

/** The same of a service network (aws.md §1.2 B2). */
export function expectNetworkVisible(
  aws: LaneClients,
  serviceNetworkIdentifier: string,
): Promise<void> {
  return expectVisible(aws, {
    operation: 'vpc-lattice:GetServiceNetwork',
    arn: serviceNetworkIdentifier,
    look: () =>
      aws.vpcLattice.send(
        new GetServiceNetworkCommand({ serviceNetworkIdentifier }),
      ),
  });
}

/** Whether something exists is nobody's business with whom it is not shared: AWS says so in one of two ways. */
async function expectVisible(
  aws: LaneClients,
  {
    operation,
    arn,
    look,
  }: { operation: string; arn: string; look: () => Promise<unknown> },
): Promise<void> {
  try {
    await look();
  } catch (error) {
    const code = awsCodeOf(error);
    throw isNotFound(code) || (isDenied(code) && !isForbidden(error))
      ? notSeenYet(aws, operation, arn)
      : error;
  }
}

/** What is not shared is denied, too; if it is the account's own policies that deny it, waiting does not help. */
function isForbidden(error: unknown): boolean {
  return (
    error instanceof AwsCallError &&
    /no (identity-based|session) policy allows|explicit deny/.test(
      error.awsMessage ?? '',
    )
  );
}

/** Of another account's thing, which AWS does not show here yet. */
export function notSeenYet(
  aws: LaneClients,
  operation: string,
  anArn: string,
): AwsCallError {
  const { accountId, name } = aws.account;
  return notVisibleYet(
    aws,
    operation,
    `Account ${accountId} (${name}) does not see ${anArn} yet; AWS takes a while after sharing. If it stays so, see that its role may do ${operation}.`,
  );
}

/**
 * Makes something by its name, which AWS has once in an account. If somebody else's has it, that is said.
 *
 * @param named - `what` begins the sentence, `list` is that of its type
 */
export async function createNamed<A>(
  aws: LaneClients,
  ref: ObjectRef<unknown>,
  named: {
    operation: string;
    what: string;
    list: ObjectType<unknown, { name: string; arn: string }>['list'];
  },
  create: () => Promise<A>,
): Promise<A> {
  const { operation, what, list } = named;
  try {
    return await create();
  } catch (error) {
    throw awsCodeOf(error) === 'ConflictException' &&
      (await isTakenByOthers(aws, list, ref))
      ? foreign(aws, operation, `${what} named ${ref.name}`, error)
      : error;
  }
}

/** A creation that is in conflict with something of ours, e.g. with what is just being deleted, has to wait only. */
async function isTakenByOthers(
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
