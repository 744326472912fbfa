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
  Diagnosis,
  LaneState,
  Orphan,
  Overview,
} from '@towpath/backstage-plugin-database-access-common';
import { READ_AT } from './databases';

export const diagnosis: Diagnosis = {
  shareId: 'share-1',
  at: READ_AT,
  verdict: 'found',
  conclusion:
    'Packets are dropped, and connections time out although AWS calls everything active, because a rule that this access needs is not there: Database lets the gateway in is gone.',
  layer: 'network',
  fix: "Retry on the share's page makes what is gone again.",
  check: {
    accountId: '333333333333',
    accountName: 'orders-prod',
    region: 'us-east-1',
    command:
      'aws ec2 describe-security-group-rules --filters Name=group-id,Values=sg-03333000000000018 --region us-east-1',
  },
  causes: [
    {
      layer: 'network',
      hop: 'Security group of the database',
      cause: 'object-gone',
      stops: 'all',
      sentence:
        'Packets are dropped, and connections time out: Database lets the gateway in is gone.',
      fix: "Retry on the share's page makes what is gone again.",
      readAt: READ_AT,
    },
    {
      layer: 'trust',
      hop: 'Share with the account',
      cause: 'account-unreadable',
      stops: 'unknown',
      sentence: 'The portal may not look at a part of the path.',
    },
  ],
  ruledOut: [
    {
      layer: 'dns',
      sentence: 'Private names are on in vpc-06666000000000001.',
      readAt: READ_AT,
    },
  ],
  clientCauses: [
    {
      id: 'own-resolver',
      layer: 'dns',
      sentence: 'The client does not ask the resolver of its VPC.',
      fix: 'Ask it.',
      command: 'dig +short orders-postgres.example',
      fitsError: false,
    },
    {
      id: 'login',
      layer: 'database',
      sentence: 'User or password do not fit.',
      fix: 'Ask the owner for a login.',
      command: 'psql "host=orders-postgres.example"',
      fitsError: false,
    },
  ],
  bundle: '# Databricks, analytics does not connect',
};

export const diagnosisOfHealthy: Diagnosis = {
  ...diagnosis,
  verdict: 'elsewhere',
  conclusion:
    'By all that was read this access is in order, so the cause stands where the portal cannot look: with the client.',
  layer: undefined,
  fix: undefined,
  check: undefined,
  causes: [],
};

export const diagnosisOfError: Diagnosis = {
  ...diagnosisOfHealthy,
  conclusion: 'The database was reached and refused the login.',
  layer: 'database',
  fix: 'Ask the owner for a login.',
  clientCauses: [
    { ...diagnosis.clientCauses[1], fitsError: true },
    diagnosis.clientCauses[0],
  ],
  error: {
    text: 'FATAL: password authentication failed for user "app"',
    layer: 'database',
    means: 'The database was reached and refused the login.',
    fromDatabase: true,
  },
};

export const lanes: LaneState[] = [
  {
    accountId: '333333333333',
    accountName: 'orders-prod',
    region: 'us-east-1',
    state: 'read',
    sweptAt: READ_AT,
    seconds: 1.25,
    calls: 14,
    nextAt: READ_AT,
    throttled: false,
    throttles: 0,
    problems: [],
    objects: 8,
    orphans: 2,
    quotas: {
      readAt: READ_AT,
      counted: 5,
      tight: [
        {
          name: 'Network Load Balancers per Region',
          code: 'L-69A177A2',
          what: 'Network Load Balancers',
          used: 45,
          limit: 50,
          remedy: 'Ask AWS for more.',
        },
      ],
      unread: [],
    },
  },
  {
    accountId: '666666666666',
    accountName: 'analytics',
    region: 'us-east-1',
    state: 'unreadable',
    sweptAt: READ_AT,
    seconds: 0.5,
    calls: 0,
    nextAt: READ_AT,
    throttled: true,
    throttles: 12,
    problems: [
      {
        message: 'Account 666666666666 (analytics) refused sts:AssumeRole.',
        remedy: 'Let the role trust the portal.',
      },
    ],
    objects: 3,
    orphans: 0,
  },
];

export const overview: Overview = {
  at: READ_AT,
  living: 5,
  tiles: [
    {
      id: 'pending-old',
      count: 1,
      list: 'requests',
      filter: { status: 'pending', olderThanDays: '7' },
    },
    {
      id: 'unknown-health',
      count: 3,
      list: 'shares',
      filter: { living: 'true', health: 'unknown' },
    },
    {
      id: 'expiring',
      count: 0,
      list: 'shares',
      filter: { living: 'true', expiresWithinDays: '7' },
    },
    { id: 'orphans', count: 2, list: 'orphans', filter: { only: 'unkept' } },
    {
      id: 'unread-lanes',
      count: 1,
      list: 'lanes',
      filter: { only: 'unread' },
    },
    {
      id: 'tight-lanes',
      count: 1,
      list: 'lanes',
      filter: { only: 'tight' },
    },
    {
      id: 'throttled-lanes',
      count: 1,
      list: 'lanes',
      filter: { only: 'throttled' },
    },
  ],
  groups: [
    {
      by: 'health',
      value: 'unknown',
      count: 3,
      filter: { living: 'true', health: 'unknown' },
    },
    {
      by: 'health',
      value: 'healthy',
      count: 2,
      filter: { living: 'true', health: 'healthy' },
    },
    {
      by: 'environment',
      value: 'untagged',
      count: 5,
      filter: { living: 'true', environment: 'untagged' },
    },
    {
      by: 'accountId',
      value: '333333333333',
      count: 5,
      filter: { living: 'true', accountId: '333333333333' },
    },
    {
      by: 'pattern',
      value: 'privatelink',
      count: 5,
      filter: { living: 'true', pattern: 'privatelink' },
    },
  ],
  costs: [
    {
      ownerRef: 'group:default/orders-team',
      shares: 5,
      fixedMonthly: 73,
      unknown: 1,
      filter: { living: 'true', ownerRef: 'group:default/orders-team' },
    },
  ],
};

/** One that an access misses, and one that none does. */
export const orphans: Orphan[] = [
  {
    accountId: '333333333333',
    accountName: 'orders-prod',
    region: 'us-east-1',
    type: 'ec2/security-group-rule',
    title: 'Security group rule',
    awsId: 'sgr-0123456789abcdef0',
    name: 'sgr-0123456789abcdef0',
    firstSeenAt: READ_AT,
    lastSeenAt: READ_AT,
    adoption: {
      shares: [
        {
          shareId: 'share-1',
          databaseRef: 'resource:default/orders-postgres',
          network: 'databricks-analytics',
        },
      ],
      differences: [],
    },
  },
  {
    accountId: '666666666666',
    accountName: 'analytics',
    region: 'us-east-1',
    type: 'ec2/vpc-endpoint',
    title: 'VPC endpoint',
    awsId: 'vpce-0123456789abcdef0',
    name: 'vpce-0123456789abcdef0',
    monthlyCost: 14.6,
    firstSeenAt: READ_AT,
    lastSeenAt: READ_AT,
    adoption: {
      shares: [],
      differences: [],
      refusal:
        'No living access has lost an object like this one in account 666666666666. Remove it; or request the access anew.',
    },
  },
];
