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
import { DatabaseDetails } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { DatabaseFactLists } from './DatabaseFactLists';
import { DatabaseHeadline } from './DatabaseHeadline';
import { Panel } from './Panel';
import { ReadingLine } from './ReadingLine';
import { RefreshButton } from './RefreshButton';
import { Stack } from './Stack';

/** What AWS says of the database, when it said so, and a way to ask again. */
export function FactsPanel(props: {
  details: DatabaseDetails;
  asking: boolean;
  onAskAgain(): void;
}) {
  const { details, asking, onAskAgain } = props;
  const { reading, accountName, entityRef } = details;
  const { t } = useTexts();
  return (
    <Panel
      title={titleOf()}
      actions={
        <RefreshButton
          subject={entityRef}
          asking={asking}
          onAskAgain={onAskAgain}
        />
      }
    >
      <Stack>
        {reading ? (
          <div>
            <DatabaseHeadline reading={reading} />
            <ReadingLine reading={reading} accountName={accountName} />
          </div>
        ) : (
          <Typography variant="body2">{t('reading.never')}</Typography>
        )}
        <DatabaseFactLists details={details} />
      </Stack>
    </Panel>
  );

  function titleOf() {
    if (!reading) {
      return t('facts.titleUnread');
    }
    return t(reading.stale ? 'facts.titleLastKnown' : 'facts.title');
  }
}
