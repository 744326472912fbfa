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

import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  Share,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { HopDetails } from './HopDetails';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      margin: 0,
      paddingLeft: theme.spacing(3),
    },
    words: { overflowWrap: 'anywhere' },
  }),
  { name: 'DatabaseAccessHopList' },
);

/** The path, in the order in which a packet meets its hops, and what to do about those that are in trouble. */
export function HopList(props: {
  share: Share;
  /** Where each hop's last change is told, if that was read. */
  timeline?: TimelineEntry[];
}) {
  const { share, timeline } = props;
  const { t } = useTexts();
  const classes = useStyles();
  if (share.hops.length === 0) {
    return <Typography variant="body2">{t('hop.none')}</Typography>;
  }
  return (
    <ol className={classes.list} aria-label={t('hop.listLabel')}>
      {share.hops.map(hop => (
        <li key={hop.name} className={classes.words}>
          <HopDetails hop={hop} share={share} timeline={timeline} />
        </li>
      ))}
    </ol>
  );
}
