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

import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  link: {
    display: 'flex',
    alignItems: 'center',
    height: 2.5 * sidebarConfig.logoHeight,
    paddingLeft: 20,
    color: '#ffffff',
    fontSize: 20,
    fontWeight: 700,
  },
  name: { marginLeft: 16 },
});

export function SidebarLogo() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <Link to="/" underline="none" className={classes.link} aria-label="Home">
      <TowpathMark />
      {isOpen && <span className={classes.name}>Towpath</span>}
    </Link>
  );
}

/** Two banks, and the path between them. */
function TowpathMark() {
  return (
    <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="6" cy="24" r="4" fill="#7df3e1" />
      <circle cx="26" cy="8" r="4" fill="#7df3e1" />
      <path
        d="M6 24 C 16 24, 16 8, 26 8"
        fill="none"
        stroke="#7df3e1"
        strokeWidth="3"
        strokeDasharray="4 3"
      />
    </svg>
  );
}
