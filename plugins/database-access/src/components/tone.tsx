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

import { Theme } from '@material-ui/core/styles';
import SvgIcon from '@material-ui/core/SvgIcon';
import CheckCircleIcon from '@material-ui/icons/CheckCircleOutline';
import ErrorIcon from '@material-ui/icons/ErrorOutline';
import HelpIcon from '@material-ui/icons/HelpOutline';
import InfoIcon from '@material-ui/icons/InfoOutlined';
import SyncIcon from '@material-ui/icons/Sync';
import WarningIcon from '@material-ui/icons/ReportProblemOutlined';

/** How something stands. Never shown as a colour alone: each has an icon, and stands beside a word. */
export type Tone = 'ok' | 'progress' | 'info' | 'warning' | 'error' | 'neutral';

const ICONS: Record<Tone, typeof SvgIcon> = {
  ok: CheckCircleIcon,
  progress: SyncIcon,
  info: InfoIcon,
  warning: WarningIcon,
  error: ErrorIcon,
  neutral: HelpIcon,
};

/** The icon of a tone; decoration, because the word beside it says the same. */
export function ToneIcon(props: { tone: Tone; className?: string }) {
  const Icon = ICONS[props.tone];
  return <Icon className={props.className} fontSize="small" aria-hidden />;
}

/** The colour of a tone, strong enough to be seen on the theme's paper. */
export function toneColor(theme: Theme, tone: Tone): string {
  const { palette } = theme;
  const shade = palette.type === 'dark' ? 'light' : 'dark';
  switch (tone) {
    case 'ok':
      return palette.success[shade];
    case 'progress':
    case 'info':
      return palette.info[shade];
    case 'warning':
      return palette.warning[shade];
    case 'error':
      return palette.error[shade];
    default:
      return palette.text.secondary;
  }
}
