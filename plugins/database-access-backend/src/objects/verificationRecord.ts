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
  paginateListHostedZones,
  ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { LaneClients } from '../aws';
import { endpointServiceName } from './endpointServiceName';
import { withoutDot } from './hostedZone';
import { defineObjectType, ObjectRef } from './ObjectType';
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

export type VerificationRecordSpec = {
  /** The public zone of the domain, as config names it. */
  readonly zoneId: string;
  /** What AWS wants to find, and where: both come from `ec2/endpoint-service-name`. */
  readonly name: string;
  readonly value: string;
};

export interface VerificationRecordState extends LastChange {
  zoneId: string;
  name: string;
  value: string;
  isAltered?: boolean;
}

/** Whoever asks after AWS has asked is told the new text soon. */
const TTL_SECONDS = 60;

/**
 * Proves to AWS that the domain of an endpoint service's private DNS name is the provider's: a TXT record whose name is
 * known to nobody before AWS has made it up, so it takes the place of no other record.
 */
export const verificationRecord = defineObjectType<
  VerificationRecordSpec,
  VerificationRecordState
>({
  type: 'route53/verification-record',
  title: 'Proof of the domain',
  partOf: 'private-name',
  identity: 'neither',
  permissions: {
    read: [
      reading(
        'route53:GetChange',
        'route53:ListHostedZones',
        'route53:ListResourceRecordSets',
      ),
    ],
    provision: [
      {
        actions: ['route53:ChangeResourceRecordSets'],
        resources: ['arn:${partition}:route53:::hostedzone/${hostedZoneId}'],
        // Nothing that leads anywhere: texts, and only below names that begin as AWS's own do.
        conditions: {
          'ForAllValues:StringLike': {
            'route53:ChangeResourceRecordSetsNormalizedRecordNames': [
              '_*.${domain}',
            ],
          },
          'ForAllValues:StringEquals': {
            'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'],
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
    const { zoneId, name, value } = spec;
    const state = { zoneId, name, value };
    return { ...state, pendingChange: await upsert(aws, state) };
  },

  remove: (aws, _ref, state) =>
    removeRecord(aws, state.zoneId, recordOf(state)),

  /** Nothing in a record says whose it is: those that AWS asks of our services. */
  async *list(aws, installation) {
    for await (const service of endpointServiceName.list(aws, installation)) {
      for (const zoneId of await publicZonesOf(aws, service.recordName)) {
        const found = await findOne(aws, { zoneId, name: service.recordName });
        if (found) {
          yield found;
        }
      }
    }
  },

  correction: {
    needed: ({ spec }, state) =>
      state.isAltered
        ? `The text of ${state.name} is not the one that AWS asks for: it becomes ${spec.value}.`
        : proofNeeded(state.name, state),
    async make(aws, { spec: { zoneId, name, value } }) {
      const state = { zoneId, name, value };
      return { ...state, pendingChange: await upsert(aws, state) };
    },
    rate: route53Rate(CHANGE_RECORDS),
  },

  assess: state =>
    state.isAltered
      ? {
          condition: 'broken',
          reason: `The text of ${state.name} is '${state.value}', which is not the one that AWS asks for.`,
        }
      : assessChange(state),
  awsId: ({ zoneId, name }) => `${zoneId}|${name}`,
  outputs: ({ zoneId, name, value }) => ({
    zoneId,
    textName: name,
    text: value,
  }),
});

/** AWS makes a new name up when the service's is set anew; what it was before is then nobody's. */
function placeOf({
  awsId,
  spec,
}: ObjectRef<VerificationRecordSpec>): Pick<
  VerificationRecordState,
  'zoneId' | 'name'
> {
  const [zoneId, name] = awsId?.split('|') ?? [];
  return spec.name === undefined && name ? { zoneId, name } : spec;
}

/** What it should say is not known while it is being taken away. */
function compared(
  found: VerificationRecordState,
  { value }: VerificationRecordSpec,
): VerificationRecordState {
  return value === undefined || value === found.value
    ? found
    : { ...found, isAltered: true };
}

function upsert(
  aws: LaneClients,
  state: VerificationRecordState,
): Promise<string> {
  return changeRecord(aws, state.zoneId, {
    Action: 'UPSERT',
    ResourceRecordSet: recordOf(state),
  });
}

function recordOf({ name, value }: VerificationRecordState): ResourceRecordSet {
  return {
    Name: name,
    Type: 'TXT',
    TTL: TTL_SECONDS,
    // Texts stand in quotation marks (Route 53 Developer Guide, "TXT record type").
    ResourceRecords: [{ Value: `"${value}"` }],
  };
}

async function findOne(
  aws: LaneClients,
  { zoneId, name }: Pick<VerificationRecordState, 'zoneId' | 'name'>,
): Promise<VerificationRecordState | undefined> {
  const found = await recordAt(aws, { zoneId, name, type: 'TXT' });
  const values = found?.ResourceRecords?.map(({ Value }) => Value!) ?? [];
  return (
    found && {
      zoneId,
      name,
      value: values.map(value => value.replace(/^"|"$/g, '')).join(' '),
    }
  );
}

async function publicZonesOf(
  { route53 }: LaneClients,
  name: string,
): Promise<string[]> {
  const found: string[] = [];
  const pages = paginateListHostedZones({ client: route53, pageSize: 100 }, {});
  for await (const page of pages) {
    for (const zone of page.HostedZones ?? []) {
      const isOfName = name.endsWith(`.${withoutDot(zone.Name!)}`);
      if (isOfName && !zone.Config?.PrivateZone) {
        found.push(zone.Id!.replace('/hostedzone/', ''));
      }
    }
  }
  return found;
}
