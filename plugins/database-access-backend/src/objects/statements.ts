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

import type { PolicyStatement } from './ObjectType';

// What policies of several types have in common. Resources are ARNs whose account and partition the generator fills in.

/** What reads is allowed on everything: with conditions, AWS would deny reading what is gone instead of saying so. */
export function reading(...actions: string[]): PolicyStatement {
  return { actions };
}

/** Only with our tag in the request. */
export const TAGGED_AS_OURS = {
  StringEquals: {
    'aws:RequestTag/database-access:installation': '${installation}',
  },
};

/** Only what carries our tag. */
export const IS_OURS = {
  StringEquals: {
    'aws:ResourceTag/database-access:installation': '${installation}',
  },
};

export function arn(service: string, resource: string): string {
  return `arn:\${partition}:${service}:*:\${accountId}:${resource}`;
}

/** What another account made shows no tags here; what does show some has to carry ours. */
export const IS_OURS_OR_UNSEEN = {
  StringEqualsIfExists: {
    'aws:ResourceTag/database-access:installation': '${installation}',
  },
};

/** Also what another account shares with this one. */
export function arnOfAnyAccount(service: string, resource: string): string {
  return `arn:\${partition}:${service}:*:*:${resource}`;
}

/** EC2 asks for CreateTags beside the creation; here for nothing but that. */
export function ec2TagOnCreate(
  resource: string,
  createActions: string[],
): PolicyStatement {
  return {
    actions: ['ec2:CreateTags'],
    resources: [arn('ec2', resource)],
    conditions: {
      StringEquals: {
        ...TAGGED_AS_OURS.StringEquals,
        'ec2:CreateAction': createActions,
      },
    },
  };
}

/** VPC Lattice asks for TagResource beside the creation; here for nothing but that. */
export function latticeTagOnCreate(
  resource: string,
  createAction: string,
): PolicyStatement {
  return {
    actions: ['vpc-lattice:TagResource'],
    resources: [arn('vpc-lattice', resource)],
    conditions: {
      StringEquals: {
        ...TAGGED_AS_OURS.StringEquals,
        'vpc-lattice:CreateAction': createAction,
      },
    },
  };
}

/** The first gateway or service network of an account makes Lattice's service-linked role, in its caller's name. */
export const LATTICE_ROLE: PolicyStatement = {
  actions: ['iam:CreateServiceLinkedRole'],
  resources: [
    'arn:${partition}:iam::${accountId}:role/aws-service-role/vpc-lattice.amazonaws.com/*',
  ],
  conditions: {
    StringEquals: { 'iam:AWSServiceName': 'vpc-lattice.amazonaws.com' },
  },
};

/** ELB asks for AddTags beside the creation; here for nothing but that. */
export function elbTagOnCreate(
  resource: string,
  createAction: string,
): PolicyStatement {
  return {
    actions: ['elasticloadbalancing:AddTags'],
    resources: [arn('elasticloadbalancing', resource)],
    conditions: {
      StringEquals: {
        ...TAGGED_AS_OURS.StringEquals,
        'elasticloadbalancing:CreateAction': createAction,
      },
    },
  };
}

/** No call has this name: AWS asks for it whenever another Region comes into play. Alone it allows nothing. */
export function allowMultiRegion(resource: string): PolicyStatement {
  return {
    actions: ['vpce:AllowMultiRegion'],
    resources: [arn('ec2', resource)],
  };
}
