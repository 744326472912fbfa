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
  answers,
  body,
  consumerNetwork,
  created,
  endpoint,
  finding,
} from './openapiParts';

export const text = { type: 'string' } as const;
export const flag = { type: 'boolean' } as const;
export const whole = { type: 'integer' } as const;
const amount = { type: 'number' } as const;
export const texts = { type: 'array', items: text } as const;

/** A ref, a name, a sentence: nothing that a person writes is endless. */
export const ref = { type: 'string', minLength: 1, maxLength: 255 } as const;
export const sentence = { type: 'string', maxLength: 2000 } as const;
/** More than any database sends in a month. */
const gigabytes = { type: 'number', minimum: 0, maximum: 100_000_000 } as const;
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;

const connectVia = {
  type: 'string',
  enum: [
    'recommended',
    'lattice',
    'privatelink',
    'lattice-resource-endpoint',
    'lattice-service-network',
    'lattice-consumer-network',
  ],
} as const;

const join = { type: 'string', enum: ['endpoint', 'association'] } as const;

export const pattern = {
  type: 'string',
  enum: [
    'lattice-resource-endpoint',
    'lattice-service-network',
    'lattice-consumer-network',
    'privatelink',
  ],
} as const;

const verdict = {
  type: 'string',
  enum: ['in-order', 'not-in-order'],
} as const;

export const requestStatus = {
  type: 'string',
  enum: [
    'pending',
    'questioned',
    'approved',
    'started',
    'denied',
    'cancelled',
    'expired',
  ],
} as const;

const lifecycle = {
  type: 'string',
  enum: ['building', 'active', 'stuck', 'revoking', 'revoked'],
} as const;

export const health = {
  type: 'string',
  enum: ['healthy', 'pending', 'degraded', 'broken', 'unknown'],
} as const;

export const sync = {
  type: 'string',
  enum: ['in-sync', 'drifted', 'unknown'],
} as const;

const seatParts = {
  ref: text,
  role: { type: 'string', enum: ['database-owner', 'network-owner', 'named'] },
  count: whole,
  stage: whole,
  rules: texts,
} as const;

const seat = {
  type: 'object',
  required: ['ref', 'role', 'count', 'stage', 'rules'],
  additionalProperties: false,
  properties: seatParts,
} as const;

const seatState = {
  type: 'object',
  required: ['ref', 'role', 'count', 'stage', 'rules', 'filledBy', 'isOpen'],
  additionalProperties: false,
  properties: { ...seatParts, filledBy: texts, isOpen: flag },
} as const;

const policyWords = {
  type: 'array',
  items: {
    type: 'object',
    required: ['rule', 'because'],
    additionalProperties: false,
    properties: { rule: text, because: text },
  },
} as const;

const cost = {
  type: 'object',
  required: ['currency', 'lines', 'pricesOf', 'source'],
  additionalProperties: false,
  properties: {
    currency: { type: 'string', enum: ['USD'] },
    fixedMonthly: amount,
    lines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['description', 'unit', 'accountId'],
        additionalProperties: false,
        properties: {
          description: text,
          unit: text,
          unitPrice: amount,
          unitsPerMonth: amount,
          monthly: amount,
          accountId: text,
        },
      },
    },
    pricesOf: text,
    source: text,
    pricesFrom: { type: 'string', enum: ['price-list', 'table'] },
    volumeGb: amount,
    monthlyAtVolume: amount,
  },
} as const;

