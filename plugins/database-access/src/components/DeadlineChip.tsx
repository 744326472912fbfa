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

import { useLanguage } from '../hooks/useLanguage';
import { useNow } from '../hooks/useNow';
import { formatExactly, formatTimeLeft } from '../time';
import { useTexts } from '../useTexts';
import { StatusChip } from './StatusChip';
import { Tone } from './tone';

const HOUR = 3_600_000;

/** How long until something is over, as urgent as it is: by icon and colour, and in words. */
export function DeadlineChip(props: {
  until: string;
  /** What happens then: the request is over, or an emergency should have been looked at. */
  what: 'over' | 'due';
}) {
  const { until, what } = props;
  const { t } = useTexts();
  const language = useLanguage();
  const now = useNow(30_000);
  const left = Date.parse(until) - now;
  return (
    <StatusChip
      tone={toneOf(left)}
      label={
        left <= 0
          ? t(`queue.${what}Now`)
          : t(`queue.${what}`, { left: formatTimeLeft(until, now, language) })
      }
      hint={t('reading.exact', formatExactly(until, language))}
    />
  );
}

function toneOf(left: number): Tone {
  if (left < 24 * HOUR) {
    return 'error';
  }
  return left < 72 * HOUR ? 'warning' : 'info';
}
