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

import { ModifyDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import { Portal } from './requestSteps';

/** The admin of the database's account lets orders-postgres listen at another port. */
export async function listenAt(portal: Portal, port: number): Promise<void> {
  const rds = new RDSClient({
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: '333333333333', secretAccessKey: 'any' },
  });
  await rds.send(
    new ModifyDBInstanceCommand({
      DBInstanceIdentifier: 'orders-postgres',
      DBPortNumber: port,
    }),
  );
  rds.destroy();
  portal.awsClock.advance(600);
}