const plan = {
  type: 'object',
  required: [
    'databaseRef',
    'databaseArn',
    'database',
    'endpoint',
    'engine',
    'network',
    'durationSeconds',
    'pattern',
    'reasons',
    'objects',
    'opens',
    'enables',
    'cost',
    'findings',
  ],
  additionalProperties: false,
  properties: {
    databaseRef: text,
    databaseArn: text,
    database: {
      type: 'object',
      required: ['accountId', 'accountName', 'region'],
      additionalProperties: false,
      properties: {
        accountId: text,
        accountName: text,
        region: text,
        environment: text,
        dataClassification: text,
        tags: texts,
      },
    },
    endpoint,
    engine: text,
    network: consumerNetwork,
    durationSeconds: whole,
    pattern,
    join,
    zone: text,
    reasons: texts,
    objects: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'key',
          'type',
          'title',
          'accountId',
          'accountName',
          'region',
          'verb',
          'dependsOn',
        ],
        additionalProperties: false,
        properties: {
          key: text,
          type: text,
          title: text,
          accountId: text,
          accountName: text,
          region: text,
          name: text,
          verb: { type: 'string', enum: ['create', 'reuse'] },
          dependsOn: texts,
        },
      },
    },
    opens: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'network',
          'accountId',
          'vpcId',
          'databaseArn',
          'host',
          'port',
        ],
        additionalProperties: false,
        properties: {
          network: text,
          accountId: text,
          vpcId: text,
          databaseArn: text,
          host: text,
          port: whole,
        },
      },
    },
    enables: {
      type: 'array',
      items: {
        type: 'object',
        required: ['accountId', 'description'],
        additionalProperties: false,
        properties: { accountId: text, description: text },
      },
    },
    recommendation: {
      type: 'object',
      required: ['pattern', 'rule', 'reasons', 'options', 'wouldChange'],
      additionalProperties: false,
      properties: {
        pattern,
        rule: text,
        reasons: texts,
        options: {
          type: 'array',
          items: {
            type: 'object',
            required: ['pattern', 'title', 'verdict', 'reasons'],
            additionalProperties: false,
            properties: {
              pattern,
              title: text,
              verdict: {
                type: 'string',
                enum: [
                  'recommended',
                  'possible',
                  'impossible',
                  'forbidden',
                  'unavailable',
                ],
              },
              reasons: texts,
              cost,
            },
          },
        },
        wouldChange: texts,
        cheapest: pattern,
      },
    },
    overrideReason: text,
    cost,
    findings: { type: 'array', items: finding },
    change: {
      type: 'object',
      required: ['shareId', 'difference', 'interrupts', 'interruption'],
      additionalProperties: false,
      properties: {
        shareId: text,
        difference: texts,
        opensMore: flag,
        interrupts: flag,
        interruption: text,
        together: {
          type: 'array',
          items: {
            type: 'object',
            required: [
              'shareId',
              'network',
              'databaseRef',
              'databaseArn',
              'difference',
              'opensMore',
              'interrupts',
            ],
            additionalProperties: false,
            properties: {
              shareId: text,
              network: text,
              databaseRef: text,
              databaseArn: text,
              difference: texts,
              opensMore: flag,
              interrupts: flag,
            },
          },
        },
      },
    },
    deciders: {
      type: 'object',
      required: ['refs', 'requesterMayDecide'],
      additionalProperties: false,
      properties: {
        refs: texts,
        requesterMayDecide: { type: 'boolean', enum: [false] },
        seats: { type: 'array', items: seat },
        automatic: texts,
        review: texts,
        commentRequired: flag,
        longestSeconds: whole,
        defaultSeconds: whole,
        policy: policyWords,
      },
    },
    digest: text,
  },
} as const;

const accessRequest = {
  type: 'object',
  required: [
    'id',
    'status',
    'generation',
    'requesterRef',
    'databaseRef',
    'databaseArn',
    'deciderRefs',
    'seats',
    'messages',
    'network',
    'purpose',
    'durationSeconds',
    'start',
    'plan',
    'planDigest',
    'decisions',
    'actions',
    'createdAt',
    'updatedAt',
  ],
  additionalProperties: false,
  properties: {
    id: text,
    status: requestStatus,
    generation: whole,
    requesterRef: text,
    databaseRef: text,
    databaseArn: text,
    deciderRefs: texts,
    seats: { type: 'array', items: seatState },
    waiting: {
      type: 'object',
      required: ['since', 'asked', 'expiresAt'],
      additionalProperties: false,
      properties: {
        since: text,
        asked: {
          type: 'array',
          items: {
            type: 'object',
            required: ['ref', 'at'],
            additionalProperties: false,
            properties: { ref: text, at: text },
          },
        },
        remindAt: text,
        remindedAt: text,
        escalateAt: text,
        escalatesTo: text,
        escalatedAt: text,
        expiresAt: text,
      },
    },
    messages: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'kind', 'authorRef', 'text', 'at'],
        additionalProperties: false,
        properties: {
          id: text,
          kind: { type: 'string', enum: ['question', 'answer'] },
          authorRef: text,
          text,
          at: text,
        },
      },
    },
    emergency: {
      type: 'object',
      required: ['refs', 'dueAt'],
      additionalProperties: false,
      properties: {
        refs: texts,
        dueAt: text,
        verdict,
        reviewedBy: text,
        reviewedAt: text,
        comment: text,
      },
    },
    network: text,
    purpose: text,
    durationSeconds: whole,
    start: { type: 'string', enum: ['automatic', 'manual'] },
    plan,
    planDigest: text,
    decisions: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'id',
          'deciderRef',
          'decision',
          'planDigest',
          'generation',
          'decidedAt',
        ],
        additionalProperties: false,
        properties: {
          id: text,
          deciderRef: text,
          decision: { type: 'string', enum: ['approve', 'deny'] },
          comment: text,
          planDigest: text,
          generation: whole,
          decidedAt: text,
          joinedSince: texts,
        },
      },
    },
    shareId: text,
    actions: {
      type: 'object',
      required: ['decide', 'cancel', 'ask', 'answer', 'review'],
      additionalProperties: false,
      properties: {
        decide: flag,
        cancel: flag,
        ask: flag,
        answer: flag,
        review: flag,
      },
    },
    cannotDecideBecause: text,
    joinedSince: {
      type: 'object',
      required: ['refs', 'approval'],
      additionalProperties: false,
      properties: {
        refs: texts,
        notedAt: text,
        approval: { type: 'string', enum: ['refused', 'flagged'] },
      },
    },
    membersNotedAt: text,
    createdAt: text,
    updatedAt: text,
  },
} as const;

