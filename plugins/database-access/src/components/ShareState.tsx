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
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import {
  databaseAccessShareRevokePermission,
  Health,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { firstTroubledHop } from '../shareStatus';
import { databaseAccessTranslationRef } from '../translation';
import { Notice } from './Notice';
import { ReadingAge } from './ReadingAge';
import { Refusal } from './Refusal';
import { Tone } from './tone';

/** What must not be missed about a share: that it is stuck, that it does not work, that it is not gone yet. */
export function ShareState(props: {
  share: Share;
  onLearn(share: Share): void;
}) {
  const { share, onLearn } = props;
  switch (share.lifecycle) {
    case 'stuck':
      return <Stuck share={share} onRetried={onLearn} />;
    case 'revoking':
    case 'revoked':
      return <Ending share={share} />;
    case 'active':
      return <Trouble share={share} />;
    default:
      return null;
  }
}

function Stuck(props: { share: Share; onRetried(share: Share): void }) {
  const { share, onRetried } = props;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const { running, error, run } = useAction(async () => {
    const retried = await api.retryShare(share.id);
    analytics.captureEvent('retry', share.databaseRef);
    onRetried(retried);
  });
  return (
    <>
      <Refusal
        title={t('share.retryFailed')}
        error={error}
        permission={databaseAccessShareRevokePermission.name}
      />
      <Notice
        tone="error"
        role="alert"
        title={t('share.stuckTitle')}
        action={
          share.actions.retry && (
            <Button
              size="small"
              variant="outlined"
              disabled={running}
              onClick={() => run()}
            >
              {t('share.retry')}
            </Button>
          )
        }
      >
        {share.reason ?? t('share.stuck')}
      </Notice>
    </>
  );
}

function Ending(props: { share: Share }) {
  const { lifecycle, cutAt } = props.share;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  if (lifecycle === 'revoked') {
    return (
      <Notice tone="neutral" role="note" title={t('share.revokedTitle')}>
        {t('share.revoked')}
      </Notice>
    );
  }
  return (
    <Notice tone="progress" role="note" title={t('share.revokingTitle')}>
      {cutAt
        ? t('share.revokingCut', { age: <ReadingAge readAt={cutAt} /> })
        : t('share.revokingCutting')}
    </Notice>
  );
}

type TroubleTitle =
  | 'share.troubleTitle'
  | 'share.troubleTitleDegraded'
  | 'share.troubleTitleUnknown'
  | 'share.troubleTitlePending';

const TROUBLE: Record<
  Exclude<Health, 'healthy'>,
  { tone: Tone; title: TroubleTitle }
> = {
  broken: { tone: 'error', title: 'share.troubleTitle' },
  degraded: { tone: 'warning', title: 'share.troubleTitleDegraded' },
  unknown: { tone: 'warning', title: 'share.troubleTitleUnknown' },
  pending: { tone: 'warning', title: 'share.troubleTitlePending' },
};

/** Active says that it was finished, not that it works. */
function Trouble(props: { share: Share }) {
  const { health, hops } = props.share;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  if (health === 'healthy') {
    return null;
  }
  const hop = firstTroubledHop(hops);
  const { tone, title } = TROUBLE[health];
  return (
    <Notice tone={tone} role="alert" title={t(title)}>
      {hop && t('share.troubleHop', { hop: hop.name })} {hop?.reason}
      {hop?.remedy && (
        <div>
          <strong>{t('hop.remedy')}</strong> {hop.remedy}
        </div>
      )}
    </Notice>
  );
}
