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

import { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, LaneClients } from '../aws';
import { awsCodeOf, notOurs } from './awsAnswers';
import { hostedZone, isZoneOfPortal, withoutDot } from './hostedZone';
import { defineObjectType, ObjectRef } from './ObjectType';
import { INSTALLATION_TAG } from './ours';
import { route53Rate } from './rates';
import {
  assessChange,
  CHANGE_RECORDS,
  changeRecord,
  LastChange,
  lastChangeOf,
  proofNeeded,
  recordAt,
  removeRecord,
} from './recordChanges';
import { reading } from './statements';

export type RecordSetSpec = {
  readonly zoneId: string;
  /** The name of the zone itself. */
  readonly name: string;
  /** What AWS calls the endpoint, and the zone that AWS keeps that name in. */
  readonly aliasName: string;
  readonly aliasZoneId: string;
};

export interface RecordSetState extends LastChange {
  zoneId: string;
  name: string;
  aliasName?: string;
  aliasZoneId?: string;
  leadsElsewhere?: boolean;
}

/** As AWS names endpoints: `vpce-….vpce-svc-….us-east-1.vpce.amazonaws.com`. */
const NAME_OF_ENDPOINT = /\.vpce\.amazonaws\.com(\.cn)?$/;

/** Lets the database's name lead to the endpoint, in the VPC of the name's private zone. */
export const recordSet = defineObjectType<RecordSetSpec, RecordSetState>({
  type: 'route53/record-set',
  title: 'Name of the database in the network',
  identity: 'neither',
  permissions: {
    read: [
      reading(
        // Whether a change is known everywhere.
        'route53:GetChange',
        // Whose zone it is.
        'route53:GetHostedZone',
        'route53:ListHostedZones',
        'route53:ListResourceRecordSets',
      ),
    ],
    provision: [
      {
        actions: ['route53:ChangeResourceRecordSets'],
        // Addresses of RDS's names and nothing else: no other name of the account can be turned.
        conditions: {
          'ForAllValues:StringLike': {
            'route53:ChangeResourceRecordSetsNormalizedRecordNames': [
              '*.rds.amazonaws.com',
              '*.rds.amazonaws.com.cn',
            ],
          },
          'ForAllValues:StringEquals': {
            'route53:ChangeResourceRecordSetsRecordTypes': ['A'],
          },
        },
      },
    ],
  },
  rates: {
    create: route53Rate(CHANGE_RECORDS),
    remove: route53Rate(CHANGE_RECORDS),
    read: route53Rate('ListResourceRecordSets'),
  },
  budgetSeconds: 10 * 60,
  oneByOne: true,
  isSetting: true,

  async find(aws, ref) {
    const found = await findOne(aws, placeOf(ref));
    const state = found && compared(found, ref.spec);
    // What leads elsewhere before ours was made is the name of another endpoint, which is on its way out.
    return state && (ref.awsId || !state.leadsElsewhere)
      ? { ...state, ...(await lastChangeOf(aws, ref)) }
      : undefined;
  },

  /** Another endpoint has taken over the name since, for it waited until this record was gone. */
  isReplaced({ look }, { aliasName }) {
    const before = look?.before as RecordSetState | undefined;
    return (
      before?.aliasName !== undefined &&
      withoutDot(before.aliasName) !== aliasName &&
      NAME_OF_ENDPOINT.test(aliasName ?? '')
    );
  },

  async create(aws, { spec }) {
    const { zoneId, name, aliasName, aliasZoneId } = spec;
    const state = { zoneId, name, aliasName, aliasZoneId };
    try {
      const pendingChange = await write(aws, state, 'CREATE');
      return { ...state, pendingChange };
    } catch (error) {
      throw whileNameLeadsElsewhere(aws, state, error);
    }
  },

  async remove(aws, { tags }, state) {
    const { zoneId, name } = state;
    if (!(await isZoneOfPortal(aws, zoneId, tags[INSTALLATION_TAG]))) {
      throw notOurs(
        aws,
        `route53:${CHANGE_RECORDS}`,
        `The zone ${zoneId} of the name ${name}`,
        'a caller reference of this portal',
      );
    }
    await removeRecord(aws, zoneId, recordSetOf(state));
  },

  /** Route 53 lists them for one zone at a time. */
  async *list(aws, installation) {
    for await (const zone of hostedZone.list(aws, installation)) {
      const found = await findOne(aws, zone);
      if (found) {
        yield found;
      }
    }
  },

  correction: {
    needed: (ref, state) =>
      state.leadsElsewhere
        ? `${state.name} leads to ${
            state.aliasName ?? 'nowhere'
          }: it is turned to ${ref.spec.aliasName}.`
        : proofNeeded(state.name, state),
    async make(aws, { spec }, { zoneId, name }) {
      const { aliasName, aliasZoneId } = spec;
      const state = { zoneId, name, aliasName, aliasZoneId };
      return { ...state, pendingChange: await write(aws, state, 'UPSERT') };
    },
    rate: route53Rate(CHANGE_RECORDS),
  },

  assess(state) {
    const { leadsElsewhere, aliasName } = state;
    return leadsElsewhere
      ? {
          condition: 'broken',
          reason: `The name leads to ${
            aliasName ?? 'something that is no endpoint'
          }, not to the endpoint that was made for it.`,
        }
      : assessChange(state);
  },
  awsId: ({ zoneId, name }) => `${zoneId}|${name}`,
  outputs: ({ name }) => ({ recordName: name }),
});

