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
import { useAnalytics } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { useId, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { useTexts } from '../useTexts';
import { DiagnosisPanel } from './DiagnosisPanel';

/** What `?focus=` of an address says that opens it. */
export const DIAGNOSIS_FOCUS = 'diagnosis';

/** The button for whom it does not connect, and the dialog that says why. */
export function DiagnosisButton(props: { share: Share }) {
  const { share } = props;
  const { t } = useTexts();
  const analytics = useAnalytics();
  const { search } = useLocation();
  const [open, setOpen] = useState(
    () => new URLSearchParams(search).get('focus') === DIAGNOSIS_FOCUS,
  );
  const titleId = useId();
  return (
    <>
      <Button
        variant="outlined"
        size="small"
        onClick={() => {
          setOpen(true);
          analytics.captureEvent('diagnose', share.databaseRef);
        }}
      >
        {t('diagnosis.button')}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        aria-labelledby={titleId}
        fullWidth
        maxWidth="md"
      >
        <DialogTitle id={titleId}>
          {t('diagnosis.title', {
            network: share.network.title,
            database: parseEntityRef(share.databaseRef).name,
          })}
        </DialogTitle>
        <DialogContent>
          <DiagnosisPanel shareId={share.id} onClose={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  );
}
