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

import Button from '@material-ui/core/Button';
import { useTexts } from '../useTexts';

/** The way to the rest of a list. While asking it keeps the focus and does nothing. */
export function ShowMoreButton(props: { asking: boolean; onShowMore(): void }) {
  const { asking, onShowMore } = props;
  const { t } = useTexts();
  return (
    <div>
      <Button
        size="small"
        variant="outlined"
        aria-disabled={asking}
        onClick={asking ? undefined : onShowMore}
      >
        {t(asking ? 'list.showingMore' : 'list.showMore')}
      </Button>
    </div>
  );
}
