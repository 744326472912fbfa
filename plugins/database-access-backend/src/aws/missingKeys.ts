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

import type { EvaluationResult } from '@aws-sdk/client-iam';

/**
 * The condition keys for which a policy asks and that the question did not name: the call itself may bring them, so IAM's answer
 * says nothing of it. What a policy denies outright it denies.
 *
 * @returns none if the answer says what it says
 */
export function missingKeys({
  EvalDecision,
  MissingContextValues = [],
}: EvaluationResult): string[] {
  return EvalDecision === 'implicitDeny' ? MissingContextValues : [];
}
