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

import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ERROR_CODES,
  ReachabilityCost,
} from '@towpath/backstage-plugin-database-access-common';
import {
  Clock,
  DatabaseAccessProber,
} from '@towpath/backstage-plugin-database-access-node';
import {
  AnalysisSession,
  AnsweredCall,
  AwsCallError,
  hearCalls,
  InvocationSession,
  LaneClients,
} from '../aws';
import { conceal, Lane } from '../config';
import {
  createPath,
  deleteAnalysis,
  deletePath,
  findPath,
  INSTALLATION_TAG,
  OBJECT_TAG,
  PathToAnalyse,
  readAnalysis,
  startAnalysis,
} from '../objects';
import type { ObjectGraph } from '../patterns';
import type { PriceBook } from '../planning';
import type {
  KnownOfPart,
  ObjectOfShare,
  Store,
  StoredCheck,
  StoredPart,
  StoredShare,
} from '../store';
import { costOf } from './costOf';
import { explain } from './explain';
import { invokeFunction } from './invokeFunction';
import { FoundEnds, locate, NoEndError } from './locate';
import type { NotesShares } from './ReachabilityChecks';
import { inOrder, verdictOf, verdictOfLayers } from './verdicts';
import type { PartOfWay } from './wayOf';

/** "About 30 seconds" says an operator (aws.md §3.1), so nobody asks more often than this. */
const ANALYSIS_AGAIN_MS = 5_000;

/** What AWS has not answered by then it is not waited for any more. */
const PATIENCE_MS = 10 * 60_000;

/** A function may run that long before it is not waited for. In real time. */
const PROBE_MS = 60_000;

const AFTER_FAILURE = { firstMs: 2_000, capMs: 10 * 60_000 };

const PARTS_AT_ONCE = 50;

/** More rounds than the steps of a check: so what is due by now is done, and no mistake of ours runs for ever. */
const MOST_ROUNDS = 20;

/** In timelines. */
const SAYS = {
  reachable: 'Can be reached',
  'not-reachable': 'Cannot be reached',
  unknown: 'Not known whether it can be reached',
};

/** What a step did, to be written in one go. */
interface Step {
  known: KnownOfPart;
  /** A sentence for the timeline. */
  news?: string;
  made?: AnsweredCall;
  /** What AWS calls what was made or taken away. */
  awsId?: string;
}

/** What a step stands on. */
interface Task {
  part: StoredPart;
  check: StoredCheck;
  share: StoredShare<ObjectGraph>;
  objects: ObjectOfShare[];
}

/**
 * Finds out what people asked. Each step reads where a part stands, makes at most one call that changes something, and
 * writes what happened, so a crash at any point is the same as a pause: what AWS made for us is found again by its client
 * token, or by our tag. It never sleeps holding work. Paths and analyses are taken away again, answered or not.
 */
