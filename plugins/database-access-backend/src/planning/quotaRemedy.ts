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

import { Lane } from '../config';
import { Quota } from './readQuotas';

/** What to do where a quota is used up: https://docs.aws.amazon.com/servicequotas/latest/userguide/request-quota-increase.html */
export function quotaRemedy(
  { serviceCode, code, limit, adjustable }: Quota,
  { accountId, region }: Lane,
): string {
  return adjustable
    ? `In account ${accountId}, ask AWS for more: aws service-quotas request-service-quota-increase --service-code ${serviceCode} --quota-code ${code} --desired-value ${
        limit * 2
      } --region ${region}; or delete what is not used any more.`
    : `In account ${accountId}, delete what is not used any more: AWS raises the quota ${code} for nobody.`;
}
