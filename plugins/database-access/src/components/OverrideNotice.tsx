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

import {
  Pattern,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';

/** Says to who decides that another way than the recommended one was chosen, and why. */
export function OverrideNotice(props: { plan: Plan }) {
  const { pattern, recommendation, overrideReason } = props.plan;
  const { t } = useTexts();
  if (!recommendation || recommendation.pattern === pattern) {
    return null;
  }
  const titleOf = (name: Pattern) =>
    recommendation.options.find(option => option.pattern === name)?.title ??
    t(`pattern.${name}`);
  return (
    <Notice tone="warning" role="note" title={t('override.title')}>
      {t('override.description', {
        chosen: titleOf(pattern),
        recommended: titleOf(recommendation.pattern),
      })}
      <div>
        <strong>{t('override.reason')}</strong>{' '}
        {overrideReason ? <q>{overrideReason}</q> : t('override.reasonNone')}
      </div>
    </Notice>
  );
}
