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
import { formatExactly } from '../time';
import { useTexts } from '../useTexts';

/** A moment in UTC; on hover and on focus, in the reader's own time too. */
export function Moment(props: { at: string }) {
  const { at } = props;
  const { t } = useTexts();
  const exact = formatExactly(at, useLanguage());
  return (
    <Tooltip title={t('reading.exact', exact)}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the local time is reachable by keyboard */}
      <time dateTime={at} tabIndex={0}>
        {t('timeline.utc', { utc: exact.utc })}
      </time>
    </Tooltip>
  );
}
