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

import { readFileSync } from 'fs';
import { resolve } from 'path';
import {
  ACCESS_LOG_POLICY,
  PRIVATE_NAME_POLICIES,
  REACHABILITY_POLICIES,
  ROLE_POLICIES,
  TRAIL_POLICY,
  UPDATER_POLICIES,
} from '@towpath/simulated-aws';
import { objectTypes } from '../objects';
import { everNeededTypes } from './neededTypes';
import { allRolePolicies } from './policySets';
import { readingsOn } from './readings';
import {
  accessLogPolicy,
  privateNamePolicies,
  reachabilityPolicies,
  rolePolicies,
  trailPolicy,
  updaterPolicies,
} from './rolePolicies';
import { SIDES } from './sampleFacts';

const docs = (name: string) =>
  readFileSync(resolve(__dirname, `../../../../docs/${name}`), 'utf8');

/** A policy as a page prints it. */
function printed(page: string, name: string) {
  const [, block] =
    new RegExp(`<!-- policy: ${name} -->\\s+\`\`\`json\\n([^]*?)\`\`\``).exec(
      docs(page),
    ) ?? [];
  return JSON.parse(block!);
}

/** Those of an account that is on all sides. */
const policies = rolePolicies(
  objectTypes.values(),
  SIDES.flatMap(readingsOn),
  objectTypes.values(),
);

describe('the policies of the portal’s roles', () => {
  it('are those of the roles that simulated AWS has: yarn build:simulated-roles writes them', () => {
    expect(ROLE_POLICIES).toEqual(allRolePolicies());
  });

  it('let the read role change nothing', () => {
    const actions = policies.read.Statement.flatMap(s => s.Action);
    for (const action of actions) {
      expect(action).toMatch(
        /^([a-z0-9-]+:(Describe|Get|List|Simulate)[A-Za-z]*|logs:FilterLogEvents)$/,
      );
    }
  });

  it('name every action that changes something', () => {
    const actions = policies.provision.Statement.flatMap(s => s.Action);
    expect(actions.filter(action => action.includes('*'))).toEqual([]);
  });

  it('SEC-3: let remove and take out what carries our tag only, or the owner’s agreement', () => {
    const agreed =
      /^aws:ResourceTag\/database-access:(installation|shareable)$/;
    const unconditional = policies.provision.Statement.filter(
      ({ Condition }) =>
        !Object.keys(Condition?.StringEquals ?? {}).some(key =>
          agreed.test(key),
        ),
    ).flatMap(({ Action }) =>
      Action.filter(action => /:(Delete|Disassociate|Revoke)/.test(action)),
    );
    // Route 53 asks no policy for tags; AWS itself makes an endpoint's association, and puts no tag of ours on it; those with
    // a service network are seen by two accounts, and their tags by one: what shows some has to carry ours.
    expect(unconditional).toEqual([
      'route53:DeleteHostedZone',
      'vpc-lattice:DeleteResourceEndpointAssociation',
      'vpc-lattice:DeleteServiceNetworkResourceAssociation',
      'vpc-lattice:DeleteServiceNetworkVpcAssociation',
    ]);
    expect(
      policies.provision.Statement.filter(
        ({ Condition }) => Condition?.StringEqualsIfExists,
      ).map(({ Action, Condition }) => [Action, Condition]),
    ).toEqual(
      ['Resource', 'Vpc'].map(what => [
        [`vpc-lattice:DeleteServiceNetwork${what}Association`],
        {
          StringEqualsIfExists: {
            'aws:ResourceTag/database-access:installation': '${installation}',
          },
        },
      ]),
    );
  });

  it('SEC-3: let end what another account has made where a pattern does, and nowhere else', () => {
    const cutsIn = (side: keyof typeof ROLE_POLICIES) =>
      allRolePolicies()
        [side].provision.flatMap(({ Statement }) => Statement)
        .filter(({ Condition }) => Condition?.StringEqualsIfExists)
        .flatMap(({ Action }) => Action);
    // The database's account takes it out of a client's network, the zone's takes a VPC out.
    expect(cutsIn('provider')).toEqual([
      'vpc-lattice:DeleteServiceNetworkResourceAssociation',
    ]);
    expect(cutsIn('networking')).toEqual([
      'vpc-lattice:DeleteServiceNetworkVpcAssociation',
    ]);
    expect(cutsIn('consumer')).toEqual([]);
  });

  it('let accept invitations only to shares that are named as the portal’s are', () => {
    expect(
      policies.provision.Statement.filter(({ Action }) =>
        Action.includes('ram:AcceptResourceShareInvitation'),
      ).map(({ Condition }) => Condition),
    ).toEqual([
      {
        StringLikeIfExists: {
          'ram:ResourceShareName': 'dba-${installation}-*',
        },
      },
    ]);
  });

  it('SEC-3: let make only what carries our tag from the first moment', () => {
    const untagged = policies.provision.Statement.filter(
      ({ Condition }) =>
        !Condition?.StringEquals?.[
          'aws:RequestTag/database-access:installation'
        ],
    ).flatMap(({ Action, Resource }) =>
      Action.filter(action => /:Create/.test(action)).map(
        action => `${action} on ${[Resource].flat().join(' ')}`,
      ),
    );
    // Where something is made, AWS's own roles, and what takes no tags when it is made.
    expect(untagged.sort()).toEqual([
      'ec2:CreateSecurityGroup on arn:${partition}:ec2:*:${accountId}:vpc/*',
      'ec2:CreateVpcEndpoint on arn:${partition}:ec2:*:${accountId}:vpc/* arn:${partition}:ec2:*:${accountId}:subnet/* arn:${partition}:ec2:*:${accountId}:security-group/*',
      'iam:CreateServiceLinkedRole on arn:${partition}:iam::${accountId}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*',
      'iam:CreateServiceLinkedRole on arn:${partition}:iam::${accountId}:role/aws-service-role/vpc-lattice.amazonaws.com/*',
      'route53:CreateHostedZone on *',
      'vpc-lattice:CreateServiceNetworkVpcEndpointAssociation on arn:${partition}:vpc-lattice:*:*:servicenetwork/*',
    ]);
  });
});

