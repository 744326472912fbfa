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

import type { MetricSeries } from '@towpath/backstage-plugin-database-access-common';

/** A number that CloudWatch may have, and how it is to be read. */
export interface WantedMetric
  extends Pick<MetricSeries, 'name' | 'statistic' | 'unit'> {
  /** More than nothing of it means that somebody uses the path. */
  tellsUse?: true;
}

/** Where CloudWatch would have the numbers of something, if AWS publishes any. */
export interface MetricSource {
  /** For example `AWS/PrivateLinkEndpoints`. */
  namespace: string;
  /** Those that name it, by name; AWS may add more of its own. */
  dimensions: Readonly<Record<string, string>>;
  metrics: readonly WantedMetric[];
  /**
   * All dimensions that AWS documents, where it publishes the metrics whenever something passes: asked for whether AWS lists
   * them or not, so that what it does not list yet or any more is found, too. Absent: only what AWS lists is known to exist.
   */
  documentedAs?: Readonly<Record<string, string>>;
  /** So many in one account that only these are listed, and not the whole namespace. */
  listedAlone?: true;
}
