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
import Tooltip from '@material-ui/core/Tooltip';
import { Tone, ToneIcon, toneColor } from './tone';

const useStyles = makeStyles<Theme, { tone: Tone }>(
  theme => ({
    chip: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      maxWidth: '100%',
      padding: theme.spacing(0.125, 1, 0.125, 0.5),
      border: '1px solid',
      borderColor: ({ tone }) => toneColor(theme, tone),
      borderRadius: 999,
      color: theme.palette.text.primary,
      fontSize: theme.typography.body2.fontSize,
      lineHeight: 1.5,
    },
    icon: { color: ({ tone }) => toneColor(theme, tone) },
  }),
  { name: 'DatabaseAccessStatusChip' },
);

/** A word about how something stands, with the icon and colour of its tone. */
export function StatusChip(props: {
  tone: Tone;
  label: string;
  /** Said on hover and on focus. */
  hint?: string;
}) {
  const { tone, label, hint } = props;
  const classes = useStyles({ tone });
  const chip = (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the hint is reachable by keyboard
    <span className={classes.chip} tabIndex={hint ? 0 : undefined}>
      <ToneIcon tone={tone} className={classes.icon} />
      {label}
    </span>
  );
  return hint ? <Tooltip title={hint}>{chip}</Tooltip> : chip;
}
