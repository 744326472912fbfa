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

import { parseArgs } from 'util';
import type { Config } from '@backstage/config';
import { AwsSessions } from '../aws';
import {
  conceal,
  DatabaseAccessConfig,
  readDatabaseAccessConfig,
} from '../config';
import { UsageError } from '../setup';
import { CheckResult, fail } from './CheckResult';
import { examine, ExamineOptions } from './examine';
import { tellResults } from './tellResults';

export const DOCTOR_USAGE = `yarn doctor [options]

Looks whether the accounts of the portal's config are as the portal needs them. It changes nothing.

  --config <file>   config to read instead of app-config.yaml; repeatable, as for the backend
  --account <id>    only this account of config; repeatable
  --timeout <s>     how long one account may take; 60 seconds by default
  --json            the results as JSON
`;

/**
 * What `yarn doctor` prints, and how it ends.
 *
 * @throws UsageError if the options cannot be meant so
 */
export async function doctor(
  rootConfig: Config,
  args: string[],
): Promise<{ text: string; exitCode: number }> {
  const options = readOptions(args);
  const results = await doctorOf(rootConfig, options);
  const text = options.json
    ? `${JSON.stringify(results, undefined, 2)}\n`
    : tellResults(results);
  return {
    text: conceal(text),
    exitCode: results.some(({ verdict }) => verdict === 'fail') ? 1 : 0,
  };
}

/**
 * Looks at what config names. A config that the backend would refuse is the first thing that is wrong.
 *
 * @throws UsageError if an account is meant that config lacks
 */
export async function doctorOf(
  rootConfig: Config,
  options: ExamineOptions &
    Pick<Parameters<typeof AwsSessions.create>[0], 'newRequestHandler'> = {},
): Promise<CheckResult[]> {
  let config: DatabaseAccessConfig;
  try {
    config = readDatabaseAccessConfig(rootConfig, {
      environment: process.env.NODE_ENV,
    });
  } catch (error) {
    return [
      {
        account: 'portal',
        check: 'config',
        ...fail(
          (error as Error).message,
          'Correct it in app-config.yaml, or in the file that --config names: the backend would not start with it.',
        ),
      },
    ];
  }
  const unknown = options.accountIds?.find(id => !config.accounts.has(id));
  if (unknown !== undefined) {
    throw new UsageError(
      `Account ${unknown} does not stand in databaseAccess.accounts; there are ${[
        ...config.accounts.keys(),
      ].join(', ')}.`,
    );
  }
  const sessions = await AwsSessions.create({
    config,
    rootConfig,
    clock: { now: () => new Date() },
    newRequestHandler: options.newRequestHandler,
  });
  try {
    return await examine(config, sessions, options);
  } finally {
    sessions.close();
  }
}

function readOptions(args: string[]) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        config: { type: 'string', multiple: true },
        account: { type: 'string', multiple: true },
        timeout: { type: 'string', default: '60' },
        json: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const seconds = Number(values.timeout);
  if (!(seconds >= 1)) {
    throw new UsageError(
      `--timeout must be a number of seconds, not ${values.timeout}.`,
    );
  }
  return {
    accountIds: values.account,
    deadlineMs: seconds * 1000,
    json: values.json ?? false,
  };
}
