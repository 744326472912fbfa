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

import Tooltip from '@material-ui/core/Tooltip';

const SHOWN = 12;

/** A plan's digest as people compare it; in full on hover and on focus. */
export function DigestText(props: { digest: string }) {
  return (
    <Tooltip title={props.digest}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the whole digest is reachable by keyboard */}
      <code tabIndex={0}>{props.digest.slice(0, SHOWN)}</code>
    </Tooltip>
  );
}
