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

import { useAnalytics } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import RefreshIcon from '@material-ui/icons/Refresh';
import { useTexts } from '../useTexts';

/** Asks again. While asking it keeps the focus and does nothing. */
export function RefreshButton(props: {
  /** What is asked about, for analytics. */
  subject: string;
  asking: boolean;
  onAskAgain(): void;
}) {
  const { subject, asking, onAskAgain } = props;
  const { t } = useTexts();
  const analytics = useAnalytics();
  const refresh = () => {
    if (!asking) {
      analytics.captureEvent('refresh', subject);
      onAskAgain();
    }
  };
  return (
    <Button
      size="small"
      variant="outlined"
      startIcon={<RefreshIcon />}
      aria-disabled={asking}
      onClick={refresh}
    >
      {t(asking ? 'refresh.asking' : 'refresh.button')}
    </Button>
  );
}
