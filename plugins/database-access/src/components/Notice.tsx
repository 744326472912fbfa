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

import { alpha, makeStyles, Theme } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';
import { Tone, ToneIcon, toneColor } from './tone';

const useStyles = makeStyles<Theme, { tone: Tone }>(
  theme => ({
    notice: {
      display: 'flex',
      gap: theme.spacing(1.5),
      padding: theme.spacing(1.5, 2),
      border: '1px solid',
      borderLeftWidth: 4,
      borderColor: ({ tone }) => toneColor(theme, tone),
      borderRadius: theme.shape.borderRadius,
      backgroundColor: theme.palette.background.paper,
      // A tint over the paper rather than over the page, whose colour is unknown.
      backgroundImage: ({ tone }) => {
        const tint = alpha(toneColor(theme, tone), 0.06);
        return `linear-gradient(${tint}, ${tint})`;
      },
      color: theme.palette.text.primary,
    },
    icon: {
      flexShrink: 0,
      marginTop: 2,
      color: ({ tone }) => toneColor(theme, tone),
    },
    words: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
    title: { fontWeight: theme.typography.fontWeightBold as number },
    action: { marginTop: theme.spacing(1) },
  }),
  { name: 'DatabaseAccessNotice' },
);

/** Something to know before reading on. */
export function Notice(props: {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  /** What may change while it is read, e.g. an age: said with the rest, but no news each time. */
  details?: ReactNode;
  action?: ReactNode;
  /** `alert` only for what the reader must hear at once. */
  role?: 'alert' | 'note';
}) {
  const { tone, title, children, details, action, role } = props;
  const classes = useStyles({ tone });
  return (
    <div className={classes.notice}>
      <ToneIcon tone={tone} className={classes.icon} />
      <div className={classes.words}>
        <div role={role}>
          <Typography variant="body1" component="div" className={classes.title}>
            {title}
          </Typography>
          {children && (
            <Typography variant="body2" component="div">
              {children}
            </Typography>
          )}
        </div>
        {details && (
          <Typography variant="body2" component="div">
            {details}
          </Typography>
        )}
        {action && <div className={classes.action}>{action}</div>}
      </div>
    </div>
  );
}
