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

import Tooltip from '@material-ui/core/Tooltip';
import { useLanguage } from '../hooks/useLanguage';
import { useNow } from '../hooks/useNow';
import { formatAge, formatExactly } from '../time';
import { useTexts } from '../useTexts';

/** How long ago a moment was; on hover and on focus, exactly when. */
export function ReadingAge(props: { readAt: string }) {
  const { readAt } = props;
  const { t } = useTexts();
  const language = useLanguage();
  const now = useNow(1000);
  return (
    <Tooltip title={t('reading.exact', formatExactly(readAt, language))}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the exact time is reachable by keyboard */}
      <time dateTime={readAt} tabIndex={0}>
        {formatAge(readAt, now, language)}
      </time>
    </Tooltip>
  );
}
