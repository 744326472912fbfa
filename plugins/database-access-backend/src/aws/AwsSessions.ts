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

import { EC2Client } from '@aws-sdk/client-ec2';
import { RDSClient } from '@aws-sdk/client-rds';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import {
  AwsCredentialIdentity,
  AwsCredentialIdentityProvider,
} from '@aws-sdk/types';
import { Config } from '@backstage/config';
import { DefaultAwsCredentialsManager } from '@backstage/integration-aws-node';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { AccountConfig, DatabaseAccessConfig, Lane } from '../config';
import { AwsCallError } from './AwsCallError';
import { AwsCall, classifyAwsError } from './classifyAwsError';
import { LaneCredentials } from './LaneCredentials';
import { laneCalls } from './laneCalls';
import { ReadBucket } from './ReadBucket';
import { roleArn } from './roleArn';

/** A session may last no longer if the portal itself runs as a role (role chaining). */
const SESSION_SECONDS = 3600;

/** Clients for one account and Region that may look and not change. Their errors are `AwsCallError`s. */
export interface ReadSession {
  account: AccountConfig;
  region: string;
  rds: RDSClient;
  ec2: EC2Client;
}

/** A session and what must be closed with it. */
interface OpenSession {
  session: ReadSession;
  requestHandler: NodeHttpHandler;
}

/** The only door to the accounts. One that does not stand in config is not called, whatever a catalog entity says. */
export class AwsSessions {
  readonly #config: DatabaseAccessConfig;
  readonly #clock: Clock;
  readonly #ownCredentials: AwsCredentialIdentityProvider;
  readonly #open = new Map<string, OpenSession>();

  static async create(options: {
    config: DatabaseAccessConfig;
    rootConfig: Config;
    clock: Clock;
  }): Promise<AwsSessions> {
    const { config, rootConfig, clock } = options;
    const ownCredentials = await readOwnCredentials(config, rootConfig);
    return new AwsSessions(config, clock, ownCredentials);
  }

  private constructor(
    config: DatabaseAccessConfig,
    clock: Clock,
    ownCredentials: AwsCredentialIdentityProvider,
  ) {
    this.#config = config;
    this.#clock = clock;
    this.#ownCredentials = ownCredentials;
  }

  /**
   * The one `read` session of this lane. AWS is called when one of its clients is first used.
   *
   * @throws AwsCallError if config does not let the portal enter
   */
  read(lane: Lane): ReadSession {
    const key = `${lane.accountId}/${lane.region}`;
    const known = this.#open.get(key);
    if (known) {
      return known.session;
    }
    const opened = this.#openRead(this.#accountFor(lane), lane.region);
    this.#open.set(key, opened);
    return opened.session;
  }

  /** Closes all connections. */
  close(): void {
    for (const { requestHandler } of this.#open.values()) {
      requestHandler.destroy();
    }
    this.#open.clear();
  }

