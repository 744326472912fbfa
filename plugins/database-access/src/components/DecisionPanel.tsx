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
import Typography from '@material-ui/core/Typography';
import {
  AccessRequest,
  databaseAccessRequestDecidePermission,
  Decision,
  ERROR_CODES,
} from '@towpath/backstage-plugin-database-access-common';
import { useId, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { describeError } from '../describeError';
import { useAction } from '../hooks/useAction';
import { useFocusFromAddress } from '../hooks/useFocusFromAddress';
import { isAgreeable } from '../planStatus';
import { useTexts } from '../useTexts';
import { CommentField } from './CommentField';
import { AskRequesterButton } from './AskRequesterButton';
import { DigestText } from './DigestText';
import { JoinedSinceNotice } from './JoinedSinceNotice';
import { Panel } from './Panel';
import { PlanChange } from './PlanChange';
import { Refusal } from './Refusal';
import { Row } from './Row';
import { Stack } from './Stack';

/** The anchor of a link that leads straight to the decision. */
const ANCHOR = '#decide';

/**
 * Where a decider says yes or no, and everyone else reads why they cannot. What is sent is the digest of the plan that
 * was read, never of one that has slipped in since.
 */
export function DecisionPanel(props: {
  request: AccessRequest;
  onDecided(request: AccessRequest): void;
  /** Someone else has decided meanwhile, or it is over. */
  onOvertaken(): void;
  onAskAgain(): void;
}) {
  const { request } = props;
  const { t } = useTexts();
  const title = t('decision.title');
  const panel = useFocusFromAddress('decision', { anchor: ANCHOR });
  const decidable = request.actions.decide;

  return (
    <section ref={panel} aria-label={title} tabIndex={-1}>
      <Panel title={title}>
        {decidable ? <DecisionForm {...props} /> : <NoDecision {...props} />}
      </Panel>
    </section>
  );
}

/** Why the reader cannot decide: it is theirs, not their turn, or it waits for an answer. */
function NoDecision(props: {
  request: AccessRequest;
  onDecided(request: AccessRequest): void;
}) {
  const { request, onDecided } = props;
  const { t } = useTexts();
  const reasonId = useId();
  const isAsked = request.status === 'questioned' && !request.actions.answer;
  return (
    <Stack>
      <Typography variant="body1" id={reasonId}>
        {isAsked
          ? t('question.waits')
          : request.cannotDecideBecause ?? t('decision.cannot')}
      </Typography>
      <Row>
        <Button variant="contained" disabled aria-describedby={reasonId}>
          {t('decision.approve')}
        </Button>
        <Button variant="outlined" disabled aria-describedby={reasonId}>
          {t('decision.deny')}
        </Button>
        {request.actions.ask && (
          <AskRequesterButton request={request} onAsked={onDecided} />
        )}
      </Row>
    </Stack>
  );
}

function DecisionForm(props: {
  request: AccessRequest;
  onDecided(request: AccessRequest): void;
  onOvertaken(): void;
  onAskAgain(): void;
}) {
  const { request, onDecided, onOvertaken, onAskAgain } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const [read, setRead] = useState(request);
  const [comment, setComment] = useState('');
  const [missingFor, setMissingFor] = useState<Decision['decision']>();
  const incompleteId = useId();
  const joinedId = useId();
  const { joinedSince } = request;
  const isRefused = joinedSince?.approval === 'refused';
  const agreeable = isAgreeable(read.plan);
  const changed = read.planDigest !== request.planDigest;
  const { commentRequired = false } = read.plan.deciders ?? {};

  const { running, error, run } = useAction(
    async (decision: Decision['decision']) => {
      try {
        const decided = await api.decide(request.id, {
          decision,
          comment: comment.trim() || undefined,
          planDigest: read.planDigest,
        });
        analytics.captureEvent(decision, request.databaseRef);
        onDecided(decided);
      } catch (thrown) {
        // Someone else was faster, or the plan moved: show how it stands now.
        if (describeError(thrown).code === ERROR_CODES.requestNotPending) {
          onOvertaken();
        }
        onAskAgain();
        throw thrown;
      }
    },
  );
  const decide = (decision: Decision['decision']) => {
    const isNeeded = decision === 'deny' || commentRequired;
    const isMissing = isNeeded && !comment.trim();
    setMissingFor(isMissing ? decision : undefined);
    if (!isMissing) {
      run(decision);
    }
  };

  return (
    <Stack>
      <Refusal
        title={t('decision.failed')}
        error={error}
        permission={databaseAccessRequestDecidePermission.name}
      />
      {changed && (
        <PlanChange
          before={read.plan}
          after={request.plan}
          onAccept={() => setRead(request)}
        />
      )}
      <Typography variant="body2">
        {t('decision.help', {
          digest: <DigestText digest={read.planDigest} />,
        })}
      </Typography>
      <CommentField
        value={comment}
        onChange={setComment}
        help={t(commentText(missingFor, commentRequired))}
        missing={missingFor !== undefined}
        required={commentRequired}
      />
      {joinedSince && <JoinedSinceNotice joined={joinedSince} id={joinedId} />}
      {!agreeable && (
        <Typography variant="body1" id={incompleteId}>
          {t('decision.notAgreeable')}
        </Typography>
      )}
      <Row>
        <Button
          variant="contained"
          color="primary"
          disabled={!agreeable || isRefused || changed || running}
          aria-describedby={
            [!agreeable && incompleteId, joinedSince && joinedId]
              .filter(Boolean)
              .join(' ') || undefined
          }
          onClick={() => decide('approve')}
        >
          {t('decision.approve')}
        </Button>
        <Button
          variant="outlined"
          disabled={changed || running}
          onClick={() => decide('deny')}
        >
          {t('decision.deny')}
        </Button>
        {request.actions.ask && (
          <AskRequesterButton request={request} onAsked={onDecided} />
        )}
      </Row>
    </Stack>
  );
}

/** What is said at the comment: who needs one, or that it is missing. */
function commentText(
  missingFor: Decision['decision'] | undefined,
  isRequired: boolean,
) {
  switch (missingFor) {
    case 'approve':
      return 'decision.commentMissingToApprove';
    case 'deny':
      return 'decision.commentMissing';
    default:
      return isRequired ? 'decision.commentRequired' : 'decision.commentHelp';
  }
}
