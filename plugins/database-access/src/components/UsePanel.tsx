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
  databaseAccessShareReadPermission,
  HopMetrics,
  Share,
  ShareMetrics,
} from '@towpath/backstage-plugin-database-access-common';
import { useState } from 'react';
import { useShareMetrics } from '../hooks/useShareMetrics';
import { useHopTitle } from '../hooks/useHopTitle';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { FactList } from './FactList';
import { MetricCharts } from './MetricCharts';
import { Hours, MetricHours } from './MetricHours';
import { Notice } from './Notice';
import { Panel } from './Panel';
import { ReadingAge } from './ReadingAge';
import { ShareUseText } from './ShareUseText';
import { Stack } from './Stack';

/** Whether somebody uses a share, apart from whether it is configured and reachable, and what passed each hop. */
export function UsePanel(props: { share: Share }) {
  const { id, use } = props.share;
  const { t } = useTexts();
  const [hours, setHours] = useState<Hours>(3);
  const shared = use.sharedBy ?? 1;
  return (
    <Panel title={t('use.title')}>
      <Stack>
        <Typography variant="body2">{t('use.what')}</Typography>
        <FactList
          facts={[{ label: t('use.label'), value: <ShareUseText use={use} /> }]}
        />
        {use.state === 'used' && shared > 1 && (
          <Typography variant="body2">
            {t('use.sharedBy', { count: shared })}
          </Typography>
        )}
        {use.toldBy === 'access-log' && (
          <Typography variant="body2">{t('use.byAccessLog')}</Typography>
        )}
        {use.readAt && (
          <Typography variant="caption" component="div">
            {t('use.readAt', { age: <ReadingAge readAt={use.readAt} /> })}
          </Typography>
        )}
        {use.reason && (
          <Notice tone="warning" role="note" title={t('use.problem')}>
            {use.reason}
          </Notice>
        )}
        <MetricHours hours={hours} onChoose={setHours} />
        <ShareCharts key={hours} id={id} hours={hours} />
      </Stack>
    </Panel>
  );
}

function ShareCharts(props: { id: string; hours: Hours }) {
  const { id, hours } = props;
  const { t } = useTexts();
  return (
    <Answered
      brief
      question={useShareMetrics(id, hours)}
      waiting={{ label: t('waiting.metrics'), lines: 4 }}
      failure={{
        title: t('failure.metrics'),
        forbidden: {
          title: t('forbidden.shares'),
          permission: databaseAccessShareReadPermission.name,
        },
      }}
    >
      {metrics => <Hops metrics={metrics} />}
    </Answered>
  );
}

function Hops(props: { metrics: ShareMetrics }) {
  const { metrics } = props;
  const { t } = useTexts();
  const silent = metrics.hops.filter(({ state }) => state === 'not-published');
  return (
    <Stack>
      {metrics.hops
        .filter(({ state }) => state !== 'not-published')
        .map(hop => (
          <HopCharts key={hop.name} hop={hop} metrics={metrics} />
        ))}
      {silent.length > 0 && (
        <Typography variant="body2">
          {t('metrics.notPublishedOf', {
            names: silent.map(({ name }) => name).join(', '),
          })}
        </Typography>
      )}
      {silent.map(({ name, accessLog }) => (
        <MissingLog key={name} log={accessLog} />
      ))}
    </Stack>
  );
}

/** Where connections could be counted, and are not. */
function MissingLog(props: { log: HopMetrics['accessLog'] }) {
  const { log } = props;
  const { t } = useTexts();
  if (!log || log.state === 'kept') {
    return null;
  }
  return (
    <Notice tone="info" role="note" title={t('metrics.accessLogTitle')}>
      {log.state === 'elsewhere'
        ? t('metrics.accessLogElsewhere', {
            destination: log.destination ?? '',
          })
        : t('metrics.accessLogNotKept')}
    </Notice>
  );
}

function HopCharts(props: { hop: HopMetrics; metrics: ShareMetrics }) {
  const { hop, metrics } = props;
  const { t } = useTexts();
  const titleOf = useHopTitle();
  return (
    <section aria-label={titleOf(hop.name)}>
      <Typography variant="h6" component="h3">
        {titleOf(hop.name)}
      </Typography>
      {hop.sharedBy > 1 && (
        <Typography variant="caption" component="div">
          {t('metrics.sharedBy', { count: hop.sharedBy })}
        </Typography>
      )}
      {hop.accessLog?.logGroup && (
        <Typography variant="caption" component="div">
          {t('metrics.accessLog', { logGroup: hop.accessLog.logGroup })}
        </Typography>
      )}
      <MetricCharts
        reading={hop}
        window={metrics}
        empty={t('metrics.noTraffic')}
      />
    </section>
  );
}
