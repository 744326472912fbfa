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

import { setTimeout as pause } from 'node:timers/promises';
import { Complaint } from './project.mjs';

/** The example people of the demo, who sign in without a password. */
export const PEOPLE = ['requester', 'database-owner', 'platform-engineer'];

/** Someone who is signed in and talks to the backend over HTTP, as a browser would. */
export class Person {
  name;
  /** The person's own entity ref and those of their groups. */
  ownershipRefs;
  #backendUrl;
  #token;

  constructor({ name, backendUrl, backstageIdentity }) {
    this.name = name;
    this.ownershipRefs = backstageIdentity.identity.ownershipEntityRefs;
    this.#backendUrl = backendUrl;
    this.#token = backstageIdentity.token;
  }

  /** Signs in; right after the start it waits until the catalog has read its people. */
  static async signIn(backendUrl, name, { seconds = 60 } = {}) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const response = await fetch(
        `${backendUrl}/api/auth/demo-${name}/refresh`,
        { headers: { 'X-Requested-With': 'XMLHttpRequest' } },
      );
      const body = await readJson(response);
      if (response.ok) {
        return new Person({ name, backendUrl, ...body });
      }
      if (Date.now() > end) {
        throw new Complaint(
          `${name} could not sign in: ${response.status} ${JSON.stringify(
            body,
          )}`,
        );
      }
      await pause(500);
    }
  }

  get(path) {
    return this.#succeed('GET', path);
  }

  post(path, body) {
    return this.#succeed('POST', path, body);
  }

  /** @returns status and body, whatever the backend says */
  async try(method, path, body) {
    const response = await fetch(`${this.#backendUrl}/api/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.#token}`,
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
      body: body && JSON.stringify(body),
    });
    return { status: response.status, body: await readJson(response) };
  }

  async #succeed(method, path, content) {
    const { status, body } = await this.try(method, path, content);
    if (status >= 400) {
      const { code, message } = body?.error ?? {};
      throw new Complaint(
        `${method} ${path} as ${this.name}: ${status} ${code ?? ''} ${message}`,
      );
    }
    return body;
  }
}

async function readJson(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return { error: { message: text } };
  }
}
