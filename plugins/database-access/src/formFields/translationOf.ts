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

import { ApiHolder } from '@backstage/core-plugin-api';
import { translationApiRef } from '@backstage/frontend-plugin-api';
import { Translate } from '../Translate';
import { databaseAccessTranslationRef } from '../translation';

/** The texts, for a validation, which is no component. */
export function translationOf(apiHolder: ApiHolder): Translate {
  const translation = apiHolder
    .get(translationApiRef)
    ?.getTranslation(databaseAccessTranslationRef);
  if (!translation?.ready) {
    throw new Error('The texts of this form are not loaded yet. Try again.');
  }
  return translation.t as unknown as Translate;
}
