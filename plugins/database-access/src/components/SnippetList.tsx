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
import Typography from '@material-ui/core/Typography';
import { Snippet } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { CopyButton } from './CopyButton';
import { Panel } from './Panel';
import { Row } from './Row';
import { Stack } from './Stack';

/** Ways to connect, ready to paste. */
export function SnippetList(props: { snippets: Snippet[] }) {
  const { t } = useTexts();
  return (
    <Panel title={t('snippets.title')}>
      <Stack>
        <Typography variant="body2">{t('snippets.password')}</Typography>
        {props.snippets.map(({ title, language, code }) => (
          <section key={title} aria-label={title}>
            <Row>
              <strong>{title}</strong>
              <CopyButton text={code} what={title} />
            </Row>
            <CodeSnippet language={language} text={code} />
          </section>
        ))}
      </Stack>
    </Panel>
  );
}
