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
import Typography from '@material-ui/core/Typography';
import { useTexts } from '../useTexts';
import { Row } from './Row';

/** What a list is narrowed by, in words, and the way to all of it. */
export function NarrowedBy(props: { facts: string[]; onClear(): void }) {
  const { facts, onClear } = props;
  const { t } = useTexts();
  return (
    <Row>
      {facts.length > 0 && (
        <Typography variant="body2" component="span">
          {t('lists.narrowedBy')} <strong>{facts.join(' · ')}</strong>
        </Typography>
      )}
      <Button size="small" onClick={onClear}>
        {t('lists.clear')}
      </Button>
    </Row>
  );
}
