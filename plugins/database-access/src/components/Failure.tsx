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
import { describeError } from '../describeError';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';

/** Why there is no answer: the backend's sentence and code, a way to try again, and the details for whoever helps. */
export function Failure(props: {
  title: string;
  /** What to say to someone who lacks the permission. */
  forbidden: { title: string; permission: string };
  error: Error;
  asking: boolean;
  onAskAgain(): void;
  /** Leaves out the details, where there is no room for them. */
  brief?: boolean;
}) {
  const { title, forbidden, error, asking, onAskAgain, brief } = props;
  const { t } = useTexts();
  const description = describeError(error);

  if (description.forbidden) {
    return (
      <Notice tone="neutral" role="note" title={forbidden.title}>
        {t('forbidden.description', {
          permission: <code>{forbidden.permission}</code>,
        })}
      </Notice>
    );
  }
  return (
    <Notice
      tone="error"
      role="alert"
      title={title}
      action={
        <Button
          size="small"
          variant="outlined"
          aria-disabled={asking}
          onClick={asking ? undefined : onAskAgain}
        >
          {t(asking ? 'retry.asking' : 'retry.button')}
        </Button>
      }
    >
      {description.message}
      {description.code && (
        <div>
          {t('failure.code')} <code>{description.code}</code>
        </div>
      )}
      {!brief && (
        <details>
          <summary>{t('failure.details')}</summary>
          <CodeSnippet
            language="json"
            text={JSON.stringify(description.details, undefined, 2)}
            showCopyCodeButton
          />
        </details>
      )}
    </Notice>
  );
}
