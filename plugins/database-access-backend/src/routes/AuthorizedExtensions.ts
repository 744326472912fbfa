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
  databaseAccessRequestDecidePermission,
  databaseAccessShareExtendPermission,
  databaseAccessShareReadPermission,
  ExtensionStatus,
  NewExtensionDecision,
  Page,
  ShareExtension,
} from '@towpath/backstage-plugin-database-access-common';
import {
  extensionNotFound,
  Extensions,
  ExtensionWithShare,
  LivingShares,
  Person,
} from '../requests';
import { resourceOfShare } from './AuthorizedShares';
import { ConditionalPermissions } from './conditional';
import { pageOf, readCursor } from './cursor';
import { toExtension } from './toExtension';

/**
 * Extensions, as far as the permission framework lets a person see and touch them: who may see a share may see what was asked
 * for it, and who may decide requests for its database may decide how long it lasts.
 */
export class AuthorizedExtensions {
  readonly #extensions: Extensions;
  readonly #shares: LivingShares;
  readonly #ofShares: ConditionalPermissions;
  readonly #ofRequests: ConditionalPermissions;

  constructor(options: {
    extensions: Extensions;
    shares: LivingShares;
    conditional: {
      shares: ConditionalPermissions;
      requests: ConditionalPermissions;
    };
  }) {
    this.#extensions = options.extensions;
    this.#shares = options.shares;
    this.#ofShares = options.conditional.shares;
    this.#ofRequests = options.conditional.requests;
  }

  async list(
    person: Person,
    query: {
      mine?: boolean;
      toDecide?: boolean;
      status?: ExtensionStatus;
      cursor?: string;
      limit: number;
    },
  ): Promise<Page<ShareExtension>> {
    const { cursor, limit, ...filter } = query;
    const before = readCursor(cursor);
    const narrowing = await this.#ofShares.narrowing(
      databaseAccessShareReadPermission,
      person.credentials,
    );
    if (narrowing === 'nothing') {
      return { items: [] };
    }
    const found = await this.#extensions.list(
      { ...filter, before, criteria: narrowing, limit: limit + 1 },
      person,
    );
    return pageOf(found, {
      limit,
      cursorOf: ({ extension: { createdAt, id } }) => ({ at: createdAt, id }),
      view: each => toExtension(each, person),
    });
  }

  async decide(
    person: Person,
    id: string,
    word: NewExtensionDecision,
  ): Promise<ShareExtension> {
    const { extension } = await this.#visible(person, id);
    const { share, networkOwnerRef } = await this.#shares.ofToday(
      await this.#shares.get(extension.shareId),
    );
    await this.#ofRequests.demand(
      databaseAccessRequestDecidePermission,
      { ...resourceOfShare(share), id: share.requestId, networkOwnerRef },
      person.credentials,
    );
    return toExtension(await this.#extensions.decide(person, id, word), person);
  }

  async cancel(person: Person, id: string): Promise<ShareExtension> {
    const { share } = await this.#visible(person, id);
    await this.#ofShares.demand(
      databaseAccessShareExtendPermission,
      resourceOfShare(share),
      person.credentials,
    );
    return toExtension(await this.#extensions.cancel(person, id), person);
  }

  async #visible(person: Person, id: string): Promise<ExtensionWithShare> {
    const found = await this.#extensions.get(id);
    const isVisible = await this.#ofShares.allows(
      databaseAccessShareReadPermission,
      resourceOfShare(found.share),
      person.credentials,
    );
    if (!isVisible) {
      throw extensionNotFound(id);
    }
    return found;
  }
}
