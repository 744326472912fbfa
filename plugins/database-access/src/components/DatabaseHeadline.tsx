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
import { DatabaseReading } from '@towpath/backstage-plugin-database-access-common';
import { engineName } from '../engineName';
import { useTexts } from '../useTexts';
import { DatabaseStatusChip } from './DatabaseStatusChip';
import { ExposureChip } from './ExposureChip';
import { StatusChip } from './StatusChip';

const useStyles = makeStyles(
  theme => ({
    headline: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
  }),
  { name: 'DatabaseAccessDatabaseHeadline' },
);

/** The database at a glance: what it is, how it stands, who could see it. */
export function DatabaseHeadline(props: { reading: DatabaseReading }) {
  const { facts, stale } = props.reading;
  const { t } = useTexts();
  const classes = useStyles();
  return (
    <div className={classes.headline}>
      <Typography variant="body1" component="span">
        <strong>{engineName(facts.engine)}</strong> {facts.engineVersion}
      </Typography>
      <DatabaseStatusChip status={facts.status} />
      <ExposureChip publiclyAccessible={facts.publiclyAccessible} />
      {stale && <StatusChip tone="warning" label={t('reading.staleChip')} />}
    </div>
  );
}
