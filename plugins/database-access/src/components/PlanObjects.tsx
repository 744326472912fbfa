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
import Typography from '@material-ui/core/Typography';
import AddIcon from '@material-ui/icons/Add';
import ReuseIcon from '@material-ui/icons/DragHandle';
import { PlannedObject } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';

const useStyles = makeStyles(
  theme => ({
    list: { margin: 0, padding: 0, listStyle: 'none' },
    object: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
      padding: theme.spacing(0.25, 0),
    },
    verb: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      flex: '0 0 5rem',
    },
    account: { marginTop: theme.spacing(1) },
    what: { overflowWrap: 'anywhere' },
    name: { display: 'inline-block', color: theme.palette.text.secondary },
  }),
  { name: 'DatabaseAccessPlanObjects' },
);

/** The objects of a plan, by the account they will be in. */
export function PlanObjects(props: { objects: PlannedObject[] }) {
  const { t } = useTexts();
  const classes = useStyles();
  if (props.objects.length === 0) {
    return <Typography variant="body2">{t('plan.objectsNone')}</Typography>;
  }
  return (
    <>
      {[...byAccount(props.objects)].map(([accountId, objects]) => {
        const title = t('plan.objectsIn', {
          account: objects[0].accountName,
          id: accountId,
        });
        return (
          <div key={accountId} className={classes.account}>
            <Typography variant="body2">{title}</Typography>
            <ul className={classes.list} aria-label={title}>
              {objects.map(object => (
                <li key={object.key} className={classes.object}>
                  <span className={classes.verb}>
                    {object.verb === 'create' ? (
                      <AddIcon fontSize="small" aria-hidden />
                    ) : (
                      <ReuseIcon fontSize="small" aria-hidden />
                    )}
                    {t(`plan.${object.verb}`)}
                  </span>
                  <span className={classes.what}>
                    {object.title}{' '}
                    {object.name && (
                      <code className={classes.name}>{object.name}</code>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}

function byAccount(objects: PlannedObject[]): Map<string, PlannedObject[]> {
  const accounts = new Map<string, PlannedObject[]>();
  for (const object of objects) {
    const others = accounts.get(object.accountId) ?? [];
    accounts.set(object.accountId, [...others, object]);
  }
  return accounts;
}
