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

import { LinkButton } from '@backstage/core-components';
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { useRequestForm } from '../hooks/useRequestForm';
import { useTexts } from '../useTexts';

/** The way to the form, to have this access in another way; nothing for one that is not there yet, or is over. */
export function ChangeAccessButton(props: { share: Share }) {
  const { databaseRef, lifecycle, id, network, pattern, plan, purpose } =
    props.share;
  const { t } = useTexts();
  const requestForm = useRequestForm();
  if (!requestForm || lifecycle !== 'active') {
    return null;
  }
  const filledIn = {
    databaseRef,
    network: network.name,
    connectVia: pattern,
    ...(plan.join && { join: plan.join }),
    overrideReason: plan.overrideReason,
    purpose,
    changes: id,
  };
  return (
    <LinkButton to={requestForm(filledIn)} variant="outlined" size="small">
      {t('share.change')}
    </LinkButton>
  );
}
