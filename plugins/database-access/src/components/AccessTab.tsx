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

import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  databaseAccessDatabaseReadPermission,
  DatabaseDetails,
  getDatabaseArnAnnotation,
} from '@towpath/backstage-plugin-database-access-common';
import { lastKnown, Question } from '../hooks/useAnswer';
import { useDatabase } from '../hooks/useDatabase';
import { useTexts } from '../useTexts';
import { Announcement } from './Announcement';
import { DatabaseMetricsPanel } from './DatabaseMetricsPanel';
import { FactsPanel } from './FactsPanel';
import { Failure } from './Failure';
import { FindingList } from './FindingList';
import { MissingArn } from './MissingArn';
import { Panel } from './Panel';
import { RdsPanel } from './RdsPanel';
import { SimulatedAwsBanner } from './SimulatedAwsBanner';
import { Stack } from './Stack';
import { Waiting } from './Waiting';
import { WhoHasAccess } from './WhoHasAccess';

/** The Access tab: what stands in the way, who has access, what AWS says of the database, and how RDS keeps it. */
export function AccessTab() {
  const { entity } = useEntity();
  return (
    <Stack>
      <SimulatedAwsBanner />
      {getDatabaseArnAnnotation(entity) ? (
        <Access key={stringifyEntityRef(entity)} entity={entity} />
      ) : (
        <MissingArn entity={entity} />
      )}
    </Stack>
  );
}

function Access(props: { entity: Entity }) {
  const question = useDatabase(props.entity);
  const announcement = useAnnouncement(question);
  return (
    <>
      <Announcement>{announcement}</Announcement>
      <Answered entity={props.entity} question={question} />
    </>
  );
}

function Answered(props: {
  entity: Entity;
  question: Question<DatabaseDetails>;
}) {
  const { entity, question } = props;
  const { answer, asking, askAgain } = question;
  const { t } = useTexts();
  const details = lastKnown(answer);
  const waiting = answer.state === 'waiting';

  return (
    <>
      {answer.state === 'failed' && (
        <Failure
          title={t(details ? 'failure.refresh' : 'failure.database')}
          forbidden={{
            title: t('forbidden.database'),
            permission: databaseAccessDatabaseReadPermission.name,
          }}
          error={answer.error}
          asking={asking}
          onAskAgain={askAgain}
        />
      )}
      {details && <FindingList findings={details.findings} />}
      {(waiting || details) && (
        <WhoHasAccess
          entity={entity}
          blocked={Boolean(
            details?.findings.some(({ severity }) => severity === 'blocking'),
          )}
        />
      )}
      {waiting && (
        <Panel title={t('facts.title')}>
          <Waiting
            label={t('waiting.database', { name: entity.metadata.name })}
            lines={10}
            onAskAgain={askAgain}
          />
        </Panel>
      )}
      {details && (
        <FactsPanel details={details} asking={asking} onAskAgain={askAgain} />
      )}
      {details && <DatabaseMetricsPanel entity={entity} />}
      {/* Of an account that never answered there is nothing to add to what stands above. */}
      {details?.reading && <RdsPanel entity={entity} />}
    </>
  );
}

/** What a screen reader hears of a refresh. The first reading is not announced: it is the page. */
function useAnnouncement(question: Question<DatabaseDetails>): string {
  const { answer, asking, round } = question;
  const { t } = useTexts();
  if (round === 0) {
    return '';
  }
  if (asking) {
    return t('refresh.asking');
  }
  if (answer.state === 'answered') {
    return t(
      answer.value.reading?.stale ? 'refresh.doneStale' : 'refresh.done',
    );
  }
  return t('refresh.failed');
}
