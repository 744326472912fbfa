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
import { EntityRefLink, EntityRefLinks } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import {
  AccessRequest,
  databaseAccessRequestDecidePermission,
  EmergencyReview,
  NewReview,
} from '@towpath/backstage-plugin-database-access-common';
import { useId, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { useFocusFromAddress } from '../hooks/useFocusFromAddress';
import { useNow } from '../hooks/useNow';
import { useTexts } from '../useTexts';
import { CommentField } from './CommentField';
import { Moment } from './Moment';
import { Notice } from './Notice';
import { Panel } from './Panel';
import { Refusal } from './Refusal';
import { Row } from './Row';
import { Stack } from './Stack';
import { TimeLeft } from './TimeLeft';

/** Of an access that nobody was asked for: that loudly, who has to look at it or what they found, and where they say so. */
export function EmergencyPanel(props: {
  request: AccessRequest;
  onReviewed(request: AccessRequest): void;
}) {
  const { request, onReviewed } = props;
  const { emergency, actions } = request;
  if (!emergency) {
    return null;
  }
  return (
    <Stack>
      {emergency.verdict ? (
        <Reviewed emergency={emergency} />
      ) : (
        <ToReview emergency={emergency} />
      )}
      {actions.review && (
        <ReviewForm request={request} onReviewed={onReviewed} />
      )}
    </Stack>
  );
}

/** The same, as long as no more is known than who has to look at it. */
export function EmergencyBanner(props: { refs: string[] }) {
  const { t } = useTexts();
  return (
    <Notice tone="error" role="note" title={t('emergency.title')}>
      {t('emergency.mustBeLookedAt', {
        who: <EntityRefLinks entityRefs={props.refs} defaultKind="group" />,
      })}
    </Notice>
  );
}

function ToReview(props: { emergency: EmergencyReview }) {
  const { refs, dueAt } = props.emergency;
  const { t } = useTexts();
  const isOverdue = Date.parse(dueAt) <= useNow(60_000);
  return (
    <Notice
      tone="error"
      role="note"
      title={t('emergency.title')}
      details={!isOverdue && <TimeLeft until={dueAt} />}
    >
      {t(isOverdue ? 'emergency.overdue' : 'emergency.due', {
        who: <EntityRefLinks entityRefs={refs} defaultKind="group" />,
        when: <Moment at={dueAt} />,
      })}
    </Notice>
  );
}

function Reviewed(props: { emergency: EmergencyReview }) {
  const { verdict, reviewedBy, reviewedAt, comment } = props.emergency;
  const { t } = useTexts();
  const isInOrder = verdict === 'in-order';
  return (
    <Notice
      tone={isInOrder ? 'info' : 'error'}
      role="note"
      title={t('emergency.title')}
    >
      <div>
        <strong>
          {t(isInOrder ? 'emergency.inOrder' : 'emergency.notInOrder')}
        </strong>{' '}
        {reviewedBy && reviewedAt && (
          <>
            {t('emergency.reviewedBy', {
              who: <EntityRefLink entityRef={reviewedBy} defaultKind="user" />,
              when: <Moment at={reviewedAt} />,
            })}
          </>
        )}
      </div>
      {comment && <q>{comment}</q>}
    </Notice>
  );
}

function ReviewForm(props: {
  request: AccessRequest;
  onReviewed(request: AccessRequest): void;
}) {
  const { request, onReviewed } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const place = useFocusFromAddress('review');
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const endsId = useId();
  const title = t('emergency.review');
  const { running, error, run } = useAction(
    async (verdict: NewReview['verdict']) => {
      const reviewed = await api.reviewEmergency(request.id, {
        verdict,
        comment: comment.trim() || undefined,
      });
      analytics.captureEvent('review', request.databaseRef);
      onReviewed(reviewed);
    },
  );
  const review = (verdict: NewReview['verdict']) => {
    const isMissing = verdict === 'not-in-order' && !comment.trim();
    setMissing(isMissing);
    if (!isMissing) {
      run(verdict);
    }
  };
  return (
    <section ref={place} aria-label={title} tabIndex={-1}>
      <Panel title={title}>
        <Stack>
          <Typography variant="body2">{t('emergency.help')}</Typography>
          <Refusal
            title={t('emergency.failed')}
            error={error}
            permission={databaseAccessRequestDecidePermission.name}
          />
          <CommentField
            value={comment}
            onChange={setComment}
            help={t(
              missing ? 'emergency.commentMissing' : 'emergency.commentHelp',
            )}
            missing={missing}
          />
          <Typography variant="body2" id={endsId}>
            {t('emergency.ends')}
          </Typography>
          <Row>
            <Button
              variant="contained"
              color="primary"
              disabled={running}
              onClick={() => review('in-order')}
            >
              {t('emergency.sayInOrder')}
            </Button>
            <Button
              variant="outlined"
              disabled={running}
              aria-describedby={endsId}
              onClick={() => review('not-in-order')}
            >
              {t('emergency.sayNotInOrder')}
            </Button>
          </Row>
        </Stack>
      </Panel>
    </section>
  );
}
