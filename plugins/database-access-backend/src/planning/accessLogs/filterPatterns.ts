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

import type { ConnectionMark } from '../../objects';

/** FilterLogEvents, Amazon CloudWatch Logs API Reference. */
const LONGEST = 1_024;

const FIRST = '{ ';
const BETWEEN = ' || ';
const LAST = ' }';

/** One pattern, and whose connections it lets through. */
export interface FilterPattern {
  pattern: string;
  marks: ConnectionMark[];
}

/**
 * Filter patterns that let the lines of these connections through, as many marks in each as a call takes. They may let
 * lines of others through, too: of a mark they name the one field that narrows most.
 */
export function filterPatterns(
  marks: readonly ConnectionMark[],
): FilterPattern[] {
  const patterns: FilterPattern[] = [];
  let conditions: string[] = [];
  for (const mark of marks) {
    const last = patterns[patterns.length - 1];
    const more = [...new Set([...conditions, conditionOf(mark)])];
    if (last && patternOf(more).length <= LONGEST) {
      conditions = more;
      last.pattern = patternOf(more);
      last.marks.push(mark);
    } else {
      conditions = [conditionOf(mark)];
      patterns.push({ pattern: patternOf(conditions), marks: [mark] });
    }
  }
  return patterns;
}

function conditionOf({
  resourceAssociationId,
  vpcEndpointId,
}: ConnectionMark): string {
  return resourceAssociationId
    ? `($.serviceNetworkResourceAssociationId = "${resourceAssociationId}")`
    : `($.vpcEndpointId = "${vpcEndpointId}")`;
}

function patternOf(conditions: readonly string[]): string {
  return `${FIRST}${conditions.join(BETWEEN)}${LAST}`;
}