  #accountFor(lane: Lane): AccountConfig {
    const { accountId, region } = lane;
    const account = this.#config.accounts.get(accountId);
    if (!account) {
      throw new AwsCallError({
        message: `Account ${accountId} does not stand in the portal's config and was not called: add it to databaseAccess.accounts.`,
        code: ERROR_CODES.accountNotConfigured,
        verdict: 'needs-a-person',
        lane,
        operation: 'sts:AssumeRole',
      });
    }
    if (!account.regions.includes(region)) {
      throw new AwsCallError({
        message: `Account ${accountId} (${account.name}) stands in the portal's config without the Region ${region} and was not called: add the Region to its entry in databaseAccess.accounts.`,
        code: ERROR_CODES.regionNotConfigured,
        verdict: 'needs-a-person',
        lane,
        operation: 'sts:AssumeRole',
      });
    }
    return account;
  }

  #openRead(account: AccountConfig, region: string): OpenSession {
    // One handler for each lane, so that an account that does not answer holds no connection of another.
    const requestHandler = new NodeHttpHandler({
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      throwOnRequestTimeout: true,
    });
    const options = {
      region,
      endpoint: this.#config.simulatedAws?.endpoint,
      requestHandler,
      maxAttempts: 2,
      customUserAgent: 'towpath-database-access',
    };
    const roleName = account.roles.read;
    const credentials = new LaneCredentials({
      clock: this.#clock,
      assume: () => this.#assumeReadRole(account, options),
    });
    const lane = {
      account,
      region,
      roleName,
      credentials,
      bucket: new ReadBucket(),
    };
    const clientOptions = {
      ...options,
      // The client would keep them by its own clock. What is over already is asked for again each time, here.
      credentials: async () => ({
        ...(await credentials.get()),
        expiration: new Date(0),
      }),
    };
    const rds = new RDSClient(clientOptions);
    rds.middlewareStack.use(laneCalls('rds', lane));
    const ec2 = new EC2Client(clientOptions);
    ec2.middlewareStack.use(laneCalls('ec2', lane));
    return { session: { account, region, rds, ec2 }, requestHandler };
  }

  async #assumeReadRole(
    account: AccountConfig,
    options: { region: string; requestHandler: NodeHttpHandler },
  ): Promise<AwsCredentialIdentity> {
    const { accountId, externalId } = account;
    const { region } = options;
    const roleName = account.roles.read;
    if (!externalId) {
      // A role that opens without one could be made to serve somebody else's purpose (the confused deputy).
      throw new AwsCallError({
        message: `Account ${accountId} (${account.name}) has no externalId in the portal's config, so the portal did not ask for sts:AssumeRole of its role ${roleName}: set externalId in its entry of databaseAccess.accounts.`,
        code: ERROR_CODES.accountRefused,
        verdict: 'needs-a-person',
        lane: { accountId, region },
        operation: 'sts:AssumeRole',
      });
    }
    const sts = new STSClient({
      ...options,
      credentials: this.#ownCredentials,
    });
    const answer = await saying(
      { account, region, roleName, operation: 'sts:AssumeRole' },
      () =>
        sts.send(
          new AssumeRoleCommand({
            RoleArn: roleArn(accountId, region, roleName),
            RoleSessionName: `dbaccess-${this.#config.installation}-read`,
            ExternalId: externalId.reveal(),
            SourceIdentity: 'database-access',
            DurationSeconds: SESSION_SECONDS,
          }),
        ),
    );
    const identity: AwsCredentialIdentity = {
      accessKeyId: answer.Credentials!.AccessKeyId!,
      secretAccessKey: answer.Credentials!.SecretAccessKey!,
      sessionToken: answer.Credentials!.SessionToken!,
      expiration: answer.Credentials!.Expiration!,
    };
    await this.#proveAccount(account, options, identity);
    return identity;
  }

  async #proveAccount(
    account: AccountConfig,
    options: { region: string; requestHandler: NodeHttpHandler },
    credentials: AwsCredentialIdentity,
  ): Promise<void> {
    const { accountId, name } = account;
    const { region } = options;
    const operation = 'sts:GetCallerIdentity';
    const sts = new STSClient({ ...options, credentials });
    const { Account: answered } = await saying(
      { account, region, roleName: account.roles.read, operation },
      () => sts.send(new GetCallerIdentityCommand({})),
    );
    if (answered !== accountId) {
      throw new AwsCallError({
        message: `Account ${accountId} (${name}) answered ${operation} as account ${answered}, so the portal did not go on: see what stands between the portal and AWS.`,
        code: ERROR_CODES.accountMismatch,
        verdict: 'needs-a-person',
        lane: { accountId, region },
        operation,
      });
    }
  }
}

async function readOwnCredentials(
  config: DatabaseAccessConfig,
  rootConfig: Config,
): Promise<AwsCredentialIdentityProvider> {
  const { simulatedAws } = config;
  if (simulatedAws) {
    // Simulated AWS takes an account's id as the access key of its admin.
    return async () => ({
      accessKeyId: simulatedAws.accountId,
      secretAccessKey: 'simulated',
    });
  }
  const manager = DefaultAwsCredentialsManager.fromConfig(rootConfig);
  const { sdkCredentialProvider } = await manager.getCredentialProvider();
  return sdkCredentialProvider;
}

async function saying<T>(call: AwsCall, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw classifyAwsError(error, call) ?? error;
  }
}
