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
import { usePermission } from '@backstage/plugin-permission-react';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessPolicyReadPermission,
  PolicyExplanation,
} from '@towpath/backstage-plugin-database-access-common';
import { useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { PolicyForm, policyQuestionOf } from '../policyQuestion';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';
import { Panel } from './Panel';
import { PolicyAnswer } from './PolicyAnswer';
import { PolicyQuestionForm } from './PolicyQuestionForm';
import { Refusal } from './Refusal';
import { Stack } from './Stack';
import { WayBack } from './WayBack';

/** What the policies would say of a request that nobody has made, for those who write them. */
export function PolicyPage() {
  const { t } = useTexts();
  const { loading, allowed } = usePermission({
    permission: databaseAccessPolicyReadPermission,
  });
  return (
    <Stack>
      <WayBack />
      {loading && (
        <Typography variant="body2" role="status">
          {t('waiting.permission')}
        </Typography>
      )}
      {!loading && (allowed ? <Explanation /> : <Forbidden />)}
    </Stack>
  );
}

function Forbidden() {
  const { t } = useTexts();
  return (
    <Notice tone="neutral" role="note" title={t('policy.forbidden')}>
      {t('forbidden.description', {
        permission: <code>{databaseAccessPolicyReadPermission.name}</code>,
      })}
    </Notice>
  );
}

function Explanation() {
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const [explanation, setExplanation] = useState<PolicyExplanation>();
  const { running, error, run } = useAction(async (form: PolicyForm) => {
    // What is shown is never the answer to another question.
    setExplanation(undefined);
    setExplanation(await api.explainPolicy(policyQuestionOf(form)));
  });
  return (
    <>
      <Panel title={t('policy.title')}>
        <Stack>
          <Typography variant="body2">{t('policy.help')}</Typography>
          <PolicyQuestionForm asking={running} onAsk={run} />
          <Refusal
            title={t('policy.failed')}
            error={error}
            permission={databaseAccessPolicyReadPermission.name}
          />
        </Stack>
      </Panel>
      {explanation && <PolicyAnswer explanation={explanation} />}
    </>
  );
}
