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
import {
  DiagnosedCause,
  Diagnosis,
  Hop,
  Share,
  ShareObject,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { LaneReading } from '../readings';
import { worstOf } from '../severity';
import { bundleOf } from './bundle';
import { clientCausesOf } from './clientCauses';
import { KNOWN_CAUSES, KnownCause, knownCauseOf } from './knownCauses';
import { KnownError, knownErrorOf, understand } from './knownErrors';
import { ruledOut } from './ruledOut';

/** What a diagnosis stands on beside the share: all of it was read before. */
export interface DiagnosisMaterial {
  /** The last entries, the oldest first. */
  timeline: readonly TimelineEntry[];
  lanes: readonly LaneReading[];
  now: Date;
  /** The text that the client showed. */
  error?: string;
}

/** What becomes of it, without what is only gathered. */
type Finding = Pick<
  Diagnosis,
  'verdict' | 'conclusion' | 'layer' | 'fix' | 'check'
>;

/** A trouble with its place in the order of likelihood. */
interface Ranked {
  cause: DiagnosedCause;
  rank: readonly number[];
}

const STOPS: ReadonlyArray<DiagnosedCause['stops']> = [
  'all',
  'some',
  'unknown',
  'none',
];

/**
 * Why a share does not connect, as far as it was read: what is wrong, the most probable first; what is well; and what stands
 * with the client, where the portal cannot look. It asks nobody anything, and where all is well it says so.
 */
export function diagnose(share: Share, material: DiagnosisMaterial): Diagnosis {
  const { lanes, now, error = '' } = material;
  const known = knownErrorOf(error, share.plan.engine);
  const causes = isOver(share) ? [] : causesOf(share, lanes, known);
  const clientCauses = clientCausesOf(share, known?.id);
  const understood = error.trim() ? understand(error, known) : undefined;
  const diagnosis: Omit<Diagnosis, 'bundle'> = {
    shareId: share.id,
    at: now.toISOString(),
    ...conclude(share, causes, { known, now }),
    causes,
    ruledOut: isOver(share) ? [] : ruledOut(share, lanes, { now }),
    clientCauses: isOver(share) ? [] : clientCauses,
    error: understood,
  };
  return { ...diagnosis, bundle: bundleOf(share, diagnosis, material) };
}

function isOver({ lifecycle }: Share): boolean {
  return lifecycle === 'revoked' || lifecycle === 'revoking';
}

function conclude(
  share: Share,
  causes: readonly DiagnosedCause[],
  about: { known: KnownError | undefined; now: Date },
): Finding {
  const { known } = about;
  if (isOver(share)) {
    return over(share);
  }
  if (known?.fromDatabase) {
    return fromDatabase(share, known, causes);
  }
  const [first] = causes;
  if (first?.stops === 'all') {
    return found(share, first, known);
  }
  if (share.lifecycle === 'building' || share.lifecycle === 'stuck') {
    return notYet(share);
  }
  if (first?.stops === 'some') {
    return found(share, first, known);
  }
  if (first?.stops === 'unknown') {
    return {
      verdict: 'unreadable',
      conclusion: `Nothing that was read is wrong, but not everything could be read: ${first.sentence}`,
      layer: first.layer,
      fix: first.fix,
      check: first.check,
    };
  }
  return elsewhere(share, known);
}

function over({ lifecycle, revokedAt, cutAt, reason }: Share): Finding {
  const since = revokedAt ?? cutAt;
  return {
    verdict: 'over',
    layer: 'trust',
    conclusion: `This access ${
      lifecycle === 'revoked' ? 'has ended' : 'is being taken away'
    }${since ? `, and the path is cut since ${since}` : ''}${
      reason ? ` (${reason.replace(/\.$/, '')})` : ''
    }: nothing connects over it any more.`,
    fix: 'Ask for access again, if it is still needed.',
  };
}

function notYet({ lifecycle, reason, hops }: Share): Finding {
  const waiting = hops.find(({ health }) => health !== 'healthy');
  return {
    verdict: 'not-yet',
    layer: 'network',
    conclusion:
      lifecycle === 'stuck'
        ? `This access stands still before it was ready: ${
            reason ?? 'it did not become ready in time.'
          }`
        : `This access is still being built${
            waiting ? `: “${waiting.name}” is not ready` : ''
          }.`,
    fix:
      lifecycle === 'stuck'
        ? waiting?.remedy ?? 'Retry on this page.'
        : 'Wait until this page calls it active; what takes longer than usual is said there.',
  };
}

/** Who was answered by the database had an open path, whatever else is wrong by now. */
function fromDatabase(
  share: Share,
  known: KnownError,
  causes: readonly DiagnosedCause[],
): Finding {
  const [client] = clientCausesOf(share, known.id);
  const meanwhile = causes.find(({ stops }) => stops === 'all');
  return {
    verdict: 'elsewhere',
    layer: known.layer,
    conclusion: meanwhile
      ? `${known.means} Meanwhile something else is wrong, too: ${meanwhile.sentence}`
      : known.means,
    fix: client.fitsError ? client.fix : meanwhile?.fix,
  };
}

function found(
  { lifecycle }: Share,
  cause: DiagnosedCause,
  known: KnownError | undefined,
): Finding {
  const { layer, fix, check, stops, sentence } = cause;
  const isComing = cause.cause === 'object-absent' && lifecycle === 'building';
  const fits =
    known && (known.layer === layer || known.id === 'timeout')
      ? ' That fits the error that was seen.'
      : '';
  if (isComing) {
    return { verdict: 'not-yet', conclusion: sentence, layer, fix, check };
  }
  return {
    verdict: stops === 'all' ? 'found' : 'partly',
    conclusion:
      stops === 'all'
        ? `${sentence}${fits}`
        : `That explains some failures and not all: ${sentence}${fits}`,
    layer,
    fix,
    check,
  };
}

function elsewhere(share: Share, known: KnownError | undefined): Finding {
  const [first] = clientCausesOf(share, known?.id);
  const read = oldestOf(share.hops);
  const well = `By all that was read${
    read ? ` (the oldest part at ${read})` : ''
  } this access is in order, so the cause stands where the portal cannot look: with the client.`;
  return {
    verdict: 'elsewhere',
    layer: known?.layer,
    conclusion: known
      ? `${well} ${known.means}`
      : `${well} Try what is below, in this order.`,
    fix: known && first.fitsError ? first.fix : undefined,
  };
}

function oldestOf(hops: readonly Hop[]): string | undefined {
  const times = hops.flatMap(({ readAt }) => readAt ?? []).sort();
  return times.length === hops.length ? times[0] : undefined;
}

/** What is only a consequence comes last; else what stops most, then what fits the error, then the most likely, then what a packet meets first. */
function causesOf(
  share: Share,
  lanes: readonly LaneReading[],
  known: KnownError | undefined,
): DiagnosedCause[] {
  const ranked = share.hops.flatMap((hop, place): Ranked[] => {
    const object = objectBehind(hop, share.objects);
    const index = knownCauseOf({ share, hop, object });
    if (index < 0) {
      return [];
    }
    const cause = put(KNOWN_CAUSES[index], hop, lanes);
    return [
      {
        cause,
        rank: [
          hop.follows ? 1 : 0,
          STOPS.indexOf(cause.stops),
          known && known.layer !== cause.layer ? 1 : 0,
          index,
          place,
        ],
      },
    ];
  });
  return ranked
    .sort((a, b) => compare(a.rank, b.rank))
    .map(({ cause }) => cause);
}

function compare(some: readonly number[], others: readonly number[]): number {
  const at = some.findIndex((each, index) => each !== others[index]);
  return at < 0 ? 0 : some[at] - others[at];
}

function put(
  known: KnownCause,
  hop: Hop,
  lanes: readonly LaneReading[],
): DiagnosedCause {
  const { name, cause, health, reason, remedy, check, readAt } = hop;
  // What breaks only a part of it leaves the others well.
  const stops =
    known.stops === 'all' && health === 'degraded' ? 'some' : known.stops;
  return {
    layer: isDoorClosed(hop, lanes) ? 'trust' : known.layer,
    hop: name,
    cause: cause!,
    stops,
    sentence: `${known.means}: ${reason ?? `“${name}” is ${health}.`}`,
    fix: known.fix ?? remedy,
    check,
    readAt,
  };
}

/** An account that lets nobody in says so by another layer than one whose role may not do something. */
function isDoorClosed(
  { cause, reason }: Hop,
  lanes: readonly LaneReading[],
): boolean {
  return (
    cause === 'account-unreadable' &&
    lanes.some(({ problems }) =>
      problems.some(({ of, message }) => !of && message === reason),
    )
  );
}

const CONDITIONS: Record<
  Hop['health'],
  ReadonlyArray<ShareObject['condition']>
> = {
  broken: ['broken', 'gone'],
  degraded: ['degraded'],
  pending: ['pending', 'absent'],
  unknown: ['unknown'],
  healthy: [],
};

/** The object that makes a hop what it is: the first that is as bad as the hop, and otherwise the first. */
function objectBehind(
  hop: Hop,
  objects: readonly ShareObject[],
): ShareObject | undefined {
  const carriers = hop.objects.flatMap(
    key => objects.find(object => object.key === key) ?? [],
  );
  const isChanged = hop.cause === 'object-changed';
  return (
    carriers.find(({ condition, differences }) =>
      isChanged
        ? differences?.length
        : CONDITIONS[hop.health].includes(condition),
    ) ?? worstOf(carriers.map(each => ({ ...each, health: hop.health })))
  );
}
