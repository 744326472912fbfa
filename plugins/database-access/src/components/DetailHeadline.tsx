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

import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';
import { useChanged } from '../hooks/useChanged';
import { Announcement } from './Announcement';
import { Row } from './Row';

/** What a page is about, how that stands, and what can be done; a change of how it stands is announced. */
export function DetailHeadline(props: {
  title: string;
  /** Where it stands: another value than at first is news. */
  state: string;
  /** The news, as a sentence. */
  news: string;
  children: ReactNode;
}) {
  const { title, state, news, children } = props;
  const moved = useChanged(state);
  return (
    <>
      <Announcement>{moved && news}</Announcement>
      <Row>
        <Typography variant="h5" component="h2">
          {title}
        </Typography>
        {children}
      </Row>
    </>
  );
}
