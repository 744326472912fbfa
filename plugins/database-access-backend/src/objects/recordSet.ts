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
import { LaneClients } from '../aws';
import { notOurs } from './awsAnswers';
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
    return (
      found && {
        ...compared(found, ref.spec),
        ...(await lastChangeOf(aws, ref)),
      }
    );
  },

  async create(aws, { spec }) {
    const { zoneId, name, aliasName, aliasZoneId } = spec;
    const state = { zoneId, name, aliasName, aliasZoneId };
    return { ...state, pendingChange: await upsert(aws, state) };
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
      return { ...state, pendingChange: await upsert(aws, state) };
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

function upsert(aws: LaneClients, state: RecordSetState): Promise<string> {
  return changeRecord(aws, state.zoneId, {
    Action: 'UPSERT',
    ResourceRecordSet: recordSetOf(state),
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
