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

import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      /** RDS databases of the accounts that stand in `databaseAccess.accounts`. */
      databaseAccess?: {
        /** When they are looked for. Default: five seconds after the start, and every ten minutes. */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
        /** Where their entities are. Default: `default`. */
        namespace?: string;
        /**
         * Entity ref of the group that owns in the catalog what neither config nor a tag gives an owner. It cannot offer
         * such a database for access. Default: nobody, and the database is left out.
         */
        defaultOwner?: string;
      };
    };
  };
}
