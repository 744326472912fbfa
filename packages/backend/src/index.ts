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

import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

// Sign-in: three example people, in development only. Production brings its own provider module.
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('./demoSignIn'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);

// The databases of the accounts in config, as AWS says that they are: docs/discovery.md.
backend.add(
  import('@towpath/backstage-plugin-catalog-backend-module-database-access'),
);

backend.add(import('@backstage/plugin-permission-backend'));
// Each sees and touches what is theirs of databases, the platform team everything. What matters most Towpath decides by
// itself, whatever this says.
backend.add(import('./permissionPolicy'));

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));

backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-events-backend'));
// Reads the queues that config names, and none without: docs/failover.md.
backend.add(import('@backstage/plugin-events-backend-module-aws-sqs'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));

backend.add(import('@towpath/backstage-plugin-database-access-backend'));
// Where AWS is simulated, its clock is ours, so that whoever drives it sees what time does.
backend.add(import('./simulatedClock'));
// Asks nobody unless databaseAccess.opa says whom.
backend.add(
  import('@towpath/backstage-plugin-database-access-backend-module-opa'),
);
backend.add(
  import('@towpath/backstage-plugin-scaffolder-backend-module-database-access'),
);

backend.start();
