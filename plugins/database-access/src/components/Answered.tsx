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

import { ReactNode } from 'react';
import { lastKnown, Question } from '../hooks/useAnswer';
import { useTexts } from '../useTexts';
import { AsOf } from './AsOf';
import { Failure } from './Failure';
import { Waiting } from './Waiting';

/**
 * What is known of a question: what is waited for, why there is no answer, and the answer. After a failure the last
 * answer stays on the screen.
 */
export function Answered<T>(props: {
  question: Question<T>;
  /** What is waited for, as a sentence, and how many lines it roughly takes. */
  waiting: { label: string; lines: number };
  failure: {
    title: string;
    forbidden: { title: string; permission: string };
  };
  /** Leaves out technical details, where there is no room for them. */
  brief?: boolean;
  children(value: T): ReactNode;
}) {
  const { question, waiting, failure, brief, children } = props;
  const { answer, asking, answeredAt, askAgain } = question;
  const { t } = useTexts();
  const known = lastKnown(answer);
  return (
    <>
      {answer.state === 'waiting' && (
        <Waiting {...waiting} onAskAgain={askAgain} />
      )}
      {answer.state === 'failed' && (
        <Failure
          brief={brief}
          title={known === undefined ? failure.title : t('failure.refresh')}
          forbidden={failure.forbidden}
          error={answer.error}
          asking={asking}
          onAskAgain={askAgain}
        />
      )}
      {known !== undefined && <AsOf at={answeredAt}>{children(known)}</AsOf>}
    </>
  );
}
