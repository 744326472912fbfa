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

import Button from '@material-ui/core/Button';
import ButtonGroup from '@material-ui/core/ButtonGroup';
import Typography from '@material-ui/core/Typography';
import {
  Share,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { useState } from 'react';
import { useTexts } from '../useTexts';
import { HopGraph } from './HopGraph';
import { HopList } from './HopList';
import { Panel } from './Panel';
import { Stack } from './Stack';

const VIEWS = ['list', 'graph'] as const;

/** The path hop by hop, as a list or as a graph: both say the same. */
export function SharePath(props: { share: Share; timeline: TimelineEntry[] }) {
  const { share } = props;
  const { t } = useTexts();
  const [view, setView] = useState<(typeof VIEWS)[number]>('list');
  const View = view === 'graph' && share.hops.length > 0 ? HopGraph : HopList;
  return (
    <Panel
      title={t('share.path')}
      actions={
        share.hops.length > 0 && (
          <ButtonGroup size="small" aria-label={t('hop.viewLabel')}>
            {VIEWS.map(each => (
              <Button
                key={each}
                aria-pressed={each === view}
                color={each === view ? 'primary' : 'default'}
                variant={each === view ? 'contained' : 'outlined'}
                onClick={() => setView(each)}
              >
                {t(each === 'list' ? 'hop.asList' : 'hop.asGraph')}
              </Button>
            ))}
          </ButtonGroup>
        )
      }
    >
      <Stack>
        <Typography variant="body2">{t('share.configured')}</Typography>
        <View {...props} />
      </Stack>
    </Panel>
  );
}
