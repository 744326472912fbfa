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

import { FinalizeRequestMiddleware, Pluggable } from '@aws-sdk/types';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError } from './AwsCallError';
import { AwsCall, classifyAwsError, isSessionOver } from './classifyAwsError';
import type { Lane } from '../config';
import { LaneCredentials } from './LaneCredentials';
import { ReadBucket } from './ReadBucket';
import { noteCall, SessionIdentity } from './requestIds';
import type { CallOutcome, CallTelemetry, TracedCall } from '../telemetry';

/**
 * What every call through a client of a session has in common, whoever makes it: its turn in the lane, a new session
 * if AWS ended the old one, and an error that a person understands.
 *
 * @param service - IAM's prefix, e.g. `rds`
 */
export function laneCalls<Input extends object, Output extends object>(
  service: string,
  lane: Omit<AwsCall, 'operation'> & {
    /** Absent: whoever calls keeps to AWS's rates. */
    bucket?: ReadBucket;
    credentials: LaneCredentials;
    identity: SessionIdentity;
    /** Absent: nobody watches. */
    telemetry?: CallTelemetry;
    /** AWS has refused an attempt because there were too many. */
    onThrottled?: (lane: Lane) => void;
  },
): Pluggable<Input, Output> {
  const callOf = (context: { commandName?: string }): AwsCall => ({
    ...lane,
    operation: `${service}:${context.commandName?.replace(/Command$/, '')}`,
  });
  const traced = (call: AwsCall): TracedCall => ({
    accountId: call.account.accountId,
    account: call.account.name,
    region: call.region,
    operation: call.operation,
  });
  /** Each attempt is a call of its own to AWS's throttles. */
  const counted = async <T>(call: AwsCall, send: () => Promise<T>) => {
    const begun = performance.now();
    const over = (outcome: CallOutcome) =>
      lane.telemetry?.attempt(traced(call), {
        outcome,
        seconds: (performance.now() - begun) / 1000,
      });
    try {
      const answer = await send();
      over('ok');
      return answer;
    } catch (error) {
      const outcome = outcomeOf(error, call);
      over(outcome);
      if (outcome === 'throttled') {
        const { accountId } = call.account;
        lane.onThrottled?.({ accountId, region: call.region });
      }
      throw error;
    }
  };
  return {
    applyToStack(stack) {
      stack.add(
        (next, context) => async args => {
          try {
            const answer = await (lane.telemetry
              ? lane.telemetry.call(traced(callOf(context)), () => next(args))
              : next(args));
            noteCall(answer.output, {
              accountId: lane.account.accountId,
              region: lane.region,
              operation: callOf(context).operation,
              ...lane.identity,
            });
            return answer;
          } catch (error) {
            throw classifyAwsError(error, callOf(context)) ?? error;
          }
        },
        { name: 'laneErrors', step: 'initialize', priority: 'high' },
      );
      stack.add(
        next => async args => {
          const used = lane.credentials.current;
          try {
            return await next(args);
          } catch (error) {
            if (!isSessionOver(error)) {
              throw error;
            }
            lane.credentials.forget(used);
            return next(args);
          }
        },
        { name: 'laneSession', step: 'initialize', priority: 'low' },
      );
      const turn: FinalizeRequestMiddleware<Input, Output> =
        (next, context) => async args => {
          if (lane.bucket && !(await lane.bucket.take())) {
            throw tooManyWait(callOf(context));
          }
          return counted(callOf(context), () => next(args));
        };
      // After the retries, since each attempt is a call of its own to AWS's throttles.
      stack.addRelativeTo(turn, {
        name: 'laneTurn',
        relation: 'after',
        toMiddleware: 'retryMiddleware',
      });
    },
  };
}

function outcomeOf(error: unknown, call: AwsCall): CallOutcome {
  switch (classifyAwsError(error, call)?.code) {
    case ERROR_CODES.awsThrottled:
      return 'throttled';
    case ERROR_CODES.accountRefused:
      return 'refused';
    default:
      return 'failed';
  }
}

function tooManyWait(call: AwsCall): AwsCallError {
  const { account, region, operation } = call;
  return new AwsCallError({
    message: `Too many readings of account ${account.accountId} (${account.name}), ${region}, wait for their turn at ${operation}: try again in a while.`,
    code: ERROR_CODES.awsThrottled,
    verdict: 'retry-later',
    lane: { accountId: account.accountId, region },
    operation,
  });
}
