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

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadBackend } from './backend.mjs';
import { root } from './project.mjs';

const require = createRequire(
  join(root, 'plugins', 'database-access-backend', 'package.json'),
);

const ROLE = 'prober';

/** What names begin with in app-config.yaml; the network's name comes behind, as docs/reachability.md says. */
const PREFIX = 'towpath-prober';

/** Networks of app-config.yaml in us-east-1, and where their clients are. */
const NETWORKS = [
  {
    name: 'networking-shared',
    accountId: '222222222222',
    subnetIds: ['subnet-02222000000000011', 'subnet-02222000000000012'],
    groupIds: ['sg-02222000000000010'],
  },
  {
    name: 'analytics-databricks',
    accountId: '666666666666',
    subnetIds: ['subnet-06666000000000011', 'subnet-06666000000000012'],
    groupIds: ['sg-06666000000000018'],
  },
  {
    name: 'payments',
    accountId: '777777777777',
    subnetIds: ['subnet-07777000000000011', 'subnet-07777000000000012'],
    groupIds: ['sg-07777000000000018'],
  },
  {
    name: 'partner',
    accountId: '888888888888',
    subnetIds: ['subnet-08888000000000011', 'subnet-08888000000000012'],
    groupIds: ['sg-08888000000000018'],
  },
];

/** What whoever runs a network makes once in its account, made in simulated AWS: the function that probes. */
export async function makeProbers(awsUrl) {
  for (const network of NETWORKS) {
    await makeProber(awsUrl, network);
  }
}

async function makeProber(endpoint, network) {
  const { name, accountId, subnetIds, groupIds } = network;
  const functionName = `${PREFIX}-${name}`;
  const { IAM } = require('@aws-sdk/client-iam');
  const { Lambda } = require('@aws-sdk/client-lambda');
  const options = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: accountId, secretAccessKey: 'simulated' },
  };
  const lambda = new Lambda(options);
  const { Functions } = await lambda.listFunctions({});
  if (Functions.some(({ FunctionName }) => FunctionName === functionName)) {
    return;
  }
  await makeRole(new IAM(options));
  await lambda.createFunction({
    FunctionName: functionName,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: `arn:aws:iam::${accountId}:role/${ROLE}`,
    Timeout: 30,
    Code: { ZipFile: code() },
    VpcConfig: { SubnetIds: subnetIds, SecurityGroupIds: groupIds },
  });
}

/** One that a start before this one made is as good. */
async function makeRole(iam) {
  const made = iam.createRole({
    RoleName: ROLE,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    }),
  });
  await made.catch(error => {
    if (error.name !== 'EntityAlreadyExistsException') {
      throw error;
    }
  });
}

function code() {
  const { sameZip } = loadBackend('objects/updater/sameZip');
  const path = join(
    root,
    ...['plugins', 'database-access-backend', 'prober', 'index.mjs'],
  );
  return sameZip([{ path: 'index.mjs', content: readFileSync(path) }]);
}