export const differences = {
  type: 'array',
  items: {
    type: 'object',
    required: ['what', 'wanted', 'is', 'effect'],
    additionalProperties: false,
    properties: {
      what: text,
      wanted: text,
      is: text,
      effect: { type: 'string', enum: ['broken', 'degraded'] },
    },
  },
} as const;

/** Whether somebody uses a share, as far as AWS publishes it. */
const shareUse = {
  type: 'object',
  required: ['state'],
  additionalProperties: false,
  properties: {
    state: {
      type: 'string',
      enum: ['used', 'unused', 'not-published', 'unread'],
    },
    usedAt: text,
    watchedSince: text,
    sharedBy: whole,
    toldBy: { type: 'string', enum: ['metrics', 'access-log'] },
    readAt: text,
    reason: text,
  },
} as const;

/** How to look for oneself. */
export const hopCheck = {
  type: 'object',
  required: ['accountId', 'accountName', 'region', 'command'],
  additionalProperties: false,
  properties: {
    accountId: text,
    accountName: text,
    region: text,
    command: text,
  },
} as const;

const hold = {
  type: 'object',
  required: ['says', 'title', 'accountId', 'accountName'],
  additionalProperties: false,
  properties: { says: text, title: text, accountId: text, accountName: text },
} as const;

export const share = {
  type: 'object',
  required: [
    'id',
    'requestId',
    'requesterRef',
    'ownerRef',
    'lifecycle',
    'health',
    'sync',
    'databaseRef',
    'databaseArn',
    'network',
    'pattern',
    'endpoint',
    'purpose',
    'plan',
    'objects',
    'hops',
    'outputs',
    'snippets',
    'startedAt',
    'expiresAt',
    'use',
    'findings',
    'updatedAt',
    'actions',
  ],
  additionalProperties: false,
  properties: {
    id: text,
    requestId: text,
    requesterRef: text,
    ownerRef: text,
    lifecycle,
    reason: text,
    verification: {
      type: 'object',
      required: ['since', 'waitsFor'],
      additionalProperties: false,
      properties: {
        since: text,
        waitsFor: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name', 'accountId', 'accountName', 'region'],
            additionalProperties: false,
            properties: {
              name: text,
              accountId: text,
              accountName: text,
              region: text,
              problem: text,
              remedy: text,
              nextLookAt: text,
            },
          },
        },
      },
    },
    health,
    sync,
    drift: {
      type: 'object',
      required: ['objects', 'reopens', 'deciderRef'],
      additionalProperties: false,
      properties: {
        reopens: { type: 'boolean' },
        deciderRef: text,
        objects: {
          type: 'array',
          items: {
            type: 'object',
            required: [
              'key',
              'title',
              'accountId',
              'accountName',
              'region',
              'what',
              'differences',
            ],
            additionalProperties: false,
            properties: {
              key: text,
              title: text,
              accountId: text,
              accountName: text,
              region: text,
              what: { type: 'string', enum: ['gone', 'changed'] },
              differences,
              since: text,
              hold,
              author: {
                type: 'object',
                required: ['status'],
                additionalProperties: false,
                properties: {
                  status: {
                    type: 'string',
                    enum: ['asking', 'named', 'nobody', 'not-asked'],
                  },
                  nextLookAt: text,
                  principal: text,
                  sourceIdentity: text,
                  call: text,
                  at: text,
                  eventId: text,
                  message: text,
                  remedy: text,
                },
              },
            },
          },
        },
      },
    },
    databaseRef: text,
    databaseArn: text,
    network: consumerNetwork,
    pattern,
    endpoint,
    purpose: text,
    plan,
    objects: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'id',
          'key',
          'type',
          'title',
          'accountId',
          'accountName',
          'region',
          'wanted',
          'condition',
          'outputs',
          'users',
          'dependsOn',
        ],
        additionalProperties: false,
        properties: {
          id: text,
          key: text,
          type: text,
          title: text,
          accountId: text,
          accountName: text,
          region: text,
          name: text,
          wanted: { type: 'string', enum: ['present', 'absent'] },
          condition: {
            type: 'string',
            enum: [
              'absent',
              'pending',
              'ready',
              'degraded',
              'broken',
              'unknown',
              'gone',
            ],
          },
          awsStatus: text,
          reason: text,
          differences,
          hold,
          since: text,
          outputs: { type: 'object', additionalProperties: text },
          users: whole,
          dependsOn: texts,
          readAt: text,
          nextLookAt: text,
        },
      },
    },
    hops: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'objects', 'health'],
        additionalProperties: false,
        properties: {
          name: text,
          objects: texts,
          health,
          cause: text,
          awsStatus: text,
          symptom: text,
          reason: text,
          check: hopCheck,
          remedy: text,
          since: text,
          follows: text,
          readAt: text,
        },
      },
    },
    outputs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'label', 'value'],
        additionalProperties: false,
        properties: { name: text, label: text, value: text },
      },
    },
    snippets: {
      type: 'array',
      items: {
        type: 'object',
        required: ['title', 'language', 'code'],
        additionalProperties: false,
        properties: { title: text, language: text, code: text },
      },
    },
    startedAt: text,
    activeAt: text,
    expiresAt: text,
    cutAt: text,
    revokedAt: text,
    certifiedAt: text,
    certifiedBy: text,
    certifySince: text,
    use: shareUse,
    findings: { type: 'array', items: finding },
    updatedAt: text,
    actions: {
      type: 'object',
      required: ['revoke', 'retry', 'certify'],
      additionalProperties: false,
      properties: { revoke: flag, retry: flag, certify: flag },
    },
  },
} as const;

