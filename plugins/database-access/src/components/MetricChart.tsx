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
  MetricSeries,
  MetricWindow,
} from '@towpath/backstage-plugin-database-access-common';
import { lazy, Suspense, useState } from 'react';
import { useLanguage } from '../hooks/useLanguage';
import { formatValue, isExplained, pointsOf, summaryOf } from '../metricSeries';
import { formatDuration, formatExactly } from '../time';
import { Translate } from '../Translate';
import { useTexts } from '../useTexts';
import { DataTable } from './DataTable';

/** The library is large, and most readers of a page need none of it. */
const MetricLines = lazy(async () => ({
  default: (await import('./MetricLines')).MetricLines,
}));

const useStyles = makeStyles(
  theme => ({
    chart: { margin: 0, minWidth: 0 },
    title: { fontWeight: theme.typography.fontWeightBold as number },
    lines: { height: 160, margin: theme.spacing(0.5, 0) },
    numbers: {
      '& > summary': { cursor: 'pointer', padding: theme.spacing(0.5, 0) },
    },
  }),
  { name: 'DatabaseAccessMetricChart' },
);

/** One number over time: as a curve, as one sentence, and as a table for who wants to read each of them. */
export function MetricChart(props: {
  series: MetricSeries;
  window: MetricWindow;
}) {
  const { series, window } = props;
  const { t } = useTexts();
  const language = useLanguage();
  const classes = useStyles();
  const title = metricTitle(series.name, t);
  const format = (value: number) => formatValue(value, series.unit, language);
  const statistic = t('metrics.statistic', {
    statistic: series.statistic,
    period: formatDuration(window.periodSeconds, language),
  });
  const summary = summaryIn(series, format, t);
  return (
    <figure className={classes.chart}>
      <Typography
        variant="body2"
        component="figcaption"
        className={classes.title}
      >
        {title}
      </Typography>
      <Typography variant="caption" component="div">
        {statistic}. {summary}
      </Typography>
      <div
        role="img"
        aria-label={t('metrics.chart', { title, statistic, summary })}
        className={classes.lines}
      >
        <Suspense fallback={null}>
          <MetricLines
            name={series.name}
            points={pointsOf(series, window)}
            format={format}
          />
        </Suspense>
      </div>
      <Numbers series={series} title={title} format={format} />
    </figure>
  );
}

/** In the reader's words, with AWS's own name beside them, by which it is found in AWS. */
export function metricTitle(name: string, t: Translate): string {
  return isExplained(name)
    ? t('metrics.name', { meaning: t(`metric.${name}`), name })
    : name;
}

function summaryIn(
  series: MetricSeries,
  format: (value: number) => string,
  t: Translate,
): string {
  const summary = summaryOf(series);
  if (!summary) {
    return t('metrics.noData');
  }
  const { highest, last, total } = summary;
  return [
    t('metrics.highest', { value: format(highest) }),
    ...(total === undefined
      ? [t('metrics.last', { value: format(last) })]
      : [t('metrics.total', { value: format(total) })]),
  ].join(', ');
}

/** What the curve shows, number by number; the newest first. Made only when somebody opens it. */
function Numbers(props: {
  series: MetricSeries;
  title: string;
  format(value: number): string;
}) {
  const { series, title, format } = props;
  const { t } = useTexts();
  const language = useLanguage();
  const classes = useStyles();
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className={classes.numbers}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary aria-label={`${t('metrics.table')}: ${title}`}>
        {t('metrics.table')}
      </summary>
      {isOpen && (
        <DataTable
          label={t('metrics.tableLabel', { title })}
          rows={[...series.points].reverse()}
          keyOf={({ at }) => at}
          columns={[
            {
              id: 'at',
              label: t('metrics.time'),
              cell: ({ at }) => formatExactly(at, language).utc,
            },
            {
              id: 'value',
              label: t('metrics.value'),
              cell: ({ value }) => format(value),
            },
          ]}
        />
      )}
    </details>
  );
}
