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

import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import {
  Health,
  OverviewGroup,
  Pattern,
  UNTAGGED,
} from '@towpath/backstage-plugin-database-access-common';
import { formatCount } from '../amounts';
import { useLanguage } from '../hooks/useLanguage';
import { useListAddress } from '../hooks/useListAddress';
import { useTexts } from '../useTexts';
import { HealthChip } from './HealthChip';
import { Section } from './Section';

const KINDS = {
  health: 'overview.byHealth',
  environment: 'overview.byEnvironment',
  accountId: 'overview.byAccountId',
  pattern: 'overview.byPattern',
} as const satisfies Record<OverviewGroup['by'], string>;

const useStyles = makeStyles(
  theme => ({
    groups: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 15rem), 1fr))',
      gap: theme.spacing(2, 3),
    },
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(0.5),
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
    line: {
      display: 'flex',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
    },
  }),
  { name: 'DatabaseAccessOverviewGroups' },
);

/** How many living shares there are of each kind, each number a way to them. */
export function OverviewGroups(props: {
  living: number;
  groups: OverviewGroup[];
}) {
  const { living, groups } = props;
  const { t } = useTexts();
  const language = useLanguage();
  const address = useListAddress();
  const classes = useStyles();
  const kinds = Object.keys(KINDS) as Array<OverviewGroup['by']>;
  return (
    <Section
      title={t('overview.groups', { count: formatCount(living, language) })}
    >
      <div className={classes.groups}>
        {kinds.map(by => (
          <Section key={by} title={t(KINDS[by])}>
            <ul className={classes.list}>
              {groups
                .filter(group => group.by === by)
                .map(group => (
                  <li key={group.value} className={classes.line}>
                    <Value group={group} />
                    <Link
                      to={address({ list: 'shares', filter: group.filter })}
                    >
                      {formatCount(group.count, language)}
                    </Link>
                  </li>
                ))}
            </ul>
          </Section>
        ))}
      </div>
    </Section>
  );
}

function Value(props: { group: OverviewGroup }) {
  const { by, value } = props.group;
  const { t } = useTexts();
  switch (by) {
    case 'health':
      return <HealthChip health={value as Health} />;
    case 'pattern':
      return <span>{t(`pattern.${value as Pattern}`)}</span>;
    default:
      return <span>{value === UNTAGGED ? t('overview.untagged') : value}</span>;
  }
}
