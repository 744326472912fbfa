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
import { makeStyles } from '@material-ui/core/styles';
import { DriftAuthor } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { Moment } from './Moment';

const useStyles = makeStyles(
  {
    // ARNs have no spaces to break at, and the table is wide enough.
    text: { minWidth: 200, '& code': { overflowWrap: 'anywhere' } },
  },
  { name: 'DatabaseAccessDriftAuthor' },
);

/** Who changed something, with which call and when, or why that is not known. */
export function DriftAuthorText(props: { author: DriftAuthor | undefined }) {
  return (
    <div className={useStyles().text}>
      <Sentences author={props.author} />
    </div>
  );
}

function Sentences({ author }: { author: DriftAuthor | undefined }) {
  const { t } = useTexts();
  switch (author?.status) {
    case 'named':
      return (
        <>
          <div>
            {t('drift.authorNamed', {
              principal: <code>{author.principal}</code>,
              call: <code>{author.call}</code>,
              at: <Moment at={author.at} />,
            })}
          </div>
          {author.sourceIdentity && (
            <div>{t('drift.authorBehind', { who: author.sourceIdentity })}</div>
          )}
          <div>{t('drift.authorEvent', { id: author.eventId })}</div>
        </>
      );
    case 'asking':
      return (
        <div>
          {t('drift.authorAsking', { at: <Moment at={author.nextLookAt} /> })}
        </div>
      );
    case 'nobody':
      return <div>{t('drift.authorNobody')}</div>;
    case 'not-asked':
      return (
        <>
          <div>{author.message}</div>
          {author.remedy && <div>{author.remedy}</div>}
        </>
      );
    default:
      return <div>{t('drift.authorUnasked')}</div>;
  }
}
