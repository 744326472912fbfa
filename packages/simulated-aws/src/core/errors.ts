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

/**
 * An answer of AWS that is an error. Behaviours throw it; the wire layer spells it in the service's protocol.
 *
 * @public
 */
export class AwsError extends Error {
  /**
   * @param code - the error code as AWS spells it, e.g. `ConflictException` or `InvalidGroup.Duplicate`
   * @param message - the sentence AWS answers with
   * @param members - further members of the error's shape, e.g. `{ resourceId, resourceType }`
   * @param status - the HTTP status, where the SDK's schema does not tell it
   */
  constructor(
    readonly code: string,
    message: string,
    readonly members: Record<string, unknown> = {},
    readonly status?: number,
  ) {
    super(message);
    this.name = code;
  }
}

/**
 * The work was done, and the answer never arrives: the connection is cut instead.
 *
 * @public
 */
export class LostAnswer extends Error {}
