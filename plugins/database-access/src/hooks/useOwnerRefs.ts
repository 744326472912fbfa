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

import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { useCallback } from 'react';
import { lastKnown, useAnswer } from './useAnswer';

/** The refs that the reader owns things by, as of the sign-in; none until they are known. */
export function useOwnerRefs(): string[] {
  const identity = useApi(identityApiRef);
  const { answer } = useAnswer(
    useCallback(() => identity.getBackstageIdentity(), [identity]),
  );
  return lastKnown(answer)?.ownershipEntityRefs ?? [];
}
