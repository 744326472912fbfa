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
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import {
  DEFAULT_NAMESPACE,
  makeValidator,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const KEY = 'catalog.providers.databaseAccess';

/** The backend answers a few seconds after the start, and what it is asked before it is asked again. */
const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 10 },
  timeout: { minutes: 5 },
  initialDelay: { seconds: 5 },
};

/** What `catalog.providers.databaseAccess` says. */
export interface DiscoveryConfig {
  schedule: SchedulerServiceTaskScheduleDefinition;
  namespace: string;
  /** Full entity ref. */
  defaultOwner?: string;
}

/** @throws InputError that names the key and how to mend it */
export function readDiscoveryConfig(rootConfig: Config): DiscoveryConfig {
  const config = rootConfig.getOptionalConfig(KEY);
  const namespace = config?.getOptionalString('namespace') ?? DEFAULT_NAMESPACE;
  if (!makeValidator().isValidNamespace(namespace)) {
    throw new InputError(
      `${KEY}.namespace must be a namespace of the catalog such as default, but is '${namespace}'`,
    );
  }
  const owner = config?.getOptionalString('defaultOwner');
  return {
    schedule: config?.has('schedule')
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
          config.getConfig('schedule'),
        )
      : DEFAULT_SCHEDULE,
    namespace,
    ...(owner !== undefined && { defaultOwner: toOwner(owner) }),
  };
}

function toOwner(text: string): string {
  try {
    const ref = parseEntityRef(text, {
      defaultKind: 'group',
      defaultNamespace: DEFAULT_NAMESPACE,
    });
    if (['group', 'user'].includes(ref.kind.toLocaleLowerCase('en-US'))) {
      return stringifyEntityRef(ref);
    }
  } catch {
    // Said below, as for every other text.
  }
  throw new InputError(
    `${KEY}.defaultOwner must be the entity ref of a group or user such as group:default/platform-team, but is '${text}'`,
  );
}
