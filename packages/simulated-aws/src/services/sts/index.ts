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

import * as sdk from '@aws-sdk/client-sts';
import { defineService } from '../../core/Service';
import { queryRefusals } from './refusals';

export const sts = defineService<typeof sdk>({
  sdk,
  prefix: 'sts',
  refusals: queryRefusals,
  // Every caller may ask who it is, whatever its policies say.
  permissions: { GetCallerIdentity: () => [] },
  handlers: {
    GetCallerIdentity: (_input, { caller }) => ({
      Account: caller.accountId,
      Arn: caller.arn,
      UserId: caller.userId,
    }),
  },
});
