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

import { invalid } from './refusals';

const LONGEST = 32;

/**
 * "Alphanumeric characters and hyphens, 32 at most, no hyphen first or last" (API Reference, CreateLoadBalancer,
 * CreateTargetGroup).
 *
 * @param what - what a sentence begins with, e.g. `Target group name`
 */
export function checkName(what: string, name: string): void {
  if (!name.length || name.length > LONGEST) {
    throw invalid(
      name.length
        ? `${what} '${name}' cannot be longer than '${LONGEST}' characters`
        : `${what} cannot be empty`,
    );
  }
  if (name.startsWith('-') || name.endsWith('-')) {
    throw invalid(`${what} '${name}' cannot begin or end with '-'`);
  }
  if (!/^[a-zA-Z0-9-]+$/.test(name)) {
    throw invalid(
      `${what} '${name}' can only contain characters that are alphanumeric characters or hyphens(-)`,
    );
  }
}
