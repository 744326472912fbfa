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

import { createTranslationRef } from '@backstage/frontend-plugin-api';

/**
 * Every word the plugin shows, except AWS's own and those of findings, which the backend writes.
 *
 * @public
 */
export const databaseAccessTranslationRef = createTranslationRef({
  id: 'plugin.database-access',
  messages: {
    simulated: {
      title: 'Simulated AWS',
      description:
        'This portal runs against a simulated AWS. Nothing you see or do here touches a real AWS account.',
    },
    severity: {
      blocking: 'Blocking',
      warning: 'Warning',
      info: 'Information',
    },
    finding: {
      listLabel: 'Findings',
      awsSays: 'AWS says:',
      remedy: 'What to do:',
      more_one: 'and {{count}} more finding',
      more_other: 'and {{count}} more findings',
    },
    refresh: {
      button: 'Refresh',
      asking: 'Refreshing…',
      done: 'The facts were refreshed.',
      doneStale:
        'AWS could not be asked. These are the facts it gave the last time.',
      failed: 'Refreshing failed.',
    },
    retry: {
      button: 'Try again',
      asking: 'Trying again…',
    },
    copy: {
      button: 'Copy {{what}}',
      done: 'Copied',
    },
    waiting: {
      database: 'Asking AWS about {{name}}…',
      networks: 'Looking for your networks…',
      slow: 'This takes longer than usual. AWS may be slow, or busy with other questions.',
      stuckTitle: 'No answer for 10 seconds',
      stuck:
        'The answer appears here as soon as it comes. You can also ask again.',
    },
    failure: {
      database: 'The facts of this database could not be read',
      networks: 'Your networks could not be listed',
      refresh: 'Refreshing failed. Below is what was known before.',
      code: 'Code:',
      details: 'Technical details',
    },
    forbidden: {
      database: 'You may not see who can reach this database',
      networks: 'You may not list networks',
      description:
        'The permission {{permission}} is missing. Ask whoever runs this portal for it.',
    },
    missingArn: {
      title: 'This database names no AWS database yet',
      titleShort: 'No AWS database is named yet.',
      description:
        'To show what AWS says of {{name}}, the portal needs the ARN of its RDS instance or cluster. Add the annotation {{annotation}} to the entity:',
      example: 'Example of an entity with the annotation',
    },
    status: {
      unknown: 'AWS’s own word; this portal does not know what it means.',
    },
    reading: {
      fresh: 'Read from AWS {{age}} through {{account}}.',
      stale:
        'AWS could not be asked just now. These facts were read {{age}} through {{account}}.',
      staleChip: 'Out of date',
      never:
        'AWS has never answered for this database, so it has no facts yet.',
      exact: '{{utc}} UTC ({{local}})',
    },
    exposure: {
      private: 'Private',
      privateHint: 'Its name leads to no public address.',
      public: 'Publicly accessible',
      publicHint: 'Its name leads to a public address.',
      privateFact: 'Private, no public address',
      publicFact: 'Publicly accessible',
    },
    access: {
      title: 'Who has access',
      emptyTitle: 'Nobody outside has access yet',
      emptyShort: 'Nobody outside yet',
      empty:
        'Requests are not part of this version yet. This is where the page will list every network that may reach the database, over which path and until when.',
      decidedBy: 'The owner, {{owner}}, will decide each request.',
      decidedByOwner: 'The owner will decide each request.',
      scope: 'Access set up by other means is not listed.',
    },
    facts: {
      title: 'What AWS says',
      titleLastKnown: 'What AWS said last',
      titleUnread: 'What is known without AWS',
      connection: 'Connection',
      place: 'Place',
      protection: 'Protection',
      host: 'Host',
      readerHost: 'Host for reading',
      hostPending: 'AWS has given none yet',
      port: 'Port',
      iamAuthentication: 'IAM authentication',
      certificateAuthority: 'Certificate authority',
      engine: 'Engine',
      status: 'Status',
      exposure: 'Exposure',
      account: 'Account',
      accountValue: '{{name}} ({{id}})',
      region: 'Region',
      vpc: 'VPC',
      multiAz: 'Multi-AZ',
      multiAzYes: 'Yes, standby in another zone',
      multiAzYesCluster: 'Yes, in several zones',
      multiAzNo: 'No, in one zone only',
      zones: 'Availability Zone IDs',
      encryption: 'Encryption at rest',
      deletionProtection: 'Deletion protection',
      arn: 'ARN',
      on: 'On',
      off: 'Off',
      none: 'None named',
    },
    card: {
      title: 'Access',
      link: 'All facts and who has access',
      linkMissingArn: 'How to name it',
    },
    page: {
      title: 'Database access',
      networks: 'My networks',
      networksHelp:
        'A network is where access is used from: an AWS account, a VPC and its subnets. These belong to your groups.',
      catalogLink: 'Find a database in the catalog',
      catalogHelp:
        'To see what AWS says of a database and who can reach it, open its Access tab.',
    },
    networks: {
      tableLabel: 'My networks',
      name: 'Network',
      account: 'Account',
      region: 'Region',
      vpc: 'VPC',
      subnets: 'Subnets',
      owner: 'Owner',
      emptyTitle: 'No group of yours owns a network',
      empty:
        'A network is an AWS account’s VPC and subnets from which a database is used. Ask a platform engineer to declare one under {{configKey}} with one of your groups as its owner or, where your account allows tags, to tag the VPC with {{networkTag}} and {{ownerTag}}.',
      incomplete:
        'Not every account could be asked, so networks may be missing from this list.',
    },
  },
});
