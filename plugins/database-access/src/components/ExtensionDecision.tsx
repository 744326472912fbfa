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
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessRequestDecidePermission,
  databaseAccessShareExtendPermission,
  ShareExtension,
} from '@towpath/backstage-plugin-database-access-common';
import { RefObject, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { useFocusFromAddress } from '../hooks/useFocusFromAddress';
import { useLanguage } from '../hooks/useLanguage';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { CommentField } from './CommentField';
import { Moment } from './Moment';
import { Refusal } from './Refusal';
import { Row } from './Row';
import { Section } from './Section';
import { Stack } from './Stack';

/** The anchor of a link that leads straight to the decision. */
export const EXTENSION_ANCHOR = '#extension';

/** A wish for more time that waits: what it means, and where a decider says yes or no. A yes is to the end that was read. */
export function ExtensionDecision(props: {
  extension: ShareExtension;
  onSaid(): void;
}) {
  const { extension } = props;
  const { t } = useTexts();
  const language = useLanguage();
  const { decide, cancel } = extension.actions;

  const place = useFocusFromAddress('extension', {
    ready: decide,
    anchor: EXTENSION_ANCHOR,
  });

  return (
    <div ref={place as RefObject<HTMLDivElement>} tabIndex={-1}>
      <Section title={t('extension.waiting')}>
        <Stack>
          <Typography variant="body2">
            {t('extension.asks', {
              who: (
                <EntityRefLink
                  entityRef={extension.askedBy}
                  defaultKind="user"
                />
              ),
              duration: formatDuration(extension.durationSeconds, language),
              before: <Moment at={extension.expiresAt} />,
              after: <Moment at={extension.until} />,
            })}
          </Typography>
          <Typography variant="body2">
            <q>{extension.reason}</q>
          </Typography>
          {decide ? (
            <DecisionForm {...props} />
          ) : (
            <Typography variant="body2">
              {extension.cannotDecideBecause ?? t('extension.cannot')}
            </Typography>
          )}
          {cancel && <Withdraw {...props} />}
        </Stack>
      </Section>
    </div>
  );
}

function DecisionForm(props: { extension: ShareExtension; onSaid(): void }) {
  const { extension, onSaid } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const [comment, setComment] = useState('');
  const [commentMissing, setCommentMissing] = useState(false);
  const { running, error, run } = useAction(
    async (decision: 'approve' | 'deny') => {
      try {
        await api.decideExtension(extension.id, {
          decision,
          comment: comment.trim() || undefined,
          until: extension.until,
        });
        analytics.captureEvent(`${decision}-extension`, extension.databaseRef);
      } finally {
        // Also if someone else was faster, or the end moved: show how it stands now.
        onSaid();
      }
    },
  );
  const decide = (decision: 'approve' | 'deny') => {
    const missing = decision === 'deny' && !comment.trim();
    setCommentMissing(missing);
    if (!missing) {
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
      <CommentField
        value={comment}
        onChange={setComment}
        help={t(
          commentMissing ? 'decision.commentMissing' : 'decision.commentHelp',
        )}
        missing={commentMissing}
      />
      <Row>
        <Button
          variant="contained"
          color="primary"
          disabled={running}
          onClick={() => decide('approve')}
        >
          {t('extension.approve')}
        </Button>
        <Button
          variant="outlined"
          disabled={running}
          onClick={() => decide('deny')}
        >
          {t('extension.deny')}
        </Button>
      </Row>
    </Stack>
  );
}

function Withdraw(props: { extension: ShareExtension; onSaid(): void }) {
  const { extension, onSaid } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const { running, error, run } = useAction(async () => {
    try {
      await api.cancelExtension(extension.id);
    } finally {
      onSaid();
    }
  });
  return (
    <>
      <Refusal
        title={t('extension.withdrawFailed')}
        error={error}
        permission={databaseAccessShareExtendPermission.name}
      />
      <div>
        <Button
          variant="outlined"
          size="small"
          disabled={running}
          onClick={() => run()}
        >
          {t('extension.withdraw')}
        </Button>
      </div>
    </>
  );
}
