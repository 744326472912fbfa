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
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { useLanguage } from '../hooks/useLanguage';
import { planDifference } from '../planDifference';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';

/** What is different from the plan that the reader saw. Nothing can be decided before it is read. */
export function PlanChange(props: {
  before: Plan;
  after: Plan;
  onAccept(): void;
}) {
  const { before, after, onAccept } = props;
  const { t } = useTexts();
  return (
    <Notice
      tone="warning"
      role="alert"
      title={t('decision.changedTitle')}
      action={
        <Button size="small" variant="outlined" onClick={onAccept}>
          {t('decision.changedAccept')}
        </Button>
      }
    >
      {t('decision.changed')}
      <Difference before={before} after={after} />
    </Notice>
  );
}

function Difference(props: { before: Plan; after: Plan }) {
  const { t } = useTexts();
  const language = useLanguage();
  const { added, removed, pattern, join, durationSeconds } = planDifference(
    props.before,
    props.after,
  );
  const lines = [
    ...added.map(part => `${t('decision.changedAdded')} ${part}`),
    ...removed.map(part => `${t('decision.changedRemoved')} ${part}`),
  ];
  if (pattern) {
    lines.push(
      t('decision.changedPattern', {
        before: t(`pattern.${pattern.before}`),
        after: t(`pattern.${pattern.after}`),
      }),
    );
  }
  if (join?.before && join.after) {
    lines.push(
      t('decision.changedJoin', {
        before: t(`join.${join.before}`),
        after: t(`join.${join.after}`),
      }),
    );
  }
  if (durationSeconds) {
    lines.push(
      t('decision.changedDuration', {
        before: formatDuration(durationSeconds.before, language),
        after: formatDuration(durationSeconds.after, language),
      }),
    );
  }
  return (
    <ul>
      {(lines.length > 0 ? lines : [t('decision.changedElse')]).map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
