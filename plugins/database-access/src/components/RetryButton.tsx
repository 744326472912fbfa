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
import {
  databaseAccessShareRevokePermission,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { useTexts } from '../useTexts';
import { Refusal } from './Refusal';
import { Stack } from './Stack';

/** Lets what stands still be tried again now, for those who may. */
export function RetryButton(props: {
  share: Share;
  onRetried(share: Share): void;
}) {
  const { share, onRetried } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const { running, error, run } = useAction(async () => {
    const retried = await api.retryShare(share.id);
    analytics.captureEvent('retry', share.databaseRef);
    onRetried(retried);
  });
  if (!share.actions.retry) {
    return null;
  }
  return (
    <Stack>
      <Refusal
        title={t('share.retryFailed')}
        error={error}
        permission={databaseAccessShareRevokePermission.name}
      />
      <div>
        <Button
          size="small"
          variant="contained"
          color="primary"
          disabled={running}
          onClick={() => run()}
        >
          {t('share.retry')}
        </Button>
      </div>
    </Stack>
  );
}
