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

import { RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';

/**
 * Takes a person to what the address names, e.g. `?focus=decision` of a notification, once it is there. It only shows:
 * nothing is decided by following a link.
 *
 * @param ready - whether the place is worth going to; it is gone to once it is
 */
export function useFocusFromAddress(
  name: string,
  options: { ready?: boolean; anchor?: string } = {},
): RefObject<HTMLElement> {
  const { ready = true, anchor } = options;
  const place = useRef<HTMLElement>(null);
  // Another key is another click on the same link.
  const { hash, search, key } = useLocation();
  const isNamed =
    (anchor !== undefined && hash === anchor) ||
    new URLSearchParams(search).get('focus') === name;

  useEffect(() => {
    if (isNamed && ready) {
      place.current?.scrollIntoView?.({ block: 'center' });
      place.current?.focus();
    }
  }, [isNamed, ready, key]);

  return place;
}
