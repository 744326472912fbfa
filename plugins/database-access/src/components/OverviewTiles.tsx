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
import { makeStyles, Theme } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  OverviewCost,
  OverviewTile,
  OverviewTileId,
} from '@towpath/backstage-plugin-database-access-common';
import { formatCount, formatDollars } from '../amounts';
import { useLanguage } from '../hooks/useLanguage';
import { useListAddress } from '../hooks/useListAddress';
import { overviewRouteRef } from '../routes';
import { useTexts } from '../useTexts';
import { COSTS_FOCUS, totalOf } from './OverviewCosts';
import { Tone, ToneIcon, toneColor } from './tone';

/** How a number looks that is not 0. */
const TONE: Record<OverviewTileId, Tone> = {
  'pending-new': 'info',
  'pending-days': 'warning',
  'pending-old': 'error',
  stuck: 'error',
  broken: 'error',
  drifted: 'warning',
  'unknown-health': 'warning',
  expiring: 'info',
  orphans: 'warning',
  'unread-lanes': 'error',
  'tight-lanes': 'warning',
  'throttled-lanes': 'warning',
};

const useStyles = makeStyles<Theme, { tone: Tone }>(
  theme => ({
    tiles: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 13rem), 1fr))',
      gap: theme.spacing(2),
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
    tile: {
      display: 'flex',
      flexDirection: 'column',
      height: '100%',
      padding: theme.spacing(1.5, 2),
      border: '1px solid',
      borderLeftWidth: 4,
      borderColor: ({ tone }) => toneColor(theme, tone),
      borderRadius: theme.shape.borderRadius,
      color: theme.palette.text.primary,
    },
    number: { display: 'flex', alignItems: 'center', gap: theme.spacing(1) },
    icon: { color: ({ tone }) => toneColor(theme, tone) },
  }),
  { name: 'DatabaseAccessOverviewTiles' },
);

/** Numbers, each a way to the list that it counts. */
export function OverviewTiles(props: {
  tiles: OverviewTile[];
  costs: OverviewCost[];
}) {
  const { tiles, costs } = props;
  const { t } = useTexts();
  const classes = useStyles({ tone: 'neutral' });
  return (
    <ul className={classes.tiles} aria-label={t('overview.tilesLabel')}>
      {tiles.map(tile => (
        <li key={tile.id}>
          <CountTile tile={tile} />
        </li>
      ))}
      <li>
        <CostTile costs={costs} />
      </li>
    </ul>
  );
}

function CountTile(props: { tile: OverviewTile }) {
  const { id, count } = props.tile;
  const { t } = useTexts();
  const language = useLanguage();
  const address = useListAddress();
  return (
    <Tile
      to={address(props.tile)}
      tone={count === 0 ? 'ok' : TONE[id]}
      number={formatCount(count, language)}
      label={t(`overview.${id}`)}
    />
  );
}

/** What all of it costs: a way to the same page's table of who pays how much of it. */
function CostTile(props: { costs: OverviewCost[] }) {
  const { costs } = props;
  const { t } = useTexts();
  const language = useLanguage();
  const overviewPage = useRouteRef(overviewRouteRef);
  const unknown = costs.reduce((sum, cost) => sum + cost.unknown, 0);
  return (
    <Tile
      to={`${overviewPage()}?focus=${COSTS_FOCUS}`}
      tone="info"
      number={formatDollars(totalOf(costs), language)}
      label={
        unknown > 0
          ? t('overview.costTileUnknown', { count: unknown })
          : t('overview.costTile')
      }
    />
  );
}

function Tile(props: {
  to: string;
  tone: Tone;
  number: string;
  label: string;
}) {
  const { to, tone, number, label } = props;
  const classes = useStyles({ tone });
  return (
    <Link to={to} className={classes.tile}>
      <Typography variant="h4" component="span" className={classes.number}>
        <ToneIcon tone={tone} className={classes.icon} />
        {number}
      </Typography>
      <Typography variant="body2" component="span">
        {label}
      </Typography>
    </Link>
  );
}
