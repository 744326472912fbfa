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

import TextField from '@material-ui/core/TextField';
import { useId } from 'react';
import { useTexts } from '../useTexts';

const HOURS = [3, 24, 168, 720] as const;

/** How long until now is shown, in hours. */
export type Hours = (typeof HOURS)[number];

/** Lets the reader say how long until now is shown. */
export function MetricHours(props: {
  hours: Hours;
  onChoose(hours: Hours): void;
}) {
  const { hours, onChoose } = props;
  const { t } = useTexts();
  const id = useId();
  return (
    <TextField
      select
      id={id}
      size="small"
      variant="outlined"
      label={t('metrics.window')}
      value={hours}
      // The browser's own list: every keyboard and screen reader knows it.
      SelectProps={{ native: true }}
      onChange={({ target }) =>
        onChoose(HOURS.find(each => String(each) === target.value) ?? hours)
      }
    >
      {HOURS.map(each => (
        <option key={each} value={each}>
          {t(`metrics.hours${each}`)}
        </option>
      ))}
    </TextField>
  );
}
