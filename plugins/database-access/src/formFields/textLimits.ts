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

/** How long a text that a person writes may be. */
export interface TextLimits {
  least: number;
  most: number;
}

const PURPOSE: TextLimits = { least: 10, most: 1_000 };
const REASON: TextLimits = { least: 10, most: 2_000 };

/** Of a purpose, unless the template says otherwise. */
export function purposeLimits(uiSchema: unknown): TextLimits {
  return limitsOf(uiSchema, PURPOSE);
}

/** Of the reason to take another way than the recommended one, unless the template says otherwise. */
export function reasonLimits(uiSchema: unknown): TextLimits {
  return limitsOf(uiSchema, REASON);
}

/** What counts is what somebody wrote, and not the space around it. */
export function isWithin(text: string, { least, most }: TextLimits): boolean {
  const { length } = text.trim();
  return length >= least && length <= most;
}

function limitsOf(uiSchema: unknown, usual: TextLimits): TextLimits {
  const { minLength, maxLength } =
    (uiSchema as Record<string, Record<string, unknown> | undefined>)?.[
      'ui:options'
    ] ?? {};
  return {
    least: typeof minLength === 'number' ? minLength : usual.least,
    most: typeof maxLength === 'number' ? maxLength : usual.most,
  };
}
