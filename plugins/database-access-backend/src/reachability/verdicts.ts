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
  PROBE_LAYERS,
  ProbeLayer,
  ReachabilityMeans,
  ReachabilityVerdict,
} from '@towpath/backstage-plugin-database-access-common';
import type { StoredPart } from '../store';

/** What is known of one part, as far as it counts for the whole. */
type Judged = Pick<StoredPart, 'verdict' | 'message'>;

/** One closed part closes the way; it is open if all of it was looked at and is. */
export function verdictOf(
  means: ReachabilityMeans,
  parts: readonly Judged[],
): { verdict: ReachabilityVerdict; message: string } {
  const first = (verdict: ReachabilityVerdict) =>
    parts.find(part => part.verdict === verdict);
  const closed = first('not-reachable');
  if (closed) {
    return { verdict: 'not-reachable', message: closed.message ?? '' };
  }
  const unknown = first('unknown');
  if (unknown) {
    return { verdict: 'unknown', message: unknown.message ?? '' };
  }
  return {
    verdict: 'reachable',
    message:
      means === 'prober'
        ? 'A connection from where the clients are came through to the database.'
        : 'AWS finds nothing closed, from a client to the endpoint and from there on to the database.',
  };
}

const NOT_LOOKED_AT = 'This prober does not look at it.';

/** Every layer once, in the order in which a connection meets them. */
export function inOrder(layers: readonly ProbeLayer[]): ProbeLayer[] {
  return PROBE_LAYERS.map(
    name =>
      layers.find(layer => layer.name === name) ?? {
        name,
        outcome: 'skipped',
        message: NOT_LOOKED_AT,
      },
  );
}

/** A connection that comes through is what counts; what lies above it may be left out. */
export function verdictOfLayers(layers: readonly ProbeLayer[]): {
  verdict: ReachabilityVerdict;
  message: string;
  remedy?: string;
} {
  const failed = layers.find(({ outcome }) => outcome === 'failed');
  if (failed) {
    const { message, remedy } = failed;
    return { verdict: 'not-reachable', message, remedy };
  }
  const passed = layers.filter(({ outcome }) => outcome === 'passed');
  return passed.some(({ name }) => name === 'tcp')
    ? {
        verdict: 'reachable',
        message: passed.map(({ message }) => message).join(' '),
      }
    : {
        verdict: 'unknown',
        message: 'The prober opened no connection.',
      };
}