describe('the policies of an account whose databases have updaters', () => {
  const updater = updaterPolicies(objectTypes.values());

  it('are those that simulated AWS has', () => {
    expect(updater).toEqual(UPDATER_POLICIES);
  });

  it.each(['execution', 'read', 'provision'] as const)(
    'are printed in the docs: %s',
    name => {
      expect(printed('failover-updater.md', name)).toEqual(updater[name]);
    },
  );

  it('are no part of the others', () => {
    const { read, provision } = policies;
    const actions = [read, provision].flatMap(({ Statement }) =>
      Statement.flatMap(({ Action }) => Action),
    );
    expect(
      actions.filter(action => /^(lambda|events|logs):|PassRole/.test(action)),
      // To read access logs of VPC Lattice.
    ).toEqual(['logs:FilterLogEvents']);
  });

  it('let the updater itself do nothing but move targets, and write what it did', () => {
    const changes = updater.execution.Statement.flatMap(
      ({ Action }) => Action,
    ).filter(action => !/:Describe/.test(action));
    expect(changes).toEqual([
      'elasticloadbalancing:DeregisterTargets',
      'elasticloadbalancing:RegisterTargets',
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });

  it('let one role be passed, to Lambda', () => {
    expect(
      updater.provision.Statement.filter(({ Action }) =>
        Action.includes('iam:PassRole'),
      ),
    ).toEqual([
      {
        Effect: 'Allow',
        Action: ['iam:PassRole'],
        Resource: ['arn:${partition}:iam::${accountId}:role/${updaterRole}'],
        Condition: {
          StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
        },
      },
    ]);
  });

  it('fit into a managed policy of their own', () => {
    // IAM User Guide, quotas: 6,144 characters, without white space. As an inline policy they would not fit beside the
    // portal's others.
    for (const policy of Object.values(updater)) {
      expect(JSON.stringify(policy).length).toBeLessThan(6_144);
    }
  });
});

describe('the policies for private DNS names', () => {
  const names = privateNamePolicies(objectTypes.values());

  it('are those that simulated AWS has', () => {
    expect(names).toEqual(PRIVATE_NAME_POLICIES);
  });

  it.each(['databaseRead', 'database', 'network'] as const)(
    'are printed in the docs: %s',
    side => {
      expect(printed('patterns.md', side)).toEqual(names[side]);
    },
  );

  it('are no part of the others', () => {
    const actions = policies.provision.Statement.flatMap(s => s.Action);
    expect(actions).not.toContain('ec2:ModifyVpcEndpoint');
    expect(actions.filter(a => /PrivateDnsVerification/.test(a))).toEqual([]);
    expect(JSON.stringify(policies)).not.toContain('TXT');
  });

  it('let nothing be read in accounts of networks that may not be read there anyway', () => {
    const readable = new Set(
      everNeededTypes()
        .consumer.filter(({ partOf }) => partOf === undefined)
        .flatMap(({ permissions }) => permissions.read)
        .flatMap(({ actions }) => actions),
    );
    const reads = [...objectTypes.values()]
      .filter(({ partOf }) => partOf === 'private-name-in-network')
      .flatMap(({ permissions }) => permissions.read)
      .flatMap(({ actions }) => actions);
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.filter(action => !readable.has(action))).toEqual([]);
  });

  it('let no name be turned: texts only, in one zone, below names that begin as AWS’s own do', () => {
    const [change, ...others] = names.database.Statement.filter(({ Action }) =>
      Action.some(action => action.startsWith('route53:Change')),
    );
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      Resource: ['arn:${partition}:route53:::hostedzone/${hostedZoneId}'],
      Condition: {
        'ForAllValues:StringEquals': {
          'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'],
        },
      },
    });
  });
});

