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

import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { rootRouteRef } from '../routes';
import { useTexts } from '../useTexts';

/** From one request or share to all of them. */
export function WayBack() {
  const { t } = useTexts();
  const root = useRouteRef(rootRouteRef);
  return (
    <Typography variant="body2">
      <Link to={root()}>{t('page.back')}</Link>
    </Typography>
  );
}
