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
import { ReactNode } from 'react';
import { CopyButton } from './CopyButton';

/** One line of what is known. */
export interface Fact {
  label: string;
  value: ReactNode;
  /** Offers the value for copying, and shows it as what it is: something to be typed exactly. */
  copy?: string;
}

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 14rem), 1fr))',
      gap: theme.spacing(1.5, 3),
      margin: 0,
    },
    long: { gridColumn: '1 / -1' },
    label: { color: theme.palette.text.secondary },
    value: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: theme.spacing(0.5),
      margin: 0,
      // A button beside a value must not push the values of its row apart.
      '& button': { margin: theme.spacing(-0.5, 0) },
      overflowWrap: 'anywhere',
    },
    exact: { fontFamily: 'monospace', minWidth: 0 },
  }),
  { name: 'DatabaseAccessFactList' },
);

const LONG = 40;

/** Labels and values; as many columns as there is room for. */
export function FactList(props: { facts: Fact[] }) {
  const classes = useStyles();
  return (
    <dl className={classes.list}>
      {props.facts.map(({ label, value, copy }) => (
        <div
          key={label}
          className={copy && copy.length > LONG ? classes.long : undefined}
        >
          <Typography
            component="dt"
            variant="caption"
            className={classes.label}
          >
            {label}
          </Typography>
          <Typography component="dd" variant="body2" className={classes.value}>
            {copy ? <span className={classes.exact}>{value}</span> : value}
            {copy && <CopyButton text={copy} what={label} />}
          </Typography>
        </div>
      ))}
    </dl>
  );
}
