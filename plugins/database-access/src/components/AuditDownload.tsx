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

import { useAnalytics, useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import Button from '@material-ui/core/Button';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import {
  AuditFilter,
  databaseAccessAuditReadPermission,
} from '@towpath/backstage-plugin-database-access-common';
import { useId, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { saveFile } from '../saveFile';
import { useTexts } from '../useTexts';
import { Announcement } from './Announcement';
import { Refusal } from './Refusal';
import { Stack } from './Stack';

const FORMATS = ['jsonl', 'csv'] as const;

/** What happened, as a file that proves itself: for those who may have it. */
export function AuditDownload(props: {
  of: Pick<AuditFilter, 'requestId' | 'shareId'>;
}) {
  const { of } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const { allowed } = usePermission({
    permission: databaseAccessAuditReadPermission,
  });
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [done, setDone] = useState(false);
  const menuId = useId();
  const { running, error, run } = useAction(
    async (format: (typeof FORMATS)[number]) => {
      setDone(false);
      const answer = await api.exportAudit({ ...of, format });
      const name = of.shareId ?? of.requestId;
      saveFile(await answer.blob(), `audit-trail-${name}.${format}`);
      analytics.captureEvent('download', `audit trail as ${format}`);
      setDone(true);
    },
  );
  if (!allowed) {
    return null;
  }
  const choose = (format: (typeof FORMATS)[number]) => {
    setAnchor(undefined);
    run(format);
  };
  return (
    <Stack>
      <div>
        <Button
          variant="outlined"
          size="small"
          aria-haspopup="menu"
          aria-expanded={anchor !== undefined}
          aria-controls={anchor && menuId}
          disabled={running}
          onClick={({ currentTarget }) => setAnchor(currentTarget)}
        >
          {t('audit.download')}
        </Button>
        <Menu
          id={menuId}
          open={anchor !== undefined}
          anchorEl={anchor}
          onClose={() => setAnchor(undefined)}
        >
          {FORMATS.map(format => (
            <MenuItem key={format} onClick={() => choose(format)}>
              {t(`audit.${format}`)}
            </MenuItem>
          ))}
        </Menu>
      </div>
      <Refusal
        title={t('audit.failed')}
        error={error}
        permission={databaseAccessAuditReadPermission.name}
      />
      <Announcement>{done ? t('audit.done') : ''}</Announcement>
    </Stack>
  );
}
