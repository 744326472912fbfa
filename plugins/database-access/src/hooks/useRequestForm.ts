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

import { useRouteRef } from '@backstage/core-plugin-api';
import { PlanInput } from '@towpath/backstage-plugin-database-access-common';
import { selectedTemplateRouteRef } from '../routes';

/** The form to request access with. */
export const REQUEST_TEMPLATE = {
  namespace: 'default',
  templateName: 'request-database-access',
};

/** Gives the address of the form with something filled in; undefined where the portal has no such form. */
export function useRequestForm():
  | ((filledIn: Partial<PlanInput & { purpose: string }>) => string)
  | undefined {
  const selectedTemplate = useRouteRef(selectedTemplateRouteRef);
  if (!selectedTemplate) {
    return undefined;
  }
  return filledIn => {
    const query = new URLSearchParams({ formData: JSON.stringify(filledIn) });
    return `${selectedTemplate(REQUEST_TEMPLATE)}?${query}`;
  };
}
