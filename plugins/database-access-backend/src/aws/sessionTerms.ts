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

import { createHash } from 'crypto';
import { Tag } from '@aws-sdk/client-sts';
import { parseEntityRef } from '@backstage/catalog-model';
import { Purpose } from '../config';

/** For whom and for what a session changes something. */
export interface ShareSession {
  shareId: string;
  requestId: string;
  /** Full entity ref of the person whose word it is, or `system`. */
  personRef: string;
  /** By their tags `database-access:object`: what this session may make, change and remove, with what that is part of. */
  objectIds: readonly string[];
}

/** For a call that removes objects of several shares at once: a session of the lane, which names none of them. */
export interface LaneSession {
  /** By their tags `database-access:object`: what this session may remove, and nothing else. */
  removes: readonly string[];
}

/** In whose name something is looked at that needs more than reading. */
interface Inquiry {
  shareId: string;
  requestId: string;
  /** Full entity ref of the person who asked. */
  personRef: string;
}

/** To have paths of a share analysed, and to take away what that left. */
export interface AnalysisSession extends Inquiry {
  /** What paths and analyses carry as `database-access:object`. */
  analyses: readonly string[];
}

/** To invoke one function for a share. */
export interface InvocationSession extends Inquiry {
  /** The function's name. */
  invokes: string;
}

/** What AssumeRole is asked for, beside role, ExternalId and duration. */
export interface SessionTerms {
  purpose: Purpose;
  sessionName: string;
  sourceIdentity: string;
  tags?: Tag[];
  /** The session may do what the role's policy and this one both allow. */
  policy?: string;
}

const OURSELVES = 'database-access';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const LONGEST_SOURCE_IDENTITY = 64;
const LONGEST_POLICY = 2048;

/**
 * How the policy may name the objects, the most exact first: less of each id keeps a large graph's policy small. Of the
 * largest it says only that what is made must be an object of somebody's; what is changed or removed it names always.
 */
const PRECISIONS = [
  { idLength: 36, namesWhatIsMade: true },
  { idLength: 18, namesWhatIsMade: true },
  { idLength: 13, namesWhatIsMade: true },
  { idLength: 8, namesWhatIsMade: true },
  { idLength: 8, namesWhatIsMade: false },
  { idLength: 6, namesWhatIsMade: false },
];

export function readSession(installation: string): SessionTerms {
  return {
    purpose: 'read',
    sessionName: `dbaccess-${installation}-read`,
    sourceIdentity: OURSELVES,
  };
}

export function provisionSession(options: {
  installation: string;
  share: ShareSession;
}): SessionTerms {
  const { installation, share } = options;
  return {
    purpose: 'provision',
    sessionName: `dbaccess-${installation}-${share.shareId}`.slice(0, 64),
    sourceIdentity: sourceIdentityOf(share.personRef),
    tags: [
      { Key: 'database-access:request', Value: share.requestId },
      { Key: 'database-access:share', Value: share.shareId },
      { Key: 'database-access:user', Value: share.personRef },
    ],
    policy: policyFor(share.objectIds),
  };
}

/** Each of the shares' timelines gets AWS's id of the call instead, by which CloudTrail finds it. */
export function laneSession(options: {
  installation: string;
  removes: readonly string[];
}): SessionTerms {
  return {
    purpose: 'provision',
    sessionName: `dbaccess-${options.installation}-lane`.slice(0, 64),
    sourceIdentity: OURSELVES,
    policy: removalPolicyFor(options.removes),
  };
}

export function inquirySession(options: {
  installation: string;
  inquiry: AnalysisSession | InvocationSession;
}): SessionTerms {
  const { installation, inquiry } = options;
  return {
    ...provisionSession({
      installation,
      share: { ...inquiry, objectIds: ['none'] },
    }),
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement:
        'invokes' in inquiry
          ? [
              {
                Effect: 'Allow',
                Action: 'lambda:InvokeFunction',
                Resource: `arn:*:lambda:*:*:function:${inquiry.invokes}`,
              },
            ]
          : analysisStatements(inquiry.analyses),
    }),
  };
}

/** Of what the role allows: what Reachability Analyzer reads in its caller's name, and paths and analyses with these tags. */
function analysisStatements(ids: readonly string[]): object[] {
  const key = 'database-access:object';
  const allow = (Action: string | string[], rest: object = {}) => ({
    Effect: 'Allow',
    Action,
    Resource: '*',
    ...rest,
  });
  return [
    allow([
      'ec2:Describe*',
      'ec2:Get*',
      'ec2:Search*',
      'elasticloadbalancing:Describe*',
      'tiros:*',
    ]),
    allow('ec2:CreateNetworkInsightsPath', {
      Resource: 'arn:*:ec2:*:*:network-interface/*',
    }),
    allow(['ec2:*NetworkInsights*', 'ec2:CreateTags'], {
      Condition: { StringEquals: { [`aws:RequestTag/${key}`]: ids } },
    }),
    allow('ec2:*NetworkInsights*', {
      Condition: { StringEquals: { [`aws:ResourceTag/${key}`]: ids } },
    }),
  ];
}

