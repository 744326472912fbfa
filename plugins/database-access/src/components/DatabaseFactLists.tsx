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

import Typography from '@material-ui/core/Typography';
import {
  DatabaseDetails,
  DatabaseFacts,
} from '@towpath/backstage-plugin-database-access-common';
import { Translate } from '../Translate';
import { useTexts } from '../useTexts';
import { Fact, FactList } from './FactList';
import { Stack } from './Stack';

/** Everything AWS says of a database, grouped by what it is good for; without a reading, what the ARN alone tells. */
export function DatabaseFactLists(props: { details: DatabaseDetails }) {
  const { details } = props;
  const { t } = useTexts();
  const facts = details.reading?.facts;
  if (!facts) {
    return <FactList facts={addressOf(details, t)} />;
  }
  return (
    <Stack>
      <Group title={t('facts.connection')} facts={connectionOf(facts, t)} />
      <Group
        title={t('facts.place')}
        facts={[...placeOf(facts, t), ...addressOf(details, t)]}
      />
      <Group title={t('facts.protection')} facts={protectionOf(facts, t)} />
    </Stack>
  );
}

function Group(props: { title: string; facts: Fact[] }) {
  return (
    <section>
      <Typography variant="subtitle2" component="h4" gutterBottom>
        <strong>{props.title}</strong>
      </Typography>
      <FactList facts={props.facts} />
    </section>
  );
}

function connectionOf(facts: DatabaseFacts, t: Translate): Fact[] {
  const { endpoint, readerEndpoint, certificateAuthority } = facts;
  const port = String(endpoint?.port ?? facts.port);
  return [
    endpoint
      ? { label: t('facts.host'), value: endpoint.host, copy: endpoint.host }
      : { label: t('facts.host'), value: t('facts.hostPending') },
    ...(readerEndpoint
      ? [
          {
            label: t('facts.readerHost'),
            value: readerEndpoint.host,
            copy: readerEndpoint.host,
          },
        ]
      : []),
    { label: t('facts.port'), value: port, copy: port },
    {
      label: t('facts.iamAuthentication'),
      value: onOff(facts.iamAuthentication, t),
    },
    {
      label: t('facts.certificateAuthority'),
      value: certificateAuthority ?? t('facts.none'),
    },
  ];
}

function placeOf(facts: DatabaseFacts, t: Translate): Fact[] {
  return [
    { label: t('facts.multiAz'), value: multiAz(facts, t) },
    {
      label: t('facts.zones'),
      value: facts.availabilityZoneIds.join(', ') || t('facts.none'),
    },
    { label: t('facts.vpc'), value: facts.vpcId },
  ];
}

function addressOf(details: DatabaseDetails, t: Translate): Fact[] {
  const { accountName, accountId, region, arn } = details;
  return [
    {
      label: t('facts.account'),
      value: t('facts.accountValue', { name: accountName, id: accountId }),
    },
    { label: t('facts.region'), value: region },
    { label: t('facts.arn'), value: arn, copy: arn },
  ];
}

function protectionOf(facts: DatabaseFacts, t: Translate): Fact[] {
  return [
    { label: t('facts.encryption'), value: onOff(facts.storageEncrypted, t) },
    {
      label: t('facts.deletionProtection'),
      value: onOff(facts.deletionProtection, t),
    },
    {
      label: t('facts.exposure'),
      value: facts.publiclyAccessible
        ? t('exposure.publicFact')
        : t('exposure.privateFact'),
    },
  ];
}

function onOff(value: boolean, t: Translate): string {
  return t(value ? 'facts.on' : 'facts.off');
}

function multiAz(facts: DatabaseFacts, t: Translate): string {
  if (!facts.multiAz) {
    return t('facts.multiAzNo');
  }
  return t(
    facts.kind === 'cluster' ? 'facts.multiAzYesCluster' : 'facts.multiAzYes',
  );
}
