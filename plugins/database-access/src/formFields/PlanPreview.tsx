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

import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessRequestCreatePermission,
  Plan,
  PlanInput,
} from '@towpath/backstage-plugin-database-access-common';
import { useEffect, useMemo } from 'react';
import { Announcement } from '../components/Announcement';
import { Answered } from '../components/Answered';
import { OverrideNotice } from '../components/OverrideNotice';
import { PlanDecidersView } from '../components/PlanDecidersView';
import { PlanView } from '../components/PlanView';
import { Section } from '../components/Section';
import { Stack } from '../components/Stack';
import { usePlan } from '../hooks/usePlan';
import { useSettled } from '../hooks/useSettled';
import { isRefused } from '../planStatus';
import { useTexts } from '../useTexts';
import { planInputOf } from './planInputOf';
import { planPreviewSchema } from './schemas';

type Props = typeof planPreviewSchema.TProps;

/** No plan to agree on. A value all the same, so that the form asks the validation, which says why. */
const NO_DIGEST = '';

const SETTLE_MILLISECONDS = 700;

/** Shows what the form asks for would build, open and cost. The form's value is the digest of just this plan. */
export function PlanPreview(props: Props) {
  const { formContext, schema } = props;
  const { t } = useTexts();
  const key = JSON.stringify(planInputOf(formContext?.formData));
  const settled = useSettled(key, SETTLE_MILLISECONDS);
  const isTyping = key !== settled;
  return (
    <Section title={schema.title ?? t('preview.title')}>
      {key && !isTyping ? (
        <Preview key={key} inputKey={key} {...props} />
      ) : (
        <NoPlan {...props}>
          {t(isTyping ? 'preview.waiting' : 'preview.incomplete')}
        </NoPlan>
      )}
    </Section>
  );
}

function NoPlan(props: Props) {
  useValue(props, NO_DIGEST);
  return <Typography variant="body2">{props.children}</Typography>;
}

function Preview(props: Props & { inputKey: string }) {
  const { inputKey } = props;
  const { t } = useTexts();
  const input = useMemo(() => JSON.parse(inputKey) as PlanInput, [inputKey]);
  const question = usePlan(input);
  const { answer, asking, askAgain } = question;
  const plan = answer.state === 'answered' ? answer.value : undefined;
  useValue(props, plan?.digest ?? NO_DIGEST);

  return (
    <Stack>
      <Announcement>{plan && announcementOf(plan)}</Announcement>
      <Answered
        brief
        question={question}
        waiting={{ label: t('preview.waiting'), lines: 8 }}
        failure={{
          title: t('preview.failed'),
          forbidden: {
            title: t('forbidden.plan'),
            permission: databaseAccessRequestCreatePermission.name,
          },
        }}
      >
        {shown => <Shown plan={shown} />}
      </Answered>
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

function Shown(props: { plan: Plan }) {
  const { plan } = props;
  return (
    <Stack>
      {plan.deciders && !isRefused(plan) && (
        <PlanDecidersView
          deciders={plan.deciders}
          durationSeconds={plan.durationSeconds}
        />
      )}
      <OverrideNotice plan={plan} />
      <PlanView plan={plan} />
    </Stack>
  );
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