/** For trying whether the account lets the portal in, with all that a share's session brings: it may do nothing. */
export function trialSession(
  installation: string,
  purpose: Purpose = 'provision',
): SessionTerms {
  const tried = 'trial';
  return {
    purpose,
    sessionName: `dbaccess-${installation}-${tried}`,
    sourceIdentity: OURSELVES,
    // A session that reads brings none.
    ...(purpose === 'provision' && {
      tags: [
        { Key: 'database-access:request', Value: tried },
        { Key: 'database-access:share', Value: tried },
        { Key: 'database-access:user', Value: OURSELVES },
      ],
    }),
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
    }),
  };
}

/** CloudTrail shows it in every event, and it stays through all roles that are assumed from there. */
export function sourceIdentityOf(personRef: string): string {
  if (personRef === 'system') {
    return OURSELVES;
  }
  const { kind, namespace, name } = parseEntityRef(personRef);
  const readable = `${kind}.${namespace}.${name}`.toLocaleLowerCase('en-US');
  if (readable.length <= LONGEST_SOURCE_IDENTITY) {
    return readable;
  }
  const prefix = 'user.sha256.';
  const hash = createHash('sha256').update(readable).digest('hex');
  return prefix + hash.slice(0, LONGEST_SOURCE_IDENTITY - prefix.length);
}

/**
 * Of what the role allows: these objects only, by the tag that says which row they are. The role's own policy says
 * which actions; what carries no tag of ours is named here as narrowly as IAM lets it be.
 */
export function policyFor(objectIds: readonly string[]): string {
  if (objectIds.length === 0) {
    throw new Error('A session that changes something needs to know what');
  }
  for (const precision of PRECISIONS) {
    const policy = writePolicy([...new Set(objectIds)].sort(), precision);
    if (policy.length <= LONGEST_POLICY) {
      return policy;
    }
  }
  throw new Error(
    `${objectIds.length} objects do not fit into one session policy of ${LONGEST_POLICY} characters: open a session for fewer of them`,
  );
}

function writePolicy(
  objectIds: string[],
  { idLength, namesWhatIsMade }: (typeof PRECISIONS)[number],
): string {
  const ids = objectIds.map(id =>
    id.length > idLength ? `${id.slice(0, idLength)}*` : id,
  );
  const allow = (Action: string | string[], rest: object = {}) => ({
    Effect: 'Allow',
    Action,
    Resource: '*',
    ...rest,
  });
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      allow([
        'ec2:Describe*',
        'elasticloadbalancing:Describe*',
        'events:Describe*',
        'events:List*',
        'lambda:Get*',
        'lambda:List*',
        'ram:Get*',
        'rds:Describe*',
        'route53:Get*',
        'route53:List*',
        'vpc-lattice:Get*',
        'vpc-lattice:List*',
      ]),
      allow('*', {
        Condition: namesWhatIsMade
          ? { StringLike: { 'aws:RequestTag/database-access:object': ids } }
          : { Null: { 'aws:RequestTag/database-access:object': 'false' } },
      }),
      allow('*', {
        Condition: {
          StringLike: { 'aws:ResourceTag/database-access:object': ids },
        },
      }),
      // The database's own security group.
      allow(
        ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
        {
          Condition: {
            StringEquals: {
              'aws:ResourceTag/database-access:shareable': 'true',
            },
          },
        },
      ),
      // Where the objects are made.
      allow(['ec2:CreateSecurityGroup', 'ec2:CreateVpcEndpoint'], {
        Resource: ['arn:*:ec2:*:*:vpc/*', 'arn:*:ec2:*:*:subnet/*'],
      }),
      // These take no tags of ours.
      allow([
        'iam:CreateServiceLinkedRole',
        'iam:PassRole',
        // To have an access log delivered, in few letters.
        'logs:*Log*',
        'logs:*ResourceP*',
        'ram:AcceptResourceShareInvitation',
        'route53:AssociateVPCWithHostedZone',
        'route53:ChangeResourceRecordSets',
        // To create and delete one, and nothing else, in few letters.
        'route53:*eHostedZone',
        'vpce:AllowMultiRegion',
        // To make an endpoint of a service network, in few letters; and what another account has made shows no tags here.
        'vpc-lattice:*EndpointAssoc*',
        'vpc-lattice:Delete*Association',
      ]),
    ],
  });
}

/** Of what the role allows: to remove these objects, by their tags. A hundred of them fit. */
export function removalPolicyFor(objectIds: readonly string[]): string {
  const ids = [...new Set(objectIds)].sort();
  const whole = writeRemovalPolicy(ids);
  const policy =
    whole.length <= LONGEST_POLICY
      ? whole
      : writeRemovalPolicy(ids.map(id => `${id.slice(0, 8)}*`));
  if (ids.length === 0 || policy.length > LONGEST_POLICY) {
    throw new Error(
      `A session that removes is for 1 to 100 objects, not for ${ids.length}`,
    );
  }
  return policy;
}

function writeRemovalPolicy(ids: string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'ec2:Describe*',
          'elasticloadbalancing:Describe*',
          'ram:Get*',
          'vpc-lattice:Get*',
          'vpc-lattice:List*',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: {
          StringLike: { 'aws:ResourceTag/database-access:object': ids },
        },
      },
    ],
  });
}
