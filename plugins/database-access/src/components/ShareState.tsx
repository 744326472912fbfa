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

import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  Health,
  Share,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { pathReadAt } from '../shareStatus';
import { useTexts } from '../useTexts';
import { useOutdated } from './AsOf';
import { FirstTrouble } from './FirstTrouble';
import { Moment } from './Moment';
import { Notice } from './Notice';
import { ReadingAge } from './ReadingAge';
import { RetryButton } from './RetryButton';
import { StandstillNotice } from './StandstillNotice';
import { Tone } from './tone';

/** What must not be missed about a share: that it is stuck, that it does not work, that it is not gone yet. */
export function ShareState(props: {
  share: Share;
  timeline: TimelineEntry[];
  onLearn(share: Share): void;
}) {
  const { share, timeline, onLearn } = props;
  const { t } = useTexts();
  switch (share.lifecycle) {
    case 'stuck':
      return (
        <StandstillNotice
          title={t('share.stuckTitle')}
          share={share}
          timeline={timeline}
          onRetried={onLearn}
        />
      );
    case 'revoking':
      return (
        <>
          <Revoking share={share} timeline={timeline} />
          {share.reason && (
            <StandstillNotice
              title={t('share.revokingStuckTitle')}
              share={share}
              timeline={timeline}
              onRetried={onLearn}
            />
          )}
        </>
      );
    case 'revoked':
      return (
        <Notice tone="neutral" role="note" title={t('share.revokedTitle')}>
          {t('share.revoked')}
          <Ending timeline={timeline} />
        </Notice>
      );
    case 'active':
      return <Trouble share={share} onRetried={onLearn} />;
    default:
      return null;
  }
}

function Revoking(props: { share: Share; timeline: TimelineEntry[] }) {
  const { share, timeline } = props;
  const { cutAt } = share;
  const { t } = useTexts();
  return (
    <Notice tone="progress" role="note" title={t('share.revokingTitle')}>
      {cutAt
        ? t('share.revokingCut', { age: <ReadingAge readAt={cutAt} /> })
        : t('share.revokingCutting')}
      <Ending timeline={timeline} />
    </Notice>
  );
}

/** Who let it end, when, and in which words, as the timeline has it. */
function Ending(props: { timeline: TimelineEntry[] }) {
  const { t } = useTexts();
  const ending = props.timeline.find(({ kind }) => kind === 'share.revoking');
  if (!ending) {
    return null;
  }
  const { actor, at, message } = ending;
  return (
    <Typography variant="body2">
      {t('share.ending', {
        who:
          actor === 'system' ? (
            t('timeline.system')
          ) : (
            <EntityRefLink entityRef={actor} defaultKind="user" />
          ),
        at: <Moment at={at} />,
        message,
      })}
    </Typography>
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
function Trouble(props: { share: Share; onRetried(share: Share): void }) {
  const { share, onRetried } = props;
  const { t } = useTexts();
  const health = useOutdated() ? 'unknown' : share.health;
  if (health === 'healthy') {
    return null;
  }
  const { tone, title } = TROUBLE[health];
  const readAt = pathReadAt(share.hops);
  return (
    <Notice
      tone={tone}
      role="alert"
      title={t(title)}
      action={
        health === 'broken' && share.actions.retry ? (
          <RetryButton share={share} onRetried={onRetried} />
        ) : undefined
      }
      details={
        health === 'unknown' &&
        (readAt
          ? t('share.lastRead', { age: <ReadingAge readAt={readAt} /> })
          : t('share.lastReadNever'))
      }
    >
      <FirstTrouble share={share} />
    </Notice>
  );
}
