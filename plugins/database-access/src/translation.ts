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
      shares: 'Looking for who has access…',
      requests: 'Looking for requests…',
      request: 'Looking for the request…',
      share: 'Looking for the share…',
      timeline: 'Looking for what happened…',
      failovers: 'Looking for failovers…',
      slow: 'This takes longer than usual. AWS may be slow, or busy with other questions.',
      stuckTitle: 'No answer for 10 seconds',
      stuck:
        'The answer appears here as soon as it comes. You can also ask again.',
    },
    failure: {
      database: 'The facts of this database could not be read',
      networks: 'Your networks could not be listed',
      shares: 'Who has access could not be listed',
      requests: 'The requests could not be listed',
      request: 'The request could not be shown',
      share: 'The share could not be shown',
      timeline: 'What happened could not be listed',
      failovers: 'How the database moved could not be listed',
      refresh: 'Refreshing failed. Below is what was known before.',
      code: 'Code:',
      details: 'Technical details',
    },
    forbidden: {
      database: 'You may not see who can reach this database',
      networks: 'You may not list networks',
      shares: 'You may not see shares',
      requests: 'You may not see requests',
      plan: 'You may not request access',
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
        'When a network is given access it is listed here, with its path, its health and its end.',
      decidedBy: 'The owner, {{owner}}, decides each request.',
      decidedByOwner: 'The owner decides each request.',
      scope: 'Access set up by other means is not listed.',
      request: 'Request access',
      requestBlocked:
        'Access cannot be requested now. What stands in the way is said above.',
      requestUnavailable:
        'Access is requested with the template {{template}}, which this portal does not offer.',
      listLabel: 'Shares of this database',
      count_one: '{{count}} network has or is getting access',
      count_other: '{{count}} networks have or are getting access',
      countOrMore: '{{number}} networks or more have or are getting access',
      worst: 'Worst health:',
    },
    lifecycle: {
      building: 'Being built',
      active: 'Active',
      stuck: 'Stuck',
      revoking: 'Being revoked',
      revoked: 'Revoked',
    },
    health: {
      healthy: 'Healthy',
      pending: 'Not ready yet',
      degraded: 'Degraded',
      broken: 'Broken',
      unknown: 'Unknown',
      healthyHint:
        'AWS reports every hop ready. Whether packets pass is not tested.',
      pendingHint: 'AWS is still working on a hop.',
      degradedHint: 'AWS reports a hop that works in part.',
      brokenHint: 'AWS reports a hop that does not work.',
      unknownHint:
        'A hop could not be read, or its state is a word that this portal does not know.',
      outdatedHint:
        'What is shown is too old: the portal has had no answer for more than two minutes.',
    },
    sync: {
      'in-sync': 'In sync',
      drifted: 'Drifted',
      unknown: 'Unknown',
      'in-syncHint': 'AWS has what the plan says.',
      driftedHint:
        'AWS has something else than the plan says: somebody changed or removed it.',
      unknownHint: 'It was not read whether AWS has what the plan says.',
    },
    production: {
      label: 'Production',
      hint: 'The catalog tags this database as production.',
    },
    requestStatus: {
      pending: 'Waiting for a decision',
      approved: 'Approved',
      started: 'Started',
      denied: 'Denied',
      cancelled: 'Cancelled',
      questioned: 'Waits for an answer',
      expired: 'Expired',
    },
    pattern: {
      'lattice-resource-endpoint': 'VPC Lattice, resource endpoint',
      'lattice-service-network': 'VPC Lattice, central service network',
      'lattice-consumer-network': 'VPC Lattice, consumer’s service network',
      privatelink: 'PrivateLink',
    },
    join: {
      title: 'Over a service network',
      endpoint: 'VPC endpoint',
      association: 'Association of the VPC',
      endpointHow: 'by a VPC endpoint',
      associationHow: 'by the association of its VPC',
      endpointMeans:
        'The usual way: a VPC may have many such endpoints, and clients on-premises or in peered VPCs reach it, too. It takes 16 addresses in each of its subnets.',
      associationMeans:
        'It takes no addresses, but a VPC may have one only, and only clients within the VPC reach it: their security groups must let traffic out to the prefix list of VPC Lattice.',
      inZone:
        'The path leads over the service network of the zone {{zone}}. The network “{{network}}” joins it {{how}}.',
      ofNetwork:
        'The path leads over a service network that serves the network “{{network}}” alone. It joins it {{how}}.',
    },
    share: {
      title: '{{network}} to {{database}}',
      change: 'Ask for a change',
      lifecycle: 'Lifecycle',
      health: 'Health',
      sync: 'Sync',
      pattern: 'Connected over',
      zone: 'Zone',
      join: 'Network joins by',
      database: 'Database',
      network: 'Network',
      account: 'Consumer account',
      requester: 'Requested by',
      requesterTeams: 'member of',
      owner: 'Owner',
      purpose: 'Purpose',
      endpoint: 'Host and port',
      started: 'Started',
      active: 'Active since',
      expires: 'Expires',
      expiresSoon: 'now',
      revokedAt: 'Revoked',
      cost: 'Cost per month',
      costUnknown: 'Unknown',
      costAtVolume: '{{sum}} at {{volume}} GB',
      readAt: 'Path last read',
      readNever: 'Not completely read yet',
      link: 'Open the share',
      path: 'The path, hop by hop',
      details: 'What it is',
      request: 'Request',
      requestLink: 'The request and its decisions',
      announceLifecycle: 'The share is now: {{lifecycle}}.',
      troubleTitle: 'Active, but the path does not work',
      troubleTitleUnknown: 'Active, but the state of the path is unknown',
      troubleTitleDegraded: 'Active, but the path works only in part',
      troubleTitlePending: 'Active, but a hop is not ready',
      troubleHop: 'The first hop in trouble: {{hop}}.',
      configured:
        'This is what AWS reports as configured. Whether packets pass is not tested by this portal; the lines below let you try it yourself.',
      lastRead: 'The whole path was last read {{age}}.',
      lastReadNever: 'The whole path has never been read.',
      stuckTitle: 'Stuck',
      revokingStuckTitle: 'Removing stands still',
      stuck: 'It did not become ready in time.',
      tried_one: 'Tried {{count}} time:',
      tried_other: 'Tried {{count}} times, the last of them:',
      triedLabel: 'What was tried',
      next: 'Next:',
      nextLook:
        'AWS is asked again {{when}}, and if it is well by then, this goes on. Nothing is made or removed anew before somebody retries.',
      nextNone: 'Nothing happens by itself. It waits for somebody who retries.',
      retryOthers: 'The requester and the owners of the database can retry.',
      retry: 'Retry now',
      retryFailed: 'It could not be started again',
      revokingTitle: 'Access is being revoked',
      revokingCutting:
        'The path is being cut. Until AWS confirms it, the database may still be reachable.',
      revokingCut:
        'AWS confirmed {{age}} that the path is cut. The rest is being removed.',
      revokedTitle: 'Revoked',
      revoked: 'AWS has confirmed that nothing of this share alone is left.',
    },
    hop: {
      listLabel: 'Hops from client to database',
      none: 'The path is not known yet.',
      awsStatus: 'AWS says:',
      since: 'Since {{age}}.',
      read: 'Read {{age}}.',
      readNever: 'Not read yet.',
      symptom: 'Symptom',
      cause: 'Likely cause',
      check: 'How to check',
      fix: 'Fix',
      symptomSilent:
        'Connection attempts get no answer and time out: packets are dropped on the way.',
      symptomNoEndpoint:
        'Clients find no endpoint: the host name leads to an address that they cannot reach, and connections time out.',
      symptomNotJoined:
        'The VPC is not in the service network: the host name leads to an address that clients cannot reach, and connections time out.',
      symptomNotInNetwork:
        'The database is not in the service network: its name leads to an address that clients cannot reach, and connections time out.',
      symptomNotShared:
        'An endpoint that is there keeps working, but the consumer’s account cannot make a new one.',
      symptomNotAccepted:
        'Connections time out: the endpoint is there, and the database’s side does not let it in.',
      symptomNoTarget:
        'Connections are refused, reset or time out: nothing healthy stands behind the load balancer.',
      symptomWrongName:
        'The host name leads to a wrong address or to none, or the certificate does not fit the name.',
      symptomBroken: 'Clients cannot connect.',
      symptomDegraded:
        'Some connections work and others fail, for example those from one Availability Zone.',
      symptomPending: 'Clients cannot connect yet.',
      symptomUnknown:
        'None is known: connections may work or fail, and AWS could not be asked which.',
      causeUnknown: 'AWS gives no reason.',
      checkConsole:
        'In the AWS console of account {{account}}, {{region}}, look for {{object}}.',
      fixNone: 'Nothing for you to do: this page changes by itself.',
      fixUnknown: 'Ask whoever runs this portal to look at its log.',
    },
    command: {
      what: 'command',
      credentials: 'With credentials for account {{account}}:',
    },
    failover: {
      title: 'Failover',
      what: 'A failover gives {{database}} another address, and the load balancer has to follow: it registers the new address before it lets the old one go.',
      waiting: 'Waiting whether it moves',
      moving: 'Moving',
      done: 'Done',
      unmoved: 'Did not move',
      waitingHint: 'AWS told of something that may be a failover.',
      movingHint: 'Until the new address is healthy, new connections may fail.',
      doneHint: 'Every address in use is healthy, and no old one is left.',
      unmovedHint:
        'AWS told of something, and the database stayed where it was.',
      started: 'Began',
      took: 'Took',
      stepsLabel: 'What happened in this failover, in order',
      event: 'AWS tells of it',
      moved: 'DNS names a new address',
      registered: 'New address registered',
      healthy: 'New address healthy',
      gone: 'Old address gone',
      eventPassed: 'No event came before; asking DNS again found it.',
      awaited: 'not yet',
      passed: 'not seen',
      later: 'after {{duration}}',
      awsSays: 'AWS says:',
      announce: '{{title}}: {{state}}.',
      earlier: 'Earlier moves',
      knownBy: 'Known by',
      causeEvent: 'an event of AWS',
      causeResolution: 'asking DNS',
      newAddress: 'New address',
      oldAddress: 'Old address',
      status: 'Status',
      none: 'none',
      empty: 'The database has not moved since this share exists.',
      try: 'How to try it',
      tryCaution:
        'A failover breaks every open connection to {{database}} and needs a standby in another zone, so agree on it with the owner first. Each step appears here, with its time.',
      trySimulated:
        'Here AWS is simulated: add --endpoint-url with its address, and take the number of the account for the id of the key.',
    },
    progress: {
      title: 'Progress',
      listLabel: 'Objects, in the order of the plan',
      done: 'Done',
      running: 'Running',
      waiting: 'Waiting',
      failed: 'Failed',
      summary: '{{done}} of {{total}} done',
      waitsFor: 'Waits for {{objects}}.',
      waitsUntilGone: 'Waits until these are gone: {{objects}}.',
      toBeRemoved: 'to be removed',
      kept_one: 'kept, {{count}} other share uses it',
      kept_other: 'kept, {{count}} other shares use it',
      since: 'Since {{age}}.',
      read: 'Read {{age}}.',
      waitsForAws:
        'Waits for AWS in account {{account}}, which says {{status}}.',
      usually: 'That usually takes about {{duration}}.',
      place: '{{account}}, {{region}}',
    },
    outputs: {
      title: 'Outputs',
      none: 'AWS has given no ids yet. They appear here one by one.',
    },
    snippets: {
      title: 'How to connect',
      password:
        'No password is shown here. Use the database login that you have been given.',
    },
    timeline: {
      title: 'Timeline',
      listLabel: 'What happened, the oldest first',
      empty: 'Nothing has happened yet.',
      system: 'Towpath',
      awsRequestId: 'AWS request',
      planDigest: 'Plan',
      utc: '{{utc}} UTC',
    },
    revoke: {
      button: 'Revoke access',
      title: 'Revoke access of {{network}} to {{database}}?',
      first:
        'Access is cut first, then what only this share uses is deleted. There is no way back but a new request.',
      connections:
        'Connections that are open now are not closed politely: they break when AWS removes the path, and clients see errors or time-outs. New connections fail from then on.',
      deleted: 'This will be deleted',
      deletedNone: 'Nothing has been built yet that would have to be deleted.',
      kept: 'This stays',
      keptBecause_one: 'because {{count}} other share uses it',
      keptBecause_other: 'because {{count}} other shares use it',
      object: '{{title}} ({{account}})',
      reason: 'Reason',
      reasonHelp: 'Kept in the timeline for ever.',
      confirm: 'Type {{name}} to confirm',
      submit: 'Revoke',
      submitting: 'Revoking…',
      cancel: 'Keep access',
      missing: 'To revoke, give a reason and type {{name}}.',
      missingReason: 'To revoke, give a reason.',
      failed: 'Revoking was refused',
      submitAll_one: 'Revoke {{count}} access',
      submitAll_other: 'Revoke {{count}} accesses',
      firstInZone:
        'Access is cut first, then what only these accesses use is deleted. There is no way back but new requests.',
      zone: 'What leaves the zone {{zone}}',
      zoneWhole:
        'In the zone {{zone}} each network reaches each database, and AWS cannot part one pair from the others. So the network leaves the zone with all its databases, or the database with all its networks.',
      zoneWholeNetwork:
        'In the zone {{zone}} each network reaches each database, and AWS cannot part one pair from the others. So the network leaves the zone with all its databases. Only the owners of the database can take the database out instead.',
      leaveNetwork: 'The network leaves the zone: {{network}}',
      leaveDatabase: 'The database leaves the zone: {{database}}',
      zoneEnds_one: '{{count}} access ends',
      zoneEnds_other: '{{count}} accesses end',
      zoneThis: 'this one',
      zoneNone: 'Nothing: no such access is left in the zone.',
      zoneWaiting: 'Looking for what ends with it…',
      zoneFailed: 'What ends with it could not be listed',
      zoneFailedMeans:
        'You can revoke all the same: every access of {{network}} in the zone {{zone}} ends then.',
      zoneForbidden: 'You may not see what ends with it',
      zoneMissing: 'Wait for the list of what ends.',
      stillWanted: 'Still wanted?',
      stillWantedHelp:
        'Over a resource endpoint a network reaches one database and nothing else. It can be requested so once its access in the zone has ended:',
      requestAgain: '{{network}} to {{database}}, over a resource endpoint',
      requestAgainReason: 'It has left the zone {{zone}} with other accesses.',
      left: 'Is this access still wanted?',
      leftHelp:
        'It ended because AWS cannot part the pairs of the zone {{zone}}, or because nobody needs it. Once it has ended, it can be requested over a resource endpoint, over which the network reaches this database and nothing else.',
      leftRequest: 'Request it over a resource endpoint',
    },
    seats: {
      title: 'Approvals',
      listLabel: 'Who must approve',
      stage: 'Stage {{stage}}: who must approve',
      summary: '{{given}} of {{needed}} approvals given.',
      partial: 'Nothing is built before the others have approved, too.',
      approved: 'Approved',
      missing: 'Their turn',
      later: 'Not their turn yet',
      by: 'by {{who}}, {{when}}',
      byWhom: 'by {{who}}',
      ofCount: '{{given}} of {{needed}} people',
      onePerson:
        'Each person fills one seat only, whatever groups they are in.',
      'database-owner': 'They own the database.',
      'network-owner': 'They own the network.',
      named: 'A policy names them.',
      noRule: 'No rule says otherwise.',
      rule: 'Rule {{rule}}:',
      automatic: 'Nobody need be asked: the policy says so ({{rules}}).',
    },
    waitsFor: {
      title: 'What it waits for',
      turn: 'Whose turn it is',
      since: 'Waits since',
      reminded: 'Last reminded',
      remindedNever: 'Not yet',
      remind: 'Reminded next',
      escalate: 'Others may decide, too',
      escalated: 'Others may decide, too, since',
      over: 'Over if nobody decides',
      questioned:
        'The requester was asked something. Until they answer, the clock of those who decide stands still.',
    },
    risk: {
      title: 'What to look at',
      none: 'Nothing stands out: one network reaches one database, for no longer than usual, without a warning in the plan.',
      production: 'Production',
      data: 'Data: {{classification}}',
      dataHint: 'The catalog labels the data of this database so.',
      outside: 'Outside the organisation',
      beside_one: '{{count}} more access opens',
      beside_other: '{{count}} more accesses open',
      long: 'Longer than usual: {{duration}}',
      longHint: 'The policy proposes {{usual}}.',
      warnings_one: '{{count}} warning in the plan',
      warnings_other: '{{count}} warnings in the plan',
    },
    question: {
      button: 'Ask the requester',
      title: 'Ask the requester',
      means:
        'The request goes back to the requester until they answer. The clock stands still meanwhile, and approvals that were given have to be given again after the answer.',
      text: 'Question',
      missing: 'To ask, write the question.',
      submit: 'Ask',
      cancel: 'Do not ask',
      failed: 'The question was not sent',
      listTitle: 'Questions and answers',
      asked: '{{who}} asked, {{when}}:',
      answered: '{{who}} answered, {{when}}:',
      waits: 'It waits for the requester’s answer. Nobody can decide before.',
      answer: 'Your answer',
      answerHelp:
        'Those who decide are told, and their time runs again. The answer is kept for ever.',
      answerMissing: 'To answer, write something.',
      answerSubmit: 'Answer',
      answerFailed: 'The answer was not sent',
    },
    emergency: {
      title: 'Emergency access: nobody was asked before',
      due: '{{who}} must look at it until {{when}}.',
      overdue:
        '{{who}} should have looked at it until {{when}}. It is overdue.',
      mustBeLookedAt: '{{who}} must look at it.',
      inOrder: 'It was in order.',
      notInOrder: 'It was not in order, and access was ended.',
      reviewedBy: 'Looked at by {{who}}, {{when}}.',
      review: 'Look at this emergency',
      help: 'Say whether it was right not to wait for a decision. What you say is kept for ever, and the requester is told.',
      commentHelp: 'Needed if it was not in order.',
      commentMissing: 'Say in the comment what was not in order.',
      ends: '“Not in order” ends the access, if it has not ended yet.',
      sayInOrder: 'In order',
      sayNotInOrder: 'Not in order',
      failed: 'What you found was not recorded',
    },
    request: {
      title: '{{network}} asks for {{database}}',
      details: 'Who, what and why',
      status: 'Status',
      duration: 'For',
      filed: 'Filed',
      deciders: 'Who can decide',
      decidersEach: 'One of each must approve',
      shareLink: 'The share that it became',
      announceStatus: 'The request is now: {{status}}.',
      cancel: 'Cancel request',
      cancelTitle: 'Cancel this request?',
      cancelHelp: 'Nobody can decide it any more. You can file a new one.',
      cancelConfirm: 'Cancel it',
      cancelKeep: 'Keep it',
      cancelFailed: 'The request could not be cancelled',
      manualStart:
        'It is approved and starts when someone starts it, because the request said so.',
      start: 'Start building',
      startFailed: 'It could not be started',
      starting:
        'It is approved. Building starts by itself, usually within seconds.',
    },
    decision: {
      title: 'Your decision',
      help: 'You decide on exactly the plan below, {{digest}}.',
      comment: 'Comment',
      commentHelp: 'Needed to deny, kept for ever.',
      approve: 'Approve',
      deny: 'Deny',
      commentRequired:
        'Needed to approve, because the policy says so, and to deny. Kept for ever.',
      commentMissing: 'To deny, say why in the comment.',
      commentMissingToApprove:
        'To approve, say why in the comment: the policy asks for it.',
      cannot: 'You cannot decide this request.',
      failed: 'Your decision was not recorded',
      changedTitle: 'The plan has changed since you read it',
      changed:
        'Nothing has been recorded. Read what is different and the new plan, then decide again.',
      changedAccept: 'I have read the new plan',
      changedAdded: 'New:',
      changedRemoved: 'No longer:',
      changedPattern: 'Connected over {{after}} instead of {{before}}.',
      changedJoin:
        'The network joins the service network by {{after}} instead of {{before}}.',
      changedDuration: 'For {{after}} instead of {{before}}.',
      changedElse:
        'Objects and openings have the same names; details that are agreed on differ.',
      listTitle: 'Decisions',
      none: 'Nobody has decided yet.',
      approved: 'Approved',
      denied: 'Denied',
      earlier: 'on an earlier plan, no longer valid',
      overtakenTitle: 'Your word came too late and was not recorded',
      overtakenApproved: 'Already approved by {{who}}, {{when}}.',
      overtakenDenied: 'Already denied by {{who}}, {{when}}.',
      overtaken: 'It is: {{status}}.',
      notAgreeable:
        'This plan cannot be approved: it is incomplete, or something stands in its way. What it is, is said in the plan.',
    },
    plan: {
      title: 'The plan',
      changeInterrupts:
        'It takes over from an access, and cuts clients off meanwhile',
      changeQuiet: 'It takes over from an access, and clients notice nothing',
      changeOf: 'The access that it takes over from',
      deciders: 'Who decides',
      decidedBy: 'Needs 1 approval, by one of: {{deciders}}.',
      decidedByEach: 'Needs {{number}} approvals, one of each of:',
      decidersEach: 'Who must approve',
      decidedForSeveral:
        'Each owns a database that becomes reachable. Who belongs to several counts for each of them.',
      decidedNotByYou:
        'You cannot approve it yourself, whatever groups you are in.',
      reasons: 'Why this way',
      objects: 'What will be built',
      objectsIn: 'In {{account}} ({{id}})',
      create: 'create',
      reuse: 'reuse',
      objectsNone: 'Nothing has to be built.',
      opens: 'What becomes reachable',
      opensNone: 'Nothing becomes reachable.',
      opensBeside_one: '{{count}} more becomes reachable, an access of its own',
      opensBeside_other:
        '{{count}} more become reachable, each an access of its own',
      opensBesideWhy:
        'AWS cannot part them from what was asked for. Each gets a page of its own, and a network or a database leaves the zone as a whole.',
      enables: 'What AWS then lets an account do without asking',
      enablesNone: 'Nothing beyond that.',
      cost: 'What it costs',
      costFixed: 'Fixed, per month: {{sum}}',
      costExpected: 'With the expected data: {{sum}}',
      costPrices: 'Prices of {{date}}, {{age}}, from {{source}}.',
      costFromTable:
        'At least one of them is of the table that came with this version of the portal, and not read from AWS.',
      costEstimate:
        'An estimate for a month of 730 hours: check it before you rely on it.',
      costUnknown: 'unknown',
      costUsage: 'by usage',
      costLine: 'What',
      costUnit: 'Price per unit',
      costUnits: 'Units per month',
      costMonthly: 'Per month',
      costBilled: 'Billed to',
      costPer: '{{price}} per {{unit}}',
      digest: 'Plan digest',
      incompleteTitle: 'This plan is incomplete',
      incomplete:
        'Not every account could be read, so nobody knows all that would be built or stands in the way. It cannot be requested or approved as it is. Which account, and what to do, is said below.',
      digestNone: 'No plan can be agreed on: see what stands in the way.',
    },
    list: {
      showMore: 'Show more',
      showingMore: 'Looking for more…',
    },
    requests: {
      toDecide: 'Waiting for me',
      toDecideEmpty: 'Nothing waits for your decision.',
      mine: 'My requests',
      mineEmpty: 'You have not requested access yet.',
      mineEmptyHelp:
        'Open a database in the catalog and press “Request access” on its Access tab.',
      what: 'Request',
      requester: 'Requested by',
      duration: 'For',
      cost: 'Cost per month',
      status: 'Status',
      age: 'Filed',
    },
    shares: {
      title: 'Shares',
      what: 'Share',
      empty: 'You see no living share.',
      emptyHelp:
        'Shares that you requested, or that lead to databases of your groups, are listed here.',
    },
    verdict: {
      recommended: 'Recommended',
      possible: 'Possible',
      impossible: 'Not possible',
      forbidden: 'Forbidden by config',
      unavailable: 'Not in this version',
      recommendedWhy: 'Why {{title}} is recommended',
      possibleWhy: 'Why {{title}} lost',
      impossibleWhy: 'Why {{title}} is not possible',
      forbiddenWhy: 'Why {{title}} is forbidden',
      unavailableWhy: 'Why {{title}} is not offered',
    },
    comparison: {
      title: 'Ways to connect, compared',
      listLabel: 'Ways to connect',
      cheapest: 'Cheapest',
      chosen: 'Chosen',
      perMonth: '{{sum}} a month',
      costNone: 'No cost: it cannot be built',
      fixed: 'Fixed part: {{sum}}',
      beforeData: 'Fixed part; data comes on top',
      payers: 'Who pays: {{payers}}.',
      payer: '{{account}} {{sum}}',
      rule: 'Decided by the rule {{rule}}.',
      wouldChange: 'What would lead to another answer',
    },
    override: {
      title: 'Not the recommended way',
      description: '{{chosen}} was chosen, and {{recommended}} is recommended.',
      reason: 'The requester’s reason:',
      reasonNone: 'None was given.',
    },
    databasePicker: {
      title: 'Database',
      description: 'The database that you want to reach.',
      locked:
        'You came from this database’s page. To ask for another one, open its page.',
      missing:
        'Database must be one of the catalog, for example orders-postgres. None is chosen.',
    },
    purpose: {
      title: 'Purpose',
      description:
        'What you need the database for, in at least {{least}} characters, for example “Monthly revenue report”. The owner reads this to decide.',
      invalid:
        'Purpose must have {{least}} to {{most}} characters, for example “Monthly revenue report”. You entered {{entered}}.',
    },
    patternPicker: {
      title: 'Way to connect',
      incomplete:
        'The ways to connect appear here once a database, a network and a duration are chosen.',
      waiting: 'Comparing the ways to connect…',
      failed: 'The ways to connect could not be compared',
      unread:
        'AWS could not be read, so the ways to connect cannot be compared. The recommended one is taken.',
    },
    joinPicker: {
      title: 'How the network joins the service network',
      asked: 'Say below how the network joins the service network.',
      description:
        'It joins once, for all its databases there. If it has joined already, it stays as it is unless you choose: the plan says how.',
    },
    overrideReason: {
      title: 'Why another way',
      asked: 'Say below why you need another way than the recommended one.',
      description:
        'Why you need another way than the recommended one, in at least {{least}} characters, for example “Our clients need metrics of their connections”. The owner reads this to decide.',
      invalid:
        'The reason for another way must have {{least}} to {{most}} characters, for example “Our clients need metrics of their connections”. You entered {{entered}}.',
    },
    networkPicker: {
      title: 'Network',
      description:
        'Where the database will be used. Only networks of your groups.',
      choose: 'Choose a network',
      option: '{{title}} · {{account}} · {{region}}',
      gone: 'The network {{network}} is not one of yours. Choose another one.',
      invalid:
        'Network must be one that your groups own, for example {{example}}. Choose one.',
      none: 'Network must be one that your groups own, and they own none. What to do is said at the field.',
      unavailable: 'Your networks could not be checked: {{reason}}',
    },
    preview: {
      title: 'What will be built',
      incomplete:
        'The plan appears here once a database, a network and a duration are chosen.',
      waiting: 'Working out the plan…',
      failed: 'The plan could not be worked out',
      ready: 'The plan is ready.',
      blocked: 'The plan is blocked.',
      refresh: 'Work it out again',
      noDigest:
        'There is no plan to agree on yet. Choose database, network and duration, and wait for the plan.',
      blockedBy: 'The plan is blocked: {{reason}}',
      changed:
        'The plan has changed since it was shown. Press “{{refresh}}” and read it again.',
      unavailable: 'The plan could not be checked: {{reason}}',
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
      back: 'All requests and shares',
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