/** Of a request or share, before or after what is told: by name of what changed. */
const state = { type: 'object', additionalProperties: text } as const;

const awsCallMade = {
  type: 'object',
  required: [
    'accountId',
    'region',
    'operation',
    'sessionName',
    'sourceIdentity',
  ],
  additionalProperties: false,
  properties: {
    accountId: text,
    region: text,
    operation: text,
    sessionName: text,
    sourceIdentity: text,
    awsId: text,
  },
} as const;

const timelinePage = {
  type: 'object',
  required: ['items'],
  additionalProperties: false,
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'at', 'actor', 'kind', 'message'],
        additionalProperties: false,
        properties: {
          id: whole,
          at: text,
          actor: text,
          kind: text,
          message: text,
          objectKey: text,
          awsRequestId: text,
          planDigest: text,
          details: {
            type: 'object',
            additionalProperties: false,
            properties: {
              addresses: texts,
              isLast: flag,
              event: {
                type: 'object',
                required: ['id', 'message'],
                additionalProperties: false,
                properties: { id: text, message: text, occurredAt: text },
              },
              before: state,
              after: state,
              call: awsCallMade,
            },
          },
        },
      },
    },
    nextCursor: text,
  },
} as const;

const failoverPage = {
  type: 'object',
  required: ['items'],
  additionalProperties: false,
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'id',
          'objectKey',
          'title',
          'status',
          'cause',
          'startedAt',
          'steps',
          'events',
        ],
        additionalProperties: false,
        properties: {
          id: text,
          objectKey: text,
          title: text,
          status: {
            type: 'string',
            enum: ['waiting', 'unmoved', 'moving', 'done'],
          },
          cause: { type: 'string', enum: ['event', 're-resolution'] },
          startedAt: text,
          endedAt: text,
          steps: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'addresses'],
              additionalProperties: false,
              properties: {
                name: {
                  type: 'string',
                  enum: ['event', 'moved', 'registered', 'healthy', 'gone'],
                },
                at: text,
                addresses: texts,
                message: text,
              },
            },
          },
          events: {
            type: 'array',
            items: {
              type: 'object',
              required: ['at', 'id', 'message'],
              additionalProperties: false,
              properties: {
                at: text,
                id: text,
                message: text,
                occurredAt: text,
              },
            },
          },
        },
      },
    },
    nextCursor: text,
  },
} as const;

