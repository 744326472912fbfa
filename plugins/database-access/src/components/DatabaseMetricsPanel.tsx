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
import { databaseAccessDatabaseReadPermission } from '@towpath/backstage-plugin-database-access-common';
import { useState } from 'react';
import { useDatabaseMetrics } from '../hooks/useDatabaseMetrics';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { MetricCharts } from './MetricCharts';
import { Hours, MetricHours } from './MetricHours';
import { Panel } from './Panel';
import { Stack } from './Stack';

/** What AWS has measured of a database: connections, CPU, storage and whatever else it publishes. */
export function DatabaseMetricsPanel(props: { entity: Entity }) {
  const { t } = useTexts();
  const [hours, setHours] = useState<Hours>(3);
  return (
    <Panel title={t('metrics.databaseTitle')}>
      <Stack>
        <MetricHours hours={hours} onChoose={setHours} />
        <DatabaseCharts key={hours} entity={props.entity} hours={hours} />
      </Stack>
    </Panel>
  );
}

function DatabaseCharts(props: { entity: Entity; hours: Hours }) {
  const { entity, hours } = props;
  const { t } = useTexts();
  return (
    <Answered
      brief
      question={useDatabaseMetrics(entity, hours)}
      waiting={{ label: t('waiting.metrics'), lines: 4 }}
      failure={{
        title: t('failure.metrics'),
        forbidden: {
          title: t('forbidden.database'),
          permission: databaseAccessDatabaseReadPermission.name,
        },
      }}
    >
      {metrics => (
        <MetricCharts
          reading={metrics}
          window={metrics}
          empty={t('metrics.noData')}
        />
      )}
    </Answered>
  );
}
