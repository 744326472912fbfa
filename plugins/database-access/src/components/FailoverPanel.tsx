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

import { parseEntityRef } from '@backstage/catalog-model';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessShareReadPermission,
  Failover,
  Share,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { partedByAge } from '../failoverStatus';
import { useFailovers } from '../hooks/useFailovers';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { FailoverHistory } from './FailoverHistory';
import { FailoverSteps } from './FailoverSteps';
import { FailoverTrial } from './FailoverTrial';
import { Panel } from './Panel';
import { Stack } from './Stack';

/** How the load balancer of a share follows its database: the last move step by step, those before, and how to try one. */
export function FailoverPanel(props: {
  share: Share;
  timeline: TimelineEntry[];
}) {
  const { share, timeline } = props;
  const { t } = useTexts();
  const { name } = parseEntityRef(share.databaseRef);
  return (
    <Panel title={t('failover.title')}>
      <Stack>
        <Typography variant="body2">
          {t('failover.what', { database: name })}
        </Typography>
        <Answered
          brief
          question={useFailovers(share, timeline)}
          waiting={{ label: t('waiting.failovers'), lines: 3 }}
          failure={{
            title: t('failure.failovers'),
            forbidden: {
              title: t('forbidden.shares'),
              permission: databaseAccessShareReadPermission.name,
            },
          }}
        >
          {failovers => <Moves failovers={failovers} />}
        </Answered>
        <FailoverTrial share={share} />
      </Stack>
    </Panel>
  );
}

function Moves(props: { failovers: Failover[] }) {
  const { t } = useTexts();
  const { last, earlier } = partedByAge(props.failovers);
  if (last.length === 0) {
    return <Typography variant="body1">{t('failover.empty')}</Typography>;
  }
  return (
    <Stack>
      {last.map(failover => (
        <FailoverSteps key={failover.objectKey} failover={failover} />
      ))}
      {earlier.length > 0 && <FailoverHistory failovers={earlier} />}
    </Stack>
  );
}
