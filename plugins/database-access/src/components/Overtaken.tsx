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

import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { AccessRequest } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { Moment } from './Moment';
import { Notice } from './Notice';

/** Tells a decider whose word came too late who was faster. */
export function Overtaken(props: { request: AccessRequest }) {
  const { status, decisions } = props.request;
  const { t } = useTexts();
  const last = decisions.at(-1);
  if (status === 'pending') {
    return null;
  }
  return (
    <Notice tone="info" role="alert" title={t('decision.overtakenTitle')}>
      {last &&
      (status === 'approved' || status === 'started' || status === 'denied')
        ? t(
            last.decision === 'approve'
              ? 'decision.overtakenApproved'
              : 'decision.overtakenDenied',
            {
              who: (
                <EntityRefLink entityRef={last.deciderRef} defaultKind="user" />
              ),
              when: <Moment at={last.decidedAt} />,
            },
          )
        : t('decision.overtaken', { status: t(`requestStatus.${status}`) })}
    </Notice>
  );
}
