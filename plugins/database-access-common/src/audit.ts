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

/**
 * Which part of the audit trail is meant, and in which form.
 *
 * @public
 */
export interface AuditFilter {
  /** `jsonl`: JSON Lines, the default; `csv`: for spreadsheets. */
  format?: 'jsonl' | 'csv';
  /** ISO 8601, a date or a moment with its zone: the first moment that is meant. */
  from?: string;
  /** The same: the first moment that is not meant any more. */
  to?: string;
  requestId?: string;
  /** Its whole request, without which nothing is proved. */
  shareId?: string;
  databaseRef?: string;
}
