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

import { makeStyles, Theme } from '@material-ui/core/styles';
import { Hop, Share } from '@towpath/backstage-plugin-database-access-common';
import { KeyboardEvent } from 'react';
import { nameInHop } from '../hopNode';
import { useHopTitle } from '../hooks/useHopTitle';
import { TONE_OF_HEALTH } from '../shareStatus';
import { useTexts } from '../useTexts';
import { useOutdated } from './AsOf';
import { Tone, ToneIcon, toneColor } from './tone';

/** In the graph's own units, which are pixels unless it is narrower than that. */
const WIDTH = 300;
const HEIGHT = 104;

const useStyles = makeStyles<Theme, { tone: Tone }>(
  theme => ({
    node: {
      cursor: 'pointer',
      outline: 'none',
      '&:focus-visible $card': {
        outline: `3px solid ${theme.palette.primary.main}`,
        outlineOffset: 1,
      },
      '&[aria-expanded="true"] $card': {
        background: theme.palette.action.selected,
      },
    },
    card: {
      boxSizing: 'border-box',
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      // Room for the outline.
      width: WIDTH - 8,
      height: HEIGHT - 8,
      margin: 4,
      padding: theme.spacing(0.75, 1.5),
      border: '1px solid',
      borderLeftWidth: 4,
      borderColor: ({ tone }) => toneColor(theme, tone),
      borderRadius: theme.shape.borderRadius,
      color: theme.palette.text.primary,
      fontSize: theme.typography.body2.fontSize,
      lineHeight: 1.4,
    },
    icon: { color: ({ tone }) => toneColor(theme, tone) },
    words: { minWidth: 0 },
    line: {
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    // Two lines of it are shown.
    title: {
      display: '-webkit-box',
      overflow: 'hidden',
      '-webkit-box-orient': 'vertical',
      '-webkit-line-clamp': 2,
      fontWeight: theme.typography.fontWeightBold as number,
    },
  }),
  { name: 'DatabaseAccessHopNode' },
);

/** A hop in the graph: what it is, which one, and how it is. */
export function HopNode(props: {
  hop: Hop;
  share: Share;
  /** Whether its details are shown. */
  expanded: boolean;
  place(element: SVGGElement | null): void;
  onPress(): void;
  onKeyDown(event: KeyboardEvent): void;
}) {
  const { hop, share, expanded, place, onPress, onKeyDown } = props;
  const { t } = useTexts();
  const titleOf = useHopTitle();
  const health = useOutdated() ? 'unknown' : hop.health;
  const tone = TONE_OF_HEALTH[health];
  const classes = useStyles({ tone });
  const said = {
    type: titleOf(hop.name),
    name: nameInHop(hop, share),
    health: t(`health.${health}`),
  };
  return (
    <g
      ref={place}
      role="button"
      tabIndex={0}
      aria-label={t('hop.node', said)}
      aria-expanded={expanded}
      aria-haspopup="dialog"
      className={classes.node}
      onClick={onPress}
      onKeyDown={event => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          onPress();
        } else {
          onKeyDown(event);
        }
      }}
    >
      <foreignObject width={WIDTH} height={HEIGHT}>
        <div className={classes.card} title={t('hop.node', said)}>
          <ToneIcon tone={tone} className={classes.icon} />
          <div className={classes.words}>
            <div className={classes.title}>{said.type}</div>
            <div className={classes.line}>{said.name}</div>
            <div className={classes.line}>{said.health}</div>
          </div>
        </div>
      </foreignObject>
    </g>
  );
}
