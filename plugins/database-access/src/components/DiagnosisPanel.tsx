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

import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import {
  databaseAccessShareReadPermission,
  withoutSecrets,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback, useId, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAnswer } from '../hooks/useAnswer';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { DiagnosisBundle } from './DiagnosisBundle';
import { DiagnosisView } from './DiagnosisView';
import { Row } from './Row';
import { Stack } from './Stack';

/** What the backend takes of a pasted text. */
const LONGEST_ERROR = 2_000;

/** Why a share does not connect, and the field for the error that its client shows. */
export function DiagnosisPanel(props: { shareId: string; onClose(): void }) {
  const { shareId, onClose } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const errorId = useId();
  const [pasted, setPasted] = useState('');
  const [error, setError] = useState<string>();
  const question = useAnswer(
    useCallback(
      signal => api.getShareDiagnosis(shareId, error, { signal }),
      [api, shareId, error],
    ),
  );
  const { asking, askAgain } = question;
  const ask = () => {
    const cleaned = withoutSecrets(pasted.trim()) || undefined;
    // What stands on the screen is what was sent.
    setPasted(cleaned ?? '');
    if (cleaned === error) {
      askAgain();
    } else {
      setError(cleaned);
    }
  };
  return (
    <Stack>
      <form
        onSubmit={event => {
          event.preventDefault();
          ask();
        }}
      >
        <Stack>
          <TextField
            id={errorId}
            label={t('diagnosis.error')}
            helperText={t('diagnosis.errorHelp')}
            value={pasted}
            onChange={event =>
              setPasted(event.target.value.slice(0, LONGEST_ERROR))
            }
            variant="outlined"
            multiline
            minRows={2}
            maxRows={6}
            fullWidth
          />
          <Row>
            <Button
              type="submit"
              variant="contained"
              color="primary"
              aria-disabled={asking}
            >
              {t(asking ? 'diagnosis.asking' : 'diagnosis.ask')}
            </Button>
            <Button onClick={onClose}>{t('diagnosis.close')}</Button>
          </Row>
        </Stack>
      </form>
      <Answered
        question={question}
        waiting={{ label: t('diagnosis.waiting'), lines: 6 }}
        failure={{
          title: t('diagnosis.failure'),
          forbidden: {
            title: t('forbidden.shares'),
            permission: databaseAccessShareReadPermission.name,
          },
        }}
      >
        {diagnosis => (
          <Stack>
            <DiagnosisView diagnosis={diagnosis} />
            <DiagnosisBundle bundle={diagnosis.bundle} />
          </Stack>
        )}
      </Answered>
    </Stack>
  );
}
