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
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { useEffect, useState } from 'react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { useTexts } from '../useTexts';
import { Announcement } from './Announcement';
import { Row } from './Row';

const TELL_MILLISECONDS = 2_000;

/** All of it for a ticket: to copy, and to look at before. */
export function DiagnosisBundle(props: { bundle: string }) {
  const { bundle } = props;
  const { t } = useTexts();
  const [{ error }, copyToClipboard] = useCopyToClipboard();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) {
      return undefined;
    }
    const timer = setTimeout(() => setCopied(false), TELL_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);
  const told = copied && !error;
  return (
    <div>
      <Row>
        <Button
          variant="outlined"
          size="small"
          onClick={() => {
            copyToClipboard(bundle);
            setCopied(true);
          }}
        >
          {t(told ? 'diagnosis.copied' : 'diagnosis.copyBundle')}
        </Button>
        <Typography variant="body2" component="span">
          {t('diagnosis.bundleHelp')}
        </Typography>
      </Row>
      <Announcement>{told ? t('diagnosis.copied') : ''}</Announcement>
      <details>
        <summary>{t('diagnosis.bundle')}</summary>
        <CodeSnippet language="markdown" text={bundle} />
      </details>
    </div>
  );
}
