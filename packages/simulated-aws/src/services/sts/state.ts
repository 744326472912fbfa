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

import { defineState } from '../../core/state';

/** Temporary credentials that AssumeRole handed out. */
export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  accountId: string;
  roleName: string;
  roleId: string;
  sessionName: string;
  sourceIdentity?: string;
  tags: Record<string, string>;
  /** Keys of the tags that the next role of a chain gets, too. */
  transitiveTagKeys?: string[];
  policy?: string;
  expiresAt: number;
}

export interface StsState {
  sessions: Record<string, Session>;
}

/** All sessions of an account, by access key id; kept in `aws-global`. */
export const stsState = defineState<StsState>('sts', () => ({ sessions: {} }));
