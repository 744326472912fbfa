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
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessShareRevokePermission,
  Share,
  ShareObject,
  ZoneLeaving,
} from '@towpath/backstage-plugin-database-access-common';
import { useId, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { isProduction } from '../environmentOf';
import { lastKnown } from '../hooks/useAnswer';
import { useCatalogEntity } from '../hooks/useCatalogEntity';
import { useOwnerRefs } from '../hooks/useOwnerRefs';
import { useZoneEnding } from '../hooks/useZoneEnding';
import { isSameRef } from '../isSameRef';
import { partedByRevoking } from '../shareStatus';
import { useTexts } from '../useTexts';
import { OpenConnections } from './OpenConnections';
import { Refusal } from './Refusal';
import { Section } from './Section';
import { Stack } from './Stack';
import { ZoneLeavingChoice } from './ZoneLeavingChoice';

/** The button that ends a share, and the dialog that says first what that means. */
export function RevokeButton(props: {
  share: Share;
  onRevoked(share: Share): void;
}) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="outlined" size="small" onClick={() => setOpen(true)}>
        {t('revoke.button')}
      </Button>
      <RevokeDialog {...props} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

function RevokeDialog(props: {
  share: Share;
  open: boolean;
  onRevoked(share: Share): void;
  onClose(): void;
}) {
  const { share, open, onClose } = props;
  const { t } = useTexts();
  const titleId = useId();
  const name = parseEntityRef(share.databaseRef).name;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      aria-labelledby={titleId}
      fullWidth
      maxWidth="sm"
    >
      <DialogTitle id={titleId}>
        {t('revoke.title', { network: share.network.title, database: name })}
      </DialogTitle>
      <RevokeForm {...props} name={name} />
    </Dialog>
  );
}

/** A name is typed where a mistake would hurt: for what anybody calls production, and for what nobody can tell of. */
function useNameIsTyped(share: Share): boolean {
  const entity = lastKnown(useCatalogEntity(share.databaseRef));
  const planned = share.plan.database;
  const isUnknown = !entity && !planned.environment;
  return isUnknown || isProduction({ planned, entity });
}

function RevokeForm(props: {
  share: Share;
  /** Of the database. */
  name: string;
  onRevoked(share: Share): void;
  onClose(): void;
}) {
  const { share, name, onRevoked, onClose } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const reasonId = useId();
  const confirmId = useId();
  const missingId = useId();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const nameIsTyped = useNameIsTyped(share);
  const { zone } = share.plan;
  const leaving = useLeaving(share);
  const ready =
    leaving.isKnown &&
    reason.trim() !== '' &&
    (!nameIsTyped || typed.trim() === name);

  const { running, error, run } = useAction(async () => {
    const revoked = await api.revokeShare(share.id, {
      reason: reason.trim(),
      ...(zone && { leave: leaving.leave }),
    });
    analytics.captureEvent('revoke', share.databaseRef);
    onClose();
    onRevoked(revoked);
  });
  const submit =
    leaving.count > 1
      ? t('revoke.submitAll', { count: leaving.count })
      : t('revoke.submit');

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
          <Typography variant="body2">
            {t(zone ? 'revoke.firstInZone' : 'revoke.first')}
          </Typography>
          {zone ? (
            <ZoneLeavingChoice share={share} zone={zone} {...leaving} />
          ) : (
            <WhatGoes share={share} />
          )}
          <OpenConnections share={share} leave={leaving.leave} />
          <Refusal
            title={t('revoke.failed')}
            error={error}
            permission={databaseAccessShareRevokePermission.name}
          />
          <TextField
            id={reasonId}
            label={t('revoke.reason')}
            helperText={t('revoke.reasonHelp')}
            value={reason}
            onChange={event => setReason(event.target.value)}
            variant="outlined"
            required
            // eslint-disable-next-line jsx-a11y/no-autofocus -- the first thing to do in a dialog that was just opened
            autoFocus
            fullWidth
          />
          {nameIsTyped && (
            <TextField
              id={confirmId}
              label={t('revoke.confirm', { name })}
              value={typed}
              onChange={event => setTyped(event.target.value)}
              variant="outlined"
              autoComplete="off"
              required
              fullWidth
            />
          )}
          {!ready && (
            <Typography variant="body2" id={missingId}>
              {!leaving.isKnown && `${t('revoke.zoneMissing')} `}
              {nameIsTyped
                ? t('revoke.missing', { name })
                : t('revoke.missingReason')}
            </Typography>
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('revoke.cancel')}</Button>
        <Button
          type="submit"
          variant="contained"
          color="secondary"
          disabled={!ready || running}
          aria-describedby={ready ? undefined : missingId}
        >
          {running ? t('revoke.submitting') : submit}
        </Button>
      </DialogActions>
    </form>
  );
}

/** What leaves the zone with a share, and what ends with it. Where that cannot be listed, ending access still works. */
function useLeaving(share: Share) {
  const [chosen, setChosen] = useState<ZoneLeaving>('network');
  const question = useZoneEnding(share);
  const isOwner = useOwnerRefs().some(ref => isSameRef(ref, share.ownerRef));
  const leave = isOwner ? chosen : 'network';
  return {
    question,
    isOwner,
    leave,
    isKnown: !share.plan.zone || question.answer.state !== 'waiting',
    count: lastKnown(question.answer)?.[leave].length ?? 0,
    onChoose: setChosen,
  };
}

function WhatGoes(props: { share: Share }) {
  const { t } = useTexts();
  const { deleted, kept } = partedByRevoking(props.share.objects);
  const describe = ({ title, accountName }: ShareObject) =>
    t('revoke.object', { title, account: accountName });
  return (
    <>
      <Section title={t('revoke.deleted')}>
        {deleted.length > 0 ? (
          <ul aria-label={t('revoke.deleted')}>
            {deleted.map(object => (
              <li key={object.id}>{describe(object)}</li>
            ))}
          </ul>
        ) : (
          <Typography variant="body2">{t('revoke.deletedNone')}</Typography>
        )}
      </Section>
      {kept.length > 0 && (
        <Section title={t('revoke.kept')}>
          <ul aria-label={t('revoke.kept')}>
            {kept.map(object => (
              <li key={object.id}>
                {describe(object)},{' '}
                {t('revoke.keptBecause', { count: object.users - 1 })}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
