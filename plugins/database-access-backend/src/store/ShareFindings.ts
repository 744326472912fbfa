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

import { Finding } from '@towpath/backstage-plugin-database-access-common';
import { Tx } from './Tx';

interface Row {
  share_id: string;
  code: string;
  severity: Finding['severity'];
  message: string;
  remedy: string | null;
  found_at: string;
}

/** What is wrong around a share, until it is well again. */
export class ShareFindings {
  /** The oldest first, by the id of the share. */
  async ofEach(
    tx: Tx,
    shareIds: readonly string[],
  ): Promise<Map<string, Finding[]>> {
    const rows = await tx<Row>('share_findings')
      .whereIn('share_id', shareIds)
      .orderBy([{ column: 'found_at' }, { column: 'code' }]);
    const findings = new Map<string, Finding[]>();
    for (const row of rows) {
      const { share_id: id, code, severity, message, remedy } = row;
      const finding = { code, severity, message, remedy: remedy ?? undefined };
      findings.set(id, [...(findings.get(id) ?? []), finding]);
    }
    return findings;
  }

  /** @returns false if it was known: nothing was written */
  async raise(
    tx: Tx,
    shareId: string,
    options: { finding: Finding; at: Date },
  ): Promise<boolean> {
    const { finding, at } = options;
    const raised = await tx<Row>('share_findings')
      .insert({
        share_id: shareId,
        code: finding.code,
        severity: finding.severity,
        message: finding.message,
        remedy: finding.remedy ?? null,
        found_at: at.toISOString(),
      })
      .onConflict(['share_id', 'code'])
      .ignore()
      .returning('code');
    return raised.length === 1;
  }

  /** @returns false if there was none: nothing was written */
  async clear(tx: Tx, shareId: string, code: string): Promise<boolean> {
    const cleared = await tx<Row>('share_findings')
      .where({ share_id: shareId, code })
      .delete();
    return cleared > 0;
  }
}
