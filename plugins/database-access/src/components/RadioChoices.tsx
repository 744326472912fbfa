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
import { ReactNode, useId } from 'react';

const useStyles = makeStyles(
  theme => ({
    choices: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      marginTop: theme.spacing(1.5),
    },
    choice: {
      display: 'grid',
      gridTemplateColumns: 'max-content minmax(0, 1fr)',
      gap: theme.spacing(0.25, 1),
      alignItems: 'center',
    },
    name: {
      fontWeight: theme.typography.fontWeightBold as number,
      cursor: 'pointer',
    },
    disabled: { cursor: 'default', color: theme.palette.text.secondary },
    radio: {
      width: 18,
      height: 18,
      margin: 0,
      accentColor: theme.palette.primary.main,
    },
    meaning: { gridColumn: 2 },
  }),
  { name: 'DatabaseAccessRadioChoices' },
);

/** One of a few, each with what it means below its name. */
export function RadioChoices<T extends string>(props: {
  label: string;
  /** The id of what describes the choice as a whole. */
  describedBy?: string;
  choices: Array<{ value: T; name: string; meaning: ReactNode }>;
  chosen: T;
  disabled?: boolean;
  onChoose(value: T): void;
}) {
  const { label, choices, chosen, disabled, onChoose } = props;
  const id = useId();
  const classes = useStyles();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      aria-describedby={props.describedBy}
      className={classes.choices}
    >
      {choices.map(({ value, name, meaning }) => (
        <div key={value} className={classes.choice}>
          <input
            type="radio"
            id={`${id}-${value}`}
            className={classes.radio}
            name={id}
            value={value}
            checked={value === chosen}
            disabled={disabled}
            onChange={() => onChoose(value)}
            aria-describedby={`${id}-${value}-means`}
          />
          <label
            htmlFor={`${id}-${value}`}
            className={
              disabled ? `${classes.name} ${classes.disabled}` : classes.name
            }
          >
            {name}
          </label>
          <Typography
            variant="body2"
            component="div"
            id={`${id}-${value}-means`}
            className={classes.meaning}
          >
            {meaning}
          </Typography>
        </div>
      ))}
    </div>
  );
}
