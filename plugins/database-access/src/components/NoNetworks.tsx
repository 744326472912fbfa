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

import Typography from '@material-ui/core/Typography';
import { useTexts } from '../useTexts';

/** What to do for someone whose groups own no network. */
export function NoNetworks() {
  const { t } = useTexts();
  return (
    <div>
      <Typography variant="body1" gutterBottom>
        {t('networks.emptyTitle')}
      </Typography>
      <Typography variant="body2">
        {t('networks.empty', {
          configKey: <code>databaseAccess.networks</code>,
          networkTag: <code>database-access:network</code>,
          ownerTag: <code>database-access:owner</code>,
        })}
      </Typography>
    </div>
  );
}
