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
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessRequestCreatePermission,
  Plan,
  PlanInput,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback, useEffect, useMemo } from 'react';
import { databaseAccessApiRef } from '../api';
import { Announcement } from '../components/Announcement';
import { Failure } from '../components/Failure';
import { PlanView } from '../components/PlanView';
import { Section } from '../components/Section';
import { Stack } from '../components/Stack';
import { Waiting } from '../components/Waiting';
import { lastKnown, useAnswer } from '../hooks/useAnswer';
import { databaseAccessTranslationRef } from '../translation';
import { planInputOf } from './planInputOf';
import { planPreviewSchema } from './schemas';

type Props = typeof planPreviewSchema.TProps;

/** No plan to agree on. A value all the same, so that the form asks the validation, which says why. */
const NO_DIGEST = '';

/** Shows what the form asks for would build, open and cost. The form's value is the digest of just this plan. */
export function PlanPreview(props: Props) {
  const { formContext, schema } = props;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const key = JSON.stringify(planInputOf(formContext?.formData));
  return (
    <Section title={schema.title ?? t('preview.title')}>
      {key ? (
        <Preview key={key} inputKey={key} {...props} />
      ) : (
        <Incomplete {...props} />
      )}
    </Section>
  );
}

function Incomplete(props: Props) {
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  useValue(props, NO_DIGEST);
  return <Typography variant="body2">{t('preview.incomplete')}</Typography>;
}

function Preview(props: Props & { inputKey: string }) {
  const { inputKey } = props;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const api = useApi(databaseAccessApiRef);
  const input = useMemo(() => JSON.parse(inputKey) as PlanInput, [inputKey]);
  const { answer, asking, askAgain } = useAnswer(
    useCallback(signal => api.plan(input, { signal }), [api, input]),
  );
  const plan = answer.state === 'answered' ? answer.value : undefined;
  useValue(props, plan?.digest ?? NO_DIGEST);

  return (
    <Stack>
      <Announcement>{plan && announcementOf(plan)}</Announcement>
      {answer.state === 'waiting' && (
        <Waiting label={t('preview.waiting')} lines={8} onAskAgain={askAgain} />
      )}
      {answer.state === 'failed' && (
        <Failure
          brief
          title={t('preview.failed')}
          forbidden={{
            title: t('forbidden.plan'),
            permission: databaseAccessRequestCreatePermission.name,
          }}
          error={answer.error}
          asking={asking}
          onAskAgain={askAgain}
        />
      )}
      {lastKnown(answer) && <PlanView plan={lastKnown(answer)!} />}
      {plan && (
        <div>
          <Button
            size="small"
            variant="outlined"
            aria-disabled={asking}
            onClick={asking ? undefined : askAgain}
          >
            {t('preview.refresh')}
          </Button>
        </div>
      )}
    </Stack>
  );

  function announcementOf({ digest }: Plan): string {
    return t(digest ? 'preview.ready' : 'preview.blocked');
  }
}

/** Keeps the form's value at this digest, whatever it was before. */
function useValue(props: Props, digest: string): void {
  const { formData, onChange } = props;
  useEffect(() => {
    if (formData !== digest) {
      onChange(digest);
    }
  }, [formData, digest, onChange]);
}
