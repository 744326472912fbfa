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
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { ReactNode } from 'react';

/** A column of a table. */
export interface Column<T> {
  id: string;
  label: string;
  cell(row: T): ReactNode;
}

const useStyles = makeStyles(
  {
    // The table scrolls, never the page; focusable, so that it scrolls by keyboard too.
    scroller: { overflowX: 'auto' },
    table: {
      minWidth: 720,
      '& th, & td': { overflowWrap: 'normal', wordBreak: 'normal' },
    },
  },
  { name: 'DatabaseAccessDataTable' },
);

/** Rows of the same kind; the first column names the row. */
export function DataTable<T>(props: {
  label: string;
  columns: Column<T>[];
  rows: T[];
  keyOf(row: T): string;
}) {
  const { label, columns, rows, keyOf } = props;
  const classes = useStyles();
  const [naming, ...others] = columns;
  return (
    <div
      className={classes.scroller}
      role="region"
      aria-label={label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region must be reachable by keyboard
      tabIndex={0}
    >
      <Table size="small" aria-label={label} className={classes.table}>
        <TableHead>
          <TableRow>
            {columns.map(column => (
              <TableCell key={column.id} scope="col">
                {column.label}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <TableRow key={keyOf(row)}>
              <TableCell component="th" scope="row">
                {naming.cell(row)}
              </TableCell>
              {others.map(column => (
                <TableCell key={column.id}>{column.cell(row)}</TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
