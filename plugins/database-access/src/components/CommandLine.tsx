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

import { CodeSnippet } from '@backstage/core-components';
import { useTexts } from '../useTexts';
import { CopyButton } from './CopyButton';
import { Row } from './Row';

/** A line for a terminal, and with whose credentials. */
export function CommandLine(props: {
  /** Name and number. */
  account: string;
  command: string;
}) {
  const { account, command } = props;
  const { t } = useTexts();
  return (
    <>
      <Row>
        {t('command.credentials', { account })}
        <CopyButton text={command} what={t('command.what')} />
      </Row>
      <CodeSnippet language="sh" text={command} />
    </>
  );
}
