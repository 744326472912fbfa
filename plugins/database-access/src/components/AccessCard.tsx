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
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessDatabaseReadPermission,
  DatabaseDetails,
  getDatabaseArnAnnotation,
} from '@towpath/backstage-plugin-database-access-common';
import { lastKnown } from '../hooks/useAnswer';
import { useDatabase } from '../hooks/useDatabase';
import { accessTabRouteRef } from '../routes';
import { useTexts } from '../useTexts';
import { DatabaseHeadline } from './DatabaseHeadline';
import { Failure } from './Failure';
import { FindingList } from './FindingList';
import { Panel } from './Panel';
import { ReadingLine } from './ReadingLine';
import { SharesInBrief } from './SharesInBrief';
import { SimulatedAwsChip } from './SimulatedAwsBanner';
import { Stack } from './Stack';
import { Waiting } from './Waiting';

/** The card on the overview: how the database stands, who has access, the worst that is known, and the way to more. */
export function AccessCard() {
  const { entity } = useEntity();
  const { t } = useTexts();
  const tab = useRouteRef(accessTabRouteRef);
  const hasArn = Boolean(getDatabaseArnAnnotation(entity));
  return (
    <Panel
      title={t('card.title')}
      actions={<SimulatedAwsChip />}
      footer={
        tab && (
          <Link to={tab()}>
            {t(hasArn ? 'card.link' : 'card.linkMissingArn')}
          </Link>
        )
      }
    >
      {hasArn ? (
        <Answered key={stringifyEntityRef(entity)} entity={entity} />
      ) : (
        <Typography variant="body2">{t('missingArn.titleShort')}</Typography>
      )}
    </Panel>
  );
}

function Answered(props: { entity: Entity }) {
  const { entity } = props;
  const { t } = useTexts();
  const { answer, asking, askAgain } = useDatabase(entity);
  const details = lastKnown(answer);

  if (answer.state === 'failed') {
    return (
      <Failure
        brief
        title={t('failure.database')}
        forbidden={{
          title: t('forbidden.database'),
          permission: databaseAccessDatabaseReadPermission.name,
        }}
        error={answer.error}
        asking={asking}
        onAskAgain={askAgain}
      />
    );
  }
  return details ? (
    <Summary details={details} />
  ) : (
    <Waiting
      label={t('waiting.database', { name: entity.metadata.name })}
      lines={4}
      onAskAgain={askAgain}
    />
  );
}

function Summary(props: { details: DatabaseDetails }) {
  const { reading, accountName, findings, entityRef } = props.details;
  const { t } = useTexts();
  const [worst, ...others] = findings;
  return (
    <Stack>
      {worst && (
        <div>
          <FindingList brief findings={[worst]} />
          {others.length > 0 && (
            <Typography variant="body2" color="textSecondary">
              {t('finding.more', { count: others.length })}
            </Typography>
          )}
        </div>
      )}
      {reading ? (
        <div>
          <DatabaseHeadline reading={reading} />
          <ReadingLine reading={reading} accountName={accountName} />
        </div>
      ) : (
        <Typography variant="body2">{t('reading.never')}</Typography>
      )}
      <SharesInBrief databaseRef={entityRef} />
    </Stack>
  );
}
