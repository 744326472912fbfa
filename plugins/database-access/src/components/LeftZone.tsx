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

import { Share } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';
import { RequestAgainLink } from './RequestAgainLink';

/** What ended with others of its zone may still be wanted, and there is a way that ends with nothing else. */
export function LeftZone(props: { share: Share }) {
  const { databaseRef, network, plan, lifecycle } = props.share;
  const { t } = useTexts();
  const isOver = lifecycle === 'revoking' || lifecycle === 'revoked';
  if (!plan.zone || !isOver) {
    return null;
  }
  return (
    <Notice
      tone="info"
      role="note"
      title={t('revoke.left')}
      action={
        <RequestAgainLink
          network={network.name}
          databaseRef={databaseRef}
          zone={plan.zone}
        >
          {t('revoke.leftRequest')}
        </RequestAgainLink>
      }
    >
      {t('revoke.leftHelp', { zone: plan.zone })}
    </Notice>
  );
}
