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
  Config,
  ConfigReader,
  readDurationFromConfig,
} from '@backstage/config';
import { InputError, toError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { toOwnerRef } from './ownerRef';

/** What a value must look like, and how a sentence goes on after "must". */
export interface Rule {
  pattern: RegExp;
  must: string;
}

/** A part of the config that knows where it stands, so that errors can name the whole key. */
export class ConfigSection {
  constructor(
    private readonly config: Config,
    /** Where it stands, e.g. `databaseAccess.zones[0]`. */
    readonly path: string,
  ) {}

  has(key: string): boolean {
    return this.config.has(key);
  }

  /** @throws InputError if something else stands in it, because what nobody reads is a mistake that nobody sees */
  refuseOtherKeys(known: readonly string[]): void {
    const other = Object.keys(this.config.get() as object).find(
      key => !known.includes(key),
    );
    if (other !== undefined) {
      throw this.error(
        other,
        `is not known: there are ${known.join(', ')} here`,
      );
    }
  }

  get(key: string): unknown {
    return this.config.getOptional(key);
  }

  optionalString(key: string): string | undefined {
    return this.config.getOptionalString(key);
  }

  /** @param otherwise - where config says nothing */
  flag(key: string, otherwise: boolean = false): boolean {
    return this.config.getOptionalBoolean(key) ?? otherwise;
  }

  wholeNumber(
    key: string,
    limits: { from: number; to: number },
  ): number | undefined {
    if (!this.has(key)) {
      return undefined;
    }
    const value = Number(this.config.get(key));
    if (!Number.isInteger(value) || value < limits.from || value > limits.to) {
      throw this.error(
        key,
        `must be a whole number from ${limits.from} to ${
          limits.to
        }, but is '${this.config.get(key)}'`,
      );
    }
    return value;
  }

  /** Of money. */
  amount(key: string): number | undefined {
    if (!this.has(key)) {
      return undefined;
    }
    const value = Number(this.config.get(key));
    if (!(value >= 0)) {
      throw this.error(
        key,
        `must be an amount in USD such as 100, but is '${this.config.get(
          key,
        )}'`,
      );
    }
    return value;
  }

  /** A duration as Backstage reads them, in whole seconds. */
  optionalSeconds(
    key: string,
    limits: { least: number; must: string },
  ): number | undefined {
    if (!this.has(key)) {
      return undefined;
    }
    return this.secondsAt(this.config, { key, name: key, limits });
  }

  /** The same of a list of durations. */
  listOfSeconds(
    key: string,
    limits: { least: number; must: string },
  ): number[] {
    const values = this.config.get(key);
    if (!Array.isArray(values)) {
      throw this.error(key, `must be a list of durations, each ${limits.must}`);
    }
    return values.map((value, index) => {
      const config = new ConfigReader({ value });
      const name = `${key}[${index}]`;
      return this.secondsAt(config, { key: 'value', name, limits });
    });
  }

  section(key: string): ConfigSection | undefined {
    const config = this.config.getOptionalConfig(key);
    return config && new ConfigSection(config, this.keyOf(key));
  }

  sections(key: string): ConfigSection[] {
    return (this.config.getOptionalConfigArray(key) ?? []).map(
      (config, index) =>
        new ConfigSection(config, `${this.keyOf(key)}[${index}]`),
    );
  }

  string(key: string, rule: Rule): string {
    // YAML reads an unquoted account id as a number.
    const value = String(this.config.get(key));
    if (!rule.pattern.test(value)) {
      throw this.error(key, `must ${rule.must}, but is '${value}'`);
    }
    return value;
  }

  strings(key: string, rule: Rule): string[] {
    const values = this.config.getStringArray(key);
    if (values.length === 0) {
      throw this.error(key, 'must not be empty');
    }
    for (const value of values) {
      if (!rule.pattern.test(value)) {
        throw this.error(key, `must each ${rule.must}, but one is '${value}'`);
      }
    }
    return values;
  }

  /** Names and values that are somebody else's: Backstage's own reader refuses a name such as `team:cost-center`. */
  record(key: string, name: Rule): Record<string, string> {
    const record = this.config.get(key);
    if (typeof record !== 'object' || Array.isArray(record)) {
      throw this.error(key, 'must be names and values');
    }
    const entries = Object.entries(record ?? {});
    if (entries.length === 0) {
      throw this.error(key, 'must not be empty');
    }
    const strange = entries.find(
      ([own, value]) => !name.pattern.test(own) || typeof value === 'object',
    );
    if (strange) {
      throw this.error(
        key,
        `must each ${name.must}, with a text as its value, but one is '${strange[0]}'`,
      );
    }
    return Object.fromEntries(
      entries.map(([own, value]) => [own, String(value)]),
    );
  }

  ownerRef(key: string): string {
    return this.#ownerRefOf(key, this.config.getString(key));
  }

  ownerRefs(key: string): string[] {
    const values = this.config.getStringArray(key);
    if (values.length === 0) {
      throw this.error(key, 'must not be empty');
    }
    return values.map(value => this.#ownerRefOf(key, value));
  }

  #ownerRefOf(key: string, value: string): string {
    const ref = toOwnerRef(value);
    if (!ref) {
      throw this.error(
        key,
        `must be the entity ref of a group or user such as group:default/orders-team, but is '${value}'`,
      );
    }
    return ref;
  }

  /** An error about this key; what is given is the rest of its sentence. */
  error(key: string, rest: string): InputError {
    return new InputError(`${this.keyOf(key)} ${rest}`);
  }

  private secondsAt(
    config: Config,
    options: {
      key: string;
      /** What people call it. */
      name: string;
      limits: { least: number; must: string };
    },
  ): number {
    const { key, name, limits } = options;
    const must = `must be a duration ${limits.must}`;
    let seconds: number;
    try {
      seconds = Math.floor(
        durationToMilliseconds(readDurationFromConfig(config, { key })) / 1000,
      );
    } catch (error) {
      throw this.error(name, `${must}: ${toError(error).message}`);
    }
    if (!(seconds >= limits.least)) {
      throw this.error(name, `${must}, but is ${seconds} seconds`);
    }
    return seconds;
  }

  private keyOf(key: string): string {
    return `${this.path}.${key}`;
  }
}
