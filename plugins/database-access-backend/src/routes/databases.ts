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

import { parseDatabaseArn } from '@towpath/backstage-plugin-database-access-common';
import { forDatabase } from './forDatabase';
import { DatabaseAccessRouter, RouterOptions } from './router';

export function addDatabaseRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  const { databases, rdsReports } = options;

  router.get('/v1/databases/:namespace/:name', (req, res) =>
    forDatabase(req, options, {}, async ({ entity, who }) => {
      res.json(await databases.describe(entity, who));
    }),
  );

  router.get('/v1/databases/:namespace/:name/rds', (req, res) =>
    forDatabase(req, options, { queryType: 'rds' }, async ({ entity, who }) => {
      const arn = await databases.arnOf(entity, who);
      res.json(await rdsReports.report(parseDatabaseArn(arn)!));
    }),
  );
}
