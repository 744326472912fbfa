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

import {
  DependencyGraph,
  DependencyGraphTypes,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Popover from '@material-ui/core/Popover';
import Typography from '@material-ui/core/Typography';
import {
  Hop,
  Share,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTexts } from '../useTexts';
import { HopDetails } from './HopDetails';
import { HopNode } from './HopNode';

const useStyles = makeStyles(
  theme => ({
    details: {
      maxWidth: 'min(40rem, 90vw)',
      padding: theme.spacing(2),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'DatabaseAccessHopGraph' },
);

/** Steps in the order of the path, by key. */
const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowUp: at => Math.max(at - 1, 0),
  ArrowLeft: at => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * The path as a picture, from the client above to the database below. It says nothing that the list does not: whoever opens
 * a hop reads the same of it.
 */
export function HopGraph(props: { share: Share; timeline?: TimelineEntry[] }) {
  const { share, timeline } = props;
  const { hops } = share;
  const { t } = useTexts();
  const classes = useStyles();
  const [open, setOpen] = useState<string>();
  const places = useRef(new Map<string, SVGGElement | null>());
  const names = hops.map(({ name }) => name).join('\n');
  // As long as these are the same, news of a hop draws the picture nowhere else, and takes nobody's focus.
  const { nodes, edges } = useMemo(() => {
    const ids = names.split('\n');
    return {
      nodes: ids.map(id => ({ id })),
      edges: ids.slice(1).map((to, index) => ({ from: ids[index], to })),
    };
  }, [names]);
  const opened = hops.find(({ name }) => name === open);

  const step = (event: KeyboardEvent, hop: Hop) => {
    const next = STEPS[event.key]?.(hops.indexOf(hop), hops.length - 1);
    if (next !== undefined) {
      event.preventDefault();
      places.current.get(hops[next].name)?.focus();
    }
  };

  return (
    <>
      <Typography variant="body2">{t('hop.graphHelp')}</Typography>
      <DependencyGraph
        // Hops that are added later would stand at the end for the keyboard, wherever they are drawn.
        key={names}
        role="group"
        aria-label={t('hop.graphLabel')}
        nodes={nodes}
        edges={edges}
        direction={DependencyGraphTypes.Direction.TOP_BOTTOM}
        rankMargin={28}
        paddingX={8}
        paddingY={8}
        zoom="disabled"
        allowFullscreen={false}
        showArrowHeads
        renderNode={({ node: { id } }) => {
          const hop = hops.find(({ name }) => name === id)!;
          return (
            <HopNode
              hop={hop}
              share={share}
              expanded={id === open}
              place={element => places.current.set(id, element)}
              onPress={() => setOpen(id)}
              onKeyDown={event => step(event, hop)}
            />
          );
        }}
      />
      <Popover
        open={opened !== undefined}
        onClose={() => setOpen(undefined)}
        anchorEl={() => places.current.get(open ?? '')!}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
        transformOrigin={{ vertical: 'top', horizontal: 'center' }}
        PaperProps={{
          role: 'dialog',
          'aria-label': t('hop.graphDetails'),
          className: classes.details,
        }}
      >
        {opened && (
          <HopDetails hop={opened} share={share} timeline={timeline} />
        )}
      </Popover>
    </>
  );
}