describe('the policy by which CloudTrail is asked', () => {
  it('is the one that simulated AWS has, and that the docs print', () => {
    expect(trailPolicy()).toEqual(TRAIL_POLICY);
    expect(printed('drift.md', 'trail')).toEqual(TRAIL_POLICY);
  });
});

describe('the policy for access logs', () => {
  const policy = accessLogPolicy(objectTypes.values());

  it('is that of simulated AWS, and printed in the docs', () => {
    expect(policy).toEqual(ACCESS_LOG_POLICY);
    expect(printed('time.md', 'access-log')).toEqual(policy);
  });

  it('lets make and remove what carries our tag only, and read no line', () => {
    const changes = policy.Statement.filter(({ Action }) =>
      Action.some(action => /^vpc-lattice:(Create|Delete|Update)/.test(action)),
    );
    expect(changes.every(({ Condition }) => Condition)).toBe(true);
    expect(JSON.stringify(policy)).not.toMatch(/FilterLogEvents|GetLogEvents/);
  });

  it('has of the logs of an account only those that VPC Lattice delivers read', () => {
    expect(
      policies.read.Statement.filter(({ Action }) =>
        Action.includes('logs:FilterLogEvents'),
      ),
    ).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:FilterLogEvents'],
        Resource: [
          'arn:${partition}:logs:*:${accountId}:log-group:/aws/vendedlogs/vpc-lattice/*',
        ],
      },
    ]);
  });
});

describe('the policies by which it is found out whether shares can be reached', () => {
  const { analyzer, prober } = reachabilityPolicies();

  it('are those that simulated AWS has', () => {
    expect({ analyzer, prober }).toEqual(REACHABILITY_POLICIES);
  });

  it.each(['analyzer', 'prober'] as const)(
    'are printed in the docs: %s',
    name => {
      expect(printed('reachability.md', name)).toEqual(
        reachabilityPolicies()[name],
      );
    },
  );

  it('let nothing be made or deleted that does not carry our tag', () => {
    const changes = analyzer.Statement.filter(({ Action }) =>
      Action.some(action => /:(Create|Delete|Start)/.test(action)),
    ).filter(({ Condition }) => !Condition);
    expect(
      changes.map(({ Action, Resource }) => [
        Action.filter(action => !/:(Describe|Get|Search)/.test(action)),
        Resource,
      ]),
    ).toEqual([
      // A query is no thing that stays.
      [['tiros:CreateQuery'], '*'],
      // What a path begins and ends with is not made with it.
      [
        ['ec2:CreateNetworkInsightsPath'],
        ['arn:${partition}:ec2:*:${accountId}:network-interface/*'],
      ],
    ]);
  });

  it('are no part of the others', () => {
    const actions = [policies.read, policies.provision].flatMap(
      ({ Statement }) => Statement.flatMap(({ Action }) => Action),
    );
    expect(
      actions.filter(action => /NetworkInsights|tiros:|Invoke/.test(action)),
    ).toEqual([]);
  });
});
