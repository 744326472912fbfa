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

import { Entity } from '@backstage/catalog-model';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessDatabaseReadPermission,
  RdsDetails,
  RdsReport,
} from '@towpath/backstage-plugin-database-access-common';
import { engineName } from '../engineName';
import { useRdsReport } from '../hooks/useRdsReport';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { DatabaseStatusChip } from './DatabaseStatusChip';
import { ExposureChip } from './ExposureChip';
import { FindingList } from './FindingList';
import { Panel } from './Panel';
import { RdsEventList } from './RdsEventList';
import { RdsFactLists } from './RdsFactLists';
import { RdsMaintenanceList } from './RdsMaintenanceList';
import { RdsMembers } from './RdsMembers';
import { ReadingAge } from './ReadingAge';
import { Section } from './Section';
import { Stack } from './Stack';
import { StatusChip } from './StatusChip';

/** How RDS keeps a database: what would make it safer, how it is built and kept, and what happened to it. */
export function RdsPanel(props: { entity: Entity }) {
  const { entity } = props;
  const { t } = useTexts();
  return (
    <Panel title={t('rds.title')}>
      <Answered
        question={useRdsReport(entity)}
        waiting={{
          label: t('waiting.rds', { name: entity.metadata.name }),
          lines: 8,
        }}
        failure={{
          title: t('failure.rds'),
          forbidden: {
            title: t('forbidden.database'),
            permission: databaseAccessDatabaseReadPermission.name,
          },
        }}
      >
        {report => <Report report={report} />}
      </Answered>
    </Panel>
  );
}

function Report(props: { report: RdsReport }) {
  const { hints, problems, reading } = props.report;
  const { t } = useTexts();
  if (!reading) {
    return (
      <Stack>
        <FindingList brief findings={problems} label={t('rds.problems')} />
        <Typography variant="body2">{t('rds.never')}</Typography>
      </Stack>
    );
  }
  const { details } = reading;
  return (
    <Stack>
      <div>
        <Headline details={details} stale={reading.stale} />
        <Typography variant="body2" color="textSecondary">
          {t(reading.stale ? 'rds.stale' : 'rds.fresh', {
            age: <ReadingAge readAt={reading.readAt} />,
          })}
        </Typography>
      </div>
      <FindingList brief findings={problems} label={t('rds.problems')} />
      <Section title={t('rds.hints')}>
        {hints.length > 0 ? (
          <FindingList findings={hints} label={t('rds.hints')} />
        ) : (
          <StatusChip tone="ok" label={t('rds.noHints')} />
        )}
      </Section>
      <RdsFactLists details={details} />
      {details.members.length > 0 && <RdsMembers members={details.members} />}
      <RdsMaintenanceList details={details} />
      {details.events && <RdsEventList events={details.events} />}
    </Stack>
  );
}

const useStyles = makeStyles(
  theme => ({
    headline: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
  }),
  { name: 'DatabaseAccessRdsPanel' },
);

function Headline(props: { details: RdsDetails; stale: boolean }) {
  const { engine, engineVersion, instanceClass, publiclyAccessible, status } =
    props.details;
  const { t } = useTexts();
  const classes = useStyles();
  return (
    <div className={classes.headline}>
      <Typography variant="body1" component="span">
        <strong>{engineName(engine)}</strong> {engineVersion}
        {instanceClass && `, ${instanceClass}`}
      </Typography>
      <DatabaseStatusChip status={status} />
      <ExposureChip publiclyAccessible={publiclyAccessible} />
      {props.stale && (
        <StatusChip tone="warning" label={t('reading.staleChip')} />
      )}
    </div>
  );
}
