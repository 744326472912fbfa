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
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  AccessRequest,
  databaseAccessRequestCreatePermission,
  RequestMessage,
} from '@towpath/backstage-plugin-database-access-common';
import { useId, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { useFocusFromAddress } from '../hooks/useFocusFromAddress';
import { useTexts } from '../useTexts';
import { Moment } from './Moment';
import { Panel } from './Panel';
import { Refusal } from './Refusal';
import { Stack } from './Stack';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
    words: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  }),
  { name: 'DatabaseAccessConversation' },
);

/** What the requester was asked and what they answered, the oldest first; nothing if nobody has asked. */
export function Conversation(props: {
  request: AccessRequest;
  onAnswered(request: AccessRequest): void;
}) {
  const { request } = props;
  const { t } = useTexts();
  const classes = useStyles();
  const { answer } = request.actions;
  const place = useFocusFromAddress('answer', { ready: answer });
  if (request.messages.length === 0) {
    return null;
  }
  return (
    <section ref={place} aria-label={t('question.listTitle')} tabIndex={-1}>
      <Panel title={t('question.listTitle')}>
        <Stack>
          <ol className={classes.list} aria-label={t('question.listTitle')}>
            {request.messages.map(message => (
              <li key={message.id}>
                <Message message={message} />
              </li>
            ))}
          </ol>
          {answer && <AnswerForm {...props} />}
          {request.status === 'questioned' && !answer && (
            <Typography variant="body2">{t('question.waits')}</Typography>
          )}
        </Stack>
      </Panel>
    </section>
  );
}

function Message(props: { message: RequestMessage }) {
  const { kind, authorRef, text, at } = props.message;
  const { t } = useTexts();
  const classes = useStyles();
  return (
    <>
      <Typography variant="body2" component="div">
        {t(kind === 'question' ? 'question.asked' : 'question.answered', {
          who: <EntityRefLink entityRef={authorRef} defaultKind="user" />,
          when: <Moment at={at} />,
        })}
      </Typography>
      <Typography variant="body1" className={classes.words}>
        {text}
      </Typography>
    </>
  );
}

function AnswerForm(props: {
  request: AccessRequest;
  onAnswered(request: AccessRequest): void;
}) {
  const { request, onAnswered } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const textId = useId();
  const { running, error, run } = useAction(async () => {
    const answered = await api.answerQuestion(request.id, {
      text: text.trim(),
    });
    analytics.captureEvent('answer', request.databaseRef);
    onAnswered(answered);
  });
  const submit = () => {
    setMissing(!text.trim());
    if (text.trim()) {
      run();
    }
  };
  return (
    <Stack>
      <Refusal
        title={t('question.answerFailed')}
        error={error}
        permission={databaseAccessRequestCreatePermission.name}
      />
      <TextField
        id={textId}
        label={t('question.answer')}
        helperText={t(
          missing ? 'question.answerMissing' : 'question.answerHelp',
        )}
        error={missing}
        value={text}
        onChange={event => setText(event.target.value)}
        variant="outlined"
        multiline
        minRows={3}
        fullWidth
      />
      <div>
        <Button
          variant="contained"
          color="primary"
          disabled={running}
          onClick={submit}
        >
          {t('question.answerSubmit')}
        </Button>
      </div>
    </Stack>
  );
}
