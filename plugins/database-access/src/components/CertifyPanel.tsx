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

import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useAnalytics, useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  CertificationResult,
  CertificationVerdict,
  DatabaseAccessRequestOptions,
  databaseAccessShareReadPermission,
  databaseAccessShareRevokePermission,
  NewCertification,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback, useId, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { lastKnown } from '../hooks/useAnswer';
import { usePages } from '../hooks/usePages';
import { useFocusFromAddress } from '../hooks/useFocusFromAddress';
import { usePolling } from '../hooks/usePolling';
import { shareRouteRef } from '../routes';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { Column, DataTable } from './DataTable';
import { Moment } from './Moment';
import { Notice } from './Notice';
import { Panel } from './Panel';
import { ReadingAge } from './ReadingAge';
import { RefreshButton } from './RefreshButton';
import { Refusal } from './Refusal';
import { Row } from './Row';
import { ShowMoreButton } from './ShowMoreButton';
import { Stack } from './Stack';
import { TimeLeft } from './TimeLeft';

const useStyles = makeStyles(
  // A table gives a field no more room than its shortest word.
  { verdict: { minWidth: 180 } },
  { name: 'DatabaseAccessCertifyPanel' },
);

const VERDICTS: CertificationVerdict[] = ['keep', 'shorten', 'revoke'];

/** What somebody is about to say of one share. */
interface Draft {
  verdict?: CertificationVerdict;
  /** A day, as the browser's field gives it. */
  day: string;
  comment: string;
}

const NOTHING_SAID: Draft = { day: '', comment: '' };

/** Old accesses to the reader's databases, of each of which is said in one place whether it is still needed. */
export function CertifyPanel() {
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const question = usePages(
    useCallback(
      (cursor: string | undefined, options: DatabaseAccessRequestOptions) =>
        api.listShares({ toCertify: true, cursor }, options),
      [api],
    ),
  );
  usePolling(question, undefined);
  const { asking, askAgain, showMore } = question;
  const title = t('certify.title');
  const place = useFocusFromAddress('certify', {
    ready: lastKnown(question.answer) !== undefined,
  });
  return (
    <section ref={place} role="group" aria-label={title} tabIndex={-1}>
      <Panel
        title={title}
        actions={
          lastKnown(question.answer) && (
            <RefreshButton
              subject="certify"
              asking={asking}
              onAskAgain={askAgain}
            />
          )
        }
      >
        <Stack>
          <Answered
            question={question}
            waiting={{ label: t('waiting.certify'), lines: 3 }}
            failure={{
              title: t('failure.certify'),
              forbidden: {
                title: t('forbidden.shares'),
                permission: databaseAccessShareReadPermission.name,
              },
            }}
          >
            {({ items, more }) => (
              <>
                <Certifying shares={items} onSaid={askAgain} />
                {more && (
                  <ShowMoreButton asking={asking} onShowMore={showMore} />
                )}
              </>
            )}
          </Answered>
        </Stack>
      </Panel>
    </section>
  );
}

function Certifying(props: { shares: Share[]; onSaid(): void }) {
  const { shares, onSaid } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  const [results, setResults] = useState<NamedResult[]>([]);
  const missingId = useId();
  const said = shares.flatMap(share => toCertification(share, drafts));
  const incomplete = said.filter(isIncomplete);
  const revokes = said.some(({ verdict }) => verdict === 'revoke');
  const ready = said.length > 0 && incomplete.length === 0;

  const { running, error, run } = useAction(async () => {
    const { items } = await api.certifyShares(said);
    analytics.captureEvent('certify', `${items.length}`);
    setResults(
      items.map(result => ({
        ...result,
        of: shares.find(({ id }) => id === result.shareId),
      })),
    );
    const refused = items.filter(result => result.error);
    setDrafts(
      Object.fromEntries(
        refused.map(({ shareId }) => [shareId, drafts[shareId]]),
      ),
    );
    onSaid();
  });
  const columns = useColumns({
    drafts,
    onDraft: (id, change) =>
      setDrafts(current => ({
        ...current,
        [id]: { ...NOTHING_SAID, ...current[id], ...change },
      })),
  });

  return (
    <>
      <Results results={results} />
      {shares.length === 0 ? (
        <div>
          <Typography variant="body1">{t('certify.empty')}</Typography>
          <Typography variant="body2">{t('certify.emptyHelp')}</Typography>
        </div>
      ) : (
        <>
          <Typography variant="body2">{t('certify.help')}</Typography>
          <DataTable
            label={t('certify.title')}
            columns={columns}
            rows={shares}
            keyOf={share => share.id}
          />
          {revokes && (
            <Typography variant="body2">{t('certify.connections')}</Typography>
          )}
          <Refusal
            title={t('certify.failed')}
            error={error}
            permission={databaseAccessShareRevokePermission.name}
          />
          <Row>
            <Button
              variant="contained"
              color="primary"
              disabled={!ready || running}
              aria-describedby={ready ? undefined : missingId}
              onClick={() => run()}
            >
              {running
                ? t('certify.submitting')
                : t('certify.submit', { count: said.length })}
            </Button>
            {!ready && (
              <Typography variant="body2" id={missingId}>
                {t(
                  incomplete.length
                    ? 'certify.incomplete'
                    : 'certify.nothingSaid',
                )}
              </Typography>
            )}
          </Row>
        </>
      )}
    </>
  );
}

type NamedResult = CertificationResult & { of?: Share };

