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

import { Recommendation } from '@towpath/backstage-plugin-database-access-common';
import { useEffect, useSyncExternalStore } from 'react';
import { planInputOf } from './planInputOf';

/** What is recommended for a wish. */
interface Comparison {
  wish: string;
  recommendation: Recommendation;
}

/** The form shows one comparison at a time. A field of the Scaffolder has no other way to tell its neighbours something. */
let shown: Comparison | undefined;
const listeners = new Set<() => void>();

/** As much of the form as the recommendation depends on: everything but what is chosen of it; undefined until complete. */
export function comparedWish(formData: unknown): string | undefined {
  const input = planInputOf(formData);
  return (
    input &&
    JSON.stringify({
      ...input,
      connectVia: undefined,
      join: undefined,
      overrideReason: undefined,
    })
  );
}

/** Lets the fields beside know what is recommended, as long as it is on the screen: asking again would cost another plan. */
export function useTellComparison(
  wish: string,
  recommendation: Recommendation | undefined,
): void {
  useEffect(() => {
    if (!recommendation) {
      return undefined;
    }
    const comparison = { wish, recommendation };
    tell(comparison);
    return () => {
      if (shown === comparison) {
        tell(undefined);
      }
    };
  }, [wish, recommendation]);
}

/** What is recommended for what the form asks for; undefined until a field beside knows. */
export function useComparison(formData: unknown): Recommendation | undefined {
  const comparison = useSyncExternalStore(listen, () => shown);
  return comparison && comparison.wish === comparedWish(formData)
    ? comparison.recommendation
    : undefined;
}

function tell(comparison: Comparison | undefined): void {
  shown = comparison;
  listeners.forEach(listener => listener());
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
