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
  Diagnosis,
  Hop,
  Share,
  ShareObject,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { LaneReading } from '../readings';

/** What a ticket takes of a timeline. */
const LAST_ENTRIES = 20;

/**
 * All that helps somebody who cannot look at the page: ids, states, AWS's words and times, in Markdown. It is made of what
 * its reader sees anyway.
 */
export function bundleOf(
  share: Share,
  diagnosis: Omit<Diagnosis, 'bundle'>,
  known: {
    timeline: readonly TimelineEntry[];
    lanes: readonly LaneReading[];
  },
): string {
  const { network, endpoint, plan } = share;
  const { error } = diagnosis;
  return [
    `# ${network.title} to ${share.databaseRef} does not connect`,
    list([
      ['Made', diagnosis.at],
      ['Verdict', diagnosis.verdict],
      ['Most probable', diagnosis.conclusion],
      ['Fix', diagnosis.fix],
      ['Layer', diagnosis.layer],
      ['To check', diagnosis.check?.command],
    ]),
    ...(error
      ? [
          '## The error that was seen',
          fenced(error.text),
          error.means ?? 'It is none of the known ones.',
        ]
      : []),
    '## The access',
    list([
      ['Share', share.id],
      ['Request', share.requestId],
      ['Lifecycle', share.lifecycle],
      ['Reason', share.reason],
      ['Health', share.health],
      ['Sync', share.sync],
      ['Pattern', plan.join ? `${share.pattern}, ${plan.join}` : share.pattern],
      ['Zone', plan.zone],
      ['Database', share.databaseArn],
      ['Engine', plan.engine],
      ['Host and port', `${endpoint.host}:${endpoint.port}`],
      [
        'Network',
        `${network.name}: account ${network.accountId} (${network.accountName}), ${network.region}, ${network.vpcId}`,
      ],
      ['Started', share.startedAt],
      ['Active since', share.activeAt],
      ['Ends', share.expiresAt],
    ]),
    '## The path, hop by hop',
    lines(share.hops.map(hopLine)),
    '## Objects',
    lines(share.objects.map(objectLine)),
    '## What is well',
    lines(
      diagnosis.ruledOut.map(
        ({ layer, sentence, readAt }) =>
          `${layer}: ${sentence}${readAt ? ` Read at ${readAt}.` : ''}`,
      ),
    ),
    '## Lanes',
    lines(known.lanes.map(laneLine)),
    `## The last ${LAST_ENTRIES} entries of the timeline`,
    lines(known.timeline.slice(-LAST_ENTRIES).map(entryLine)),
    '',
  ].join('\n\n');
}

function list(facts: ReadonlyArray<readonly [string, string | undefined]>) {
  return facts
    .flatMap(([name, value]) => (value ? [`- ${name}: ${oneLine(value)}`] : []))
    .join('\n');
}

function lines(said: readonly string[]): string {
  return said.length
    ? said.map(each => `- ${oneLine(each)}`).join('\n')
    : 'None.';
}

/** A pasted text ends no block of code. */
function fenced(text: string): string {
  return ['~~~~', text.replace(/~{4,}/g, '~~~'), '~~~~'].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function hopLine(hop: Hop): string {
  const { name, health, cause, awsStatus, reason, since, readAt } = hop;
  return together([
    `${name}: ${health}`,
    cause,
    awsStatus && `AWS says ${awsStatus}`,
    reason,
    since && `since ${since}`,
    `read ${readAt ?? 'never'}`,
  ]);
}

function objectLine(object: ShareObject): string {
  const { title, type, name, accountId, region, condition } = object;
  const { awsStatus, reason, outputs, readAt, differences = [] } = object;
  return together([
    `${title} (${type}${
      name ? `, ${name}` : ''
    }) in ${accountId}, ${region}: ${condition}`,
    awsStatus && `AWS says ${awsStatus}`,
    reason,
    ...differences.map(
      ({ what, wanted, is }) => `${what} is ${is} and shall be ${wanted}`,
    ),
    ...Object.entries(outputs).map(([key, value]) => `${key} ${value}`),
    `read ${readAt ?? 'never'}`,
  ]);
}

function laneLine({ accountId, region, at, problems }: LaneReading): string {
  return together([
    `${accountId}, ${region}: last sweep ${
      at ? new Date(at).toISOString() : 'never'
    }`,
    ...problems.map(({ of, message }) => (of ? `${of}: ${message}` : message)),
  ]);
}

function entryLine(entry: TimelineEntry): string {
  const { at, actor, kind, message, awsRequestId } = entry;
  return together([
    `${at} ${actor} ${kind}`,
    message,
    awsRequestId && `AWS request ${awsRequestId}`,
  ]);
}

function together(parts: ReadonlyArray<string | undefined | ''>): string {
  return parts.filter(Boolean).join('; ');
}