/** What became of each, so that one that was refused is not lost among those that were done. */
function Results(props: { results: NamedResult[] }) {
  const { results } = props;
  const { t } = useTexts();
  const titleOf = useTitle();
  if (results.length === 0) {
    return null;
  }
  const refused = results.filter(({ error }) => error);
  return (
    <Notice
      tone={refused.length ? 'warning' : 'ok'}
      role={refused.length ? 'alert' : 'note'}
      title={t(refused.length ? 'certify.someRefused' : 'certify.done')}
    >
      <ul aria-label={t('certify.results')}>
        {results.map(({ shareId, verdict, of, error }) => (
          <li key={shareId}>
            {of ? titleOf(of) : shareId}:{' '}
            {error
              ? t('certify.refused', { because: error.message })
              : t(`certify.result.${verdict}`)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function useTitle(): (share: Share) => string {
  const { t } = useTexts();
  return ({ network, databaseRef }) =>
    t('share.title', {
      network: network.title,
      database: parseEntityRef(databaseRef).name,
    });
}

function useColumns(options: {
  drafts: Record<string, Draft>;
  onDraft(id: string, change: Partial<Draft>): void;
}): Column<Share>[] {
  const { drafts, onDraft } = options;
  const { t } = useTexts();
  const sharePage = useRouteRef(shareRouteRef);
  const titleOf = useTitle();
  const draftOf = ({ id }: Share) => drafts[id] ?? NOTHING_SAID;
  return [
    {
      id: 'what',
      label: t('shares.what'),
      cell: share => (
        <Link to={sharePage({ id: share.id })}>{titleOf(share)}</Link>
      ),
    },
    {
      id: 'requester',
      label: t('share.requester'),
      cell: ({ requesterRef }) => (
        <EntityRefLink entityRef={requesterRef} defaultKind="user" />
      ),
    },
    {
      id: 'purpose',
      label: t('share.purpose'),
      cell: ({ purpose }) => purpose,
    },
    {
      id: 'since',
      label: t('certify.since'),
      cell: ({ certifySince }) =>
        certifySince && <ReadingAge readAt={certifySince} />,
    },
    {
      id: 'certified',
      label: t('certify.last'),
      cell: ({ certifiedAt }) =>
        certifiedAt ? <Moment at={certifiedAt} /> : t('certify.never'),
    },
    {
      id: 'expires',
      label: t('share.expires'),
      cell: ({ expiresAt }) => <TimeLeft until={expiresAt} />,
    },
    {
      id: 'verdict',
      label: t('certify.verdict'),
      cell: share => (
        <Verdict
          title={titleOf(share)}
          draft={draftOf(share)}
          share={share}
          onDraft={change => onDraft(share.id, change)}
        />
      ),
    },
  ];
}

/** Each field names its share, because a row is no label. */
function Verdict(props: {
  title: string;
  share: Share;
  draft: Draft;
  onDraft(change: Partial<Draft>): void;
}) {
  const { title, share, draft, onDraft } = props;
  const { t } = useTexts();
  const classes = useStyles();
  const id = useId();
  return (
    <Stack>
      <TextField
        id={`${id}-verdict`}
        select
        size="small"
        variant="outlined"
        className={classes.verdict}
        SelectProps={{
          displayEmpty: true,
          SelectDisplayProps: {
            'aria-label': t('certify.verdictOf', { title }),
            // Its own name, because the column's title names no share.
            'aria-labelledby': undefined,
          } as object,
        }}
        value={draft.verdict ?? ''}
        onChange={event =>
          onDraft({
            verdict: (event.target.value || undefined) as Draft['verdict'],
          })
        }
        fullWidth
      >
        <MenuItem value="">{t('certify.later')}</MenuItem>
        {VERDICTS.map(verdict => (
          <MenuItem key={verdict} value={verdict}>
            {t(`certify.choice.${verdict}`)}
          </MenuItem>
        ))}
      </TextField>
      {draft.verdict === 'shorten' && (
        <TextField
          id={`${id}-day`}
          type="date"
          size="small"
          variant="outlined"
          label={t('certify.day')}
          value={draft.day}
          onChange={event => onDraft({ day: event.target.value })}
          InputLabelProps={{ shrink: true }}
          inputProps={{
            'aria-label': t('certify.dayOf', { title }),
            max: share.expiresAt.slice(0, 10),
          }}
        />
      )}
      {draft.verdict && (
        <TextField
          id={`${id}-comment`}
          size="small"
          variant="outlined"
          label={t('certify.comment')}
          value={draft.comment}
          onChange={event => onDraft({ comment: event.target.value })}
          inputProps={{ 'aria-label': t('certify.commentOf', { title }) }}
        />
      )}
    </Stack>
  );
}

function toCertification(
  { id }: Share,
  drafts: Record<string, Draft>,
): NewCertification[] {
  const { verdict, day, comment } = drafts[id] ?? NOTHING_SAID;
  if (!verdict) {
    return [];
  }
  return [
    {
      shareId: id,
      verdict,
      // At the end of that day.
      ...(verdict === 'shorten' &&
        day && { expiresAt: `${day}T23:59:59.000Z` }),
      ...(comment.trim() && { comment: comment.trim() }),
    },
  ];
}

/** Whoever takes something away says why; what ends earlier ends some day. */
function isIncomplete({
  verdict,
  comment,
  expiresAt,
}: NewCertification): boolean {
  return (
    (verdict !== 'keep' && !comment) || (verdict === 'shorten' && !expiresAt)
  );
}
