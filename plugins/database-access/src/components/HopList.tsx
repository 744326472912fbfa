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

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Hop } from '@towpath/backstage-plugin-database-access-common';
import { databaseAccessTranslationRef } from '../translation';
import { HealthChip } from './HealthChip';
import { ReadingAge } from './ReadingAge';
import { Row } from './Row';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      margin: 0,
      paddingLeft: theme.spacing(3),
    },
    words: { overflowWrap: 'anywhere' },
    awsWord: { fontFamily: 'monospace' },
  }),
  { name: 'DatabaseAccessHopList' },
);

/** The path, in the order in which a packet meets its hops. */
export function HopList(props: { hops: Hop[] }) {
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const classes = useStyles();
  if (props.hops.length === 0) {
    return <Typography variant="body2">{t('hop.none')}</Typography>;
  }
  return (
    <ol className={classes.list} aria-label={t('hop.listLabel')}>
      {props.hops.map(hop => (
        <li key={hop.name} className={classes.words}>
          <Row>
            <strong>{hop.name}</strong>
            <HealthChip health={hop.health} />
            {hop.awsStatus && (
              <Typography variant="body2" component="span">
                {t('hop.awsStatus')}{' '}
                <span className={classes.awsWord}>{hop.awsStatus}</span>
              </Typography>
            )}
            <Typography variant="body2" component="span" color="textSecondary">
              {hop.readAt
                ? t('hop.read', { age: <ReadingAge readAt={hop.readAt} /> })
                : t('hop.readNever')}
            </Typography>
          </Row>
          {hop.reason && <Typography variant="body2">{hop.reason}</Typography>}
          {hop.remedy && (
            <Typography variant="body2">
              <strong>{t('hop.remedy')}</strong> {hop.remedy}
            </Typography>
          )}
        </li>
      ))}
    </ol>
  );
}
