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
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  AccessRequest,
  databaseAccessRequestDecidePermission,
} from '@towpath/backstage-plugin-database-access-common';
import { useId, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { useTexts } from '../useTexts';
import { Refusal } from './Refusal';
import { Stack } from './Stack';

/** Asks the requester something before anybody decides, after saying what that does to approvals and time. */
export function AskRequesterButton(props: {
  request: AccessRequest;
  onAsked(request: AccessRequest): void;
}) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const titleId = useId();
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="outlined" onClick={() => setOpen(true)}>
        {t('question.button')}
      </Button>
      <Dialog
        open={open}
        onClose={close}
        aria-labelledby={titleId}
        fullWidth
        maxWidth="sm"
      >
        <DialogTitle id={titleId}>{t('question.title')}</DialogTitle>
        <QuestionForm {...props} onClose={close} />
      </Dialog>
    </>
  );
}

function QuestionForm(props: {
  request: AccessRequest;
  onAsked(request: AccessRequest): void;
  onClose(): void;
}) {
  const { request, onAsked, onClose } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const [text, setText] = useState('');
  const textId = useId();
  const missingId = useId();
  const ready = text.trim() !== '';
  const { running, error, run } = useAction(async () => {
    const asked = await api.askRequester(request.id, { text: text.trim() });
    analytics.captureEvent('ask', request.databaseRef);
    onClose();
    onAsked(asked);
  });
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        if (ready) {
          run();
        }
      }}
    >
      <DialogContent>
        <Stack>
          <Typography variant="body2">{t('question.means')}</Typography>
          <Refusal
            title={t('question.failed')}
            error={error}
            permission={databaseAccessRequestDecidePermission.name}
          />
          <TextField
            id={textId}
            label={t('question.text')}
            value={text}
            onChange={event => setText(event.target.value)}
            variant="outlined"
            multiline
            minRows={3}
            required
            // eslint-disable-next-line jsx-a11y/no-autofocus -- the first thing to do in a dialog that was just opened
            autoFocus
            fullWidth
          />
          {!ready && (
            <Typography variant="body2" id={missingId}>
              {t('question.missing')}
            </Typography>
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('question.cancel')}</Button>
        <Button
          type="submit"
          variant="contained"
          color="primary"
          disabled={!ready || running}
          aria-describedby={ready ? undefined : missingId}
        >
          {t('question.submit')}
        </Button>
      </DialogActions>
    </form>
  );
}
