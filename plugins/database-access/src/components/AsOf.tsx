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

import { createContext, ReactNode, useContext } from 'react';
import { useNow } from '../hooks/useNow';

/** AWS is read once a minute; what is older than two readings is hearsay. */
const OUTDATED_MILLISECONDS = 120_000;

const OutdatedContext = createContext(false);

/** Tells what it shows whether that has become too old, by the reader's own clock. */
export function AsOf(props: {
  /** When it was answered; undefined if it never gets old. */
  at: number | undefined;
  children: ReactNode;
}) {
  const { at, children } = props;
  const now = useNow(5_000);
  return (
    <OutdatedContext.Provider
      value={at !== undefined && now - at > OUTDATED_MILLISECONDS}
    >
      {children}
    </OutdatedContext.Provider>
  );
}

/** The answer that is shown is too old to say how something is now. */
export function useOutdated(): boolean {
  return useContext(OutdatedContext);
}
