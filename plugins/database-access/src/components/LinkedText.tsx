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
import { Fragment } from 'react';

const ADDRESS = /(https:\/\/[^\s(),;]+)/;

/** As much of an address as can be read beside a sentence. */
const READABLE = 50;

/** A text whose addresses can be followed. */
export function LinkedText(props: { text: string }) {
  return (
    <>
      {props.text.split(ADDRESS).map((part, index) => (
        // eslint-disable-next-line react/no-array-index-key -- the parts of one text stay where they are
        <Fragment key={index}>
          {ADDRESS.test(part) ? <Link to={part}>{nameOf(part)}</Link> : part}
        </Fragment>
      ))}
    </>
  );
}

/** The address without what every address has; of a long one, the host. */
function nameOf(address: string): string {
  const { host, pathname } = new URL(address);
  const name = `${host}${pathname}`.replace(/\/$/, '');
  return name.length > READABLE ? host : name;
}
