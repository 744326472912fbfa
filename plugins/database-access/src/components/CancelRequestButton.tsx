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
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import {
  AccessRequest,
  databaseAccessRequestCancelPermission,
} from '@towpath/backstage-plugin-database-access-common';
import { useId, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { useTexts } from '../useTexts';
import { Refusal } from './Refusal';
import { Stack } from './Stack';

/** Takes a request back, after asking once. */
export function CancelRequestButton(props: {
  request: AccessRequest;
  onCancelled(request: AccessRequest): void;
}) {
  const { request, onCancelled } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const [open, setOpen] = useState(false);
  const titleId = useId();
  const { running, error, run } = useAction(async () => {
    const cancelled = await api.cancelRequest(request.id);
    analytics.captureEvent('cancel', request.databaseRef);
    setOpen(false);
    onCancelled(cancelled);
  });
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="outlined" size="small" onClick={() => setOpen(true)}>
        {t('request.cancel')}
      </Button>
      <Dialog open={open} onClose={close} aria-labelledby={titleId}>
        <DialogTitle id={titleId}>{t('request.cancelTitle')}</DialogTitle>
        <DialogContent>
          <Stack>
            <Typography variant="body2">{t('request.cancelHelp')}</Typography>
            <Refusal
              title={t('request.cancelFailed')}
              error={error}
              permission={databaseAccessRequestCancelPermission.name}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('request.cancelKeep')}</Button>
          <Button color="primary" disabled={running} onClick={() => run()}>
            {t('request.cancelConfirm')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
