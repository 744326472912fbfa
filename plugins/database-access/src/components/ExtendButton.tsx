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
import { useAnalytics, useApi } from '@backstage/core-plugin-api';
import { EntityRefLinks } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessShareExtendPermission,
  ExtensionOffer,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { useId, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { useLanguage } from '../hooks/useLanguage';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { Moment } from './Moment';
import { Refusal } from './Refusal';
import { Stack } from './Stack';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** What the dialog offers, as far as it may be asked for. */
const DURATIONS = [HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];

/** The button that asks for more time, and the dialog that says until when; out of use it says why. */
export function ExtendButton(props: {
  share: Share;
  offer: ExtensionOffer;
  onAsked(): void;
}) {
  const { offer } = props;
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const becauseId = useId();
  return (
    <>
      <div>
        <Button
          variant="outlined"
          size="small"
          disabled={!offer.mayExtend}
          aria-describedby={offer.mayExtend ? undefined : becauseId}
          onClick={() => setOpen(true)}
        >
          {t('extend.button')}
        </Button>
      </div>
      {!offer.mayExtend && (
        <Typography variant="body2" id={becauseId}>
          {offer.because ?? t('extend.cannot')}
        </Typography>
      )}
      <ExtendDialog {...props} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

function ExtendDialog(props: {
  share: Share;
  offer: ExtensionOffer;
  open: boolean;
  onAsked(): void;
  onClose(): void;
}) {
  const { share, open, onClose } = props;
  const { t } = useTexts();
  const titleId = useId();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      aria-labelledby={titleId}
      fullWidth
      maxWidth="sm"
    >
      <DialogTitle id={titleId}>
        {t('extend.title', {
          network: share.network.title,
          database: parseEntityRef(share.databaseRef).name,
        })}
      </DialogTitle>
      <ExtendForm {...props} />
    </Dialog>
  );
}

function ExtendForm(props: {
  share: Share;
  offer: ExtensionOffer;
  onAsked(): void;
  onClose(): void;
}) {
  const { share, offer, onAsked, onClose } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const language = useLanguage();
  const durationId = useId();
  const reasonId = useId();
  const missingId = useId();
  const durations = durationsOf(offer);
  const [seconds, setSeconds] = useState(usualOf(durations));
  const [reason, setReason] = useState('');
  // The same for every try of this dialog, so that a lost answer asks for nothing twice.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const ready = reason.trim() !== '';
  const until = new Date(
    Date.parse(share.expiresAt) + seconds * 1000,
  ).toISOString();
  const others = offer.together.filter(({ shareId }) => shareId !== share.id);

  const { running, error, run } = useAction(async () => {
    await api.extendShare(share.id, {
      durationSeconds: seconds,
      reason: reason.trim(),
      idempotencyKey: `${idempotencyKey}-${seconds}`,
    });
    analytics.captureEvent('extend', share.databaseRef);
    onClose();
    onAsked();
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
          <Typography variant="body2">{t('extend.path')}</Typography>
          <Typography variant="body2">
            {offer.needsDecision
              ? t('extend.decided', {
                  who: (
                    <EntityRefLinks
                      entityRefs={offer.deciderRefs}
                      defaultKind="group"
                    />
                  ),
                })
              : t('extend.atOnce')}
          </Typography>
          <TextField
            id={durationId}
            select
            label={t('extend.duration')}
            value={seconds}
            onChange={event => setSeconds(Number(event.target.value))}
            variant="outlined"
            fullWidth
          >
            {durations.map(each => (
              <MenuItem key={each} value={each}>
                {formatDuration(each, language)}
              </MenuItem>
            ))}
          </TextField>
          <Typography variant="body2">
            {t('extend.until', {
              before: <Moment at={share.expiresAt} />,
              after: <Moment at={until} />,
            })}
          </Typography>
          {others.length > 0 && (
            <>
              <Typography variant="body2">{t('extend.together')}</Typography>
              <ul aria-label={t('extend.togetherLabel')}>
                {others.map(({ shareId, network, databaseRef }) => (
                  <li key={shareId}>
                    {t('share.title', {
                      network,
                      database: parseEntityRef(databaseRef).name,
                    })}
                  </li>
                ))}
              </ul>
            </>
          )}
          <Refusal
            title={t('extend.failed')}
            error={error}
            permission={databaseAccessShareExtendPermission.name}
          />
          <TextField
            id={reasonId}
            label={t('extend.reason')}
            helperText={t('extend.reasonHelp')}
            value={reason}
            onChange={event => setReason(event.target.value)}
            variant="outlined"
            required
            fullWidth
          />
          {!ready && (
            <Typography variant="body2" id={missingId}>
              {t('extend.missing')}
            </Typography>
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('extend.cancel')}</Button>
        <Button
          type="submit"
          variant="contained"
          color="primary"
          disabled={!ready || running}
          aria-describedby={ready ? undefined : missingId}
        >
          {t(running ? 'extend.submitting' : 'extend.submit')}
        </Button>
      </DialogActions>
    </form>
  );
}

/** Never nothing: what policy allows at most may be none of the usual ones. */
function durationsOf({ longestSeconds }: ExtensionOffer): number[] {
  const allowed = DURATIONS.filter(each => each < longestSeconds);
  return longestSeconds > 0 ? [...allowed, longestSeconds] : DURATIONS;
}

/** A week, or the longest if that is less. */
function usualOf(durations: readonly number[]): number {
  const short = durations.filter(each => each <= 7 * DAY);
  return short[short.length - 1] ?? durations[0];
}
