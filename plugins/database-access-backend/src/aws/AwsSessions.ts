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

import { createHash } from 'crypto';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { PricingClient } from '@aws-sdk/client-pricing';
import { RAMClient } from '@aws-sdk/client-ram';
import { RDSClient } from '@aws-sdk/client-rds';
import { Route53Client } from '@aws-sdk/client-route-53';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import {
  AwsCredentialIdentity,
  AwsCredentialIdentityProvider,
} from '@aws-sdk/types';
import { Config } from '@backstage/config';
import { DefaultAwsCredentialsManager } from '@backstage/integration-aws-node';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { AccountConfig, DatabaseAccessConfig, Lane, Purpose } from '../config';
import { AwsCallError } from './AwsCallError';
import { AwsService, awsEndpoint } from './awsEndpoint';
import { AwsCall, classifyAwsError } from './classifyAwsError';
import type { CallTelemetry } from '../telemetry';
import { LaneCredentials } from './LaneCredentials';
import { LaneClients } from './LaneClients';
import { dnsResolver, NameResolver } from './NameResolver';
import { laneCalls } from './laneCalls';
import {
  AnalysisSession,
  inquirySession,
  InvocationSession,
  LaneSession,
  laneSession,
  provisionSession,
  readSession,
  SessionTerms,
  ShareSession,
  trialSession,
} from './sessionTerms';
import { ReadBucket } from './ReadBucket';
import { SessionIdentity } from './requestIds';
import { overHttps } from './overHttps';
import { roleArn } from './roleArn';

/** A session may last no longer if the portal itself runs as a role (role chaining). */
const SESSION_SECONDS = 3600;

/** Sessions of shares that are kept for a lane; who needs an older one again gets a new one. */
const MOST_PROVISION_SESSIONS = 50;

/** Where AWS answers for the prices of all Regions: https://docs.aws.amazon.com/general/latest/gr/billing.html */
const PRICE_LIST_REGION = 'us-east-1';

/** Clients for one account and Region that may look and not change. */
export type ReadSession = LaneClients;

/** What sends the requests of a client; one for each lane, so that an account that does not answer holds no other up. */
type RequestHandler = Pick<
  NodeHttpHandler,
  'handle' | 'destroy' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;

/** A lane that config lets the portal enter, and the way there. */
interface Place {
  account: AccountConfig;
  region: string;
  requestHandler: RequestHandler;
}

/** Everything that is open in one lane. */
interface OpenLane extends Place {
  /** At the pace of people. */
  read: LaneClients;
  /** At the pace of whoever owns the lane. */
  watch: LaneClients;
  /** By what distinguishes them; the oldest first. */
  provision: Map<string, LaneClients>;
}

/** The only door to the accounts. One that does not stand in config is not called, whatever a catalog entity says. */
export class AwsSessions {
  readonly #config: DatabaseAccessConfig;
  readonly #clock: Clock;
  readonly #ownCredentials: AwsCredentialIdentityProvider;
  readonly #newRequestHandler: () => RequestHandler;
  readonly #names: NameResolver;
  readonly #telemetry: CallTelemetry | undefined;
  readonly #onThrottled: ((lane: Lane) => void) | undefined;
  readonly #lanes = new Map<string, OpenLane>();
  #priceList?: PricingClient;

  static async create(options: {
    config: DatabaseAccessConfig;
    rootConfig: Config;
    clock: Clock;
    /** Default: over HTTPS. */
    newRequestHandler?: () => RequestHandler;
    /** Default: the DNS servers of config. */
    names?: NameResolver;
    /** What hears of each call. */
    telemetry?: CallTelemetry;
    /** What hears of each attempt that AWS throttles. */
    onThrottled?: (lane: Lane) => void;
  }): Promise<AwsSessions> {
    const { config, rootConfig, clock } = options;
    const ownCredentials = await readOwnCredentials(config, rootConfig);
    return new AwsSessions(
      config,
      clock,
      ownCredentials,
      options.newRequestHandler ??
        (() => overHttps({ direct: config.simulatedAws !== undefined })),
      options.names ?? dnsResolver(config.dnsServers),
      options.telemetry,
      options.onThrottled,
    );
  }

