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

import { useAnalytics, useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import {
  AccessRequest,
  databaseAccessRequestCreatePermission,
} from '@towpath/backstage-plugin-database-access-common';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { useTexts } from '../useTexts';
import { Refusal } from './Refusal';
import { Stack } from './Stack';

/** What an approved request waits for: its turn, or somebody who starts it. */
export function StartRequest(props: {
  request: AccessRequest;
  onStarted(request: AccessRequest): void;
}) {
  const { request, onStarted } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const { running, error, run } = useAction(async () => {
    const started = await api.startRequest(request.id);
    analytics.captureEvent('start', request.databaseRef);
    onStarted(started);
  });
  if (request.start === 'automatic') {
    return <Typography variant="body2">{t('request.starting')}</Typography>;
  }
  return (
    <Stack>
      <Refusal
        title={t('request.startFailed')}
        error={error}
        permission={databaseAccessRequestCreatePermission.name}
      />
      <Typography variant="body2">{t('request.manualStart')}</Typography>
      <div>
        <Button
          variant="contained"
          color="primary"
          disabled={running}
          onClick={() => run()}
        >
          {t('request.start')}
        </Button>
      </div>
    </Stack>
  );
}
