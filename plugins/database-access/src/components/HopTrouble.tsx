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

import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  Health,
  Hop,
  ShareObject,
} from '@towpath/backstage-plugin-database-access-common';
import { ReactNode } from 'react';
import { checkCommand } from '../checkCommand';
import { useHopTitle } from '../hooks/useHopTitle';
import { worstObjectOf } from '../shareStatus';
import { useTexts } from '../useTexts';
import { useOutdated } from './AsOf';
import { CommandLine } from './CommandLine';
import { WayToLanes } from './WayToLanes';

type Symptom =
  | 'hop.symptomSilent'
  | 'hop.symptomNoEndpoint'
  | 'hop.symptomNotJoined'
  | 'hop.symptomNotInNetwork'
  | 'hop.symptomNotShared'
  | 'hop.symptomNotAccepted'
  | 'hop.symptomNoTarget'
  | 'hop.symptomWrongName'
  | 'hop.symptomBroken'
  | 'hop.symptomDegraded'
  | 'hop.symptomPending'
  | 'hop.symptomUnknown';

/** What clients meet when something of this type is broken, by how the type begins. */
const BROKEN: ReadonlyArray<readonly [string, Symptom]> = [
  ['ec2/security-group', 'hop.symptomSilent'],
  ['ec2/vpc-endpoint', 'hop.symptomNoEndpoint'],
  ['ec2/interface-endpoint', 'hop.symptomNoEndpoint'],
  ['ec2/service-network-endpoint', 'hop.symptomNoEndpoint'],
  ['vpc-lattice/service-network-vpc-association', 'hop.symptomNotJoined'],
  [
    'vpc-lattice/service-network-resource-association',
    'hop.symptomNotInNetwork',
  ],
  ['ec2/endpoint-connection', 'hop.symptomNotAccepted'],
  ['ec2/endpoint-service', 'hop.symptomNotAccepted'],
  ['ram/', 'hop.symptomNotShared'],
  ['elbv2/', 'hop.symptomNoTarget'],
  ['route53/', 'hop.symptomWrongName'],
];

const SYMPTOM: Record<Exclude<Health, 'healthy'>, Symptom> = {
  broken: 'hop.symptomBroken',
  degraded: 'hop.symptomDegraded',
  pending: 'hop.symptomPending',
  unknown: 'hop.symptomUnknown',
};

const useStyles = makeStyles(
  theme => ({
    trouble: {
      display: 'grid',
      gridTemplateColumns: 'max-content minmax(0, 1fr)',
      gap: theme.spacing(0.25, 2),
      margin: theme.spacing(0.5, 0, 0),
      '& > dt': { fontWeight: theme.typography.fontWeightBold as number },
      '& > dd': { margin: 0 },
      '@media (max-width: 600px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
    },
  }),
  { name: 'DatabaseAccessHopTrouble' },
);

/** A hop that is not well: what clients meet, why, how to look for oneself, and what mends it. */
export function HopTrouble(props: { hop: Hop; objects: ShareObject[] }) {
  const { hop, objects } = props;
  const { t } = useTexts();
  const titleOf = useHopTitle();
  const classes = useStyles();
  const health = useOutdated() ? 'unknown' : hop.health;
  if (health === 'healthy') {
    return null;
  }
  const object = worstObjectOf(hop, objects);
  return (
    <Typography component="dl" variant="body2" className={classes.trouble}>
      <Part name={t('hop.symptom')}>
        {health === hop.health && hop.symptom
          ? hop.symptom
          : t(symptomOf(health, object))}
      </Part>
      <Part name={t('hop.cause')}>
        {hop.reason ?? t('hop.causeUnknown')}{' '}
        {hop.follows && t('hop.follows', { hop: titleOf(hop.follows) })}
      </Part>
      {hop.check ? (
        <Part name={t('hop.check')}>
          <CommandLine
            account={t('facts.accountValue', {
              name: hop.check.accountName,
              id: hop.check.accountId,
            })}
            command={hop.check.command}
          />
        </Part>
      ) : (
        object && (
          <Part name={t('hop.check')}>
            <Check object={object} objects={objects} />
          </Part>
        )
      )}
      <Part name={t('hop.fix')}>
        {hop.remedy ??
          t(health === 'pending' ? 'hop.fixNone' : 'hop.fixUnknown')}{' '}
        <WayToLanes cause={hop.cause} />
      </Part>
    </Typography>
  );
}

function Part(props: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

function Check(props: { object: ShareObject; objects: ShareObject[] }) {
  const { object, objects } = props;
  const { t } = useTexts();
  const command = checkCommand(object, objects);
  const place = {
    account: t('facts.accountValue', {
      name: object.accountName,
      id: object.accountId,
    }),
    region: object.region,
    object: object.name ? `${object.title} ${object.name}` : object.title,
  };
  if (!command) {
    return <>{t('hop.checkConsole', place)}</>;
  }
  return <CommandLine account={place.account} command={command} />;
}

function symptomOf(
  health: Exclude<Health, 'healthy'>,
  object: ShareObject | undefined,
): Symptom {
  const special =
    health === 'broken'
      ? BROKEN.find(([prefix]) => object?.type.startsWith(prefix))
      : undefined;
  return special?.[1] ?? SYMPTOM[health];
}