function placeOf({
  awsId,
  spec,
}: ObjectRef<RecordSetSpec>): Pick<RecordSetState, 'zoneId' | 'name'> {
  const [zoneId, name] = awsId?.split('|') ?? [];
  return name ? { zoneId, name } : spec;
}

/** Another endpoint than that one is as wrong as none. What it should be is not known while it is being taken away. */
function compared(found: RecordSetState, spec: RecordSetSpec): RecordSetState {
  const isAsItShallBe =
    spec.aliasName === undefined ||
    (found.aliasName === withoutDot(spec.aliasName) &&
      found.aliasZoneId === spec.aliasZoneId);
  return isAsItShallBe ? found : { ...found, leadsElsewhere: true };
}

function write(
  aws: LaneClients,
  state: RecordSetState,
  Action: 'CREATE' | 'UPSERT',
): Promise<string> {
  return changeRecord(aws, state.zoneId, {
    Action,
    ResourceRecordSet: recordSetOf(state),
  });
}

/**
 * A name leads to one endpoint. Where another one takes over, the record of the former is taken away first: were it turned
 * instead, its removal would take the new one along. `InvalidChangeBatch`, "… but it already exists":
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
function whileNameLeadsElsewhere(
  aws: LaneClients,
  { zoneId, name }: RecordSetState,
  error: unknown,
): unknown {
  if (
    !(error instanceof AwsCallError) ||
    awsCodeOf(error) !== 'InvalidChangeBatch' ||
    !/already exists/.test(error.awsMessage ?? '')
  ) {
    return error;
  }
  const { account, region } = aws;
  return new AwsCallError({
    message: `The name ${name} is in the private zone ${zoneId} of account ${account.accountId} (${account.name}) already, and leads to another endpoint, so route53:${CHANGE_RECORDS} has to wait until that is gone.`,
    code: ERROR_CODES.endpointExists,
    verdict: 'retry-later',
    lane: { accountId: account.accountId, region },
    operation: `route53:${CHANGE_RECORDS}`,
    remedy: `If it stays so, look where the record leads, and delete it from ${zoneId} if nobody needs it.`,
    awsCode: awsCodeOf(error),
    awsMessage: error.awsMessage,
  });
}

function recordSetOf(state: RecordSetState): ResourceRecordSet {
  return {
    Name: state.name,
    Type: 'A',
    AliasTarget: {
      DNSName: state.aliasName,
      HostedZoneId: state.aliasZoneId,
      EvaluateTargetHealth: false,
    },
  };
}

async function findOne(
  aws: LaneClients,
  { zoneId, name }: Pick<RecordSetState, 'zoneId' | 'name'>,
): Promise<RecordSetState | undefined> {
  const found = await recordAt(aws, { zoneId, name, type: 'A' });
  return found && toState(found, zoneId);
}

function toState(found: ResourceRecordSet, zoneId: string): RecordSetState {
  const { AliasTarget } = found;
  return {
    zoneId,
    name: withoutDot(found.Name!),
    aliasName: AliasTarget?.DNSName && withoutDot(AliasTarget.DNSName),
    aliasZoneId: AliasTarget?.HostedZoneId,
  };
}
