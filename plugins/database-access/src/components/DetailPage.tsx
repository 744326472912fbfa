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
import { Question } from '../hooks/useAnswer';
import { Answered } from './Answered';
import { Stack } from './Stack';
import { WayBack } from './WayBack';

/** The page of one request or one share: the way back, and all that is known of it. */
export function DetailPage<T>(props: {
  question: Question<T>;
  /** What is waited for, as a sentence. */
  waiting: string;
  failure: {
    title: string;
    forbidden: { title: string; permission: string };
  };
  children(value: T): ReactNode;
}) {
  const { question, waiting, failure, children } = props;
  return (
    <Stack>
      <WayBack />
      <Answered
        question={question}
        waiting={{ label: waiting, lines: 8 }}
        failure={failure}
      >
        {children}
      </Answered>
    </Stack>
  );
}
