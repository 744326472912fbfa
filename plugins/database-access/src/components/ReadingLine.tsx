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
import { DatabaseReading } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { ReadingAge } from './ReadingAge';

/** When the facts were read, through which account, and whether AWS could be asked just now. */
export function ReadingLine(props: {
  reading: DatabaseReading;
  accountName: string;
}) {
  const { reading, accountName } = props;
  const { t } = useTexts();
  return (
    <Typography variant="body2" color="textSecondary">
      {t(reading.stale ? 'reading.stale' : 'reading.fresh', {
        age: <ReadingAge readAt={reading.readAt} />,
        account: accountName,
      })}
    </Typography>
  );
}
