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
import { ReactNode, RefObject } from 'react';

/** A titled part of a panel. */
export function Section(props: {
  title: string;
  /** Makes it a place that an address can lead to. */
  place?: RefObject<HTMLElement>;
  children: ReactNode;
}) {
  const { title, place, children } = props;
  return (
    <section aria-label={title} ref={place} tabIndex={place && -1}>
      <Typography variant="subtitle2" component="h4" gutterBottom>
        <strong>{title}</strong>
      </Typography>
      {children}
    </section>
  );
}
