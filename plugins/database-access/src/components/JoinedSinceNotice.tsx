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

import { EntityRefLinks } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { JoinedSince } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { Moment } from './Moment';

/** What the approval of the reader is worth, who joined those who decide after they were asked, and how to get on. */
export function JoinedSinceNotice(props: { joined: JoinedSince; id: string }) {
  const { joined, id } = props;
  const { t } = useTexts();
  const groups = (
    <EntityRefLinks entityRefs={joined.refs} defaultKind="group" />
  );
  return (
    <Typography variant="body1" component="div" id={id}>
      {joined.notedAt
        ? t('decision.joinedSince', {
            groups,
            when: <Moment at={joined.notedAt} />,
          })
        : t('decision.notNoted', { groups })}{' '}
      {t(
        joined.approval === 'refused'
          ? 'decision.joinedRefused'
          : 'decision.joinedFlagged',
      )}
    </Typography>
  );
}
