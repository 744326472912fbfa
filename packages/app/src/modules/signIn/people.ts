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

/** One of the example people of `examples/org.yaml`. */
export interface DemoPerson {
  /** The provider in `auth.providers` that signs this person in. */
  providerId: string;
  title: string;
  /** What this person does in the story. */
  story: string;
}

export const demoPeople: DemoPerson[] = [
  {
    providerId: 'demo-requester',
    title: 'Requester',
    story:
      'Builds data products in the analytics account and needs databases that other teams own.',
  },
  {
    providerId: 'demo-database-owner',
    title: 'Database owner',
    story:
      'Owns the databases of orders, billing and catalog, and answers for everyone who can reach them.',
  },
  {
    providerId: 'demo-platform-engineer',
    title: 'Platform engineer',
    story:
      'Runs the portal and the networking account, and looks after every open path.',
  },
];
