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

import { useAnalytics } from '@backstage/core-plugin-api';
import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import CopyIcon from '@material-ui/icons/FileCopyOutlined';
import { useEffect, useState } from 'react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { useTexts } from '../useTexts';
import { Announcement } from './Announcement';

const TELL_MILLISECONDS = 2000;

/** Copies a text and says so. */
export function CopyButton(props: {
  text: string;
  /** What the text is, e.g. `ARN`. */
  what: string;
}) {
  const { text, what } = props;
  const { t } = useTexts();
  const analytics = useAnalytics();
  const [{ error }, copyToClipboard] = useCopyToClipboard();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) {
      return undefined;
    }
    const timer = setTimeout(() => setCopied(false), TELL_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = () => {
    copyToClipboard(text);
    setCopied(true);
    analytics.captureEvent('copy', what);
  };

  const told = copied && !error;
  const label = t('copy.button', { what });
  return (
    <>
      <Tooltip title={told ? t('copy.done') : label}>
        <IconButton size="small" aria-label={label} onClick={copy}>
          <CopyIcon fontSize="inherit" />
        </IconButton>
      </Tooltip>
      <Announcement>{told ? t('copy.done') : ''}</Announcement>
    </>
  );
}
