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
import { UnreadPlace } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { TimeLeft } from './TimeLeft';

/** What is waited for before an access is called active, a sentence each. */
export function UnreadPlaces(props: { places: UnreadPlace[] }) {
  return (
    <>
      {props.places.map(place => (
        <UnreadSentence
          key={`${place.name} ${place.accountId} ${place.region}`}
          place={place}
        />
      ))}
    </>
  );
}

function UnreadSentence(props: { place: UnreadPlace }) {
  const { name, region, problem, remedy, nextLookAt } = props.place;
  const { accountName, accountId } = props.place;
  const { t } = useTexts();
  const account = t('facts.accountValue', { name: accountName, id: accountId });
  return (
    <Typography variant="body2" component="div">
      {problem
        ? t('progress.unreadable', { name, account, region, problem })
        : t('progress.waitsUntilRead', { name, account, region })}{' '}
      {problem && remedy}{' '}
      {problem &&
        nextLookAt &&
        t('progress.readAgain', { when: <TimeLeft until={nextLookAt} /> })}
    </Typography>
  );
}