const requestPage = {
  type: 'object',
  required: ['items'],
  additionalProperties: false,
  properties: {
    items: { type: 'array', items: accessRequest },
    nextCursor: text,
  },
} as const;

const sharePage = {
  type: 'object',
  required: ['items'],
  additionalProperties: false,
  properties: { items: { type: 'array', items: share }, nextCursor: text },
} as const;

const planInput = {
  type: 'object',
  required: ['databaseRef', 'network', 'durationSeconds'],
  additionalProperties: false,
  properties: {
    databaseRef: ref,
    network: ref,
    durationSeconds: whole,
    connectVia,
    join,
    overrideReason: sentence,
    changes: ref,
    expectedGbPerMonth: gigabytes,
    emergency: flag,
  },
} as const;

const newRequest = {
  type: 'object',
  required: [
    'databaseRef',
    'network',
    'durationSeconds',
    'purpose',
    'planDigest',
    'idempotencyKey',
  ],
  additionalProperties: false,
  properties: {
    databaseRef: ref,
    network: ref,
    durationSeconds: whole,
    connectVia,
    join,
    overrideReason: sentence,
    changes: ref,
    expectedGbPerMonth: gigabytes,
    purpose: sentence,
    start: { type: 'string', enum: ['automatic', 'manual'] },
    emergency: flag,
    planDigest: digest,
    idempotencyKey: ref,
  },
} as const;

const newDecision = {
  type: 'object',
  required: ['decision', 'planDigest'],
  additionalProperties: false,
  properties: {
    decision: { type: 'string', enum: ['approve', 'deny'] },
    comment: sentence,
    planDigest: digest,
  },
} as const;

const newDecisions = {
  type: 'object',
  required: ['items'],
  additionalProperties: false,
  properties: {
    items: {
      type: 'array',
      minItems: 1,
      maxItems: 50,
      items: {
        ...newDecision,
        required: ['requestId', 'decision', 'planDigest'],
        properties: {
          requestId: { type: 'string', maxLength: 36 },
          ...newDecision.properties,
        },
      },
    },
  },
} as const;

const decisionOutcomes = {
  type: 'object',
  required: ['items'],
  additionalProperties: false,
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['requestId'],
        additionalProperties: false,
        properties: {
          requestId: text,
          request: accessRequest,
          error: {
            type: 'object',
            required: ['name', 'message'],
            additionalProperties: false,
            properties: { name: text, message: text, code: text },
          },
        },
      },
    },
  },
} as const;

const newMessage = {
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  properties: { text: sentence },
} as const;

const newReview = {
  type: 'object',
  required: ['verdict'],
  additionalProperties: false,
  properties: { verdict, comment: sentence },
} as const;

const policyQuestion = {
  type: 'object',
  additionalProperties: false,
  properties: {
    kind: { type: 'string', enum: ['access', 'extension'] },
    requester: {
      type: 'object',
      additionalProperties: false,
      properties: { ref, groups: { type: 'array', maxItems: 50, items: ref } },
    },
    database: {
      type: 'object',
      additionalProperties: false,
      properties: {
        ref,
        accountId: ref,
        organizationalUnit: ref,
        environment: ref,
        dataClassification: ref,
        owner: ref,
        system: ref,
        tags: { type: 'object', additionalProperties: sentence },
      },
    },
    network: {
      type: 'object',
      additionalProperties: false,
      properties: {
        name: ref,
        accountId: ref,
        organizationalUnit: ref,
        owner: ref,
      },
    },
    outsideOrganization: flag,
    pattern,
    durationSeconds: { type: 'integer', minimum: 0 },
    fixedMonthlyCost: { type: 'number', minimum: 0 },
  },
} as const;

