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
  MetricAttributes,
  MetricsService,
  TracingService,
} from '@backstage/backend-plugin-api/alpha';

/** A number as it was told. */
export interface RecordedValue {
  value: number;
  attributes?: MetricAttributes;
}

type Callback = (result: {
  observe(value: number, attributes?: MetricAttributes): void;
}) => void | Promise<void>;

/** Backstage's services for metrics and traces, which keep what they are told. */
export function recordedTelemetry() {
  const registered = new Map<string, { description?: string }>();
  const told = new Map<string, RecordedValue[]>();
  const callbacks = new Map<string, Callback[]>();
  const spans: Array<{ name: string; attributes?: object }> = [];
  const instrument = (name: string, options: { description?: string } = {}) => {
    registered.set(name, options);
    const tell = (value: number, attributes?: MetricAttributes) => {
      told.set(name, [...(told.get(name) ?? []), { value, attributes }]);
    };
    return {
      add: tell,
      record: tell,
      addCallback: (callback: Callback) => {
        callbacks.set(name, [...(callbacks.get(name) ?? []), callback]);
      },
      removeCallback: () => {},
    };
  };
  const metrics: MetricsService = {
    createCounter: instrument,
    createUpDownCounter: instrument,
    createHistogram: instrument,
    createGauge: instrument,
    createObservableCounter: instrument,
    createObservableUpDownCounter: instrument,
    createObservableGauge: instrument,
  };
  const tracing = {
    startActiveSpan: async (
      name: string,
      options: { attributes?: object },
      work: (span: object) => unknown,
    ) => {
      spans.push({ name, attributes: options.attributes });
      return work({ setAttribute: () => {}, setStatus: () => {} });
    },
  } as unknown as TracingService;
  return {
    services: { metrics, tracing },
    /** By name. */
    registered,
    spans,
    /** What counters and histograms were told. */
    values: (name: string): RecordedValue[] => told.get(name) ?? [],
    /** What a gauge says when somebody asks. */
    observed: async (name: string): Promise<RecordedValue[]> => {
      const values: RecordedValue[] = [];
      for (const callback of callbacks.get(name) ?? []) {
        await callback({
          observe: (value, attributes) => values.push({ value, attributes }),
        });
      }
      return values;
    },
  };
}
