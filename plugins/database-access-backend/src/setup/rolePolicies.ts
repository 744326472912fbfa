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
  ANALYZER_PERMISSIONS,
  ObjectType,
  PolicyStatement,
  TRAIL_PERMISSIONS,
  UPDATER_EXECUTION,
} from '../objects';

/** A statement as IAM takes it. */
export interface PolicyStatementDocument {
  Effect: 'Allow';
  Action: string[];
  Resource: string | string[];
  Condition?: PolicyStatement['conditions'];
}

/** A policy as IAM takes it. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: PolicyStatementDocument[];
}

/**
 * What only looking again needs, and sweeps, which the read role does. Whoever makes or removes something never asks it:
 * a test builds everything with an action missing, and misses none of these.
 */
const NEVER_ASKED_BY_CHANGES = new Set([
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetHealth',
  'events:ListRules',
  'lambda:ListFunctions',
  'route53:GetChange',
]);

/** What the role that changes things reads of what types read: whether something is there, and whose it is. */
function readForChanges(reads: PolicyStatement[]): PolicyStatement[] {
  return reads
    .map(statement => ({
      ...statement,
      actions: statement.actions.filter(
        action => !NEVER_ASKED_BY_CHANGES.has(action),
      ),
    }))
    .filter(({ actions }) => actions.length > 0);
}

/**
 * The permission policies of the two roles that an account gives the portal: what is read beside the objects, and what
 * these object types need, and no more. `${partition}`, `${accountId}`, `${installation}`, `${readRole}` and
 * `${provisionRole}` stand for what differs. What config may leave out is not in them.
 */
export function rolePolicies(
  types: Iterable<ObjectType>,
  readings: PolicyStatement[],
  cutTypes: Iterable<ObjectType> = [],
): {
  read: PolicyDocument;
  provision: PolicyDocument;
} {
  const made = [...types].filter(({ partOf }) => partOf === undefined);
  const ended = [...cutTypes].filter(({ permissions }) => permissions.cut);
  const all = [...new Set([...made, ...ended])];
  const reads = all.flatMap(({ permissions }) => permissions.read);
  const changes = [
    ...made.flatMap(({ permissions }) => permissions.provision),
    ...ended.flatMap(({ permissions }) => permissions.cut!),
  ];
  return {
    read: toDocument([...readings, ...reads]),
    // Who makes something looks first whether it is there, and after a denied removal whether it still is.
    provision: toDocument([...readForChanges(reads), ...changes]),
  };
}

/** The doctor says whether the role is there and lets Lambda in. */
const UPDATER_ROLE_READ: PolicyStatement = {
  actions: ['iam:GetRole'],
  resources: ['arn:${partition}:iam::${accountId}:role/${updaterRole}'],
};

/**
 * What the same two roles need beside, in accounts whose databases have an updater; and what the role needs as which the
 * updater runs. `${updaterRole}` stands for that role's name, with its path if it has one.
 */
export function updaterPolicies(types: Iterable<ObjectType>): {
  read: PolicyDocument;
  provision: PolicyDocument;
  execution: PolicyDocument;
} {
  const permissions = [...types]
    .filter(({ partOf }) => partOf === 'updater')
    .map(type => type.permissions);
  const reads = permissions.flatMap(({ read }) => read);
  return {
    read: toDocument([...reads, UPDATER_ROLE_READ]),
    provision: toDocument([
      ...readForChanges(reads),
      ...permissions.flatMap(({ provision }) => provision),
    ]),
    execution: toDocument(UPDATER_EXECUTION),
  };
}

/**
 * What the roles need beside for private DNS names: both of them in accounts whose databases get names of a domain; the
 * one that changes things in accounts of networks that know databases by such a name, where all that has to be read for
 * it may be read anyway. `${domain}` and `${hostedZoneId}` stand for what config says.
 */
export function privateNamePolicies(types: Iterable<ObjectType>): {
  databaseRead: PolicyDocument;
  database: PolicyDocument;
  network: PolicyDocument;
} {
  const all = [...types];
  const permissionsOf = (part: ObjectType['partOf']) =>
    all
      .filter(({ partOf }) => partOf === part)
      .map(({ permissions }) => permissions);
  const database = permissionsOf('private-name');
  const reads = database.flatMap(({ read }) => read);
  return {
    databaseRead: toDocument(reads),
    database: toDocument([
      ...readForChanges(reads),
      ...database.flatMap(({ provision }) => provision),
    ]),
    network: toDocument(
      permissionsOf('private-name-in-network').flatMap(
        ({ provision }) => provision,
      ),
    ),
  };
}

/** What the role that changes things needs beside, in accounts whose databases' access logs the portal keeps. */
export function accessLogPolicy(types: Iterable<ObjectType>): PolicyDocument {
  const permissions = [...types]
    .filter(({ partOf }) => partOf === 'access-log')
    .map(type => type.permissions);
  return toDocument([
    ...readForChanges(permissions.flatMap(({ read }) => read)),
    ...permissions.flatMap(({ provision }) => provision),
  ]);
}

/**
 * What the role that changes things needs beside, where it may be found out whether shares can be reached: to have AWS
 * analyse paths in the accounts of databases and networks, and to invoke the probers' functions in those of networks.
 * `${proberPrefix}` stands for what its name begins with.
 */
export function reachabilityPolicies(): {
  analyzer: PolicyDocument;
  prober: PolicyDocument;
} {
  return {
    analyzer: toDocument(ANALYZER_PERMISSIONS),
    prober: toDocument([
      {
        actions: ['lambda:InvokeFunction'],
        resources: [
          'arn:${partition}:lambda:*:${accountId}:function:${proberPrefix}-*',
        ],
      },
    ]),
  };
}

/** What the role that reads needs beside, where CloudTrail is asked who changed something. */
export function trailPolicy(): PolicyDocument {
  return toDocument(TRAIL_PERMISSIONS);
}

/** Statements that differ in their actions only become one. */
function toDocument(statements: PolicyStatement[]): PolicyDocument {
  const merged = new Map<string, PolicyStatement>();
  for (const { actions, resources, conditions } of statements) {
    const key = JSON.stringify([resources, conditions]);
    const known = merged.get(key)?.actions ?? [];
    merged.set(key, {
      actions: [...new Set([...known, ...actions])].sort(),
      resources,
      conditions,
    });
  }
  return {
    Version: '2012-10-17',
    Statement: [...merged.values()].map(
      ({ actions, resources, conditions }) => ({
        Effect: 'Allow',
        Action: actions,
        Resource: resources ?? '*',
        ...(conditions && { Condition: conditions }),
      }),
    ),
  };
}
