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

import { Link } from '@backstage/core-components';
import { ReactNode } from 'react';
import { useRequestForm } from '../hooks/useRequestForm';
import { useTexts } from '../useTexts';

/** The way to the form, with everything filled in to have the same access over a resource endpoint. */
export function RequestAgainLink(props: {
  network: string;
  databaseRef: string;
  zone: string;
  /** Leaves the page where it is. */
  elsewhere?: boolean;
  children: ReactNode;
}) {
  const { network, databaseRef, zone, elsewhere, children } = props;
  const { t } = useTexts();
  const requestForm = useRequestForm();
  if (!requestForm) {
    return <>{children}</>;
  }
  const address = requestForm({
    databaseRef,
    network,
    connectVia: 'lattice-resource-endpoint',
    overrideReason: t('revoke.requestAgainReason', { zone }),
  });
  return (
    <Link to={address} target={elsewhere ? '_blank' : undefined}>
      {children}
    </Link>
  );
}
