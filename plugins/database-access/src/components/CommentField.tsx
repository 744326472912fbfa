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

/** What somebody says beside a decision. */
export function CommentField(props: {
  value: string;
  onChange(value: string): void;
  /** What to write, or that it is missing. */
  help: string;
  missing: boolean;
  required?: boolean;
}) {
  const { value, onChange, help, missing, required } = props;
  const { t } = useTexts();
  const id = useId();
  return (
    <TextField
      id={id}
      label={t('decision.comment')}
      helperText={help}
      error={missing}
      required={required}
      value={value}
      onChange={event => onChange(event.target.value)}
      variant="outlined"
      multiline
      minRows={2}
      fullWidth
    />
  );
}