  private constructor(
    config: DatabaseAccessConfig,
    clock: Clock,
    ownCredentials: AwsCredentialIdentityProvider,
    newRequestHandler: () => RequestHandler,
    names: NameResolver,
    telemetry: CallTelemetry | undefined,
    onThrottled: ((lane: Lane) => void) | undefined,
  ) {
    this.#config = config;
    this.#clock = clock;
    this.#ownCredentials = ownCredentials;
    this.#newRequestHandler = newRequestHandler;
    this.#names = names;
    this.#telemetry = telemetry;
    this.#onThrottled = onThrottled;
  }

  /**
   * The one `read` session of this lane, in turns that leave AWS's rates to the lane's owner: for what people look at.
   * AWS is called when one of its clients is first used.
   *
   * @throws AwsCallError if config does not let the portal enter
   */
  read(lane: Lane): LaneClients {
    return this.#laneOf(lane).read;
  }

  /**
   * The same session for the owner of the lane, who keeps to AWS's rates himself: for waits and sweeps.
   *
   * @throws AwsCallError if config does not let the portal enter
   */
  watch(lane: Lane): LaneClients {
    return this.#laneOf(lane).watch;
  }

  /**
   * A session that may make and remove this share's objects in this lane and nothing else; CloudTrail of the account
   * names the person, the request and the share. Or one of the lane, which may remove these objects only; or one that may have
   * paths of a share analysed, or invoke one function for it. AWS is called when one of its clients is first used, and each call is
   * made once: who repeats it must know whether the first one worked.
   *
   * @throws AwsCallError if config does not let the portal enter
   */
  provision(
    lane: Lane,
    session: ShareSession | LaneSession | AnalysisSession | InvocationSession,
  ): LaneClients {
    const open = this.#laneOf(lane);
    const { installation } = this.#config;
    const terms = termsOf(installation, session);
    const key = createHash('sha256')
      .update(JSON.stringify(terms))
      .digest('hex');
    const known = open.provision.get(key);
    if (known) {
      return known;
    }
    const { account } = open;
    const credentials = this.#credentialsOf(open, terms);
    const clients = this.#clientsOf(open, {
      credentials,
      roleName: account.roles[terms.purpose],
      identity: identityOf(terms),
      maxAttempts: 1,
    });
    open.provision.set(key, clients);
    for (const oldest of open.provision.keys()) {
      if (open.provision.size <= MOST_PROVISION_SESSIONS) {
        break;
      }
      open.provision.delete(oldest);
    }
    return clients;
  }

  /**
   * Tries the account's `provision` role before anybody builds on it.
   *
   * @throws AwsCallError if it does not let the portal in, or lets in who has no ExternalId
   */
  async tryProvisionRole(lane: Lane): Promise<void> {
    await this.tryRole(lane, 'provision');
  }

  /**
   * Tries a role of the account: it must let the portal in, and must not without the account's ExternalId, since a role
   * that opens without one can be made to serve somebody else's purpose (the confused deputy). The sessions of the trial
   * may do nothing.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html
   *
   * @throws AwsCallError if it does not let the portal in, or lets in who has no ExternalId
   */
  async tryRole(lane: Lane, purpose: Purpose): Promise<void> {
    const place = this.#laneOf(lane);
    const { account, region } = place;
    const { accountId, name } = account;
    const roleName = account.roles[purpose];
    const terms = trialSession(this.#config.installation, purpose);
    await this.#assumeRole(place, terms);
    if (await this.#isRefused(place, terms)) {
      return;
    }
    throw new AwsCallError({
      message: `Account ${accountId} (${name}) let the portal do sts:AssumeRole of its role ${roleName} without an ExternalId, so nothing is built with it: let the role's trust policy ask for the ExternalId.`,
      remedy: `In account ${accountId}, add the condition StringEquals sts:ExternalId, with the ExternalId of the portal's config, to the trust policy of ${roleArn(
        accountId,
        region,
        roleName,
      )}.`,
      code: ERROR_CODES.accountRefused,
      verdict: 'needs-a-person',
      lane: { accountId, region },
      operation: 'sts:AssumeRole',
    });
  }

  /**
   * The Price List API, in the portal's own name: prices are nobody's secret, so no other account is entered for them.
   * What it throws is AWS's own.
   */
  priceList(): PricingClient {
    this.#priceList ??= new PricingClient({
      region: PRICE_LIST_REGION,
      endpoint: awsEndpoint(this.#config, 'pricing', PRICE_LIST_REGION),
      requestHandler: this.#newRequestHandler(),
      credentials: this.#ownCredentials,
      maxAttempts: 3,
      customUserAgent: 'towpath-database-access',
    });
    return this.#priceList;
  }

  /**
   * Who the portal is, and its organisation: in its own name, which enters no account. What the clients throw is AWS's
   * own. The caller destroys them.
   */
  inOwnName(): { sts: STSClient; organizations: OrganizationsClient } {
    const [first] = this.#config.accounts.values();
    const region = first?.regions[0] ?? PRICE_LIST_REGION;
    const options = (service: AwsService) => ({
      region,
      endpoint: awsEndpoint(this.#config, service, region),
      requestHandler: this.#newRequestHandler(),
      credentials: this.#ownCredentials,
      maxAttempts: 2,
      customUserAgent: 'towpath-database-access',
    });
    return {
      sts: new STSClient(options('sts')),
      organizations: new OrganizationsClient(options('organizations')),
    };
  }

  /** Closes all connections. */
  close(): void {
    this.#priceList?.destroy();
    this.#priceList = undefined;
    for (const { requestHandler } of this.#lanes.values()) {
      requestHandler.destroy();
    }
    this.#lanes.clear();
  }

  #laneOf(lane: Lane): OpenLane {
    const key = `${lane.accountId}/${lane.region}`;
    const known = this.#lanes.get(key);
    if (known) {
      return known;
    }
    const opened = this.#open(this.#accountFor(lane), lane.region);
    this.#lanes.set(key, opened);
    return opened;
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

  #open(account: AccountConfig, region: string): OpenLane {
    const place = {
      account,
      region,
      requestHandler: this.#newRequestHandler(),
    };
    const terms = readSession(this.#config.installation);
    const session = {
      credentials: this.#credentialsOf(place, terms),
      roleName: account.roles.read,
      identity: identityOf(terms),
      maxAttempts: 2,
    };
    return {
      ...place,
      read: this.#clientsOf(place, { ...session, bucket: new ReadBucket() }),
      watch: this.#clientsOf(place, session),
      provision: new Map(),
    };
  }

  #credentialsOf(place: Place, terms: SessionTerms): LaneCredentials {
    return new LaneCredentials({
      clock: this.#clock,
      assume: () => this.#assumeRole(place, terms),
    });
  }

  #clientsOf(
    place: Place,
    session: {
      credentials: LaneCredentials;
      roleName: string;
      identity: SessionIdentity;
      maxAttempts: number;
      bucket?: ReadBucket;
    },
  ): LaneClients {
    const { account, region } = place;
    const { credentials, roleName, identity, maxAttempts, bucket } = session;
    const options = (service: AwsService) => ({
      ...this.#clientOptions(place, service),
      maxAttempts,
      // The client would keep them by its own clock. What is over already is asked for again each time, here.
      credentials: async () => ({
        ...(await credentials.get()),
        expiration: new Date(0),
      }),
    });
    const calls = (service: string) =>
      laneCalls<any, any>(service, {
        account,
        region,
        roleName,
        credentials,
        identity,
        bucket,
        telemetry: this.#telemetry,
        onThrottled: this.#onThrottled,
      });
    const cloudTrail = new CloudTrailClient(options('cloudtrail'));
    cloudTrail.middlewareStack.use(calls('cloudtrail'));
    const cloudWatch = new CloudWatchClient(options('cloudwatch'));
    cloudWatch.middlewareStack.use(calls('cloudwatch'));
    const cloudWatchLogs = new CloudWatchLogsClient(options('logs'));
    cloudWatchLogs.middlewareStack.use(calls('logs'));
    const ec2 = new EC2Client(options('ec2'));
    ec2.middlewareStack.use(calls('ec2'));
    const elasticLoadBalancing = new ElasticLoadBalancingV2Client(
      options('elasticloadbalancing'),
    );
    elasticLoadBalancing.middlewareStack.use(calls('elasticloadbalancing'));
    const eventBridge = new EventBridgeClient(options('events'));
    eventBridge.middlewareStack.use(calls('events'));
    const iam = new IAMClient(options('iam'));
    iam.middlewareStack.use(calls('iam'));
    const lambda = new LambdaClient(options('lambda'));
    lambda.middlewareStack.use(calls('lambda'));
    const organizations = new OrganizationsClient(options('organizations'));
    organizations.middlewareStack.use(calls('organizations'));
    const ram = new RAMClient(options('ram'));
    ram.middlewareStack.use(calls('ram'));
    const rds = new RDSClient(options('rds'));
    rds.middlewareStack.use(calls('rds'));
    const route53 = new Route53Client(options('route53'));
    route53.middlewareStack.use(calls('route53'));
    const serviceQuotas = new ServiceQuotasClient(options('servicequotas'));
    serviceQuotas.middlewareStack.use(calls('servicequotas'));
    const vpcLattice = new VPCLatticeClient(options('vpc-lattice'));
    vpcLattice.middlewareStack.use(calls('vpc-lattice'));
    return {
      account,
      region,
      cloudTrail,
      cloudWatch,
      cloudWatchLogs,
      ec2,
      elasticLoadBalancing,
      eventBridge,
      iam,
      lambda,
      organizations,
      ram,
      rds,
      route53,
      serviceQuotas,
      vpcLattice,
      names: this.#names,
    };
  }

  #clientOptions({ region, requestHandler }: Place, service: AwsService) {
    return {
      region,
      endpoint: awsEndpoint(this.#config, service, region),
      requestHandler,
      customUserAgent: 'towpath-database-access',
    };
  }

  /** Whether the role stays shut for who has no ExternalId. */
  async #isRefused(place: Place, terms: SessionTerms): Promise<boolean> {
    try {
      await this.#askForRole(place, terms, undefined);
      return false;
    } catch (error) {
      if (
        error instanceof AwsCallError &&
        error.code === ERROR_CODES.accountRefused
      ) {
        return true;
      }
      throw error;
    }
  }

  async #assumeRole(
    place: Place,
    terms: SessionTerms,
  ): Promise<AwsCredentialIdentity> {
    const { account, region } = place;
    const { accountId, externalId } = account;
    const roleName = account.roles[terms.purpose];
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
    const identity = await this.#askForRole(place, terms, externalId.reveal());
    await this.#proveAccount(place, roleName, identity);
    return identity;
  }

  async #askForRole(
    place: Place,
    terms: SessionTerms,
    externalId: string | undefined,
  ): Promise<AwsCredentialIdentity> {
    const { account, region } = place;
    const roleName = account.roles[terms.purpose];
    const sts = new STSClient({
      ...this.#clientOptions(place, 'sts'),
      maxAttempts: 2,
      credentials: this.#ownCredentials,
    });
    const { Credentials: given } = await saying(
      { account, region, roleName, operation: 'sts:AssumeRole' },
      () =>
        sts.send(
          new AssumeRoleCommand({
            RoleArn: roleArn(account.accountId, region, roleName),
            RoleSessionName: terms.sessionName,
            ExternalId: externalId,
            SourceIdentity: terms.sourceIdentity,
            Tags: terms.tags,
            Policy: terms.policy,
            DurationSeconds: SESSION_SECONDS,
          }),
        ),
    );
    return {
      accessKeyId: given!.AccessKeyId!,
      secretAccessKey: given!.SecretAccessKey!,
      sessionToken: given!.SessionToken!,
      expiration: given!.Expiration!,
    };
  }

  async #proveAccount(
    place: Place,
    roleName: string,
    credentials: AwsCredentialIdentity,
  ): Promise<void> {
    const { account, region } = place;
    const { accountId, name } = account;
    const operation = 'sts:GetCallerIdentity';
    const sts = new STSClient({
      ...this.#clientOptions(place, 'sts'),
      maxAttempts: 2,
      credentials,
    });
    const { Account: answered } = await saying(
      { account, region, roleName, operation },
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

function termsOf(
  installation: string,
  session: ShareSession | LaneSession | AnalysisSession | InvocationSession,
): SessionTerms {
  if ('removes' in session) {
    return laneSession({ installation, ...session });
  }
  return 'objectIds' in session
    ? provisionSession({ installation, share: session })
    : inquirySession({ installation, inquiry: session });
}

/** Of all that a session brings, what people may see. */
function identityOf({
  sessionName,
  sourceIdentity,
}: SessionTerms): SessionIdentity {
  return { sessionName, sourceIdentity };
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