const policyExplanation = {
  type: 'object',
  required: [
    'outcome',
    'reasons',
    'seats',
    'extendingNeedsDecision',
    'commentRequired',
    'rules',
    'opinions',
  ],
  additionalProperties: false,
  properties: {
    outcome: { type: 'string', enum: ['refused', 'automatic', 'decided'] },
    reasons: texts,
    seats: { type: 'array', items: seat },
    longestSeconds: whole,
    defaultSeconds: whole,
    patterns: { type: 'array', items: pattern },
    extendingNeedsDecision: flag,
    commentRequired: flag,
    rules: {
      type: 'array',
      items: {
        type: 'object',
        required: ['rule', 'key', 'because', 'holds', 'conditions'],
        additionalProperties: false,
        properties: {
          rule: text,
          key: text,
          because: text,
          holds: flag,
          conditions: {
            type: 'array',
            items: {
              type: 'object',
              required: ['text', 'holds'],
              additionalProperties: false,
              properties: { text, holds: flag },
            },
          },
        },
      },
    },
    opinions: policyWords,
  },
} as const;

const revocation = {
  type: 'object',
  required: ['reason'],
  additionalProperties: false,
  properties: {
    reason: sentence,
    leave: { type: 'string', enum: ['network', 'database'] },
  },
} as const;

export const zonePairs = {
  type: 'array',
  items: {
    type: 'object',
    required: ['shareId', 'network', 'databaseRef'],
    additionalProperties: false,
    properties: { shareId: text, network: text, databaseRef: text },
  },
} as const;

const zoneEnding = {
  type: 'object',
  required: ['zone', 'network', 'database'],
  additionalProperties: false,
  properties: { zone: text, network: zonePairs, database: zonePairs },
} as const;

const nothing = {
  type: 'object',
  additionalProperties: false,
  properties: {},
} as const;

export const id = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', maxLength: 36 },
} as const;

const after = {
  name: 'after',
  in: 'query',
  // The ids of entries are of this width.
  schema: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
} as const;

export const mine = { name: 'mine', in: 'query', schema: flag } as const;

const databaseRef = { name: 'databaseRef', in: 'query', schema: ref } as const;

const days = { type: 'integer', minimum: 0, maximum: 3_650 } as const;

const accountId = { type: 'string', pattern: '^\\d{12}$' } as const;

export const cursor = {
  name: 'cursor',
  in: 'query',
  schema: { type: 'string', maxLength: 500 },
} as const;

export const limit = {
  name: 'limit',
  in: 'query',
  schema: { type: 'integer', minimum: 1, maximum: 100 },
} as const;

