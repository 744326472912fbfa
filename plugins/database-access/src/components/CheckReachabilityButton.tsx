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
  databaseAccessShareProbePermission,
  ReachabilityCost,
  ReachabilityOffer,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { useId, useState } from 'react';
import { formatDollars } from '../amounts';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { useLanguage } from '../hooks/useLanguage';
import { useTexts } from '../useTexts';
import { PriceOrigin } from './PriceOrigin';
import { Refusal } from './Refusal';
import { Section } from './Section';
import { Stack } from './Stack';

/** The button that has it found out, and the dialog that says what is looked at and what AWS bills for it. */
export function CheckReachabilityButton(props: {
  share: Share;
  offer: ReachabilityOffer;
  /** One check of a share runs at a time. */
  isRunning: boolean;
  onAsked(): void;
}) {
  const { offer, isRunning } = props;
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const titleId = useId();
  if (!offer.mayCheck) {
    return null;
  }
  const isProber = offer.means === 'prober';
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        disabled={isRunning}
        onClick={() => setOpen(true)}
      >
        {t(isProber ? 'reachability.byProber' : 'reachability.again')}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        aria-labelledby={titleId}
        fullWidth
        maxWidth="sm"
      >
        <DialogTitle id={titleId}>
          {t(
            isProber
              ? 'reachability.dialogProber'
              : 'reachability.dialogAnalyzer',
          )}
        </DialogTitle>
        <CheckForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function CheckForm(props: {
  share: Share;
  offer: ReachabilityOffer;
  onAsked(): void;
  onClose(): void;
}) {
  const { share, offer, onAsked, onClose } = props;
  const { means, parts, leavesOut, cost } = offer;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const { running, error, run } = useAction(async () => {
    await api.checkShareReachability(share.id, { means });
    analytics.captureEvent('check-reachability', share.databaseRef);
    onClose();
    onAsked();
  });
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        run();
      }}
    >
      <DialogContent>
        <Stack>
          <Typography variant="body2">
            {t(
              means === 'prober'
                ? 'reachability.looksAtProber'
                : 'reachability.looksAt',
            )}
          </Typography>
          <ul aria-label={t('reachability.partsLabel')}>
            {parts.map(({ side, title }) => (
              <li key={side}>{title}</li>
            ))}
          </ul>
          {cost && <Price cost={cost} />}
          {leavesOut.length > 0 && (
            <Section title={t('reachability.leavesOut')}>
              <ul aria-label={t('reachability.leavesOut')}>
                {leavesOut.map(sentence => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </Section>
          )}
          <Refusal
            title={t('reachability.refused')}
            error={error}
            permission={databaseAccessShareProbePermission.name}
          />
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('reachability.cancel')}</Button>
        <Button
          type="submit"
          variant="contained"
          color="primary"
          disabled={running}
        >
          <SubmitLabel cost={cost} running={running} />
        </Button>
      </DialogActions>
    </form>
  );
}

/** The price is on the button that spends it. */
function SubmitLabel(props: { cost?: ReachabilityCost; running: boolean }) {
  const { cost, running } = props;
  const { t } = useTexts();
  const language = useLanguage();
  if (running) {
    return <>{t('reachability.submitting')}</>;
  }
  return (
    <>
      {cost?.total === undefined
        ? t('reachability.submitUnknown')
        : t('reachability.submit', {
            sum: formatDollars(cost.total, language),
          })}
    </>
  );
}

function Price(props: { cost: ReachabilityCost }) {
  const { cost } = props;
  const { t } = useTexts();
  const language = useLanguage();
  return (
    <>
      <Typography variant="body1">
        {cost.total === undefined
          ? t('reachability.priceUnknown')
          : t('reachability.price', {
              sum: formatDollars(cost.total, language),
              count: cost.analyses,
            })}
      </Typography>
      <PriceOrigin cost={cost} />
      <Typography variant="body2">{t('reachability.cleaned')}</Typography>
    </>
  );
}
