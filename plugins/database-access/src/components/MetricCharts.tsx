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
  MetricReading,
  MetricWindow,
} from '@towpath/backstage-plugin-database-access-common';
import { hasMoved } from '../metricSeries';
import { useTexts } from '../useTexts';
import { MetricChart, metricTitle } from './MetricChart';
import { Notice } from './Notice';
import { Stack } from './Stack';

const useStyles = makeStyles(
  theme => ({
    charts: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 22rem), 1fr))',
      gap: theme.spacing(3),
    },
  }),
  { name: 'DatabaseAccessMetricCharts' },
);

/** What AWS has measured of one thing; what would be an empty chart is a sentence. */
export function MetricCharts(props: {
  reading: MetricReading;
  window: MetricWindow;
  /** What is said where nothing is to be drawn. */
  empty: string;
}) {
  const { reading, window, empty } = props;
  const { t } = useTexts();
  const classes = useStyles();
  if (reading.state === 'not-published') {
    return <Typography variant="body2">{t('metrics.notPublished')}</Typography>;
  }
  if (reading.state === 'unreadable') {
    return (
      <Notice tone="warning" role="note" title={t('metrics.unreadable')}>
        {reading.reason}
      </Notice>
    );
  }
  const drawn = reading.series.filter(hasMoved);
  const flat = reading.series.filter(series => !hasMoved(series));
  return (
    <Stack>
      {reading.reason && (
        <Notice tone="warning" role="note" title={t('metrics.partly')}>
          {reading.reason}
        </Notice>
      )}
      {drawn.length === 0 && <Typography variant="body2">{empty}</Typography>}
      {drawn.length > 0 && (
        <div className={classes.charts}>
          {drawn.map(series => (
            <MetricChart
              key={`${series.namespace} ${series.name}`}
              series={series}
              window={window}
            />
          ))}
        </div>
      )}
      {flat.length > 0 && (
        <Typography variant="body2">
          {t('metrics.flat', {
            names: flat.map(({ name }) => metricTitle(name, t)).join(', '),
          })}
        </Typography>
      )}
    </Stack>
  );
}