/** Plans, requests and shares. */
export const requestPaths = {
  '/v1/plans': {
    post: {
      operationId: 'CreatePlan',
      description:
        'What would be built, what it opens, what it costs, and what stands in the way. Changes nothing.',
      requestBody: body(planInput),
      responses: answers(plan),
    },
  },
  '/v1/requests': {
    post: {
      operationId: 'FileRequest',
      description:
        'Files a request; the same key and body by the same person file it once',
      requestBody: body(newRequest),
      responses: created(accessRequest),
    },
    get: {
      operationId: 'ListRequests',
      description: 'The newest first, unless oldestFirst says otherwise',
      parameters: [
        mine,
        { name: 'oldestFirst', in: 'query', schema: flag },
        { name: 'toDecide', in: 'query', schema: flag },
        { name: 'waitingForOthers', in: 'query', schema: flag },
        { name: 'decided', in: 'query', schema: flag },
        { name: 'toReview', in: 'query', schema: flag },
        { name: 'status', in: 'query', schema: requestStatus },
        databaseRef,
        { name: 'olderThanDays', in: 'query', schema: days },
        { name: 'notOlderThanDays', in: 'query', schema: days },
        cursor,
        limit,
      ],
      responses: answers(requestPage),
    },
  },
  '/v1/requests/{id}': {
    get: {
      operationId: 'GetRequest',
      description: 'One request',
      parameters: [id],
      responses: answers(accessRequest),
    },
  },
  '/v1/requests/{id}/decisions': {
    post: {
      operationId: 'DecideRequest',
      description: 'One person’s word on a request',
      parameters: [id],
      requestBody: body(newDecision),
      responses: answers(accessRequest),
    },
  },
  '/v1/requests/{id}/questions': {
    post: {
      operationId: 'AskRequester',
      description:
        'Asks the requester something; the clock of those who decide stands still until the answer',
      parameters: [id],
      requestBody: body(newMessage),
      responses: answers(accessRequest),
    },
  },
  '/v1/requests/{id}/answers': {
    post: {
      operationId: 'AnswerQuestion',
      description: 'Answers, and gives the request back to those who decide',
      parameters: [id],
      requestBody: body(newMessage),
      responses: answers(accessRequest),
    },
  },
  '/v1/requests/{id}/reviews': {
    post: {
      operationId: 'ReviewEmergency',
      description:
        'Says whether an access that began before anybody was asked was in order',
      parameters: [id],
      requestBody: body(newReview),
      responses: answers(accessRequest),
    },
  },
  '/v1/requests/{id}/cancel': {
    post: {
      operationId: 'CancelRequest',
      description: 'Withdraws a request',
      parameters: [id],
      requestBody: body(nothing),
      responses: answers(accessRequest),
    },
  },
  '/v1/requests/{id}/start': {
    post: {
      operationId: 'StartRequest',
      description: 'Starts an approved request, or returns what it has become',
      parameters: [id],
      requestBody: body(nothing),
      responses: answers(accessRequest),
    },
  },
  '/v1/requests/{id}/timeline': {
    get: {
      operationId: 'GetRequestTimeline',
      description:
        'What happened to a request and to its share, the oldest first',
      parameters: [id, after],
      responses: answers(timelinePage),
    },
  },
  '/v1/decisions': {
    post: {
      operationId: 'DecideRequests',
      description:
        'One person’s words on several requests; one that is refused hides none of the others',
      requestBody: body(newDecisions),
      responses: answers(decisionOutcomes),
    },
  },
  '/v1/policy/explanations': {
    post: {
      operationId: 'ExplainPolicy',
      description:
        'What the policies would say of a made-up request, and why. Changes nothing.',
      requestBody: body(policyQuestion),
      responses: answers(policyExplanation),
    },
  },
  '/v1/shares': {
    get: {
      operationId: 'ListShares',
      description:
        'The newest first. Health and sync are asked only of those that are not revoked.',
      parameters: [
        databaseRef,
        mine,
        { name: 'lifecycle', in: 'query', schema: lifecycle },
        { name: 'living', in: 'query', schema: flag },
        { name: 'health', in: 'query', schema: health },
        { name: 'sync', in: 'query', schema: sync },
        { name: 'pattern', in: 'query', schema: pattern },
        { name: 'environment', in: 'query', schema: ref },
        { name: 'accountId', in: 'query', schema: accountId },
        { name: 'ownerRef', in: 'query', schema: ref },
        { name: 'networkOwnerRef', in: 'query', schema: ref },
        { name: 'expiresWithinDays', in: 'query', schema: days },
        { name: 'toCertify', in: 'query', schema: flag },
        cursor,
        limit,
      ],
      responses: answers(sharePage),
    },
  },
  '/v1/shares/{id}': {
    get: {
      operationId: 'GetShare',
      description: 'One share, its objects and its path',
      parameters: [id],
      responses: answers(share),
    },
  },
  '/v1/shares/{id}/zone-ending': {
    get: {
      operationId: 'GetZoneEnding',
      description: 'What would end with a share of a zone, by who leaves it',
      parameters: [id],
      responses: answers(zoneEnding),
    },
  },
  '/v1/shares/{id}/revoke': {
    post: {
      operationId: 'RevokeShare',
      description:
        'Cuts access first and cleans up after. In a zone the whole network leaves it, or the whole database',
      parameters: [id],
      requestBody: body(revocation),
      responses: answers(share),
    },
  },
  '/v1/shares/{id}/retry': {
    post: {
      operationId: 'RetryShare',
      description: 'Lets a stuck share try again',
      parameters: [id],
      requestBody: body(nothing),
      responses: answers(share),
    },
  },
  '/v1/shares/{id}/timeline': {
    get: {
      operationId: 'GetShareTimeline',
      description: 'What happened to a share, the oldest first',
      parameters: [id, after],
      responses: answers(timelinePage),
    },
  },
  '/v1/shares/{id}/failovers': {
    get: {
      operationId: 'ListShareFailovers',
      description:
        'How the database behind a share moved, the newest first and only the last ones',
      parameters: [id],
      responses: answers(failoverPage),
    },
  },
} as const;
