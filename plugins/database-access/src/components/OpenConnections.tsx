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

import { parseEntityRef } from '@backstage/catalog-model';
import Typography from '@material-ui/core/Typography';
import {
  Share,
  ZoneLeaving,
} from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { Section } from './Section';

/** What becomes of connections that are open when a share is revoked: of which of them, and by what. */
export function OpenConnections(props: {
  share: Share;
  /** What leaves its zone, if it is in one. */
  leave: ZoneLeaving;
}) {
  const { share, leave } = props;
  const { t } = useTexts();
  const { zone = '', pattern } = share.plan;
  const named = {
    network: share.network.title,
    database: parseEntityRef(share.databaseRef).name,
    zone,
  };
  return (
    <Section title={t('revoke.connections')}>
      <Typography variant="body2">
        {zone && leave === 'database'
          ? t('revoke.connectionsOfDatabase', named)
          : t(`revoke.connectionsOf.${pattern}`, named)}{' '}
        {t('revoke.connectionsBreak')}
      </Typography>
    </Section>
  );
}