export class ReachabilityWork {
  readonly #store: Store;
  readonly #clients: (
    lane: Lane,
    session: AnalysisSession | InvocationSession,
  ) => LaneClients;
  readonly #journal: NotesShares;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #installation: string;
  readonly #prices: () => Promise<PriceBook>;
  readonly #prober: DatabaseAccessProber | undefined;

  constructor(options: {
    store: Store;
    clients: (
      lane: Lane,
      session: AnalysisSession | InvocationSession,
    ) => LaneClients;
    journal: NotesShares;
    clock: Clock;
    logger: LoggerService;
    installation: string;
    prices: () => Promise<PriceBook>;
    prober?: DatabaseAccessProber;
  }) {
    this.#store = options.store;
    this.#clients = options.clients;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#installation = options.installation;
    this.#prices = options.prices;
    this.#prober = options.prober;
  }

  /** Does all that is due. */
  async work(signal?: AbortSignal): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const due = await this.#store.read(tx =>
        this.#store.reachabilityChecks.due(tx, {
          now: this.#now(),
          limit: PARTS_AT_ONCE,
        }),
      );
      if (due.length === 0 || signal?.aborted) {
        return;
      }
      // Accounts do not wait for each other.
      await Promise.all(due.map(part => this.#take(part)));
    }
  }

  async #take(part: StoredPart): Promise<void> {
    const task = await this.#taskOf(part);
    const step = task && (await this.#stepOf(task));
    if (step) {
      await this.#write(task, step);
    }
  }

  async #taskOf(part: StoredPart): Promise<Task | undefined> {
    return this.#store.transaction(async tx => {
      const check = await this.#store.reachabilityChecks.find(tx, part.checkId);
      const share =
        check &&
        (await this.#store.shares.find<ObjectGraph>(tx, check.shareId));
      return share
        ? {
            part,
            check,
            share,
            objects: await this.#store.shares.objectsOf(tx, share.id),
          }
        : undefined;
    });
  }

  async #stepOf(task: Task): Promise<Step> {
    try {
      return await hearCalls(async heard => {
        const step = await this.#advance(task);
        return { ...step, made: step.news ? heard.call : undefined };
      });
    } catch (error) {
      return { known: this.#failed(task.part, error) };
    }
  }

  #advance(task: Task): Promise<Step> {
    const { part, check } = task;
    if (check.means === 'prober') {
      return this.#probe(task);
    }
    switch (part.state) {
      case 'waiting':
        return this.#intend(task);
      case 'intended':
        return this.#create(task);
      case 'path':
        return this.#start(task);
      case 'running':
        return this.#read(task);
      default:
        return this.#clear(task);
    }
  }

  async #intend(task: Task): Promise<Step> {
    const { part, objects } = task;
    const aws = this.#awsFor(task);
    const ends = await locate(aws, part.plan as PartOfWay, objects);
    return {
      known: {
        state: 'intended',
        ends,
        attempts: 0,
        beganAt: part.beganAt ?? this.#now(),
      },
    };
  }

  async #create(task: Task): Promise<Step> {
    const { part } = task;
    const pathId = await createPath(this.#awsFor(task), this.#pathOf(part));
    return { known: { state: 'path', pathId, attempts: 0 } };
  }

  async #start(task: Task): Promise<Step> {
    const { part } = task;
    const analysisId = await startAnalysis(
      this.#awsFor(task),
      this.#pathOf(part),
      part.pathId!,
    );
    return {
      known: {
        state: 'running',
        analysisId,
        billed: true,
        attempts: 0,
        lookAt: this.#now() + ANALYSIS_AGAIN_MS,
      },
      news: `AWS analyses a path: ${part.title}`,
      awsId: analysisId,
    };
  }

  async #read(task: Task): Promise<Step> {
    const { part, objects } = task;
    const aws = this.#awsFor(task);
    const analysis = await readAnalysis(aws, part.analysisId!);
    if (analysis.Status === 'running') {
      return { known: this.#later(part, ANALYSIS_AGAIN_MS) };
    }
    const ends = part.ends as FoundEnds;
    const { account } = aws;
    const where = `account ${account.accountId} (${account.name})`;
    if (analysis.Status !== 'succeeded') {
      return {
        known: {
          state: 'clearing',
          attempts: 0,
          verdict: 'unknown',
          message: `AWS could not analyse it in ${where}: ${
            analysis.StatusMessage ?? analysis.Status
          }`,
          remedy:
            'See https://docs.aws.amazon.com/vpc/latest/reachability/reachability-analyzer-troubleshooting.html, or use a prober, which opens a connection.',
        },
      };
    }
    const explanations = explain(analysis.Explanations, {
      ends,
      port: (part.plan as PartOfWay).port,
      account: where,
      objects,
    });
    const [first] = explanations;
    const way = `from ${ends.source.said} (${ends.source.interfaceId}) to ${ends.destination.said} (${ends.destination.interfaceId})`;
    return {
      known: {
        state: 'clearing',
        attempts: 0,
        explanations,
        ...(analysis.NetworkPathFound
          ? {
              verdict: 'reachable',
              message: `Nothing is closed ${way} in ${where}.`,
            }
          : {
              verdict: 'not-reachable',
              message:
                first?.message ??
                `AWS finds no way ${way} in ${where}, and does not say why.`,
              remedy: first?.remedy,
            }),
      },
    };
  }

  /** What was made is taken away, the analysis first; what may have been made is looked for. */
  async #clear(task: Task): Promise<Step> {
    const { part } = task;
    const { id, analysisId, pathId } = part;
    const again = { state: 'clearing' as const, attempts: 0, remains: null };
    if (!part.ends) {
      return { known: { ...again, state: 'done' } };
    }
    const aws = this.#awsFor(task);
    if (analysisId) {
      await deleteAnalysis(aws, { id, analysisId });
      return { known: { ...again, analysisId: null } };
    }
    if (pathId) {
      await deletePath(aws, { id, pathId });
      return {
        known: { ...again, state: 'done', pathId: null },
        news: `Took away what AWS needed for it: ${part.title}`,
        awsId: pathId,
      };
    }
    const found = await findPath(aws, id);
    return {
      known: found
        ? { ...again, ...found, billed: found.analysisId !== undefined }
        : { ...again, state: 'done' },
    };
  }

  async #probe(task: Task): Promise<Step> {
    const { part, share } = task;
    if (!this.#prober) {
      throw new Error(
        'This portal has no prober any more: databaseAccess.reachability.prober or a module sets one.',
      );
    }
    const { network, endpoint, engine } = share.plan;
    const { layers } = await this.#prober.probe(
      {
        shareId: share.id,
        databaseArn: share.databaseArn,
        engine,
        endpoint,
        network,
      },
      {
        signal: AbortSignal.timeout(PROBE_MS),
        invokeFunction: (invokes, payload) =>
          invokeFunction(
            this.#clients(part.lane, { ...this.#inquiryOf(task), invokes }),
            { functionName: invokes, payload },
          ),
      },
    );
    const ordered = inOrder(layers);
    return {
      known: {
        state: 'done',
        layers: ordered,
        ...verdictOfLayers(ordered),
      },
    };
  }

  #failed(part: StoredPart, error: unknown): KnownOfPart {
    if (error instanceof AwsCallError) {
      return part.state === 'clearing'
        ? this.#cannotClear(part, error)
        : this.#refused(part, error);
    }
    if (error instanceof NoEndError) {
      return unanswered(part, error.message, error.remedy);
    }
    const { message } = error as Error;
    this.#logger.error(
      `The reachability of a share was not found out: ${conceal(message)}`,
    );
    // A prober says what is wrong; of a mistake of ours only the log does.
    return part.side === 'whole'
      ? unanswered(part, conceal(message))
      : this.#later(part, this.#wait(part));
  }

  #refused(part: StoredPart, error: AwsCallError): KnownOfPart {
    const isFinal = ['needs-a-person', 'never'].includes(error.verdict);
    const known = this.#later(part, this.#wait(part, error));
    const isLate = this.#now() - (part.beganAt ?? this.#now()) > PATIENCE_MS;
    return isFinal || isLate
      ? unanswered(part, error.message, error.remedy)
      : known;
  }

  #cannotClear(part: StoredPart, error: AwsCallError): KnownOfPart {
    const isHidden =
      part.pathId && error.awsCode === 'AnalysisExistsForNetworkInsightsPath';
    return {
      ...this.#later(part, this.#wait(part, error)),
      // Its id was never heard: it is looked for with its path.
      ...(isHidden && { pathId: null }),
      ...(error.code !== ERROR_CODES.awsBusy && {
        remains: `${
          part.pathId ?? part.id
        } is still in the account and is tried again: ${error.message}`,
      }),
    };
  }

  /** The same step again. */
  #later(part: StoredPart, waitMs: number): KnownOfPart {
    const now = this.#now();
    const isLate =
      part.state === 'running' && now - (part.beganAt ?? now) > PATIENCE_MS;
    if (isLate) {
      return unanswered(
        part,
        'AWS has not finished its analysis in ten minutes.',
        'Check again.',
      );
    }
    return {
      state: part.state,
      attempts: part.attempts + 1,
      beganAt: part.beganAt ?? now,
      lookAt: now + waitMs,
    };
  }

  #wait(part: StoredPart, error?: AwsCallError): number {
    const { firstMs, capMs } = AFTER_FAILURE;
    return Math.max(
      Math.min(firstMs * 2 ** part.attempts, capMs),
      (error?.retryAfterSeconds ?? 0) * 1_000,
    );
  }

  async #write(task: Task, { known, news, made, awsId }: Step): Promise<void> {
    const { part, check, share } = task;
    const { reachabilityChecks, timeline } = this.#store;
    const prices =
      known.verdict && check.cost ? await this.#prices() : undefined;
    await this.#store.transaction(async tx => {
      // Of two parts that are answered at once, the later one has to see that it is the last.
      await reachabilityChecks.hold(tx, check.id);
      if (!(await reachabilityChecks.learn(tx, part, known))) {
        return;
      }
      if (news) {
        await timeline.append(tx, {
          requestId: share.requestId,
          shareId: share.id,
          at: this.#clock.now(),
          actor: check.askedBy,
          kind: 'share.reachability-step',
          message: news,
          awsRequestId: made?.requestId,
          ...(made && { details: { call: callOf(made, awsId) } }),
        });
      }
      const { parts, status } = (await reachabilityChecks.find(tx, check.id))!;
      if (status === 'done' || !parts.every(({ verdict }) => verdict)) {
        return;
      }
      const found = verdictOf(check.means, parts);
      await reachabilityChecks.end(tx, check.id, {
        ...found,
        cost: prices && billed(parts, prices),
        at: this.#clock.now(),
      });
      await this.#journal.note(tx, share, {
        kind: 'share.reachability-found',
        actor: 'system',
        message: `${SAYS[found.verdict]}: ${found.message}`,
      });
    });
  }

  #awsFor(task: Task): LaneClients {
    return this.#clients(task.part.lane, {
      ...this.#inquiryOf(task),
      analyses: [task.part.id],
    });
  }

  #inquiryOf({ check, share }: Pick<Task, 'check' | 'share'>) {
    return {
      shareId: share.id,
      requestId: share.requestId,
      personRef: check.askedBy,
    };
  }

  #pathOf(part: StoredPart): PathToAnalyse {
    const { source, destination } = part.ends as FoundEnds;
    return {
      id: part.id,
      source: source.interfaceId,
      destination: destination.interfaceId,
      port: (part.plan as PartOfWay).port,
      tags: {
        [INSTALLATION_TAG]: this.#installation,
        [OBJECT_TAG]: part.id,
      },
    };
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}

/** Nobody can say: what was made for it is taken away all the same. */
function unanswered(
  part: StoredPart,
  message: string,
  remedy?: string,
): KnownOfPart {
  return {
    state: part.ends ? 'clearing' : 'done',
    attempts: 0,
    verdict: 'unknown',
    message,
    remedy,
  };
}

/** Only what was started. */
function billed(
  parts: readonly StoredPart[],
  prices: PriceBook,
): ReachabilityCost {
  return costOf(
    parts.filter(part => part.billed).map(({ lane }) => lane),
    prices,
  );
}

function callOf(
  { requestId: _, ...call }: AnsweredCall,
  awsId: string | undefined,
) {
  return { ...call, awsId };
}
